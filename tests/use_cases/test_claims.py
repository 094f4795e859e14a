"""A claim: one per payer, a number of its own at the shop, answered once, for that payer alone."""

from datetime import timedelta

import pytest
from personas import Member, Town

from ledger.core.money import Money
from ledger.core.refusal import ClaimNotOpen, RequestAlreadyPaid, RequestReserved, TooManyClaims
from ledger.fresh import new_id, new_location_code, new_request_code
from ledger.storage.claims import NewClaim
from ledger.storage.requests import NewRequest
from ledger.use_cases.claim_till import LIFE, MOST_CLAIMS, open_claim, push_amount, take_back
from ledger.use_cases.enrol_member import add_location
from ledger.use_cases.request_payment import RequestOrder, describe_request


@pytest.fixture
async def sticker(town: Town, bakery: Member) -> str:
    """Give the code of a till of the bakery."""
    code = new_location_code()
    await add_location(town.clearing, code, wallet=bakery.wallet, label="Caisse 1")
    return code


async def claim(town: Town, sticker: str, payer: Member) -> NewClaim:
    return await open_claim(
        town.clearing,
        location=sticker,
        account=town.bakery.wallet,
        payer=payer.wallet,
        now=town.clock.reading,
    )


async def push(town: Town, to: NewClaim, amount: int, *, by: Member | None = None) -> NewRequest:
    order = RequestOrder((by or town.bakery).wallet, Money(amount))
    described = describe_request(
        new_id(), order, code=new_request_code(), now=town.clock.reading, minutes=10
    )
    return await push_amount(town.clearing, to.id, described, now=town.clock.reading)


async def test_only_the_payer_of_the_claim_settles_what_was_pushed(
    town: Town, awa: Member, lucie: Member, bakery: Member, sticker: str
) -> None:
    for member in (awa, lucie):
        await town.issue(member, Money(50_00))
    pushed = await push(town, await claim(town, sticker, awa), 7_50)

    with pytest.raises(RequestReserved):
        await town.pay(lucie, bakery, Money(7_50), request=pushed.id)
    await town.pay(awa, bakery, Money(7_50), request=pushed.id)

    assert await town.balance(bakery) == Money(7_50)


async def test_a_claim_is_answered_once(town: Town, awa: Member, sticker: str) -> None:
    waiting = await claim(town, sticker, awa)
    await push(town, waiting, 7_50)

    with pytest.raises(ClaimNotOpen):
        await push(town, waiting, 7_50)


async def test_a_claim_is_answered_by_its_own_shop(
    town: Town, awa: Member, cheese_stall: Member, sticker: str
) -> None:
    waiting = await claim(town, sticker, awa)

    with pytest.raises(ClaimNotOpen):
        await push(town, waiting, 7_50, by=cheese_stall)


async def test_a_claim_past_its_time_is_answered_by_nobody(
    town: Town, awa: Member, sticker: str
) -> None:
    waiting = await claim(town, sticker, awa)
    town.clock.advance(seconds=LIFE.total_seconds() + 1)

    with pytest.raises(ClaimNotOpen):
        await push(town, waiting, 7_50)


async def test_a_new_claim_of_a_payer_closes_the_one_before(
    town: Town, awa: Member, sticker: str
) -> None:
    first, second = await claim(town, sticker, awa), await claim(town, sticker, awa)

    with pytest.raises(ClaimNotOpen):
        await push(town, first, 7_50)
    assert await push(town, second, 7_50)


async def test_numbers_that_wait_at_a_shop_differ(
    town: Town, awa: Member, lucie: Member, omar: Member, sticker: str
) -> None:
    for _ in range(MOST_CLAIMS // 2):
        numbers = {(await claim(town, sticker, who)).number for who in (awa, lucie, omar)}
        assert len(numbers) == 3


async def test_too_many_claims_of_one_payer_are_refused_for_a_while(
    town: Town, awa: Member, sticker: str
) -> None:
    for _ in range(MOST_CLAIMS):
        await claim(town, sticker, awa)

    with pytest.raises(TooManyClaims):
        await claim(town, sticker, awa)
    town.clock.now += timedelta(minutes=11)
    assert await claim(town, sticker, awa)


async def test_an_amount_taken_back_lets_the_number_wait_for_another(
    town: Town, awa: Member, bakery: Member, sticker: str
) -> None:
    await town.issue(awa, Money(50_00))
    waiting = await claim(town, sticker, awa)
    first = await push(town, waiting, 75_00)
    payee = bakery.wallet
    await take_back(town.clearing, first.id, payee=payee, by=payee, now=town.clock.reading)
    lower = await push(town, waiting, 7_50)
    await take_back(town.clearing, lower.id, payee=payee, by=awa.wallet, now=town.clock.reading)
    last = await push(town, waiting, 7_00)
    await town.pay(awa, bakery, Money(7_00), request=last.id)

    with pytest.raises(RequestAlreadyPaid):
        await take_back(town.clearing, last.id, payee=payee, by=payee, now=town.clock.reading)
