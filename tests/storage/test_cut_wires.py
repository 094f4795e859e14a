"""The wire is cut at each message of a posting, and money is neither lost nor moved twice."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from core.orders import pay
from core.paper_town import BAKERY, FOOD_BANK, SATURDAY
from storage.books_in_order import broken_laws
from storage.paper_on_disk import DiskJournal
from storage.run_server import Database
from storage.sabotage import end_writers
from storage.wire import AFTER_COMMIT, COMMIT, LOCK, READ, WRITE, Trap, Wire, wired

from ledger.core.posting import Draft, Posted
from ledger.database import OutcomeUnknown, open_writer_pool
from ledger.fresh import new_id
from ledger.storage.lane import DeskLane
from ledger.storage.people import insert_person
from ledger.storage.queue import PostingQueue

BEFORE_COMMIT = [
    (trip, trap) for trip in (LOCK, READ, WRITE) for trap in (Trap.CUT_BEFORE, Trap.CUT_AFTER)
]


@pytest.fixture
async def wire(database: Database, disk: DiskJournal) -> AsyncIterator[Wire]:
    """Give a wire to the database."""
    del disk
    async with wired(database.app) as wire:
        yield wire


@pytest.fixture
async def queue(wire: Wire) -> AsyncIterator[PostingQueue]:
    """Give a queue at the end of the wire, its statements prepared by a first posting."""
    queue = PostingQueue(wire.dsn, clock=lambda: SATURDAY)
    await queue.start()
    await queue.post(order())
    yield queue
    await queue.stop()


@pytest.fixture
async def lane(wire: Wire) -> AsyncIterator[DeskLane]:
    """Give a desk lane at the end of the wire."""
    pool = await open_writer_pool(wire.dsn, size=1)
    yield DeskLane(pool, lambda: SATURDAY)
    await pool.close()


def order() -> Draft:
    return pay(FOOD_BANK, BAKERY, 1_00)


async def is_posted(disk: DiskJournal, draft: Draft) -> bool:
    found = "select exists (select from ledger.posting where id = $1)"
    return await disk.connection.fetchval(found, draft.id)


@pytest.mark.parametrize(("trip", "trap"), BEFORE_COMMIT)
async def test_a_cut_before_commit_is_mended_inside_and_paid_once(
    queue: PostingQueue, wire: Wire, database: Database, trip: int, trap: Trap
) -> None:
    wire.set_trap(trip, trap)

    posted = await queue.post(order())

    assert wire.sprung.is_set()
    assert posted.seq == 4
    assert await broken_laws(database.superuser) == {}


@pytest.mark.parametrize(("trap", "stands"), [(Trap.CUT_BEFORE, False), (Trap.CUT_AFTER, True)])
async def test_a_cut_at_commit_is_told_as_unknown_and_the_same_id_tells_the_truth(
    queue: PostingQueue,
    wire: Wire,
    disk: DiskJournal,
    database: Database,
    *,
    trap: Trap,
    stands: bool,
) -> None:
    draft = order()
    wire.set_trap(COMMIT, trap)

    with pytest.raises(OutcomeUnknown):
        await queue.post(draft)
    stood = await is_posted(disk, draft)
    posted = await queue.post(draft)

    assert stood is stands
    assert posted.seq == 4
    assert await broken_laws(database.superuser) == {}


async def test_when_commit_is_unknown_it_is_so_for_all_of_the_batch(
    queue: PostingQueue, wire: Wire, database: Database
) -> None:
    drafts = [order() for _ in range(20)]
    wire.set_trap(COMMIT, Trap.CUT_AFTER)

    told = await asyncio.gather(*(queue.post(d) for d in drafts), return_exceptions=True)
    again = await asyncio.gather(*(queue.post(d) for d in drafts))

    assert all(isinstance(answer, OutcomeUnknown) for answer in told)
    assert [posted.seq for posted in again] == list(range(4, 24))
    assert await broken_laws(database.superuser) == {}


async def test_a_backend_that_is_ended_between_postings_goes_unnoticed(
    queue: PostingQueue, database: Database
) -> None:
    await end_writers(database.superuser)

    assert (await queue.post(order())).seq == 4


async def test_a_backend_that_is_ended_while_it_commits_leaves_it_unknown(
    queue: PostingQueue, wire: Wire, disk: DiskJournal, database: Database
) -> None:
    draft = order()
    wire.set_trap(COMMIT, Trap.HOLD)
    posting = asyncio.create_task(queue.post(draft))
    await wire.sprung.wait()
    await end_writers(database.superuser)
    wire.release()

    with pytest.raises(OutcomeUnknown):
        await posting
    async with asyncio.timeout(5):
        assert (await queue.post(draft)).seq == 4
    del disk
    assert await broken_laws(database.superuser) == {}


async def test_a_client_who_hangs_up_during_commit_is_posted(
    queue: PostingQueue, wire: Wire, database: Database
) -> None:
    draft = order()
    wire.set_trap(COMMIT, Trap.HOLD)
    posting = asyncio.create_task(queue.post(draft))
    await wire.sprung.wait()

    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    wire.release()

    assert (await queue.post(draft)).seq == 4
    assert await broken_laws(database.superuser) == {}


async def test_no_timeout_reaches_commit(
    queue: PostingQueue, wire: Wire, database: Database
) -> None:
    wire.sent.clear()

    await queue.post(order())

    assert wire.sent[-1].strip().endswith(b"set local statement_timeout = 0;\ncommit\n\0")
    assert await broken_laws(database.superuser) == {}


# The desk lane.


@pytest.mark.parametrize("trip", [LOCK, READ, WRITE])
async def test_a_desk_cut_off_before_commit_is_mended_inside_rows_and_all(
    lane: DeskLane, wire: Wire, database: Database, trip: int
) -> None:
    draft, person = order(), new_id()
    wire.set_trap(trip, Trap.CUT_BEFORE)

    posted = await lane.post(draft, lambda c: insert_person(c, person, "Nadia"))

    assert wire.sprung.is_set()
    assert posted.seq == 3
    assert await count_people(database) == 1
    assert await broken_laws(database.superuser) == {}


async def count_people(database: Database) -> int:
    connection = await asyncpg.connect(database.superuser)
    try:
        return await connection.fetchval("select count(*) from people.person")
    finally:
        await connection.close()


@pytest.mark.parametrize(("trap", "stands"), [(Trap.CUT_BEFORE, False), (Trap.CUT_AFTER, True)])
async def test_a_desk_cut_off_at_commit_does_not_know_and_the_same_id_tells(
    lane: DeskLane, wire: Wire, disk: DiskJournal, database: Database, *, trap: Trap, stands: bool
) -> None:
    draft = order()
    wire.set_trap(COMMIT, trap)

    with pytest.raises(OutcomeUnknown):
        await lane.post(draft, lambda c: insert_person(c, new_id(), "Omar"))
    stood, people = await is_posted(disk, draft), await count_people(database)
    posted = await lane.post(draft, lambda c: insert_person(c, new_id(), "Omar"))

    assert stood is stands
    assert people == (1 if stands else 0)
    assert await count_people(database) == 1
    assert posted.seq == 3
    assert await broken_laws(database.superuser) == {}


async def test_a_teller_who_hangs_up_during_commit_has_posted_rows_and_all(
    lane: DeskLane, wire: Wire, disk: DiskJournal, database: Database
) -> None:
    draft = order()
    wire.set_trap(COMMIT, Trap.HOLD)
    posting = asyncio.create_task(lane.post(draft, lambda c: insert_person(c, new_id(), "Omar")))
    await wire.sprung.wait()

    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    wire.release()

    async with asyncio.timeout(5):
        posted = await lane.post(draft, lambda c: insert_person(c, new_id(), "Omar"))
    assert isinstance(posted, Posted)
    assert await is_posted(disk, draft)
    assert await count_people(database) == 1
    assert await broken_laws(database.superuser) == {}


async def test_a_desk_cut_off_after_commit_has_its_answer(
    lane: DeskLane, wire: Wire, database: Database
) -> None:
    wire.set_trap(AFTER_COMMIT, Trap.CUT_BEFORE)

    posted = await lane.post(order(), lambda c: insert_person(c, new_id(), "Omar"))

    assert posted.seq == 3
    assert wire.sprung.is_set()
    assert await count_people(database) == 1
    assert (await lane.post(order(), lambda c: insert_person(c, new_id(), "Awa"))).seq == 4


async def test_a_change_cut_off_after_commit_is_not_told_as_undone(
    lane: DeskLane, wire: Wire, database: Database
) -> None:
    wire.set_trap(AFTER_COMMIT, Trap.CUT_BEFORE)

    await lane.change(lambda c: insert_person(c, new_id(), "Omar"))

    assert await count_people(database) == 1
