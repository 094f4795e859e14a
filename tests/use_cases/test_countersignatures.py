"""A bank's credit for a slip is recorded by one person of the treasury and granted by another."""

import asyncio
from datetime import timedelta

import pytest
from personas import Town
from storage.run_server import Database

from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.core.refusal import AlreadySettled, NotFound
from ledger.core.refusal_access import AskedAlready, SecondPersonNeeded
from ledger.database import open_reader
from ledger.fresh import paris_day
from ledger.reports.coverage import show_coverage
from ledger.reports.slips import SlipLine, list_slips
from ledger.use_cases.countersign import ask_slip_credit, countersign
from ledger.use_cases.till_day import Keeper

HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")
STRANGER = Keeper("person:karim", "cml")


@pytest.fixture
async def slip(town: Town) -> Posted:
    """Give a slip of 100 on its way to the bank."""
    await town.issue(town.awa, Money(100_00))
    return await town.close_slip("CML-BORD-2026-06-06-1", Money(100_00))


async def listed(database: Database) -> list[SlipLine]:
    """List the slips as the treasury sees them."""
    reader = open_reader(database.app)
    try:
        return await list_slips(reader)
    finally:
        await reader.dispose()


async def ask(town: Town, slip: Posted, by: Keeper = HELENE) -> object:
    now = town.clock.reading
    return await ask_slip_credit(town.clearing, slip.id, piece="LCR 12", by=by, now=now)


async def decide(town: Town, id: object, by: Keeper, *, is_granted: bool = True) -> None:
    now = town.clock.reading
    await countersign(town.clearing, id, is_granted=is_granted, by=by, now=now)  # type: ignore[arg-type] # as asked


async def test_a_credit_is_granted_by_somebody_else_and_posted_once(
    town: Town, slip: Posted
) -> None:
    asked = await ask(town, slip)
    with pytest.raises(AskedAlready):
        await ask(town, slip, PAUL)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, asked, HELENE)
    with pytest.raises(NotFound):
        await decide(town, asked, STRANGER)

    outcomes = await asyncio.gather(
        *(decide(town, asked, PAUL) for _ in range(4)), return_exceptions=True
    )

    assert outcomes.count(None) >= 1
    assert all(each is None or isinstance(each, NotFound) for each in outcomes)
    reader = open_reader(town.auditor)
    coverage = await show_coverage(reader, town.clearing.book)
    await reader.dispose()
    assert coverage.is_covered
    with pytest.raises(AlreadySettled):
        await town.credit_slip(slip)


async def test_what_is_refused_is_not_posted_and_can_be_asked_again(
    town: Town, slip: Posted
) -> None:
    await decide(town, await ask(town, slip), PAUL, is_granted=False)

    again = await ask(town, slip, PAUL)
    await decide(town, again, HELENE)

    with pytest.raises(NotFound):
        await decide(town, again, HELENE)


async def test_a_slip_is_late_after_two_working_days(database: Database, slip: Posted) -> None:
    [line] = await listed(database)
    today = paris_day(slip.posted_at)
    ages = [line.is_late(today + timedelta(days=days)) for days in range(8)]

    assert (line.number, line.amount) == ("CML-BORD-2026-06-06-1", 100_00)
    assert not ages[0]
    assert ages[-1]
    assert sorted(ages) == ages
