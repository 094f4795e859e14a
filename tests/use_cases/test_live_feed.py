"""Live screens hear all of it, whoever joins meanwhile, whatever becomes of a connection."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from personas import Member, Town
from storage.run_server import Database
from storage.sabotage import end_readers

from ledger.core.money import Money
from ledger.database import ReaderEngine, open_reader
from ledger.reports.live import Event, JournalFeed

BEAT_S = 5.0


class HeldFeed(JournalFeed):
    """A feed whose readings for an account wait until the test lets them go."""

    held: int | None = None

    def __init__(self, engine: ReaderEngine) -> None:
        super().__init__(engine)
        self.is_reading, self.go = asyncio.Event(), asyncio.Event()

    async def _read(self, accounts: list[int], after: int) -> list[Event]:
        if self.held in accounts:
            self.is_reading.set()
            await self.go.wait()
        return await super()._read(accounts, after)


@pytest.fixture
async def feed(town: Town, database: Database) -> AsyncIterator[HeldFeed]:
    """Give a running feed of the town's journal."""
    assert town
    engine = open_reader(database.app)
    opened = HeldFeed(engine)
    await opened.start()
    yield opened
    await opened.stop()
    await engine.dispose()


async def first(feed: JournalFeed, member: Member) -> Event | None:
    return await anext(feed.events(member.wallet, after=await feed.head(), beat_s=BEAT_S))


async def test_a_screen_that_opens_while_another_is_told_misses_nothing(
    town: Town, feed: HeldFeed, awa: Member, lucie: Member, bakery: Member, cheese_stall: Member
) -> None:
    for payer in (awa, lucie):
        await town.issue(payer, Money(50_00))
    at_the_stall = asyncio.create_task(first(feed, cheese_stall))
    await asyncio.sleep(0)
    head = await feed.head()
    feed.held = cheese_stall.wallet
    feed.wake()
    await feed.is_reading.wait()
    at_the_bakery = asyncio.create_task(anext(feed.events(bakery.wallet, after=head, beat_s=2.0)))
    await asyncio.wait([at_the_bakery], timeout=0.3)  # by now it has read, if it may

    await town.pay(awa, bakery, Money(3_00))
    await town.pay(lucie, cheese_stall, Money(4_00))
    feed.go.set()
    feed.wake()

    for told, amount in ((await at_the_stall, 4_00), (await at_the_bakery, 3_00)):
        assert told is not None
        assert told.amount == amount


async def test_a_screen_hears_again_after_its_connections_were_cut(
    town: Town, feed: HeldFeed, database: Database, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(50_00))
    told = asyncio.create_task(first(feed, bakery))
    await asyncio.wait([told], timeout=0.3)  # by now it listens
    await end_readers(database.superuser)
    feed.wake()

    await town.pay(awa, bakery, Money(3_00))
    feed.wake()

    event = await told
    assert event is not None
    assert event.amount == 3_00
