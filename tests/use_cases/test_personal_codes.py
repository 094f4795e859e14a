"""A code that a resident shows names them to one till, once; whoever guesses codes is stopped."""

from datetime import timedelta

import pytest
from personas import Member, Town

from ledger.core.money import Money
from ledger.core.refusal import PersonalCodeUnknown, RequestReserved, TooManyClaims, TooManyCodes
from ledger.fresh import new_id, new_request_code
from ledger.storage.requests import NewRequest
from ledger.use_cases.claim_till import LIFE, MOST_CLAIMS, take_back
from ledger.use_cases.guess_codes import MOST_MISSES, WINDOW
from ledger.use_cases.request_payment import RequestOrder, describe_request
from ledger.use_cases.show_code import PersonalCode, push_to_code, show_personal_code


async def shown(town: Town, payer: Member) -> PersonalCode:
    return await show_personal_code(town.clearing, payer.wallet, now=town.clock.reading)


async def push(town: Town, code: str, amount: int, *, by: Member | None = None) -> NewRequest:
    now = town.clock.reading
    order = RequestOrder((by or town.bakery).wallet, Money(amount))
    sale = describe_request(new_id(), order, code=new_request_code(), now=now, minutes=10)
    return await push_to_code(town.clearing, code, sale, now=now)


async def test_only_who_shows_the_code_settles_what_was_pushed(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    for member in (awa, lucie):
        await town.issue(member, Money(50_00))
    pushed = await push(town, (await shown(town, awa)).code, 7_50)

    with pytest.raises(RequestReserved):
        await town.pay(lucie, bakery, Money(7_50), request=pushed.id)
    await town.pay(awa, bakery, Money(7_50), request=pushed.id)

    assert await town.balance(bakery) == Money(7_50)


async def test_a_code_serves_once_even_when_its_amount_is_taken_back(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member
) -> None:
    code = (await shown(town, awa)).code
    pushed = await push(town, code, 7_50)

    with pytest.raises(PersonalCodeUnknown):
        await push(town, code, 1_00, by=cheese_stall)
    now = town.clock.reading
    await take_back(town.clearing, pushed.id, payee=bakery.wallet, by=awa.wallet, now=now)
    for shop in (bakery, cheese_stall):
        with pytest.raises(PersonalCodeUnknown):
            await push(town, code, 1_00, by=shop)


async def test_a_code_is_void_after_its_time_and_after_the_next(town: Town, awa: Member) -> None:
    first = await shown(town, awa)
    second = await shown(town, awa)
    with pytest.raises(PersonalCodeUnknown):
        await push(town, first.code, 1_00)

    town.clock.advance(seconds=LIFE.total_seconds() + 1)
    with pytest.raises(PersonalCodeUnknown):
        await push(town, second.code, 1_00)


async def test_a_payer_opens_no_more_codes_than_anybody_needs(town: Town, awa: Member) -> None:
    for _ in range(MOST_CLAIMS):
        await shown(town, awa)
    with pytest.raises(TooManyClaims):
        await shown(town, awa)


async def test_a_shop_that_guesses_is_stopped_for_a_while_and_no_other(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member
) -> None:
    for _ in range(MOST_MISSES):
        with pytest.raises(PersonalCodeUnknown):
            await push(town, new_request_code(), 1_00)
    living = await shown(town, awa)

    with pytest.raises(TooManyCodes):
        await push(town, living.code, 1_00)
    await push(town, living.code, 1_00, by=cheese_stall)

    town.clock.advance(seconds=(WINDOW + timedelta(seconds=1)).total_seconds())
    await push(town, (await shown(town, awa)).code, 1_00, by=bakery)
