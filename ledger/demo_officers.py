"""Officers who are played: each on a device of their own, with a passkey that the house derives.

The bytes, the assertion and every check are those of any installation; only the authenticator is
played, so that one visitor of the demonstration can be two people.
"""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from ledger.core.approval import Approval
from ledger.core.countersignature import OfficerKey
from ledger.demo_phone import Passkey, cose_of
from ledger.fresh import token_hash
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.sign import Cosigner, Decision, Keeper, read_statement
from ledger.use_cases.sign_in_officer import register_officer_key

_ORIGIN, _RP_ID = "http://localhost", "localhost"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (SEC 2, §2.4.2)."""


def played_browser(principal: str) -> bytes:
    """Name the device of somebody who is played."""
    return token_hash(f"demo\n{principal}")


async def sign_as_played(
    clearing: Clearing, principal: str, content: bytes, *, now: datetime
) -> Approval:
    """Sign with the passkey of somebody who is played; it is registered the first time."""
    passkey = _passkey(clearing, principal)
    key = OfficerKey(
        passkey.key_id,
        principal,
        cose_of(passkey.private),
        passkey.key_id.bytes,
        passkey.origin,
        passkey.rp_id,
        played_browser(principal),
    )
    await register_officer_key(clearing, key, under="demo", now=now)
    return passkey.approve(content)


async def cosigned(
    clearing: Clearing, keeper: Keeper, decision: Decision, *, now: datetime
) -> Cosigner:
    """Sign a decision on what waits, as somebody who is played.

    Raises:
        NotFound: it waits no more.
    """
    async with clearing.pool.acquire() as connection:
        statement = await read_statement(
            connection, clearing, decision.act, decision.request, now=now
        )
    content = statement.content(is_granted=decision.is_granted)
    approval = await sign_as_played(clearing, keeper.principal, content, now=now)
    browser = played_browser(keeper.principal)
    return Cosigner(keeper.principal, keeper.institution, browser, approval=approval)


def _passkey(clearing: Clearing, principal: str) -> Passkey:
    seed = clearing.seal(f"demo-officer\n{principal}".encode())
    private = ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())
    id = UUID(bytes=clearing.seal(f"demo-officer-id\n{principal}".encode())[:16], version=4)
    return Passkey(private, id, _ORIGIN, _RP_ID)
