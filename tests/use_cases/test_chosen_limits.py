"""Limits that a holder chooses count in the journal: lower at once, higher after a day."""

from datetime import UTC, datetime

import pytest
from personas import Member, Town
from use_cases.signed_town import give_passkey, give_phone, pay

from ledger.core.money import Money
from ledger.core.own_limit import RAISING_TAKES, LimitKind
from ledger.core.posting import Posted
from ledger.core.refusal import OwnDailyLimitReached, OwnWeeklyLimitReached, StrongApprovalNeeded
from ledger.core.refusal_access import LimitTooHigh
from ledger.use_cases.choose_limits import Wish, choose_limit

SUNDAY_EVENING = datetime(2026, 6, 7, 20, 0, tzinfo=UTC)


@pytest.fixture
async def rich_awa(town: Town, awa: Member) -> Member:
    """Give Awa with two hundred units."""
    await town.issue(awa, Money(200_00))
    return awa


async def choose(
    town: Town, member: Member, kind: LimitKind, amount: int | None, most: int | None = None
) -> None:
    wish = Wish(kind, amount, most)
    await choose_limit(town.clearing, member.wallet, wish, by="holder", now=town.clock.reading)


async def test_whoever_wants_to_be_asked_each_time_is(town: Town, rich_awa: Member) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)
    await choose(town, rich_awa, LimitKind.ALONE, 0)

    with pytest.raises(StrongApprovalNeeded) as refused:
        await pay(town, rich_awa, 1, phone)
    assert refused.value == StrongApprovalNeeded()
    assert isinstance(await pay(town, rich_awa, 1, passkey), Posted)


async def test_a_day_limited_by_its_holder_is_kept_by_every_way_of_paying(
    town: Town, rich_awa: Member
) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)
    await pay(town, rich_awa, 12_00, phone)
    await choose(town, rich_awa, LimitKind.PER_DAY, 20_00)

    with pytest.raises(OwnDailyLimitReached) as refused:
        await pay(town, rich_awa, 8_01, passkey)
    assert refused.value == OwnDailyLimitReached(limit=20_00, left=8_00)
    assert isinstance(await pay(town, rich_awa, 8_00, phone), Posted)
    town.clock.advance(days=1)
    assert isinstance(await pay(town, rich_awa, 20_00, phone), Posted)


async def test_a_raise_waits_a_day_in_the_journal(town: Town, rich_awa: Member) -> None:
    passkey = await give_passkey(town, rich_awa)
    await choose(town, rich_awa, LimitKind.PER_DAY, 20_00)
    await choose(town, rich_awa, LimitKind.PER_DAY, None)

    with pytest.raises(OwnDailyLimitReached):
        await pay(town, rich_awa, 20_01, passkey)
    town.clock.advance(seconds=RAISING_TAKES.total_seconds())
    assert isinstance(await pay(town, rich_awa, 90_00, passkey), Posted)


async def test_a_week_begins_on_monday(town: Town, rich_awa: Member) -> None:
    passkey = await give_passkey(town, rich_awa)
    town.clock.now = SUNDAY_EVENING
    await choose(town, rich_awa, LimitKind.PER_WEEK, 30_00)
    await pay(town, rich_awa, 30_00, passkey)

    with pytest.raises(OwnWeeklyLimitReached) as refused:
        await pay(town, rich_awa, 1, passkey)
    assert refused.value == OwnWeeklyLimitReached(limit=30_00, left=0)
    town.clock.advance(hours=3)  # one in the morning in Lille, on Monday
    assert isinstance(await pay(town, rich_awa, 30_00, passkey), Posted)
    with pytest.raises(OwnWeeklyLimitReached):
        await pay(town, rich_awa, 1, passkey)


async def test_nobody_chooses_more_than_the_policy_allows(town: Town, rich_awa: Member) -> None:
    with pytest.raises(LimitTooHigh) as refused:
        await choose(town, rich_awa, LimitKind.ALONE, 30_01, most=30_00)
    assert refused.value == LimitTooHigh(limit=30_00)


async def test_the_limits_of_one_holder_are_nobody_elses(town: Town, rich_awa: Member) -> None:
    await town.issue(town.lucie, Money(50_00))
    phone = await give_phone(town, town.lucie)
    await choose(town, rich_awa, LimitKind.PER_DAY, 0)

    assert isinstance(await pay(town, town.lucie, 20_00, phone), Posted)
