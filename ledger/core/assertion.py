"""A passkey's assertion over a challenge: Web Authentication, level 3, §7.2, step by step.

Checked here because every strong payment waits for it: the library, which reads the key again each
time and copies each part, takes twice as long. It still reads the keys, and a test holds both to
the same verdicts.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature

_SHORTEST = 37  # the hash of the party, a byte of flags, the counter
_HASH = 32
_PRESENT, _VERIFIED, _MAY_BE_BACKED_UP, _IS_BACKED_UP = 0x01, 0x04, 0x08, 0x10


@dataclass(frozen=True, slots=True)
class Party:
    """Where a passkey was made: it signs for no other page."""

    origin: str
    rp_id: str


def assertion_stands(
    cose_key: bytes,
    party: Party,
    challenge: str,
    *,
    client_data: bytes,
    authenticator_data: bytes,
    signature: bytes,
) -> bool:
    """Say whether this key, its person verified, signed this challenge (base 64 of URLs) here.

    The counter is not looked at: a synced passkey has none that counts.
    """
    if not _is_asked(client_data, party, challenge) or not _is_verified(authenticator_data, party):
        return False
    # Loaded with the first passkey: most payments of a small amount need none.
    from webauthn.helpers import verify_signature  # noqa: PLC0415

    try:
        public_key, algorithm = _read_key(cose_key)
        verify_signature(
            public_key=public_key,
            signature_alg=algorithm,
            signature=signature,
            data=authenticator_data + hashlib.sha256(client_data).digest(),
        )
    except InvalidSignature:
        return False
    return True


def _is_asked(client_data: bytes, party: Party, challenge: str) -> bool:
    """Check the page's part: it asked for an assertion, over this challenge, not in a frame."""
    try:
        asked = json.loads(client_data)
    except ValueError:
        return False
    return (
        isinstance(asked, dict)
        and asked.get("type") == "webauthn.get"
        and asked.get("challenge") == challenge
        and asked.get("origin") == party.origin
        and asked.get("crossOrigin", False) is False
    )


def _is_verified(authenticator_data: bytes, party: Party) -> bool:
    """Check the authenticator's part: for this party, with the person present and verified."""
    if len(authenticator_data) < _SHORTEST:
        return False
    flags = authenticator_data[_HASH]
    is_backed_up_by_mistake = flags & _IS_BACKED_UP and not flags & _MAY_BE_BACKED_UP
    return (
        authenticator_data[:_HASH] == hashlib.sha256(party.rp_id.encode()).digest()
        and flags & _PRESENT != 0
        and flags & _VERIFIED != 0
        and not is_backed_up_by_mistake
    )


@lru_cache(4096)
def _read_key(cose_key: bytes) -> tuple[Any, Any]:
    from webauthn.helpers import (  # noqa: PLC0415
        decode_credential_public_key,
        decoded_public_key_to_cryptography,
    )

    decoded = decode_credential_public_key(cose_key)
    return decoded_public_key_to_cryptography(decoded), decoded.alg
