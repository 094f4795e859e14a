"""Read a passkey as a browser has just made it (Web Authentication, level 3, §7.1)."""

import json
from dataclasses import dataclass

from ledger.core.assertion import Party
from ledger.core.refusal import SignatureInvalid


@dataclass(frozen=True, slots=True)
class MadePasskey:
    """A passkey that was made here, its person verified."""

    credential_id: bytes
    public_key: bytes
    is_backed_up: bool


def read_registration(registration: str, challenge: bytes, site: Party) -> MadePasskey:
    """Check the browser's JSON of a passkey, made for this challenge on this site.

    Raises:
        SignatureInvalid: it was not made here, for this challenge, with its person verified.
    """
    from webauthn import verify_registration_response  # noqa: PLC0415 # as for the first passkey
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        made = verify_registration_response(
            credential=json.loads(registration),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise SignatureInvalid from None
    return MadePasskey(made.credential_id, made.credential_public_key, made.credential_backed_up)
