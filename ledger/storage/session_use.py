"""Write when a session of the console was last used, and unlock one."""

from datetime import datetime

from asyncpg import Connection, Record

from ledger.storage.notices import tell_access_changed

NOTE_USE = """
update people.session set last_used_at = greatest(last_used_at, $2)
 where token_hash = $1 and last_used_at > $3 and ended_at is null
returning last_used_at
"""
LOCK = "update people.session set last_used_at = $2 where token_hash = $1 and last_used_at > $2"
LAST_USE = "select last_used_at from people.session where token_hash = $1"
LIVING = """
select person_id, browser, unlocked_by from people.session
 where token_hash = $1 and door = 'console' and ended_at is null and expires_at > $2
   for update
"""
UNLOCK = """
update people.session
   set last_used_at = greatest(last_used_at, $2), unlocked_by = unlocked_by || $3::bytea
 where token_hash = $1
"""


async def note_session_use(
    connection: Connection, token_hash: bytes, *, at: datetime, not_since: datetime
) -> datetime | None:
    """Note that a session is used; nothing where it was last used by `not_since`: it is locked."""
    used: datetime | None = await connection.fetchval(NOTE_USE, token_hash, at, not_since)
    return used


async def last_session_use(connection: Connection, token_hash: bytes) -> datetime | None:
    """Read when a session was last used."""
    used: datetime | None = await connection.fetchval(LAST_USE, token_hash)
    return used


async def find_living_session(
    connection: Connection, token_hash: bytes, now: datetime
) -> Record | None:
    """Find a session of the console that has not ended, and lock its row."""
    return await connection.fetchrow(LIVING, token_hash, now)


async def lock(connection: Connection, token_hash: bytes, *, unused_since: datetime) -> None:
    """Lock a session, as if nobody had used it since; every process hears of it."""
    await connection.execute(LOCK, token_hash, unused_since)
    await tell_access_changed(connection)


async def unlock(
    connection: Connection, token_hash: bytes, *, challenge_hash: bytes, at: datetime
) -> None:
    """Unlock a session; its end stays where it was."""
    await connection.execute(UNLOCK, token_hash, at, challenge_hash)
