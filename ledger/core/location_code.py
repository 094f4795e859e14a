"""The signature of a printed code: a phone tells ours from a forgery before it opens anything.

Source: Ed25519 (RFC 8032). Sizes: 32 bytes for a seed and a public key, 64 for a signature. The
seed of a number derives from the server key; the code of a location is signed under the number in
force, and phones accept the number before as well: stickers are replaced in their own time.
"""

import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.core.approval import base64url, from_base64url

_SEED = "mlc/location-key/v1"
_CODE = "mlc/location-code/v1"
ACCEPTED_NUMBERS = 2


def location_key(server_key: bytes, number: int) -> Ed25519PrivateKey:
    """Derive the key of a number, which signs printed codes and nothing else."""
    seed = hmac.digest(server_key, f"{_SEED}\n{number}".encode(), "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)


def seal_of(server_key: bytes, number: int, code: str) -> str:
    """Write what a printed link carries beside its code: the number of the key, the signature."""
    return f"{number}.{base64url(location_key(server_key, number).sign(_signed(code)))}"


def accepted_keys(server_key: bytes, number: int) -> dict[str, str]:
    """List the public keys that phones accept, by number: the one in force, the one before."""
    numbers = range(max(1, number - ACCEPTED_NUMBERS + 1), number + 1)
    return {
        str(each): base64url(location_key(server_key, each).public_key().public_bytes_raw())
        for each in numbers
    }


def is_ours(keys: dict[str, str], code: str, seal: str) -> bool:
    """Say whether an accepted key signed a code, as a phone does (`ui/static/lead.js`)."""
    number, _, signature = seal.partition(".")
    try:
        public = Ed25519PublicKey.from_public_bytes(from_base64url(keys[number]))
        public.verify(from_base64url(signature), _signed(code))
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


def _signed(code: str) -> bytes:
    return f"{_CODE}\n{code}".encode()
