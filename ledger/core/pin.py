"""Secret codes of a few digits: how long each is, and which are refused when one is chosen."""

from typing import Final

from ledger.core.refusal import PinRefused

CARD_DIGITS: Final = 4
STAFF_DIGITS: Final = 6
ACCOUNT_DIGITS: Final = 6
MOST_TRIES: Final = 5
"""How many wrong PINs of an account in a row lock it."""
_STEPS: Final = "01234567890"


def check_new_pin(pin: str, digits: int) -> None:
    """Check a PIN that somebody chooses: so many digits, not among the first that anybody tries.

    Raises:
        PinRefused: it is not, or is one digit only, or digits in a row.
    """
    is_pin = len(pin) == digits and pin.isascii() and pin.isdecimal()
    if not is_pin or len(set(pin)) == 1 or pin in _STEPS or pin[::-1] in _STEPS:
        raise PinRefused(digits=digits)
