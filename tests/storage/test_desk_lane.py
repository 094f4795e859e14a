"""The desk lane: rows and posting together or not at all; a refusal leaves its record alone."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from core.good_drafts import issuance
from core.orders import pay
from core.paper_town import AWA, BAKERY, FOOD_BANK, SATURDAY, PaperJournal, account, envelope
from storage.books_in_order import broken_laws
from storage.paper_on_disk import DiskJournal
from storage.run_server import Database
from storage.sabotage import attempts, fail_on_order, journal_held

from ledger.core.account import AccountKind
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import AccountUnknown, FloorReached, KeyReused
from ledger.database import Unavailable, WriterPool, open_writer_pool
from ledger.fresh import new_id
from ledger.storage.accounts import NewAccount, open_account
from ledger.storage.lane import DeskLane
from ledger.storage.people import insert_person

NEW_WALLET = 50


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[WriterPool]:
    """Give connections for the desk."""
    pool = await open_writer_pool(database.app, size=2)
    yield pool
    await pool.close()


@pytest.fixture
def lane(pool: WriterPool, disk: DiskJournal) -> DeskLane:
    """Give a desk lane."""
    del disk
    return DeskLane(pool, lambda: SATURDAY)


def order() -> Draft:
    return pay(FOOD_BANK, BAKERY, 1_00)


async def nadia(connection: asyncpg.Connection) -> None:
    """Write a row of the desk's own."""
    await insert_person(connection, new_id(), "Nadia")


async def count(disk: DiskJournal, table: str, id: UUID | None = None) -> int:
    where = "" if id is None else "where id = $1"
    question = f"select count(*) from {table} {where}"  # noqa: S608 # names of our own
    return await disk.connection.fetchval(question, *([] if id is None else [id]))


async def test_rows_and_posting_are_written_together(lane: DeskLane, disk: DiskJournal) -> None:
    draft = order()

    posted = await lane.post(draft, nadia)

    assert posted.seq == 3
    assert await count(disk, "ledger.posting", draft.id) == 1
    assert await count(disk, "people.person") == 1


