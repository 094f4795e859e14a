"""A freeze stops an account at once, by its code or a desk; reopening takes who checked, or two."""

from datetime import date
from uuid import UUID

import pytest
from cosigning import signed_by, unsigned_by
from personas import Member, Town

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.policy import DeskLimits
from ledger.core.refusal import AccountNotOpen, FreezeCodeUnknown, NotFound, SignatureInvalid
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    NotServedByThem,
    OfficerKeyNeeded,
    SameBrowser,
    SecondPersonNeeded,
)
from ledger.fresh import new_freeze_code
from ledger.use_cases.freeze_account import (
    freeze_account,
    freeze_by_code,
    give_freeze_code,
)
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.reopen_account import decide_reopening, reopen_account
from ledger.use_cases.sign import Cosigner, Keeper

NADIA, OLIVE = Keeper("person nadia", "cml", b"nadia"), Keeper("person olive", "cml", b"olive")
WHY = "Téléphone retrouvé"


ALONE_UP_TO = DeskLimits().alone_up_to


async def frozen(town: Town, who: Member, amount: int) -> None:
    await town.issue(who, Money(amount))
    await freeze_account(town.clearing, who.wallet, by="freeze code", now=town.clock.reading)


async def reopen(town: Town, who: Member, by: Keeper = NADIA, reason: str = WHY) -> bool:
    now = town.clock.reading
    return await reopen_account(town.clearing, who.wallet, reason, by=by, now=now)


async def waiting(town: Town) -> UUID:
    question = "select id from ledger.countersignature where decided_at is null"
    async with town.clearing.pool.acquire() as connection:
        id: UUID = await connection.fetchval(question)
    return id


async def sign(town: Town, by: Keeper, *, is_granted: bool = True) -> Cosigner:
    id, now = await waiting(town), town.clock.reading
    return await signed_by(
        town.clearing, by, SignedAct.REOPENING, id, is_granted=is_granted, now=now
    )


async def decide(town: Town, signed: Cosigner, *, is_granted: bool = True) -> None:
    id, now = await waiting(town), town.clock.reading
    await decide_reopening(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def test_a_freeze_code_stops_the_account_and_no_other(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    for member in (awa, lucie):
        await town.issue(member, Money(20_00))
    code = await give_freeze_code(town.clearing, awa.wallet, now=town.clock.reading)

    await freeze_by_code(town.clearing, code, now=town.clock.reading)
    await freeze_by_code(town.clearing, code, now=town.clock.reading)

    with pytest.raises(AccountNotOpen):
        await town.pay(awa, bakery, Money(1_00))
    await town.pay(lucie, bakery, Money(1_00))


async def test_a_code_that_was_replaced_stops_nothing(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(20_00))
    old = await give_freeze_code(town.clearing, awa.wallet, now=town.clock.reading)
    await give_freeze_code(town.clearing, awa.wallet, now=town.clock.reading)

    for code in (old, new_freeze_code(), ""):
        with pytest.raises(FreezeCodeUnknown):
            await freeze_by_code(town.clearing, code, now=town.clock.reading)
    await town.pay(awa, bakery, Money(1_00))


async def test_one_person_of_a_desk_reopens_a_small_balance(
    town: Town, awa: Member, bakery: Member
) -> None:
    await frozen(town, awa, ALONE_UP_TO)
    with pytest.raises(ExplanationNeeded):
        await reopen(town, awa, reason="")

    assert await reopen(town, awa)
    await town.pay(awa, bakery, Money(1_00))
    with pytest.raises(NotFound):
        await reopen(town, awa)


async def test_a_larger_balance_is_reopened_once_another_person_has_signed(
    town: Town, awa: Member, bakery: Member
) -> None:
    await frozen(town, awa, ALONE_UP_TO + 1)

    assert not await reopen(town, awa)
    for by in (NADIA, OLIVE):
        with pytest.raises(AskedAlready):
            await reopen(town, awa, by)
    for signed, refusal in (
        (unsigned_by(OLIVE), OfficerKeyNeeded),
        (await sign(town, NADIA), SecondPersonNeeded),
        (await sign(town, OLIVE, is_granted=False), SignatureInvalid),
    ):
        with pytest.raises(refusal):
            await decide(town, signed)
    with pytest.raises(AccountNotOpen):
        await town.pay(awa, bakery, Money(1_00))

    await decide(town, await sign(town, OLIVE))
    await town.pay(awa, bakery, Money(1_00))


async def test_both_people_act_in_browsers_of_their_own(town: Town, awa: Member) -> None:
    await frozen(town, awa, ALONE_UP_TO + 1)
    await reopen(town, awa)
    signed = await sign(town, OLIVE)
    in_hers = Cosigner(OLIVE.principal, OLIVE.institution, NADIA.browser, approval=signed.approval)
    with pytest.raises(SameBrowser):
        await decide(town, in_hers)
    await decide(town, signed)


async def test_refused_it_stays_frozen_and_may_be_asked_again(
    town: Town, awa: Member, bakery: Member
) -> None:
    await frozen(town, awa, ALONE_UP_TO + 1)
    await reopen(town, awa)
    await decide(town, await sign(town, OLIVE, is_granted=False), is_granted=False)
    with pytest.raises(AccountNotOpen):
        await town.pay(awa, bakery, Money(1_00))
    assert not await reopen(town, awa)


async def test_nobody_of_another_institution_signs(town: Town, awa: Member) -> None:
    await frozen(town, awa, ALONE_UP_TO + 1)
    await reopen(town, awa)
    elsewhere = Keeper("person zoe", "issuer", b"zoe")
    with pytest.raises(NotFound):
        await decide(town, await sign(town, elsewhere))


async def test_nobody_reopens_or_signs_for_a_relative(
    town: Town, awa: Member, lucie: Member
) -> None:
    born, now = date(1990, 1, 1), town.clock.reading
    await declare_relative(town.clearing, lucie.person, "Awa Diop", born, now=now)
    cousin = Keeper(f"person:{lucie.person}", "cml", b"lucie")
    await frozen(town, awa, ALONE_UP_TO + 1)
    with pytest.raises(NotServedByThem):
        await reopen(town, awa, cousin)
    await reopen(town, awa)
    with pytest.raises(NotServedByThem):
        await decide(town, await sign(town, cousin))
