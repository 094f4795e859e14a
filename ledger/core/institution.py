"""The organisations of the house: the issuer, the desks, the auditor."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.core.identity import folded
from ledger.core.role import InstitutionKind

LONGEST_CODE: Final = 6
_CODE: Final = re.compile(rf"[A-Z0-9]{{2,{LONGEST_CODE}}}")
_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Institution:
    """An organisation; `code`: how the slips of its tills begin, where it keeps any."""

    name: str
    kind: InstitutionKind
    code: str | None


def institution_of(name: str, kind: InstitutionKind, *, code: str = "") -> Institution:
    """Describe an organisation; a desk without a code of its own has the initials of its name.

    Raises:
        ValueError: the name is empty, or the code is not of two to six letters and figures.
    """
    name = " ".join(name.split())
    if not name:
        raise ValueError(name)
    if kind is not InstitutionKind.DESK:
        return Institution(name, kind, None)
    code = (code or _initials(name)).upper()
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    return Institution(name, kind, code)


def _initials(name: str) -> str:
    """Take the capitals that words begin with, or the first letters of a name of one word."""
    words = [folded(word) for word in name.split() if word[0].isupper()]
    initials = "".join(word[:1] for word in words)
    letters = "".join(each for each in folded(name) if each.isalnum())
    return (initials if len(initials) > 1 else letters[:_SHORT])[:LONGEST_CODE]
