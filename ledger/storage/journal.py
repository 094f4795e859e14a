"""The journal: append postings under one lock, each judged after those before it.

The lock is taken by a statement of its own, before anything is read: a snapshot older than the lock
would lose the updates of the writer before. Nothing follows `append` but COMMIT, and nobody is
answered before it.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from asyncpg import Connection

from ledger.core.book import Book, Outcome
from ledger.core.judgement import Decision, decide_all
from ledger.core.law import ensure
from ledger.core.posting import Draft
from ledger.storage.journal_read import read_book
from ledger.storage.journal_shelf import PolicyShelf
from ledger.storage.journal_write import rows_of, write_rows

Clock = Callable[[], datetime | None]

JOURNAL_LOCK = 0x44454C45
"""The one advisory lock of the journal ("DELE")."""
BEGIN = f"""
begin isolation level read committed;
select pg_advisory_xact_lock({JOURNAL_LOCK})
"""
SLICE = 256
"""Drafts of a batch written by one statement."""
MARK_REPLAY = "select pg_logical_emit_message(true, 'mlc', 'replay')"
"""Gives a transaction that only repeats answers something to wait for on a synchronous standby."""


def server_clock() -> None:
    """Leave the instant to the server, read under the lock."""
    return


class Judged(NamedTuple):
    """Decisions with the book that they leave behind, not yet written."""

    book: Book
    decisions: Sequence[Decision]

    @property
    def outcome(self) -> Outcome:
        """What was decided of a single draft."""
        return self.decisions[0].outcome


class LockedJournal:
    """The journal while its lock is held: the only way to append, obtained from `lock_journal`."""

    def __init__(self, connection: Connection, shelf: PolicyShelf, clock: Clock) -> None:
        self._connection = connection
        self._shelf = shelf
        self._clock = clock

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Decision]:
        """Judge and write drafts in order; nothing may follow but COMMIT, then the answers.

        A large batch goes in slices: while the server writes one, the next is judged.

        Raises:
            InvariantBroken: the transaction that held the lock is over.
        """
        book = await self.read(drafts)
        decisions: list[Decision] = []
        writing: asyncio.Task[None] | None = None
        for start in range(0, len(drafts), SLICE):
            decided = decide_all(book, drafts[start : start + SLICE])
            decisions += decided
            rows = rows_of(book, decided)
            if writing is not None:
                await writing
            writing = asyncio.create_task(write_rows(self._connection, rows))
            # Let it be sent: the server then works while the next slice is judged here.
            await asyncio.sleep(0)
        if writing is not None:
            await writing
        await self._mark_replays(decisions)
        return decisions

    async def read(self, drafts: Sequence[Draft]) -> Book:
        """Read the book that these drafts are judged against."""
        ensure(self._connection.is_in_transaction(), "the journal lock is held by a transaction")
        return await read_book(self._connection, drafts, shelf=self._shelf, now=self._clock())

    async def judge(self, draft: Draft) -> Judged:
        """Judge one draft against what is written so far, and write nothing."""
        book = await self.read([draft])
        return Judged(book, decide_all(book, [draft]))

    async def write(self, judged: Judged) -> None:
        """Write what was judged; nothing may follow but COMMIT."""
        await write_rows(self._connection, rows_of(judged.book, judged.decisions))
        await self._mark_replays(judged.decisions)

    async def _mark_replays(self, decisions: Sequence[Decision]) -> None:
        if not all(decision.is_new for decision in decisions):
            await self._connection.execute(MARK_REPLAY)


async def lock_journal(
    connection: Connection, shelf: PolicyShelf, clock: Clock = server_clock
) -> LockedJournal:
    """Open a transaction and take the journal lock, in one round trip and two statements."""
    await connection.execute(BEGIN)
    return LockedJournal(connection, shelf, clock)
