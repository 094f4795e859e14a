"""A freeze stops an account at once, by its code or a desk; reopening takes who checked, or two."""

from datetime import timedelta

import pytest
from personas import Member, Town

from ledger.core.identity import ALONE_UP_TO
from ledger.core.money import Money
from ledger.core.refusal import AccountNotOpen, FreezeCodeUnknown, NotFound
from ledger.fresh import new_freeze_code
from ledger.use_cases.freeze_account import (
    freeze_account,
    freeze_by_code,
    give_freeze_code,
    reopen_account,
)

NADIA, OLIVE = "person nadia", "person olive"


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
    await town.issue(awa, Money(ALONE_UP_TO))
    await freeze_account(town.clearing, awa.wallet, by=NADIA, now=town.clock.reading)

    assert await reopen_account(town.clearing, awa.wallet, by=NADIA, now=town.clock.reading)
    await town.pay(awa, bakery, Money(1_00))
    with pytest.raises(NotFound):
        await reopen_account(town.clearing, awa.wallet, by=NADIA, now=town.clock.reading)


async def test_a_larger_balance_takes_two_different_persons_within_a_quarter_of_an_hour(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(ALONE_UP_TO + 1))
    await freeze_account(town.clearing, awa.wallet, by=NADIA, now=town.clock.reading)
    now = town.clock.reading

    for _ in range(2):
        assert not await reopen_account(town.clearing, awa.wallet, by=NADIA, now=now)
    late = now + timedelta(minutes=16)
    assert not await reopen_account(town.clearing, awa.wallet, by=OLIVE, now=late)
    with pytest.raises(AccountNotOpen):
        await town.pay(awa, bakery, Money(1_00))

    assert await reopen_account(town.clearing, awa.wallet, by=NADIA, now=late)
    await town.pay(awa, bakery, Money(1_00))
