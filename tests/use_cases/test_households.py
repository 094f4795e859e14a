"""Who lives together loads cash under one cap: joined by one person, left by two."""

from uuid import UUID

import pytest
from cosigning import signed_by
from personas import Member, Town

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.refusal import GroupCashLimitReached, NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    NotServedByThem,
    SecondPersonNeeded,
)
from ledger.core.refusal_household import HouseholdAlone, HouseholdKnown, HouseholdOfResidents
from ledger.use_cases.keep_household import ask_leaving, decide_leaving, join_household
from ledger.use_cases.sign import Keeper

NADIA = Keeper("person:11111111-1111-4111-8111-111111111111", "cml", b"nadia")
FARIDA = Keeper("person:22222222-2222-4222-8222-222222222222", "cml", b"farida")
STRANGER = Keeper("person:33333333-3333-4333-8333-333333333333", "cmr", b"karim")


async def join(town: Town, who: Member, other: Member, *, by: Keeper = NADIA) -> None:
    now = town.clock.reading
    await join_household(town.clearing, who.wallet, other.wallet, by=by, now=now)


async def ask(town: Town, who: Member, *, by: Keeper = NADIA, why: str = "A déménagé") -> None:
    await ask_leaving(town.clearing, who.wallet, why, by=by, now=town.clock.reading)


async def decide(town: Town, *, by: Keeper = FARIDA, is_granted: bool = True) -> None:
    now, act = town.clock.reading, SignedAct.HOUSEHOLD
    async with town.clearing.pool.acquire() as connection:
        id: UUID = await connection.fetchval(
            "select id from ledger.countersignature where act = $1 and decided_at is null", act
        )
    signed = await signed_by(town.clearing, by, act, id, is_granted=is_granted, now=now)
    await decide_leaving(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def letters(town: Town) -> list[str]:
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch("select kind from people.letter order by written_at, kind")
    return [row["kind"] for row in rows]


async def test_cash_of_a_household_counts_together_until_two_people_let_one_leave(
    town: Town, awa: Member, lucie: Member
) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set email = 'l@exemple.fr' where id = $1", lucie.person
        )
    await town.change_policy(group_cash_per_month=150_00)
    await town.issue(awa, Money(100_00))
    await join(town, lucie, awa)
    with pytest.raises(GroupCashLimitReached):
        await town.issue(lucie, Money(60_00))
    await town.issue(lucie, Money(50_00))

    await ask(town, lucie)
    with pytest.raises(AskedAlready):
        await ask(town, lucie)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, by=NADIA)
    with pytest.raises(NotFound):
        await decide(town, by=STRANGER)
    with pytest.raises(GroupCashLimitReached):
        await town.issue(lucie, Money(10_00))
    await decide(town, is_granted=False)
    with pytest.raises(GroupCashLimitReached):
        await town.issue(lucie, Money(10_00))

    await ask(town, lucie)
    await decide(town)
    await town.issue(lucie, Money(10_00))
    assert set(await letters(town)) == {"household_joined", "household_left"}
    await town.check_books()


async def test_a_third_joins_the_household_that_stands(
    town: Town, awa: Member, lucie: Member, omar: Member
) -> None:
    await town.change_policy(group_cash_per_month=150_00)
    await join(town, lucie, awa)
    await join(town, omar, lucie)
    await town.issue(awa, Money(100_00))
    with pytest.raises(GroupCashLimitReached):
        await town.issue(omar, Money(51_00))
    with pytest.raises(HouseholdKnown):
        await join(town, awa, omar)
    await ask(town, lucie)
    await decide(town)
    with pytest.raises(GroupCashLimitReached):
        await town.issue(omar, Money(51_00))


async def test_only_two_residents_share_a_household(
    town: Town, awa: Member, bakery: Member
) -> None:
    for who, other in ((awa, bakery), (bakery, awa), (awa, awa)):
        with pytest.raises(HouseholdOfResidents):
            await join(town, who, other)
    with pytest.raises(NotFound):
        await join_household(town.clearing, awa.wallet, 7, by=NADIA, now=town.clock.reading)
    with pytest.raises(HouseholdAlone):
        await ask(town, awa)


async def test_nobody_joins_themselves_and_a_leaving_says_why(
    town: Town, awa: Member, lucie: Member
) -> None:
    for mine, other in ((awa, lucie), (lucie, awa)):
        with pytest.raises(NotServedByThem):
            await join(town, mine, other, by=Keeper(f"person:{awa.person}", "cml", b"awa"))
    await join(town, awa, lucie)
    with pytest.raises(ExplanationNeeded):
        await ask(town, awa, why="")
    with pytest.raises(NotServedByThem):
        await ask(town, awa, by=Keeper(f"person:{awa.person}", "cml", b"awa"))
    await ask(town, awa)
    with pytest.raises(NotServedByThem):
        await decide(town, by=Keeper(f"person:{awa.person}", "cml", b"awa"))
