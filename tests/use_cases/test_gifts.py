"""Closed days give once: a donation to who is sponsored, a bonus up to the cap, both covered."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from cheque_town import sent_back
from personas import LILLE, Member, Persona, Town, TownClock, enrol
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database, opened_clearing

from ledger.core.account import AccountKind, Status, Tier
from ledger.core.issuer import plan_bonus
from ledger.core.money import Money
from ledger.core.policy import INITIAL_POLICY
from ledger.core.posting import Draft, Kind, Origin, Posted
from ledger.core.refusal import Refused
from ledger.core.refusal_giving import AssociationNotChosen, BonusLimitReached, MoreThanSent
from ledger.database import open_reader
from ledger.fresh import new_id, paris_day
from ledger.reports.check import check_books
from ledger.reports.coverage import show_coverage
from ledger.reports.covers import list_covers
from ledger.storage.policies import insert_policy
from ledger.use_cases import give_for_issuances as giving
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.enrol_member import date_agreement
from ledger.use_cases.give_for_issuances import give_for_issuances
from ledger.use_cases.record_cover import record_cover

PostAll = Callable[[Sequence[Draft]], Awaitable[list[Posted | Refused]]]

TERMS = {"donation_rate": 3_00, "minimum_sponsors": 1, "bonus_rate": 5_00, "bonus_per_month": 10_00}
NO_BONUS = {**TERMS, "bonus_rate": 0}
OFFICE = Origin("person:helene", "issuer")
GIFTS = """
select p.kind, p.operated_on, p.policy_version, p.piece, l.credit_account as wallet, l.amount
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
 where p.kind in ('donation', 'bonus') order by p.seq
