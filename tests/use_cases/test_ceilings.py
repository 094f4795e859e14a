"""The ceiling of one account: lowered by one person, raised by two, ended after its last day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from cosigning import signed_by, unsigned_by
from personas import Member, Town

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.own_ceiling import Ceiling
from ledger.core.refusal import CeilingReached, NotFound, SignatureInvalid
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    NotServedByThem,
    OfficerKeyNeeded,
    SecondPersonNeeded,
)
from ledger.core.refusal_ceiling import CeilingBeyondLaw
from ledger.fresh import new_id, paris_day
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.set_ceiling import decide_ceiling, keep_ceilings, set_ceiling
from ledger.use_cases.sign import Cosigner, Keeper

NADIA = Keeper("person:11111111-1111-4111-8111-111111111111", "cml", b"nadia")
FARIDA = Keeper("person:22222222-2222-4222-8222-222222222222", "cml", b"farida")
WHY = "Marché de la braderie"


async def put(
    town: Town, who: Member, amount: int | None, ends_on: date | None = None, *, by: Keeper = NADIA
) -> bool:
    wanted, now = Ceiling(amount, ends_on), town.clock.reading
    return await set_ceiling(town.clearing, who.wallet, wanted, WHY, by=by, now=now)


async def waiting(town: Town) -> UUID:
    question = "select id from ledger.countersignature where act = 'ceiling' and decided_at is null"
    async with town.clearing.pool.acquire() as connection:
        id: UUID = await connection.fetchval(question)
    return id


async def sign(town: Town, by: Keeper, *, is_granted: bool = True) -> Cosigner:
    id, now = await waiting(town), town.clock.reading
    return await signed_by(town.clearing, by, SignedAct.CEILING, id, is_granted=is_granted, now=now)


async def decide(town: Town, signed: Cosigner, *, is_granted: bool = True) -> None:
    id, now = await waiting(town), town.clock.reading
    await decide_ceiling(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def letters(town: Town) -> list[str]:
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch("select kind from people.letter order by written_at, kind")
    return [row["kind"] for row in rows]


async def test_a_lower_ceiling_counts_at_once(town: Town, awa: Member, bakery: Member) -> None:
    await town.issue(awa, Money(100_00))
    assert await put(town, bakery, 30_00)
    await town.pay(awa, bakery, Money(30_00))
    with pytest.raises(CeilingReached) as refused:
        await town.pay(awa, bakery, Money(1))
    assert refused.value.facts["ceiling"] == 30_00

    assert await put(town, awa, 20_00)
    with pytest.raises(CeilingReached):
        await town.issue(awa, Money(1_00))
    await town.check_books()


async def test_a_higher_ceiling_counts_once_another_person_has_signed(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(100_00))
    await put(town, bakery, 30_00)

    assert not await put(town, bakery, 60_00)
    with pytest.raises(AskedAlready):
        await put(town, bakery, 70_00)
    for signed, refusal in (
        (unsigned_by(FARIDA), OfficerKeyNeeded),
        (await sign(town, NADIA), SecondPersonNeeded),
        (await sign(town, FARIDA, is_granted=False), SignatureInvalid),
    ):
        with pytest.raises(refusal):
            await decide(town, signed)
    with pytest.raises(CeilingReached):
        await town.pay(awa, bakery, Money(31_00))

    await decide(town, await sign(town, FARIDA))
    await town.pay(awa, bakery, Money(60_00))
    with pytest.raises(CeilingReached):
        await town.pay(awa, bakery, Money(1))


async def test_refused_it_changes_nothing_and_may_be_asked_again(
    town: Town, bakery: Member
) -> None:
    await put(town, bakery, 30_00)
    await put(town, bakery, 60_00)
    await decide(town, await sign(town, FARIDA, is_granted=False), is_granted=False)
    with pytest.raises(NotFound):
        await decide_ceiling(
            town.clearing,
            new_id(),
            is_granted=True,
            by=unsigned_by(FARIDA),
            now=town.clock.reading,
        )
    assert not await put(town, bakery, 60_00)


async def test_what_is_signed_is_the_effect_that_stands(town: Town, bakery: Member) -> None:
    await put(town, bakery, 30_00)
    await put(town, bakery, 60_00)
    signed = await sign(town, FARIDA)
    await put(town, bakery, 20_00)
    with pytest.raises(SignatureInvalid):
        await decide(town, signed)
    await decide(town, await sign(town, FARIDA))


async def test_after_its_last_day_what_counted_before_counts_again(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(100_00))
    today = paris_day(town.clock.reading)
    await put(town, bakery, 30_00)
    for amount in (60_00, 80_00):
        assert not await put(town, bakery, amount, today)
        await decide(town, await sign(town, FARIDA))
    await keep_ceilings(town.clearing, now=town.clock.reading)
    await town.pay(awa, bakery, Money(80_00))

    town.clock.advance(days=1)
    await keep_ceilings(town.clearing, now=town.clock.reading)
    await keep_ceilings(town.clearing, now=town.clock.reading)
    with pytest.raises(CeilingReached) as refused:
        await town.pay(awa, bakery, Money(1))
    assert refused.value.facts["ceiling"] == 30_00


async def test_to_let_it_count_for_longer_takes_two_as_well(town: Town, bakery: Member) -> None:
    today = paris_day(town.clock.reading)
    await put(town, bakery, 30_00)
    await put(town, bakery, 60_00, today)
    await decide(town, await sign(town, FARIDA))
    assert not await put(town, bakery, 60_00, today + timedelta(days=1))
    assert await put(town, bakery, 30_00)


async def test_the_law_bounds_it_and_a_reason_is_given(town: Town, awa: Member) -> None:
    with pytest.raises(CeilingBeyondLaw):
        await put(town, awa, 250_01)
    with pytest.raises(ExplanationNeeded):
        await set_ceiling(
            town.clearing, awa.wallet, Ceiling(1), "", by=NADIA, now=town.clock.reading
        )
    with pytest.raises(NotFound):
        await set_ceiling(
            town.clearing,
            town.town_hall_desk.till,
            Ceiling(1),
            WHY,
            by=NADIA,
            now=town.clock.reading,
        )


async def test_nobody_sets_or_signs_their_own_or_a_relative_s(
    town: Town, awa: Member, lucie: Member
) -> None:
    await declare_relative(
        town.clearing, awa.person, "Lucie Vasseur", date(1990, 1, 1), now=town.clock.reading
    )
    by_awa = Keeper(f"person:{awa.person}", "cml", b"awa")
    for who in (awa, lucie):
        with pytest.raises(NotServedByThem):
            await put(town, who, 10_00, by=by_awa)
    await put(town, lucie, 10_00)
    await put(town, lucie, 20_00)
    with pytest.raises(NotServedByThem):
        await decide(town, await sign(town, by_awa))


async def test_the_holder_is_told_each_time(town: Town, bakery: Member) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set email = 'b@exemple.fr' where id = $1", bakery.person
        )
    await put(town, bakery, 30_00)
    town.clock.advance(minutes=1)
    await put(town, bakery, 60_00, paris_day(town.clock.reading))
    await decide(town, await sign(town, FARIDA))
    town.clock.advance(days=1)
    await keep_ceilings(town.clearing, now=town.clock.reading)
    town.clock.advance(minutes=1)
    await put(town, bakery, None)
    await decide(town, await sign(town, FARIDA))

    assert await letters(town) == [
        "ceiling_set",
        "ceiling_until",
        "ceiling_set",
        "ceiling_of_all",
    ]