async def test_a_refusal_is_recorded_and_its_rows_are_not(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    draft = pay(AWA, BAKERY, 1)
    told = []
    for _ in range(2):
        with pytest.raises(FloorReached) as refused:
            await lane.post(draft, nadia)
        told.append(refused.value)
        await disk.post(issuance(PaperJournal(), AWA, 1_00, dues=0))

    assert told == [FloorReached(left=0)] * 2
    assert await count(disk, "ledger.refusal", draft.id) == 1
    assert await count(disk, "people.person") == 0
    assert await broken_laws(database.superuser) == {}


async def test_a_replay_writes_its_rows_no_second_time(lane: DeskLane, disk: DiskJournal) -> None:
    draft = order()

    first, again = await lane.post(draft, nadia), await lane.post(draft, nadia)

    assert again == first
    assert await count(disk, "people.person") == 1


async def test_a_reused_id_writes_nothing_and_records_nothing(
    lane: DeskLane, disk: DiskJournal
) -> None:
    draft = order()
    await lane.post(draft, nadia)
    other = Draft(envelope("other", id=draft.id), draft.kind, draft.legs)

    with pytest.raises(KeyReused):
        await lane.post(other, nadia)

    assert await count(disk, "people.person") == 1
    assert await count(disk, "ledger.refusal") == 0


async def test_the_queue_and_the_lane_answer_as_one(lane: DeskLane, disk: DiskJournal) -> None:
    draft = order()

    [posted] = await disk.post(draft)

    assert await lane.post(draft, nadia) == posted
    assert await count(disk, "people.person") == 0


async def test_a_row_that_cannot_be_written_takes_the_posting_with_it(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    draft, person = order(), new_id()
    await lane.change(lambda c: insert_person(c, person, "Nadia"))

    with pytest.raises(asyncpg.UniqueViolationError):
        await lane.post(draft, lambda c: insert_person(c, person, "Nadia"))

    assert await count(disk, "ledger.posting", draft.id) == 0
    assert isinstance(await lane.post(draft, nadia), Posted), "its id is as good as new"
    assert await broken_laws(database.superuser) == {}


async def test_a_row_that_no_wire_carries_is_no_excuse_to_call_the_database_away(
    lane: DeskLane, disk: DiskJournal
) -> None:
    draft = order()

    with pytest.raises(asyncpg.DataError, match="invalid input"):
        await lane.post(draft, lambda c: insert_person(c, "no uuid", "Nadia"))

    assert await count(disk, "ledger.posting", draft.id) == 0


async def test_a_posting_may_name_the_account_that_its_rows_open(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    draft = pay(FOOD_BANK, NEW_WALLET, 1_00)

    await lane.post(draft, open_wallet)

    [balance] = await disk.connection.fetchrow(
        "select balance from ledger.account where id = $1", NEW_WALLET
    )
    assert balance == 1_00
    assert await broken_laws(database.superuser) == {}


async def open_wallet(connection: asyncpg.Connection) -> None:
    """Open the wallet of a shop."""
    described = account(BAKERY)
    await open_account(
        connection,
        NewAccount(
            NEW_WALLET,
            "PAPER",
            AccountKind.MERCHANT,
            "463400",
            "Unités en circulation",
            tier=described.tier,
            agreed_from=described.agreed_from,
            floor=0,
        ),
    )


async def test_without_its_rows_the_account_stays_unknown(lane: DeskLane) -> None:
    with pytest.raises(AccountUnknown):
        await lane.post(pay(FOOD_BANK, NEW_WALLET, 1_00), nadia)


async def test_an_account_opened_for_a_refused_posting_is_not_there(
    lane: DeskLane, disk: DiskJournal
) -> None:
    with pytest.raises(FloorReached):
        await lane.post(pay(FOOD_BANK, NEW_WALLET, 5_000_00), open_wallet)

    found = "select count(*) from ledger.account where id = $1"
    assert await disk.connection.fetchval(found, NEW_WALLET) == 0


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "57014", "53100", "57P01"])
async def test_what_may_pass_is_tried_again_rows_and_all(
    lane: DeskLane, disk: DiskJournal, database: Database, state: str
) -> None:
    await fail_on_order(database.owner, state, times=2)

    await lane.post(order(), nadia)

    assert await attempts(database.owner) == 3
    assert await count(disk, "people.person") == 1
    assert await broken_laws(database.superuser) == {}


async def test_patience_at_the_desk_ends_in_unavailable(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    await fail_on_order(database.owner, "40001", times=3)

    with pytest.raises(Unavailable):
        await lane.post(order(), nadia)

    assert await count(disk, "people.person") == 0


async def test_a_desk_for_which_there_is_no_connection_is_told_unavailable(
    lane: DeskLane, database: Database
) -> None:
    async with asyncio.timeout(10):
        await _allow_connections(database, "0")
        with pytest.raises(Unavailable):
            await asyncio.gather(*(lane.post(order(), nadia) for _ in range(4)))
        await _allow_connections(database, "-1")

    assert isinstance(await lane.post(order(), nadia), Posted)


async def _allow_connections(database: Database, limit: str) -> None:
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(f"alter database {database.name} connection limit {limit}")
    await connection.close()


async def test_a_teller_who_hangs_up_while_waiting_is_posted_all_the_same(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    draft = order()
    async with journal_held(database.superuser) as held:
        posting = asyncio.create_task(lane.post(draft, nadia))
        await held.somebody_waits()
        posting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await posting

    again = await lane.post(draft, nadia)

    assert again.seq == 3
    assert await count(disk, "people.person") == 1


async def test_many_desks_at_once_keep_the_numbers_gapless(
    lane: DeskLane, disk: DiskJournal, database: Database
) -> None:
    outcomes = await asyncio.gather(*(lane.post(order(), nadia) for _ in range(30)))

    assert sorted(posted.seq for posted in outcomes) == list(range(3, 33))
    assert await count(disk, "people.person") == 30
    assert await broken_laws(database.superuser) == {}


async def test_what_the_rules_read_changes_while_nobody_posts(
    lane: DeskLane, database: Database
) -> None:
    async with journal_held(database.superuser) as held:
        change = asyncio.create_task(lane.change(nadia))
        await held.somebody_waits()
        assert not change.done()
    await change
