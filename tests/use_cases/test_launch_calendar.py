"""The launch: the ledger tells what it can, documents the rest; the first plan stays."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.launch import NotedProof, Phase, PhaseReview, Standing
from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ReasonNeeded
from ledger.database import open_reader
from ledger.fresh import new_id, paris_day
from ledger.reports.launch import Launch, MilestoneView, show_launch
from ledger.use_cases.keep_launch import note_proof, note_review, plan_anew
from ledger.use_cases.reverse_posting import reverse_posting

FIRST = date(2026, 1, 1)


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def shown(town: Town, reader: AsyncEngine) -> Launch:
    return await show_launch(reader, FIRST, paris_day(town.clock.reading))


async def one(town: Town, reader: AsyncEngine, id: str) -> MilestoneView:
    launch = await shown(town, reader)
    return next(each for each in launch.milestones if each.plan.id == id)


async def test_the_ledger_tells_what_it_can(
    town: Town, reader: AsyncEngine, awa: Member, lucie: Member, bakery: Member
) -> None:
    before = (await shown(town, reader)).measures
    await town.issue(awa, Money(100_00), dues=Money(5_00))
    await town.top_up(lucie, Money(80_00))
    taken_back = await town.issue(lucie, Money(30_00))
    await reverse_posting(town.clearing, new_id(), taken_back.id, origin=lucie.origin)
    await town.pay(awa, bakery, Money(60_00))
    await town.redeem(bakery, Money(60_00))

    told = (await shown(town, reader)).measures

    assert before["first_payment"] == before["active_users"] == 0
    assert (told["first_payment"], told["active_users"]) == (1, 1)
    assert told["euros_converted"] == 180
    assert told["circulation"] == 120
    assert told["reconversion_rate_max"] == round(100 * 60 / 180)
    assert told["merchants_approved"] == before["merchants_approved"]
    assert (told["merchants_approved"] or 0) > 0
    assert told["desks_ready"] == 0


async def test_a_user_who_has_not_paid_for_ninety_days_is_not_active(
    town: Town, reader: AsyncEngine, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(10_00))
    await town.pay(awa, bakery, Money(1_00))

    town.clock.advance(days=89)
    assert (await shown(town, reader)).measures["active_users"] == 1
    town.clock.advance(days=2)
    await town.issue(awa, Money(10_00))
    assert (await shown(town, reader)).measures["active_users"] == 0


async def test_what_the_ledger_cannot_tell_takes_a_document(
    town: Town, reader: AsyncEngine
) -> None:
    clearing, now = town.clearing, town.clock.reading
    assert (await one(town, reader, "P04")).standing is Standing.LATE
    with pytest.raises(ReasonNeeded):
        await note_proof(clearing, NotedProof("P04", 3, ""), by="person:elise", now=now)
    with pytest.raises(NotFound):
        await note_proof(clearing, NotedProof("X99", 3, "conventions"), by="person:elise", now=now)

    await note_proof(
        clearing, NotedProof("P04", 3, "Conventions du 12 mai"), by="person:elise", now=now
    )

    proved = await one(town, reader, "P04")
    assert (proved.value, proved.reference) == (3, "Conventions du 12 mai")
    assert proved.standing is Standing.MINIMUM


async def test_a_milestone_planned_anew_keeps_its_first_month(
    town: Town, reader: AsyncEngine
) -> None:
    clearing, now = town.clearing, town.clock.reading
    with pytest.raises(ReasonNeeded):
        await plan_anew(clearing, "P03", 8, "", by="person:elise", now=now)
    for month in (8, 9):
        town.clock.advance(minutes=1)
        at = town.clock.reading
        await plan_anew(clearing, "P03", month, f"mois {month}", by="person:elise", now=at)

    planned = await one(town, reader, "P03")
    assert (planned.first_due, planned.due) == (date(2026, 3, 31), date(2026, 9, 30))
    assert planned.planned_reason == "mois 9"
    assert planned.standing is Standing.PLANNED


async def test_a_noted_decision_counts_until_a_review_of_the_phase_is_held(
    town: Town, reader: AsyncEngine
) -> None:
    now = town.clock.reading
    await note_proof(
        town.clearing, NotedProof("P09", 1, "Délibération"), by="person:elise", now=now
    )
    noted = await one(town, reader, "P09")
    said = PhaseReview(Phase.PILOT, is_go=False, held_on=paris_day(now), reference="PV", reason="–")
    await note_review(town.clearing, said, by="person:elise", now=now)
    held = await one(town, reader, "P09")

    assert (noted.value, noted.is_measured, noted.standing) == (1, False, Standing.MET)
    assert (held.value, held.is_measured) == (0, True)
    assert (await one(town, reader, "L08")).value is None
