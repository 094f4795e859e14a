"""A phone or passkey opens a session by signing a challenge; a session of a key ends with it."""

from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval, check_approval
from ledger.core.refusal import DeviceNotAccepted, TillOpensByCode
from ledger.core.role import Role
from ledger.fresh import new_token, token_hash
from ledger.storage.keys import find_key_by_credential
from ledger.storage.people import NewKeySession, insert_key_session
from ledger.storage.staff import opens_by_code
from ledger.use_cases.clearing import Clearing


async def find_credential(clearing: Clearing, credential_id: bytes) -> UUID:
    """Find the key of a passkey by the name that authenticators know it by.

    Raises:
        DeviceNotAccepted: there is none.
    """
    async with clearing.pool.acquire() as connection:
        found = await find_key_by_credential(connection, credential_id)
    if found is None:
        raise DeviceNotAccepted
    return found


async def sign_in_by_key(
    clearing: Clearing,
    approval: Approval,
    *,
    content: bytes,
    door: str,
    role: Role,
    expires_at: datetime,
) -> str:
    """Open a session for the holder of a key that signed `content`; answer with its token.

    The same signed challenge opens one session and no second.

    Raises:
        SignatureInvalid: the key did not sign it.
        TillOpensByCode: the key is of a till that several people open.
        DeviceNotAccepted: the key is dead, its holder has left, or the challenge was used before.
    """
    key = await clearing.key(approval.key_id)
    check_approval(key, approval, content)
    token = new_token()
    async with clearing.pool.acquire() as connection:
        if await opens_by_code(connection, key.id):
            raise TillOpensByCode
        session = NewKeySession(
            token_hash(token), door, key.id, role, expires_at, token_hash(content.hex())
        )
        opened = await insert_key_session(connection, session)
    if not opened:
        raise DeviceNotAccepted
    return token
