"""Three writers at once lose nothing; a lock that is taken with the reading is shown to lose."""

import asyncio
from collections.abc import Sequence

import pytest
from asyncpg import Connection
from core.good_drafts import fund
from core.orders import pay, refund
from core.paper_town import BAKERY, FOOD_BANK, MILLER, SATURDAY, PaperJournal, policy
from storage.books_in_order import broken_laws
from storage.paper_on_disk import DiskJournal, moved_in
from storage.run_server import Database

from ledger.core.book import Book, Outcome
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import FloorReached, RefundTooLarge
from ledger.database import connect_writer
from ledger.storage import journal, journal_read

LOCK_OF_ITS_OWN = f"select pg_advisory_xact_lock({journal.JOURNAL_LOCK})"
ROUNDS, WRITERS = 30, 3


def _funded(amount: int) -> PaperJournal:
    paper = PaperJournal(policy=policy())
    fund(paper, FOOD_BANK, amount)
    return paper


async def _race(
    database: Database, lists: Sequence[Sequence[Draft]], size: int = 1
) -> list[list[Outcome]]:
    """Have each writer post its list, on a connection of its own, `size` drafts at a time."""

    async def write(drafts: Sequence[Draft]) -> list[Outcome]:
        connection = await connect_writer(database.app)
        try:
            writer = DiskJournal(connection, lambda: SATURDAY)
            batches = [drafts[n : n + size] for n in range(0, len(drafts), size)]
            return [outcome for batch in batches for outcome in await writer.post(*batch)]
        finally:
            await connection.close()

    return list(await asyncio.gather(*(write(drafts) for drafts in lists)))


def _hot_payments() -> list[list[Draft]]:
    return [
        [pay(FOOD_BANK, (BAKERY, MILLER)[n % 2], 1 + n) for n in range(ROUNDS)]
        for _ in range(WRITERS)
    ]


@pytest.mark.parametrize("size", [1, 7])
async def test_three_writers_on_one_account_lose_no_update(database: Database, size: int) -> None:
    lists = _hot_payments()
    async with moved_in(database.app, _funded(1_000_00)) as disk:
        outcomes = await _race(database, lists, size)
        [spent] = await disk.connection.fetchrow(
            "select 100000 - balance from ledger.account where id = $1", FOOD_BANK
        )

    posted = [o for told in outcomes for o in told if isinstance(o, Posted)]
    assert len(posted) == ROUNDS * WRITERS
    assert spent == sum(draft.legs[0].amount for drafts in lists for draft in drafts)
    assert len({p.seq for p in posted}) == len(posted)
    assert await broken_laws(database.superuser) == {}


async def test_three_writers_never_spend_the_last_units_twice(database: Database) -> None:
    lists = [[pay(FOOD_BANK, BAKERY, 1_00) for _ in range(ROUNDS)] for _ in range(WRITERS)]
    async with moved_in(database.app, _funded(50_00)):
        outcomes = [o for told in await _race(database, lists) for o in told]

    assert sum(isinstance(outcome, Posted) for outcome in outcomes) == 50
    assert outcomes.count(FloorReached(left=0)) == ROUNDS * WRITERS - 50
    assert await broken_laws(database.superuser) == {}


async def test_three_writers_never_refund_more_than_was_paid(database: Database) -> None:
    paper = _funded(100_00)
    payments = [paper.expect(pay(FOOD_BANK, BAKERY, 5_00)) for _ in range(10)]
    lists = [[refund(payment, 2_00) for payment in payments] for _ in range(WRITERS)]
    async with moved_in(database.app, paper):
        outcomes = [o for told in await _race(database, lists) for o in told]

    assert sum(isinstance(outcome, Posted) for outcome in outcomes) == 20
    assert outcomes.count(RefundTooLarge(left=1_00)) == 10
    assert await broken_laws(database.superuser) == {}


async def test_a_lock_folded_into_the_reading_statement_is_seen_to_lose_updates(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mistake that the code warns of, made on purpose: the tests above would see it."""
    async with moved_in(database.app, _funded(1_000_00)):
        _fold_the_lock_into_the_reading(monkeypatch)
        await _race(database, _hot_payments())

    broken = await broken_laws(database.superuser)
    assert "a balance is the sum of what its legs moved" in broken
    assert "a version counts the legs of its account" in broken
    assert "each balance after a leg continues from the one before" in broken


def _fold_the_lock_into_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = journal_read.READ.replace(
        "with head as materialized (",
        f"with held as materialized ({LOCK_OF_ITS_OWN}), head as materialized (",
    ).replace("from (select) as always", "from held")
    assert "from held" in folded
    read_book = journal_read.read_book

    async def read_and_number(connection: Connection, *asked: object, **known: object) -> Book:
        # Numbers come from a statement after the lock, so that only what is read with it is stale.
        book = await read_book(connection, *asked, **known)
        book.last_seq = await connection.fetchval("select max(seq) from ledger.posting")
        book.day_is_open = True
        return book

    monkeypatch.setattr(journal, "BEGIN", "begin isolation level read committed")
    monkeypatch.setattr(journal_read, "READ", folded)
    monkeypatch.setattr(journal, "read_book", read_and_number)
