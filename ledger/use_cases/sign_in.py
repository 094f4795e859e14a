"""Sessions and keys: given, ended."""

from datetime import datetime
from uuid import UUID

from ledger.core.role import Role
from ledger.fresh import new_token, token_hash
from ledger.storage.people import (
    NewAccess,
    end_session,
    end_standing,
    insert_api_key,
    insert_session,
)
from ledger.use_cases.clearing import Clearing


async def open_session(
    clearing: Clearing,
    person_id: UUID,
    *,
    door: str,
    role: Role,
    member_id: UUID | None,
    expires_at: datetime,
) -> str:
    """Open a session for a person in a role; answer with its token, which is kept nowhere."""
    token = new_token()
    access = NewAccess(token_hash(token), door, person_id, role, member_id)
    async with clearing.pool.acquire() as connection:
        await insert_session(connection, access, expires_at)
    return token


async def close_session(clearing: Clearing, token: str) -> None:
    """End a session; its next request is refused by every process."""
    async with clearing.pool.acquire() as connection:
        await end_session(connection, token_hash(token))


async def give_api_key(
    clearing: Clearing, person_id: UUID, *, label: str, role: Role, member_id: UUID | None
) -> str:
    """Give an integrator a key that speaks for a person in a role; answer with it, once."""
    token = "mlc_" + new_token()
    access = NewAccess(token_hash(token), label, person_id, role, member_id)
    async with clearing.pool.acquire() as connection:
        await insert_api_key(connection, access)
    return token


async def dismiss_employee(
    clearing: Clearing, person_id: UUID, *, shop: UUID, now: datetime
) -> None:
    """End what a person is for a shop; their sessions are refused, the keys of its tills rotate."""
    async with clearing.pool.acquire() as connection, connection.transaction():
        await end_standing(connection, person_id, shop, now)
