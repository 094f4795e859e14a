"""The SIREN: nine digits that name an enterprise, an association or a public body in France."""

from typing import Final

LENGTH: Final = 9


class SirenUnreadable(ValueError):
    """It is no SIREN: not nine digits, or the last one does not check the others."""


def siren_from(text: str) -> str:
    """Read a SIREN however it is spaced; its digits check each other by Luhn's sum.

    Raises:
        SirenUnreadable: it is none.
    """
    digits = "".join(text.split())
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise SirenUnreadable
    if int(digits) == 0 or _luhn(digits) % 10:
        raise SirenUnreadable
    return digits


def _luhn(digits: str) -> int:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(sum(divmod(each, 10)) for each in doubled)
