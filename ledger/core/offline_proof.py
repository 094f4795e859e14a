"""The proof that a payer shows to a till without network: four characters and six digits.

Source: HMAC (RFC 2104) with SHA-256, cut to digits as in HOTP (RFC 4226), here from the first eight
bytes. The key is the day's and the location's, derived from the server key, so that a till holds
nothing but a few days of one location, and a rotation makes all that it holds useless.

Sizes: 32 bytes for a day key; 20 bits for a reference, which names a payment and is no secret; six
digits, about 20 bits. A till looks at seven minutes and gives three tries to a sale: guessing
succeeds once in 47 000 sales, standing before the shopkeeper.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from ledger.core.identifier import ALPHABET, encode

HELD_DAYS = 7
"""For how many days, the first one included, a till holds keys."""
TOLERANCE_MINUTES = 3
REFERENCE_LENGTH = 4
DIGITS = 6
_DAY_KEY = "mlc/day-key/v1"
_PROOF = "mlc/offline-proof/v1"
_REFERENCES = len(ALPHABET) ** REFERENCE_LENGTH
_STEP, _START = 665_857, 313_429
_HEAD = 8
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class ProvedPayment:
    """What a proof is about; `amount` in minor units, `minute` counted from 1970 in UTC."""

    reference: str
    amount: int
    minute: int


def day_key(server_key: bytes, *, location: str, day: date, rotation: int) -> bytes:
    """Derive the key of a location for a day; it tells nothing of any other day's."""
    content = f"{_DAY_KEY}\n{location}\n{day.isoformat()}\n{rotation}"
    return hmac.digest(server_key, content.encode(), "sha256")


def reference_of(number: int) -> str:
    """Give the reference of a posting by its number: equal again only a million postings later.

    An odd step through the whole range: neighbours look unlike each other, and none meet.
    """
    return encode((number * _STEP + _START) % _REFERENCES, REFERENCE_LENGTH)


def minute_of(instant: datetime) -> int:
    """Count the minutes from 1970 to the beginning of an instant's minute."""
    return int(instant.timestamp()) // _MINUTE


def proof_digits(key: bytes, payment: ProvedPayment) -> str:
    """Compute the six digits of a payment under its day key."""
    content = f"{_PROOF}\n{payment.reference}\n{payment.amount}\n{payment.minute}"
    head = hmac.digest(key, content.encode(), "sha256")[:_HEAD]
    return str(int.from_bytes(head) % 10**DIGITS).zfill(DIGITS)


def holds_key_of(today: date, *, synced_on: date) -> bool:
    """Say whether a till that last took its keys on a day holds the key of today."""
    return 0 <= (today - synced_on).days < HELD_DAYS
