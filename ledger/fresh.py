"""What differs each time: instants, ids, tokens, codes. Doors bring them; the core never asks."""

import hashlib
import secrets
import time
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ledger.core.identifier import ALPHABET, with_check

_LOCATION_LENGTH = 6
_REQUEST_LENGTH = 8
_SLIP_LENGTH = 16
_FREEZE_LENGTH = 11
_CARD_LENGTH = 26
_CARD_NUMBER_LENGTH = 8


PARIS = ZoneInfo("Europe/Paris")


def paris_day(instant: datetime) -> date:
    """Give the day of an instant where the currency lives."""
    return instant.astimezone(PARIS).date()


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """Make a UUID of version 7: in order of time, so that the journal's index grows at its end.

    A random key costs 5.1 kB of write-ahead log per posting after a checkpoint, this one 0.2 kB.
    """
    milliseconds = time.time_ns() // 1_000_000
    noise = secrets.randbits(74)
    high = (milliseconds << 16) | (7 << 12) | (noise >> 62)
    low = (2 << 62) | (noise & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)


def new_random_id() -> UUID:
    """Make a UUID of version 4, which tells nothing of when it was made."""
    return UUID(bytes=secrets.token_bytes(16), version=4)


def new_account_id() -> int:
    """Draw a random account id of 63 bits: it says nothing of its holder or of its age."""
    return secrets.randbits(63) or 1


def new_token() -> str:
    """Draw a secret of 256 bits for a session or an API key."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Hash a token of full entropy for storage: only this leaves the process."""
    return hashlib.sha256(token.encode()).digest()


def new_location_code() -> str:
    """Draw the public code of a printed location: six characters and their check."""
    return _code(_LOCATION_LENGTH)


def new_request_code() -> str:
    """Draw the code of a payment request: eight random characters and their check."""
    return _code(_REQUEST_LENGTH)


def new_slip_code() -> str:
    """Draw the code of an enrolment slip: eighty random bits and their check."""
    return _code(_SLIP_LENGTH)


def new_freeze_code() -> str:
    """Draw a freeze code: fifty-five random bits and their check, short enough for a wallet."""
    return _code(_FREEZE_LENGTH)


def new_card_code() -> str:
    """Draw the code in the QR of a card: a hundred and thirty random bits and their check."""
    return _code(_CARD_LENGTH)


def new_card_number() -> str:
    """Draw the number printed on a card, to be typed where there is no camera."""
    return _code(_CARD_NUMBER_LENGTH)


def _code(length: int) -> str:
    return with_check("".join(secrets.choice(ALPHABET) for _ in range(length)))
