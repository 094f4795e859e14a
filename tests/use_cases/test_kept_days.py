"""Closed days are added up once: the launch is told the same, and `mlc check` verifies the sums."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.money import Money
from ledger.database import open_reader
from ledger.fresh import new_id, paris_day
from ledger.reports.check import check_books
from ledger.reports.launch import show_launch
from ledger.use_cases.keep_days import keep_days
from ledger.use_cases.reverse_posting import reverse_posting

KEPT = "select day, came, went from ledger.day_flow order by day"
TOUCH = """
alter table ledger.{table} disable trigger user;
update ledger.{table} set {column} = {column} + 1;
alter table ledger.{table} enable always trigger {table}_is_never_changed
"""


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def told(town: Town, reader: AsyncEngine) -> dict[str, int | None]:
    today = paris_day(town.clock.reading)
    return (await show_launch(reader, today, today)).measures


async def kept(database: Database) -> list[tuple[int, int]]:
    connection = await asyncpg.connect(database.superuser)
    rows = await connection.fetch(KEPT)
    await connection.close()
    return [(row["came"], row["went"]) for row in rows]


async def live_three_days(town: Town, awa: Member, lucie: Member, bakery: Member) -> None:
    """Convert and redeem; what was issued on the first day is taken back on the third."""
    taken_back = await town.issue(lucie, Money(30_00))
    await town.issue(awa, Money(100_00), dues=Money(5_00))
    town.clock.advance(days=1)
    await town.top_up(lucie, Money(80_00))
    await town.pay(awa, bakery, Money(60_00))
    await town.redeem(bakery, Money(60_00))
    town.clock.advance(days=1)
    await reverse_posting(town.clearing, new_id(), taken_back.id, origin=lucie.origin)


async def test_closed_days_are_kept_and_the_launch_is_told_the_same(
    town: Town, reader: AsyncEngine, database: Database, awa: Member, lucie: Member, bakery: Member
) -> None:
    await live_three_days(town, awa, lucie, bakery)
    before = await told(town, reader)

    assert await keep_days(town.clearing) is False
    await keep_days(town.clearing)

    assert await kept(database) == [(130_00, 0), (80_00, 60_00)]
    assert await told(town, reader) == before
    assert before["euros_converted"] == 180
    assert before["reconversion_rate_max"] == round(100 * 60 / 180)
    town.clock.advance(days=1)
    await town.issue(awa, Money(10_00))
    await keep_days(town.clearing)
    assert (await kept(database))[2:] == [(-30_00, 0)]
    assert (await told(town, reader))["euros_converted"] == 190


async def test_what_is_older_than_a_year_counts_for_ever_and_no_more_in_the_rate(
    town: Town, reader: AsyncEngine, awa: Member, lucie: Member, bakery: Member
) -> None:
    await live_three_days(town, awa, lucie, bakery)
    town.clock.advance(days=370)
    await town.issue(awa, Money(10_00))
    await keep_days(town.clearing)

    later = await told(town, reader)

    assert (later["euros_converted"], later["reconversion_rate_max"]) == (190, 0)


@pytest.mark.parametrize(
    ("table", "column"),
    [("day_flow", "came"), ("day_flow", "went")]
    + [("day_spending", column) for column in ("spent", "respent", "grown")],
)
async def test_a_sum_that_was_touched_is_named(
    town: Town, reader: AsyncEngine, database: Database, table: str, column: str
) -> None:
    awa, lucie, bakery = town.awa, town.lucie, town.bakery
    await live_three_days(town, awa, lucie, bakery)
    await keep_days(town.clearing)
    assert (await check_books(reader)).is_sound
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(TOUCH.format(table=table, column=column))
    await connection.close()

    findings = (await check_books(reader)).findings

    assert [finding.split(" ", 2)[2] for finding in findings] == ["is added up wrongly"] * 2
