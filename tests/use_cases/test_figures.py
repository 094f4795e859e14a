"""The launch month by month: told from the journal, whether its days are added up or not."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.launch import NotedCost
from ledger.core.money import Money
from ledger.core.refusal_access import ExplanationNeeded
from ledger.database import open_reader
from ledger.reports.figures import Figures, MonthFigures, show_figures
from ledger.use_cases.keep_days import keep_days
from ledger.use_cases.keep_launch import note_cost

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def live_two_months(town: Town) -> None:
    """Convert 200, spend 100, 20 given back; 30 spent again; errors mended; redeem 50."""
    awa, lucie, bakery, miller = town.awa, town.lucie, town.bakery, town.miller
    await town.issue(awa, Money(200_00), dues=Money(5_00))
    bought = await town.pay(awa, bakery, Money(100_00))
    await town.refund(bought, Money(20_00), by=bakery)
    await town.send(awa, lucie, Money(7_00))
    town.clock.advance(days=40)
    ordered = await town.pay(bakery, miller, Money(30_00))
    back = await town.refund(ordered, Money(10_00), by=miller)
    await town.reverse(back)
    wrong = await town.pay(bakery, miller, Money(5_00))
    await town.reverse(wrong)
    await town.redeem(bakery, Money(50_00))


async def show(reader: AsyncEngine, since: date = JUNE) -> Figures:
    return await show_figures(reader, since=since)


async def test_each_month_is_told_and_circulation_adds_up(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    await live_two_months(town)
    await note(town, Money(350_00))

    june, july = (await show(reader)).months

    assert june == MonthFigures(JUNE, 200_00, 0, 80_00, 0, 200_00, 0)
    assert july == MonthFigures(JULY, 0, 50_00, 0, 30_00, 150_00, 350_00)
    held = [await town.balance(each) for each in (awa, town.lucie, town.bakery, town.miller)]
    assert sum(each.minor for each in held) == july.circulation


async def test_closed_days_tell_the_same(town: Town, reader: AsyncEngine) -> None:
    await live_two_months(town)
    before = await show(reader)
    await keep_days(town.clearing)
    assert await show(reader) == before
    town.clock.advance(days=1)
    await town.issue(town.awa, Money(1_00))
    assert (await show(reader)).months[-1].came == 1_00
    await keep_days(town.clearing)
    assert (await show(reader)).months[-1].came == 1_00


async def test_rates_are_of_the_months_shown_and_none_where_there_is_nothing(
    town: Town, reader: AsyncEngine
) -> None:
    nothing = await show(reader)
    assert (nothing.months, nothing.reuse_percent, nothing.return_percent) == ((), None, None)
    await live_two_months(town)
    whole, july = await show(reader), await show(reader, JULY)

    assert (whole.reuse_percent, whole.return_percent) == (27, 25)
    assert (july.reuse_percent, july.return_percent) == (100, None)
    assert july.months[0].circulation == 150_00
    assert whole.cost_per_hundred is None
    await note(town, Money(27_50))
    await note(town, Money(27_50))
    assert (await show(reader)).cost_per_hundred == 50_00


async def test_a_cost_names_its_document(town: Town) -> None:
    with pytest.raises(ExplanationNeeded):
        await note(town, Money(1_00), reference="")


async def note(town: Town, amount: Money, reference: str = "Mandat 12") -> None:
    """Have the launch team note what July cost."""
    cost = NotedCost(JULY, amount, reference)
    await note_cost(town.clearing, cost, by="person:elise", now=town.clock.reading)
