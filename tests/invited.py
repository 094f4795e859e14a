"""People who open an invitation with a passkey of their own, and sign with it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import cbor2

from ledger.core.approval import base64url
from ledger.core.assertion import Party
from ledger.core.countersignature import SignedAct
from ledger.demo_phone import Passkey, cose_of, new_private_key
from ledger.fresh import token_hash
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_officers import Invitation
from ledger.use_cases.sign import Cosigner, Decision, Keeper, read_statement
from ledger.use_cases.sign_in_officer import MadeHere, accept_invitation

SITE = Party("https://console.example", "console.example")
_MADE_HERE = bytes([0x45])
"""Present, verified, and with a key attached (Web Authentication, level 3, §6.1)."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of an institution, with the passkey that they made, on a device of their own."""

    keeper: Keeper
    passkey: Passkey

    async def signs(
        self,
        clearing: Clearing,
        act: SignedAct,
        request: UUID,
        *,
        is_granted: bool = True,
        now: datetime,
    ) -> Cosigner:
        """Sign a decision on what waits."""
        decision = Decision(act, request, is_granted)
        async with clearing.pool.acquire() as connection:
            statement = await read_statement(
                connection, clearing, decision.act, decision.request, now=now
            )
        approval = self.passkey.approve(statement.content(is_granted=is_granted))
        who = self.keeper
        return Cosigner(who.principal, who.institution, who.browser, approval=approval)


async def opened(
    clearing: Clearing, invitation: Invitation, institution: str, *, now: datetime
) -> Officer:
    """Open an invitation in a browser of its own, as an authenticator makes a key there."""
    private, credential, challenge = new_private_key(), uuid4().bytes, uuid4().bytes
    client = {"type": "webauthn.create", "challenge": base64url(challenge), "origin": SITE.origin}
    attached = bytes(16) + len(credential).to_bytes(2) + credential + cose_of(private)
    said = hashlib.sha256(SITE.rp_id.encode()).digest() + _MADE_HERE + bytes(4) + attached
    response = {
        "clientDataJSON": base64url(json.dumps(client).encode()),
        "attestationObject": base64url(
            cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})
        ),
    }
    written = {
        "id": base64url(credential),
        "rawId": base64url(credential),
        "type": "public-key",
        "response": response,
    }
    browser = token_hash(base64url(credential))
    made = MadeHere(json.dumps(written), challenge, SITE, browser)
    await accept_invitation(clearing, invitation.code, made, now=now)
    async with clearing.pool.acquire() as connection:
        key = await connection.fetchval(
            "select id from ledger.officer_key where credential_id = $1", credential
        )
    keeper = Keeper(f"person:{invitation.person}", institution, browser)
    return Officer(keeper, Passkey(private, key, SITE.origin, SITE.rp_id))
