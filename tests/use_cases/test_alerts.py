"""What is unusual raises one alert; each step stays, and nobody examines their own."""

from uuid import UUID

import asyncpg
import pytest
from personas import Member, Town
from storage.run_server import Database
from watched import also_examines, close_day, examiner, split_loads

from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.watch import Outcome, StepKind
from ledger.database import open_reader
from ledger.reports.watch import AlertShown, show_alert
from ledger.use_cases.examine_alerts import Step, take_step
from ledger.use_cases.keep_watch import keep_watch

ALERTS = "select id, rule, account, accounts, loaded, redeemed from people.watch_alert order by 1"
NOTED = Step(StepKind.NOTED, "Il vend des vélos d’occasion")
CLOSED = Step(StepKind.CLOSED, "Facture vue", outcome=Outcome.EXPLAINED)


async def alerts(town: Town) -> list[asyncpg.Record]:
    async with town.clearing.pool.acquire() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(ALERTS)
    return rows


async def shown(database: Database, alert: UUID, person: UUID) -> AlertShown:
    engine = open_reader(database.app)
    try:
        return await show_alert(engine, alert, person=person)
    finally:
        await engine.dispose()


@pytest.fixture
async def alert(town: Town, awa: Member, bakery: Member) -> UUID:
    """Give an alert about the loads of Awa."""
    await split_loads(town, awa, bakery)
    await close_day(town, awa)
    [found] = await alerts(town)
    id: UUID = found["id"]
    return id


async def test_loads_that_were_split_raise_one_alert_however_often_one_looks(
    town: Town, awa: Member, bakery: Member
) -> None:
    await split_loads(town, awa, bakery)
    for _ in range(2):
        await close_day(town, awa)
    async with town.clearing.pool.acquire() as connection:
        superuser_would_forget = await connection.fetchval(
            "select max(day) from people.watched_day"
        )
    assert superuser_would_forget
    assert await keep_watch(town.clearing, now=town.clock.reading) is False

    [found] = await alerts(town)
    assert (found["rule"], found["account"], found["loaded"]) == (
        "split_loads",
        awa.wallet,
        600_00,
    )


async def test_a_day_looked_through_twice_raises_nothing_twice(
    town: Town, alert: UUID, database: Database
) -> None:
    owner = await asyncpg.connect(database.owner)
    await owner.execute("delete from people.watched_day")
    await owner.close()

    while await keep_watch(town.clearing, now=town.clock.reading):
        pass

    assert [each["id"] for each in await alerts(town)] == [alert]


async def test_loads_taken_back_count_for_nothing(town: Town, awa: Member, bakery: Member) -> None:
    taken = await town.issue(awa, Money(200_00))
    await town.reverse(taken)
    for _ in range(2):
        await town.top_up(awa, Money(200_00))
        await town.pay(awa, bakery, Money(200_00))
        town.clock.advance(days=1)
    await close_day(town, awa)

    assert await alerts(town) == []


async def test_a_household_is_watched_as_one(
    town: Town, awa: Member, lucie: Member, bakery: Member, database: Database
) -> None:
    owner = await asyncpg.connect(database.owner)
    await owner.execute(
        "update ledger.account set limit_group = 7 where id = any($1)", [awa.wallet, lucie.wallet]
    )
    await owner.close()
    for member in (awa, lucie, awa):
        await town.top_up(member, Money(180_00))
        await town.pay(member, bakery, Money(180_00))
        town.clock.advance(days=1)
    await close_day(town, lucie)

    [found] = await alerts(town)
    assert set(found["accounts"]) == {awa.wallet, lucie.wallet}


async def test_units_loaded_and_redeemed_at_once_raise_an_alert(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member
) -> None:
    await town.top_up(bakery, Money(100_00))
    await town.redeem(bakery, Money(100_00))
    await town.top_up(awa, Money(100_00))
    await town.pay(awa, cheese_stall, Money(100_00))
    await town.redeem(cheese_stall, Money(100_00))
    await close_day(town, awa)

    [found] = await alerts(town)
    assert (found["rule"], found["account"]) == ("cash_out", bakery.wallet)
    assert (found["loaded"], found["redeemed"]) == (100_00, 100_00)


async def test_each_step_stays_with_who_and_when_and_the_last_closes(
    town: Town, alert: UUID, database: Database
) -> None:
    anne, luc = await examiner(town, "Anne Roy"), await examiner(town, "Luc Bon")
    now = town.clock.reading
    await take_step(town.clearing, alert, Step(StepKind.ASSIGNED, assignee=luc), by=anne, now=now)
    await take_step(town.clearing, alert, NOTED, by=luc, now=now)
    await take_step(town.clearing, alert, CLOSED, by=luc, now=now)
    with pytest.raises(NotFound):
        await take_step(town.clearing, alert, NOTED, by=luc, now=now)

    found = await shown(database, alert, anne)
    assert [(each.kind, each.by_name) for each in found.steps] == [
        ("assigned", "Anne Roy"),
        ("noted", "Luc Bon"),
        ("closed", "Luc Bon"),
    ]
    assert (found.line.state, found.line.outcome) == ("closed", "explained")
    assert all("vélos".encode() not in (each.note or b"") for each in found.steps)


async def test_what_says_nothing_closes_nothing(town: Town, alert: UUID) -> None:
    anne = await examiner(town, "Anne Roy")
    for kind, outcome in ((StepKind.NOTED, None), (StepKind.CLOSED, Outcome.EXPLAINED)):
        with pytest.raises(ExplanationNeeded):
            await take_step(
                town.clearing, alert, Step(kind, outcome=outcome), by=anne, now=town.clock.reading
            )


async def test_nobody_examines_an_alert_about_themselves_nor_is_given_it(
    town: Town, alert: UUID, awa: Member, database: Database
) -> None:
    anne, herself = await examiner(town, "Anne Roy"), await also_examines(town, awa)
    now = town.clock.reading
    for step, by in (
        (NOTED, herself),
        (Step(StepKind.ASSIGNED, assignee=anne), herself),
        (Step(StepKind.ASSIGNED, assignee=herself), anne),
        (Step(StepKind.ASSIGNED, assignee=town.treasurer), anne),
    ):
        with pytest.raises(NotFound):
            await take_step(town.clearing, alert, step, by=by, now=now)

    with pytest.raises(NotFound):
        await shown(database, alert, herself)
    assert [each.name for each in (await shown(database, alert, anne)).examiners] == ["Anne Roy"]


async def test_the_house_can_neither_change_nor_take_back_a_step(town: Town, alert: UUID) -> None:
    anne = await examiner(town, "Anne Roy")
    await take_step(town.clearing, alert, NOTED, by=anne, now=town.clock.reading)
    async with town.clearing.pool.acquire() as connection:
        for statement in (
            "update people.watch_step set taken_by = 'nobody'",
            "delete from people.watch_step",
            "update people.watch_alert set loaded = 0",
            "delete from people.watch_alert",
            "delete from people.watched_day",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
