"""Bank accounts that euros are sent to: an IBAN, a name as the bank prints it, when it counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

WAITS: Final = timedelta(hours=72)
"""Between the second signature of another IBAN and the first euros sent there."""
SHOWN: Final = 4
_LENGTHS = MappingProxyType(
    {
        "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24,
        "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23,
        "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
        "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18,
        "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24,
        "SM": 27, "VA": 22,
    }
)  # fmt: skip
"""Countries of the single euro payments area, and how long an IBAN of each is."""


class IbanUnreadable(ValueError):
    """It is no IBAN that a SEPA transfer reaches."""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where euros go: an IBAN without spaces, and the holder exactly as the bank prints it."""

    iban: str
    holder: str


def iban_from(text: str) -> str:
    """Read an IBAN however it is spaced (ISO 13616: the number, moved round, is 1 modulo 97).

    Raises:
        IbanUnreadable: it is none, or its country takes no SEPA transfer.
    """
    iban = "".join(text.split()).upper()
    if not (iban.isascii() and iban.isalnum()) or len(iban) != _LENGTHS.get(iban[:2]):
        raise IbanUnreadable
    if not iban[2:4].isdecimal() or _number(iban[4:] + iban[:4]) % 97 != 1:
        raise IbanUnreadable
    return iban


def iban_content(iban: str) -> bytes:
    """Say what is sealed of an IBAN, so that it is known when somebody else brings it."""
    return f"iban\n{iban}".encode()


def iban_end(iban: str) -> str:
    """Show as little of an IBAN as lets its holder know it again: country and last signs."""
    return f"{iban[:2]}… {iban[-SHOWN:]}"


def counts_from(decided_at: datetime, *, is_first: bool) -> datetime:
    """Say from when euros go to an account that two people have agreed to."""
    return decided_at if is_first else decided_at + WAITS


def _number(signs: str) -> int:
    """Write letters as two digits, A as 10."""
    return int("".join(str(int(sign, 36)) for sign in signs))
