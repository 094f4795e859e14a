"""Sessions and keys: given, ended."""

from datetime import datetime
from uuid import UUID

from ledger.core.role import Role
from ledger.fresh import new_token, token_hash
from ledger.storage.people import (
    NewAccess,
    end_named_session,
    end_session,
    end_sessions_but,
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


async def end_session_of(clearing: Clearing, person: UUID, id: str) -> None:
    """End the session of a person that `session_id` names so; none of anybody else."""
    async with clearing.pool.acquire() as connection:
        await end_named_session(connection, person, id)


async def end_other_sessions(clearing: Clearing, person: UUID, *, but: str) -> None:
    """End every session of a person but the one of this token."""
    async with clearing.pool.acquire() as connection:
        await end_sessions_but(connection, person, token_hash(but))


async def give_api_key(
    clearing: Clearing, person_id: UUID, *, label: str, role: Role, member_id: UUID | None
) -> str:
    """Give an integrator a key that speaks for a person in a role; answer with it, once."""
    token = "mlc_" + new_token()
    access = NewAccess(token_hash(token), label, person_id, role, member_id)
    async with clearing.pool.acquire() as connection:
        await insert_api_key(connection, access)
    return token