"""


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


@pytest.fixture
async def kitchen(town: Town) -> Member:
    """Give a second association."""
    persona = Persona(
        "kitchen", AccountKind.ASSOCIATION, Tier.T2, "La Cuisine solidaire", "59350", LILLE
    )
    return await enrol(town.clearing, persona)


async def choose(
    town: Town, who: Member, first: Member | None, second: Member | None = None
) -> None:
    """Have a resident choose associations."""
    choices = first.wallet if first else None, second.wallet if second else None
    await choose_associations(
        town.clearing, who.wallet, choices, by=f"person:{who.person}", now=town.clock.reading
    )


async def give(town: Town) -> None:
    """Let the day end, and give for all that is closed."""
    town.clock.advance(days=1)
    await town.top_up(town.bakery, Money(1_00))
    while await give_for_issuances(town.clearing):
        pass


async def gifts(town: Town) -> list[tuple[str, int, int]]:
    """List what was given: its kind, to which wallet, how much."""
    async with town.clearing.pool.acquire() as connection:
        return [(r["kind"], r["wallet"], r["amount"]) for r in await connection.fetch(GIFTS)]


async def check(town: Town, reader: AsyncEngine) -> None:
    """Check every law of the books, and that the coverage is explained to the cent."""
    await town.check_books()
    found = (await check_books(reader)).findings
    assert [each for each in found if "is not what was signed" not in each] == []
    coverage = await show_coverage(reader, "DLE")
    assert (coverage.is_covered, coverage.is_explained) == (True, True)


async def test_cash_and_a_transfer_give_a_donation_and_a_bonus_each(
    town: Town, reader: AsyncEngine, awa: Member, lucie: Member
) -> None:
    await town.change_policy(giving=TERMS)
    await choose(town, awa, town.food_bank)
    first = await town.issue(awa, Money(50_50), dues=Money(5_00))
    await town.top_up(awa, Money(20_00))
    await town.issue(lucie, Money(10_00))
    day = paris_day(town.clock.reading)
    await give(town)

    assert await gifts(town) == [
        ("donation", town.food_bank.wallet, 1_52),
        ("donation", town.food_bank.wallet, 60),
        ("bonus", awa.wallet, 2_53),
        ("bonus", awa.wallet, 1_00),
        ("bonus", lucie.wallet, 50),
    ]
    assert await town.balance(awa) == Money(74_03)
    async with town.clearing.pool.acquire() as connection:
        row = (await connection.fetch(GIFTS))[0]
    assert (row["operated_on"], row["piece"]) == (day, f"émission {first.seq}")
    await check(town, reader)


async def test_a_day_is_given_once_however_often_and_by_however_many(
    town: Town, database: Database, clock: TownClock, awa: Member, reader: AsyncEngine
) -> None:
    await town.change_policy(giving=TERMS)
    await choose(town, awa, town.food_bank)
    for _ in range(4):
        await town.issue(awa, Money(20_00))
    clock.advance(days=1)
    await town.top_up(town.bakery, Money(1_00))
    async with opened_clearing(database, clock) as other:
        said = await asyncio.gather(
            *[give_for_issuances(each) for each in (town.clearing, other) * 2]
        )
    assert sorted(said) == [False, False, False, True]
    given = await gifts(town)
    await give(town)

    assert len(given) == 8
    assert await gifts(town) == given
    await check(town, reader)


def killed_after(post_all: PostAll, times: int) -> PostAll:
    """Post so often, and be killed once the last of it is committed."""
    left = iter(range(times - 1, -1, -1))

    async def post(drafts: Sequence[Draft]) -> list[Posted | Refused]:
        outcomes = await post_all(drafts)
        if not next(left):
            raise asyncio.CancelledError
        return outcomes

    return post


async def test_killed_half_way_it_gives_the_rest_and_nothing_twice(
    town: Town, awa: Member, reader: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "AT_A_TIME", 1)
    await town.change_policy(giving={**TERMS, "bonus_per_month": 5_00})
    await choose(town, awa, town.food_bank)
    for _ in range(8):
        await town.issue(awa, Money(20_00))
    town.clock.advance(days=1)
    await town.top_up(town.bakery, Money(1_00))
    for posted in (3, 10):
        with monkeypatch.context() as patch:
            patch.setattr(town.clearing, "post_all", killed_after(town.clearing.post_all, posted))
            with pytest.raises(asyncio.CancelledError):
                await give_for_issuances(town.clearing)
        assert len(await gifts(town)) == posted
    while await give_for_issuances(town.clearing):
        pass

    assert await gifts(town) == (
        [("donation", town.food_bank.wallet, 60)] * 8 + [("bonus", awa.wallet, 1_00)] * 5
    )
    await check(town, reader)


async def test_what_was_reversed_or_came_back_from_the_bank_gives_nothing(
    town: Town, awa: Member
) -> None:
    await town.change_policy(giving=TERMS)
    await choose(town, awa, town.food_bank)
    await town.reverse(await town.issue(awa, Money(20_00)))
    await sent_back(town, awa)
    await give(town)

    assert await gifts(town) == []


async def test_an_association_below_the_minimum_leaves_it_to_the_second_choice(
    town: Town, awa: Member, lucie: Member, kitchen: Member
) -> None:
    await town.change_policy(giving={**NO_BONUS, "minimum_sponsors": 2})
    await choose(town, awa, town.food_bank, kitchen)
    await town.issue(awa, Money(10_00))
    await give(town)
    nobody = await gifts(town)

    await choose(town, lucie, kitchen)
    await choose(town, town.omar, kitchen)
    await town.issue(awa, Money(10_00))
    await give(town)

    assert nobody == []
    assert await gifts(town) == [("donation", kitchen.wallet, 30)]


@pytest.mark.parametrize("how", ["ended", "not_yet", "frozen"])
async def test_an_association_that_may_not_receive_leaves_it_to_the_second_choice(
    town: Town, awa: Member, lucie: Member, kitchen: Member, how: str
) -> None:
    await town.change_policy(giving=NO_BONUS)
    await choose(town, awa, town.food_bank, kitchen)
    await choose(town, lucie, kitchen)
    await town.issue(awa, Money(10_00))
    today, one = paris_day(town.clock.reading), timedelta(days=1)
    if how == "frozen":
        await town.set_status(town.food_bank, Status.FROZEN)
    else:
        since = today + one if how == "not_yet" else today - 9 * one
        until = today - one if how == "ended" else None
        await date_agreement(
            town.clearing, town.food_bank.wallet, agreed_from=since, agreed_until=until
        )
    await give(town)

    assert await gifts(town) == [("donation", kitchen.wallet, 30)]


async def test_the_choice_at_the_end_of_the_day_counts_and_a_later_one_does_not(
    town: Town, awa: Member, lucie: Member, kitchen: Member
) -> None:
    await town.change_policy(giving=NO_BONUS)
    await choose(town, lucie, kitchen)
    await town.issue(awa, Money(10_00))
    await choose(town, awa, town.food_bank)
    town.clock.advance(days=1)
    await choose(town, awa, kitchen)
    await town.issue(awa, Money(20_00))
    await choose(town, awa, None)
    await give(town)

    assert await gifts(town) == [("donation", town.food_bank.wallet, 30)]


async def test_a_day_is_given_by_its_own_policy(town: Town, awa: Member) -> None:
    await town.change_policy(giving=TERMS)
    await choose(town, awa, town.food_bank)
    tomorrow = paris_day(town.clock.reading) + timedelta(days=1)
    nothing = {"donation_rate": 0, "bonus_rate": 0, "bonus_per_month": 0}
    document = json.dumps({**INITIAL_POLICY, "giving": nothing})
    await town.clearing.change(lambda c: insert_policy(c, 9, tomorrow, document))
    await town.issue(awa, Money(10_00))
    town.clock.advance(days=1)
    await town.issue(awa, Money(20_00))
    await give(town)
    async with town.clearing.pool.acquire() as connection:
        versions = {row["policy_version"] for row in await connection.fetch(GIFTS)}

    assert await gifts(town) == [
        ("donation", town.food_bank.wallet, 30),
        ("bonus", awa.wallet, 50),
    ]
    assert versions == {9}


async def test_a_bonus_stops_at_the_cap_of_the_calendar_month(town: Town, awa: Member) -> None:
    await town.change_policy(giving={**TERMS, "bonus_per_month": 3_00})
    await town.issue(awa, Money(40_00))
    await give(town)
    await town.issue(awa, Money(40_00))
    await give(town)
    town.clock.advance(days=30)
    await town.issue(awa, Money(40_00))
    await give(town)

    assert [amount for _, _, amount in await gifts(town)] == [2_00, 1_00, 2_00]


async def test_two_grants_at_once_do_not_cross_the_cap(
    town: Town, database: Database, clock: TownClock, awa: Member
) -> None:
    await town.change_policy(giving=TERMS)
    async with opened_clearing(database, clock) as other:
        outcomes = await asyncio.gather(
            *[
                clearing.post_all(
                    [
                        plan_bonus(
                            Money(3_00),
                            clearing.envelope(new_id(), OFFICE, Kind.BONUS, n),
                            wallet=awa.wallet,
                            house=clearing.house,
                        )
                        for n in range(4)
                    ]
                )
                for clearing in (town.clearing, other)
            ]
        )
    refused = [
        each
        for some in outcomes
        for each in some
        if each == BonusLimitReached(limit=10_00, left=1_00)
    ]

    assert len(refused) == 5
    assert await town.balance(awa) == Money(9_00)


async def test_bonuses_of_an_account_that_became_another_count_for_it(
    town: Town, awa: Member, lucie: Member
) -> None:
    await town.change_policy(giving=TERMS)
    await town.issue(lucie, Money(180_00))
    await give(town)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            """insert into ledger.closure (account_id, into_account, reason, closed_by, closed_at)
               values ($1, $2, 'duplicate', 'person:x', now())""",
            lucie.wallet,
            awa.wallet,
        )
    await town.issue(awa, Money(100_00))
    await give(town)

    assert [(wallet, amount) for _, wallet, amount in await gifts(town)] == [
        (lucie.wallet, 9_00),
        (awa.wallet, 1_00),
    ]


async def test_nobody_chooses_what_is_no_accredited_association(
    town: Town, awa: Member, kitchen: Member
) -> None:
    for first, second in (
        (town.bakery, None),
        (town.food_bank, town.food_bank),
        (None, town.food_bank),
        (kitchen, town.swimming_pool),
    ):
        with pytest.raises(AssociationNotChosen):
            await choose(town, awa, first, second)


async def test_the_cover_is_listed_by_day_and_recorded_up_to_what_is_on_its_way(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    await town.change_policy(giving=TERMS)
    await choose(town, awa, town.food_bank)
    await town.issue(awa, Money(100_00))
    await give(town)
    due = await list_covers(reader, "DLE")
    id = new_id()

    assert due.due == 8_00
    assert [(each.kind, each.amount) for each in due.lines] == [("bonus", 5_00), ("donation", 3_00)]
    with pytest.raises(MoreThanSent) as refused:
        await record_cover(town.clearing, new_id(), Money(8_01), piece="VIR 1", origin=OFFICE)
    assert refused.value.facts == {"owed": 8_00}
    for _ in range(2):
        await record_cover(town.clearing, id, Money(8_00), piece="VIR 1", origin=OFFICE)
    assert (await list_covers(reader, "DLE")).due == 0
    assert (await list_covers(reader, "DLE")).lines == ()
    await check(town, reader)
    coverage = await show_coverage(reader, "DLE")
    assert (coverage.in_transit, coverage.margin) == (0, 0)
