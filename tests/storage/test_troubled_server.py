"""A server in trouble: a full disk, a standby that does not answer, a reader who stays long.

The first two have a server of their own, for what is done to it is done to all of its databases.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from core.good_drafts import fund
from core.orders import pay
from core.paper_town import BAKERY, FOOD_BANK, SATURDAY, PaperJournal
from personas import Member, Town
from storage.books_in_order import broken_laws
from storage.paper_on_disk import moved_in
from storage.run_server import Database, Server, launch, new_folder
from storage.sabotage import PATIENCE_S

from ledger.core.money import Money
from ledger.core.posting import Draft, Posted
from ledger.database import OutcomeUnknown, Unavailable
from ledger.storage.queue import PostingQueue, QueueSettings

TIGHT_MB = 16


@pytest.fixture(scope="module")
async def own_server() -> AsyncIterator[Server]:
    """Give a server to be mistreated."""
    folder = new_folder("mlc-troubled-")
    server = await launch(folder, "secret")
    yield server
    await asyncio.to_thread(server.embedded.stop, "immediate")
    shutil.rmtree(folder)


@pytest.fixture
async def superuser(own_server: Server) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection to the server that is mistreated."""
    connection = await asyncpg.connect(own_server.embedded.url("postgres"))
    yield connection
    await connection.close()


@pytest.fixture
async def own_database(own_server: Server, superuser: asyncpg.Connection) -> Database:
    """Give a database on the server that is mistreated."""
    _numbers.append(None)
    return await own_server.copy(f"troubled_{len(_numbers)}", superuser)


_numbers: list[None] = []


@pytest.fixture
def tight_disk(own_server: Server) -> Iterator[Path]:
    """Give a folder of the server's account on a disk of sixteen megabytes."""
    folder = new_folder("mlc-tight-")
    size = f"size={TIGHT_MB}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("only root, where it may mount, has a small disk to fill")
    account = own_server.embedded.directory / "cluster"
    os.chown(folder, account.stat().st_uid, account.stat().st_gid)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


def order() -> Draft:
    return pay(FOOD_BANK, BAKERY, 1)


def _funded() -> PaperJournal:
    paper = PaperJournal()
    fund(paper, FOOD_BANK, 1_000_00)
    return paper


async def test_a_full_disk_is_unavailable_and_once_there_is_room_all_is_well(
    superuser: asyncpg.Connection, own_database: Database, tight_disk: Path
) -> None:
    await superuser.execute(f"create tablespace tight location '{tight_disk}'")
    await superuser.execute(f"alter database {own_database.name} set tablespace tight")
    ballast = tight_disk / "ballast"
    async with moved_in(own_database.app, _funded()):
        queue = PostingQueue(
            own_database.app, settings=QueueSettings(batch=64), clock=lambda: SATURDAY
        )
        await queue.start()
        posted, refused_by_disk = [], None
        _fill(ballast)
        while refused_by_disk is None:
            drafts = [order() for _ in range(64)]
            told = await asyncio.gather(*map(queue.post, drafts), return_exceptions=True)
            posted += [outcome for outcome in told if isinstance(outcome, Posted)]
            if not all(isinstance(outcome, Posted) for outcome in told):
                refused_by_disk = drafts, told
        ballast.unlink()
        again = await asyncio.gather(*map(queue.post, refused_by_disk[0]))
        await queue.stop()

    assert {type(outcome) for outcome in refused_by_disk[1]} == {Unavailable}
    assert [outcome.seq for outcome in again] == list(range(len(posted) + 3, len(posted) + 67))
    assert await broken_laws(own_database.superuser) == {}
    await superuser.execute(f"drop database {own_database.name} with (force)")
    await superuser.execute("drop tablespace tight")


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


async def test_a_commit_that_the_standby_never_saw_is_unknown_until_it_does(
    superuser: asyncpg.Connection, own_database: Database
) -> None:
    async with moved_in(own_database.app, _funded()) as journal:
        queue = PostingQueue(own_database.app, clock=lambda: SATURDAY)
        await queue.start()
        draft = order()
        await _wait_for_standby(superuser, "nobody")
        posting = asyncio.create_task(queue.post(draft))
        await _cancel_the_commit(superuser, own_database)

        with pytest.raises(OutcomeUnknown):
            await posting
        replaying = asyncio.create_task(queue.post(draft))
        await _cancel_the_commit(superuser, own_database)
        with pytest.raises(OutcomeUnknown):
            await replaying
        await _wait_for_standby(superuser, "")
        posted = await queue.post(draft)
        await queue.stop()

    assert posted.seq == 3
    assert journal
    assert await broken_laws(own_database.superuser) == {}


async def _wait_for_standby(superuser: asyncpg.Connection, name: str) -> None:
    await superuser.execute(f"alter system set synchronous_standby_names = '{name}'")
    await superuser.execute("select pg_reload_conf()")
    async with asyncio.timeout(PATIENCE_S):
        while await superuser.fetchval("show synchronous_standby_names") != name:
            pass


async def _cancel_the_commit(superuser: asyncpg.Connection, database: Database) -> None:
    """Wait until the writer waits for its standby, then cancel it as the impatient do."""
    question = """select pg_cancel_backend(pid) from pg_stat_activity
                   where datname = $1 and wait_event = 'SyncRep'"""
    async with asyncio.timeout(PATIENCE_S):
        while not await superuser.fetchval(question, database.name):
            pass


async def test_a_reader_who_stays_for_long_breaks_nothing(
    town: Town, awa: Member, bakery: Member, database: Database
) -> None:
    await town.issue(awa, Money(200_00))
    reader = await asyncpg.connect(database.auditor)
    total = "select sum(balance) filter (where balance > 0), max(version) from ledger.account"
    async with reader.transaction(isolation="repeatable_read", readonly=True):
        before = await reader.fetchrow(total)
        for _ in range(50):
            await town.pay(awa, bakery, Money(1_00))

        assert await reader.fetchrow(total) == before
        assert await reader.fetchval("select max(seq) from ledger.posting") == 1
    await reader.close()

    assert await town.balance(bakery) == Money(50_00)
    await town.check_books()
