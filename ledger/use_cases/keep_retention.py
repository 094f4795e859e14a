"""What the retention table keeps no longer is removed: every day, behind the payments, or by hand.

A batch and its count are one transaction: stopped anywhere, the run goes on where it was. The
journal is never touched: it holds no name, and nobody may delete there.
"""

from datetime import date, datetime, time
from typing import Final

from ledger.core.retention import RETENTION, Kept, Rule
from ledger.fresh import PARIS, paris_day
from ledger.storage.retention import (
    Batch,
    await_turn,
    count_due,
    ended_rules,
    may_run,
    note_removed,
    remove_batch,
)
from ledger.use_cases.clearing import Clearing

BATCH: Final = 200
RUN: Final = tuple(each for each in RETENTION if each.tables)


async def keep_retention(clearing: Clearing, *, now: datetime, most: int = BATCH) -> bool:
    """Remove one batch of the first line that today's run has not ended; say whether one was left.

    Several processes may do so at once: one has its turn, the others come back later.
    """
    today = paris_day(now)
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await may_run(connection):
            return False
        ended = await ended_rules(connection, today)
        kept = next((each for each in RUN if each.rule not in ended), None)
        if kept is None:
            return False
        batch = Batch(_limit(kept, today), now, most)
        removed, is_more = await remove_batch(connection, kept.rule, batch)
        ended_at = None if is_more else now
        await note_removed(connection, today, kept.rule, removed, ended_at=ended_at)
    return True


async def run_retention(clearing: Clearing, *, now: datetime) -> dict[Rule, int]:
    """Remove all that is due, whether today's run is over or not; answer line by line."""
    today, done = paris_day(now), {each.rule: 0 for each in RUN}
    for kept in RUN:
        batch, is_more = Batch(_limit(kept, today), now, BATCH), True
        while is_more:
            async with clearing.pool.acquire() as connection, connection.transaction():
                await await_turn(connection)
                removed, is_more = await remove_batch(connection, kept.rule, batch)
                await note_removed(connection, today, kept.rule, removed, ended_at=now)
            done[kept.rule] += removed
    return done


async def count_retention(clearing: Clearing, *, now: datetime) -> dict[Rule, int]:
    """Count what a run would remove, and remove nothing."""
    today = paris_day(now)
    async with clearing.pool.acquire() as connection:
        return {
            each.rule: await count_due(connection, each.rule, _limit(each, today)) for each in RUN
        }


def _limit(kept: Kept, today: date) -> datetime:
    return datetime.combine(kept.limit(today), time(), tzinfo=PARIS)
