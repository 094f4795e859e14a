"""Codes as people type and scan them."""

from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.core.refusal import CodeUnknown

LOCATION_CODE = 7
"""Length of a printed code with its check; longer ones stand for a request."""


def location_code(code: str) -> str:
    """Read the code of a printed location.

    Raises:
        CodeUnknown: it is none.
    """
    try:
        return code_from(code)
    except IdentifierUnreadable:
        raise CodeUnknown from None
