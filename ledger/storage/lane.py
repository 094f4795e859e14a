"""The desk lane: a posting with rows of its own, in one transaction, journal lock first.

All slow work is done before. A refusal writes no row but is recorded, so that its id stays closed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import asyncpg

from ledger.core.judgement import Decision
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import Refused
from ledger.database import Unavailable
from ledger.storage.commit import Lost, commit, is_away, is_gone, is_passing, roll_back
from ledger.storage.journal import Clock, LockedJournal, lock_journal, server_clock
from ledger.storage.journal_shelf import PolicyShelf

ATTEMPTS = 3
PAUSE_S = 0.05
TOGETHER = 512
"""Drafts of one transaction judged and written at a time; even, so that a pair stays one."""

WriteRows = Callable[[asyncpg.Connection], Awaitable[None]]
WriteAndDraft = Callable[[asyncpg.Connection], Awaitable[Sequence[Draft]]]
Done = TypeVar("Done")
_Step = Callable[[asyncpg.Connection, LockedJournal], Awaitable[Done]]


async def _nothing(_connection: asyncpg.Connection) -> None:
    """Write no row."""


class DeskLane:
    """Runs a use case's own rows and its posting under the journal lock, on a pooled connection."""

    def __init__(self, pool: asyncpg.Pool, clock: Clock = server_clock) -> None:
        self._pool = pool
        self._clock = clock

    async def post(
        self, draft: Draft, write_rows: WriteRows, write_after: WriteRows = _nothing
    ) -> Posted:
        """Write the rows, judge `draft` with them, post it, commit; a replay writes neither.

        `write_after`: rows that stand once it is posted, an account closed for example.

        Raises:
            Refused: the rules say no; no row was written.
            OutcomeUnknown: the connection was lost while committing.
            Unavailable: the database is away or busy; nothing was changed.
        """

        async def step(connection: asyncpg.Connection, journal: LockedJournal) -> Posted | Refused:
            judged = await journal.judge(draft)
            if judged.decisions[0].is_new:
                # The posting may name what the rows bring, an account for example: they come first.
                await connection.execute("savepoint before_rows")
                await write_rows(connection)
                judged = await journal.judge(draft)
                if isinstance(judged.outcome, Refused):
                    await connection.execute("rollback to savepoint before_rows")
            await journal.write(judged)
            if judged.decisions[0].is_new and isinstance(judged.outcome, Posted):
                await write_after(connection)
            return judged.outcome

        outcome = await self._run(step)
        if isinstance(outcome, Posted):
            return outcome
        raise outcome

    async def post_together(
        self, write_rows: WriteAndDraft, check: Callable[[Sequence[Decision]], None]
    ) -> None:
        """Write rows and post the drafts that they answer with, all in one transaction.

        Whatever `check` raises of the outcomes undoes everything, refusals included.
        """

        async def step(connection: asyncpg.Connection, journal: LockedJournal) -> None:
            drafts = await write_rows(connection)
            decisions: list[Decision] = []
            for start in range(0, len(drafts), TOGETHER):
                decisions += await journal.append(drafts[start : start + TOGETHER])
            check(decisions)

        await self._run(step)

    async def change(self, write_rows: WriteRows) -> None:
        """Write rows that the rules read, while nobody posts."""

        async def step(connection: asyncpg.Connection, _journal: LockedJournal) -> None:
            await write_rows(connection)

        await self._run(step)

    async def _run(self, step: _Step[Done]) -> Done:
        # A task of its own: a caller who goes away must not cut a commit short.
        return await asyncio.shield(asyncio.ensure_future(self._with_patience(step)))

    async def _with_patience(self, step: _Step[Done]) -> Done:
        for _ in range(ATTEMPTS):
            connection = await self._acquired()
            try:
                return await _once(connection, step, self._clock)
            except Lost:
                pass
            except asyncpg.PostgresError as error:
                if not is_passing(error):
                    raise
            finally:
                await self._give_back(connection)
            await asyncio.sleep(PAUSE_S)
        raise Unavailable

    async def _acquired(self) -> asyncpg.Connection:
        try:
            return await self._pool.acquire()
        except (OSError, asyncpg.InterfaceError, asyncpg.PostgresError) as error:
            raise Unavailable from error

    async def _give_back(self, connection: asyncpg.Connection) -> None:
        """Give back to the pool; what breaks now, after the outcome, changes nothing in it."""
        with suppress(OSError, asyncpg.InterfaceError, asyncpg.PostgresError):
            await self._pool.release(connection)


async def _once(connection: asyncpg.Connection, step: _Step[Done], clock: Clock) -> Done:
    try:
        journal = await lock_journal(connection, PolicyShelf(), clock)
        outcome = await step(connection, journal)
    except Exception as error:
        await roll_back(connection)
        if is_gone(connection) or (isinstance(error, asyncpg.PostgresError) and is_away(error)):
            raise Lost from error
        raise
    await commit(connection)
    return outcome
