"""The queue: bounded, patient, and never letting one draft harm another."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import pytest
from core.orders import pay
from core.paper_town import AWA, BAKERY, FOOD_BANK, HOUSE, LUCIE, SATURDAY, envelope
from storage.books_in_order import broken_laws
from storage.paper_on_disk import DiskJournal
from storage.run_server import Database
from storage.sabotage import attempts, end_writers, fail_on_order, journal_held, set_read_only

from ledger import database as database_settings
from ledger.core.law import InvariantBroken
from ledger.core.posting import Draft, Kind, Leg, Origin, Part, Posted
from ledger.core.refusal import FloorReached
from ledger.database import QueueFull, Unavailable
from ledger.storage.queue import ATTEMPTS, PostingQueue, QueueSettings


@pytest.fixture
def batches() -> list[int]:
    """Give the list of the sizes of the batches that the queue has posted."""
    return []


@pytest.fixture
async def queue(
    database: Database, disk: DiskJournal, batches: list[int]
) -> AsyncIterator[PostingQueue]:
    """Give a running queue in which a hundred may wait."""
    del disk
    queue = PostingQueue(
        database.app,
        settings=QueueSettings(may_wait=100, batch=100),
        clock=lambda: SATURDAY,
        on_batch=lambda size, _seconds: batches.append(size),
    )
    await queue.start()
    yield queue
    await queue.stop()


def pay_bakery(amount: int = 1_00) -> Draft:
    return pay(FOOD_BANK, BAKERY, amount)


async def post_all(queue: PostingQueue, drafts: Sequence[Draft]) -> list[object]:
    return await asyncio.gather(*(queue.post(draft) for draft in drafts), return_exceptions=True)


async def test_what_arrives_together_is_committed_together(
    queue: PostingQueue, batches: list[int]
) -> None:
    outcomes = await post_all(queue, [pay_bakery() for _ in range(40)])

    assert all(isinstance(outcome, Posted) for outcome in outcomes)
    assert sum(batches) == 40
    assert len(batches) <= 2


async def test_a_full_queue_says_so_at_once_and_what_waits_is_posted(
    queue: PostingQueue, database: Database
) -> None:
    async with journal_held(database.superuser) as held:
        first = asyncio.create_task(queue.post(pay_bakery()))
        await held.somebody_waits()
        waiting = [asyncio.create_task(queue.post(pay_bakery())) for _ in range(100)]
        await asyncio.sleep(0)
        assert queue.waiting == 100

        with pytest.raises(QueueFull):
            await queue.post(pay_bakery())

    outcomes = await asyncio.gather(first, *waiting)
    assert len({outcome.seq for outcome in outcomes}) == 101
    assert await broken_laws(database.superuser) == {}


def _with_principal(text: str) -> Draft:
    draft = pay_bakery()
    sealed = replace(draft.envelope, origin=Origin(text))
    return replace(draft, envelope=sealed)


def _internal(amount: int) -> Draft:
    leg = Leg(Part.PRINCIPAL, HOUSE.transit, HOUSE.operating, amount)
    return Draft(envelope(), Kind.INTERNAL_TRANSFER, (leg,))


BAD = {
    "a NUL byte in the principal": lambda: _with_principal("a\0b"),
    "a NUL byte in the piece": lambda: replace(pay_bakery(), piece="a\0b"),
    "half a surrogate pair": lambda: _with_principal("\ud800"),
    "an amount that no bigint holds": lambda: _internal(2**63),
    "an account that no bigint holds": lambda: pay(2**63, BAKERY, 1),
    "a digest of the wrong length": lambda: replace(
        pay_bakery(), envelope=replace(envelope(), digest=b"short")
    ),
    "a day that is none": lambda: replace(pay_bakery(), operated_on="soon"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_one_bad_draft_among_a_hundred_harms_only_itself(
    queue: PostingQueue, database: Database, bad: Callable[[], Draft]
) -> None:
    drafts = [pay_bakery() for _ in range(99)]
    drafts.insert(57, bad())

    outcomes = await post_all(queue, drafts)

    harmed = outcomes.pop(57)
    assert isinstance(harmed, InvariantBroken)
    assert all(isinstance(outcome, Posted) for outcome in outcomes)
    assert isinstance(await queue.post(pay_bakery()), Posted)
    assert await broken_laws(database.superuser) == {}


async def test_an_unbounded_account_that_overflows_stops_only_who_overflows_it(
    queue: PostingQueue, database: Database
) -> None:
    drafts = [pay_bakery(), _internal(2**62), pay_bakery(), _internal(2**62 + 1), pay_bakery()]

    outcomes = await post_all(queue, drafts)

    assert [type(outcome) for outcome in outcomes] == [
        Posted, Posted, Posted, InvariantBroken, Posted,
    ]  # fmt: skip
    assert await broken_laws(database.superuser) == {}


async def test_two_bad_drafts_are_each_found(queue: PostingQueue, database: Database) -> None:
    drafts = [pay_bakery() for _ in range(50)]
    for place in (0, 31):
        drafts[place] = _with_principal("a\0b")

    outcomes = await post_all(queue, drafts)

    bad = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InvariantBroken)]
    assert bad == [0, 31]
    assert sum(isinstance(outcome, Posted) for outcome in outcomes) == 48
    assert await broken_laws(database.superuser) == {}


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "57014"])
async def test_what_may_pass_is_tried_again_inside_and_never_told(
    queue: PostingQueue, database: Database, state: str
) -> None:
    await fail_on_order(database.owner, state, times=2)

    posted = await queue.post(pay_bakery())

    assert isinstance(posted, Posted)
    assert await attempts(database.owner) == 3
    assert await broken_laws(database.superuser) == {}


@pytest.mark.parametrize("state", ["53100", "53200", "57P01", "58030", "25006", "08006"])
async def test_a_server_in_trouble_is_asked_again_on_another_connection(
    queue: PostingQueue, database: Database, state: str
) -> None:
    await fail_on_order(database.owner, state, times=2)

    assert isinstance(await queue.post(pay_bakery()), Posted)
    assert await broken_laws(database.superuser) == {}


@pytest.mark.parametrize("state", ["40001", "53100"])
async def test_patience_ends_in_unavailable_and_nothing_was_changed(
    queue: PostingQueue, database: Database, state: str
) -> None:
    await fail_on_order(database.owner, state, times=ATTEMPTS)
    draft = pay_bakery()

    with pytest.raises(Unavailable) as told:
        await queue.post(draft)

    assert type(told.value) is Unavailable
    assert isinstance(await queue.post(draft), Posted), "the id is as good as new"
    assert await broken_laws(database.superuser) == {}


async def test_an_error_of_the_data_is_not_taken_for_a_passing_one(
    queue: PostingQueue, database: Database
) -> None:
    await fail_on_order(database.owner, "23514", times=1)

    with pytest.raises(InvariantBroken):
        await queue.post(pay_bakery())

    assert await attempts(database.owner) == 1


async def test_a_writer_waits_for_the_lock_no_longer_than_it_says_and_tries_again(
    database: Database, disk: DiskJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    del disk
    monkeypatch.setitem(database_settings.WRITER_SETTINGS, "lock_timeout", "100ms")
    queue = PostingQueue(database.app, clock=lambda: SATURDAY)
    await queue.start()
    kept_out, let_in = pay_bakery(), pay_bakery()
    async with journal_held(database.superuser) as held:
        with pytest.raises(Unavailable):
            await queue.post(kept_out)
        waiting = asyncio.create_task(queue.post(let_in))
        await held.somebody_waits()

    assert isinstance(await waiting, Posted)
    assert isinstance(await queue.post(kept_out), Posted)
    await queue.stop()
    assert await broken_laws(database.superuser) == {}


async def test_a_server_that_became_read_only_is_unavailable_and_then_forgiven(
    queue: PostingQueue, database: Database
) -> None:
    draft = pay_bakery()
    await set_read_only(database.superuser, database.name, "on")
    await end_writers(database.superuser)

    with pytest.raises(Unavailable) as told:
        await queue.post(draft)
    assert type(told.value) is Unavailable
    await set_read_only(database.superuser, database.name, "off")

    assert isinstance(await queue.post(draft), Posted)
    assert await broken_laws(database.superuser) == {}


async def test_a_client_who_hangs_up_is_posted_all_the_same(
    queue: PostingQueue, database: Database, disk: DiskJournal
) -> None:
    draft = pay_bakery()
    async with journal_held(database.superuser) as held:
        busy = asyncio.create_task(queue.post(pay_bakery()))
        await held.somebody_waits()
        gone = asyncio.create_task(queue.post(draft))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
    await busy

    again = await queue.post(draft)

    found = await disk.connection.fetchval(
        "select count(*) from ledger.posting where id = $1", draft.id
    )
    assert found == 1
    assert again.seq == 3 + 1


async def test_a_queue_that_stops_posts_what_waits_and_takes_no_more(
    queue: PostingQueue, database: Database
) -> None:
    async with journal_held(database.superuser) as held:
        first = asyncio.create_task(queue.post(pay_bakery()))
        await held.somebody_waits()
        waiting = [asyncio.create_task(queue.post(pay_bakery())) for _ in range(20)]
        await asyncio.sleep(0)
        stopping = asyncio.create_task(queue.stop())
        await asyncio.sleep(0)
        assert not queue.is_ready
        with pytest.raises(Unavailable):
            await queue.post(pay_bakery())

    await stopping
    assert all(isinstance(outcome, Posted) for outcome in await asyncio.gather(first, *waiting))


async def test_a_draft_of_a_whole_batch_that_is_refused_refuses_nobody_else(
    queue: PostingQueue, database: Database
) -> None:
    drafts = [pay_bakery(), pay(AWA, BAKERY, 1), pay(LUCIE, BAKERY, 1), pay_bakery()]

    outcomes = await post_all(queue, drafts)

    assert [type(o) for o in outcomes] == [Posted, FloorReached, FloorReached, Posted]
    assert await broken_laws(database.superuser) == {}


def test_a_queue_that_was_never_started_is_not_ready() -> None:
    assert not PostingQueue("postgresql://nowhere").is_ready
