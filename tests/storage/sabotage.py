"""What a test does behind the service's back: errors on order, a lock held, a backend ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from ledger.storage.journal import JOURNAL_LOCK

PATIENCE_S = 20
_TRAP = """
create sequence ledger.attempts;
create function ledger.fail() returns trigger language plpgsql security definer as $$
begin
  if nextval('ledger.attempts') <= {times} then
    raise exception 'on order of a test' using errcode = '{state}';
  end if;
  return null;
end $$;
create trigger on_order before insert on ledger.posting
  for each statement execute function ledger.fail();
"""
_END = """
select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity
 where datname = current_database() and application_name = '{whose}'
"""
_WAITING = """
select count(*) from pg_stat_activity
 where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'
"""


async def fail_on_order(dsn: str, state: str, *, times: int) -> None:
    """Have the next attempts to write a posting fail with an error of that state."""
    await _run(dsn, _TRAP.format(times=times, state=state))


async def attempts(dsn: str) -> int:
    """Count the attempts to write a posting since `fail_on_order`."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("select last_value from ledger.attempts")
    finally:
        await connection.close()


async def end_writers(dsn: str) -> None:
    """End every backend that writes in the database, and return once they are gone."""
    await _run(dsn, _END.format(whose="mlc-writer"))


async def end_readers(dsn: str) -> None:
    """End every backend that reads for reports, and return once they are gone."""
    await _run(dsn, _END.format(whose="mlc-reader"))


async def set_read_only(dsn: str, database: str, state: str) -> None:
    """Make new connections to a database read only, as after a failover, or forgive them."""
    await _run(dsn, "alter role mlc_superuser set default_transaction_read_only = off")
    await _run(dsn, f"alter database {database} set default_transaction_read_only = {state}")


async def _run(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


class HeldLock:
    """The journal lock in somebody else's hands."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def somebody_waits(self) -> None:
        """Return once a writer waits for the lock."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self._connection.fetchval(_WAITING):
                pass


@asynccontextmanager
async def journal_held(dsn: str) -> AsyncIterator[HeldLock]:
    """Hold the journal lock for a while, as a slow desk would."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute(f"select pg_advisory_xact_lock({JOURNAL_LOCK})")
            yield HeldLock(connection)
    finally:
        await connection.close()
