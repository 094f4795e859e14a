"""A list of drafts: an outcome for each, in their order, and a bounded place for all of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from core.orders import pay
from core.paper_town import AWA, BAKERY, FOOD_BANK, SATURDAY, envelope
from storage.books_in_order import broken_laws
from storage.paper_on_disk import DiskJournal
from storage.run_server import Database
from storage.sabotage import journal_held

from ledger.core.law import InvariantBroken
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import FloorReached, KeyReused
from ledger.database import QueueFull
from ledger.storage.queue import PostingQueue, QueueSettings


@pytest.fixture
async def queue(database: Database, disk: DiskJournal) -> AsyncIterator[PostingQueue]:
    """Give a queue in which a thousand may wait, fifty of them in one batch."""
    del disk
    settings = QueueSettings(may_wait=1000, batch=50)
    queue = PostingQueue(database.app, settings=settings, clock=lambda: SATURDAY)
    await queue.start()
    yield queue
    await queue.stop()


def order() -> Draft:
    return pay(FOOD_BANK, BAKERY, 1)


async def test_each_draft_of_a_list_has_its_own_outcome_in_its_place(
    queue: PostingQueue, database: Database
) -> None:
    drafts = [order() for _ in range(120)]
    drafts[7] = pay(AWA, BAKERY, 1)
    drafts[60] = drafts[3]
    drafts[119] = replace(drafts[5], envelope=envelope("another", id=drafts[5].id))

    outcomes = await queue.post_all(drafts)

    assert outcomes[7] == FloorReached(left=0)
    assert outcomes[60] == outcomes[3]
    assert outcomes[119] == KeyReused()
    for draft, outcome in zip(drafts, outcomes, strict=True):
        assert not isinstance(outcome, Posted) or outcome.id == draft.id
    seqs = [o.seq for n, o in enumerate(outcomes) if isinstance(o, Posted) and n != 60]
    assert seqs == list(range(3, 3 + 117))
    assert await broken_laws(database.superuser) == {}


async def test_a_list_sent_again_gets_the_same_outcomes(queue: PostingQueue) -> None:
    drafts = [order() for _ in range(120)]

    first, again = await queue.post_all(drafts), await queue.post_all(drafts[::-1])

    assert again == first[::-1]


async def test_of_a_list_for_which_there_is_no_room_nothing_is_taken(
    queue: PostingQueue, database: Database
) -> None:
    drafts = [order() for _ in range(1001)]
    async with journal_held(database.superuser) as held:
        first = asyncio.create_task(queue.post(order()))
        await held.somebody_waits()
        with pytest.raises(QueueFull):
            await queue.post_all(drafts)
        assert queue.waiting == 0
    await first

    outcomes = await queue.post_all(drafts[:1000])

    assert all(isinstance(outcome, Posted) for outcome in outcomes)
    assert await broken_laws(database.superuser) == {}


async def test_a_bad_draft_is_told_for_its_list_and_the_others_are_posted(
    queue: PostingQueue, database: Database, disk: DiskJournal
) -> None:
    drafts = [order() for _ in range(120)]
    drafts[70] = replace(order(), piece="a\0b")

    with pytest.raises(InvariantBroken):
        await queue.post_all(drafts)
    await queue.post(order())

    ids = [draft.id for draft in drafts]
    found = "select count(*) from ledger.posting where id = any($1::uuid[])"
    assert await disk.connection.fetchval(found, ids) == 119
    assert await broken_laws(database.superuser) == {}
