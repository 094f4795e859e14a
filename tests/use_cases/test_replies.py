"""A payer tells the till what is wrong with an amount; the till asks that phone for less, once."""

from uuid import UUID

import pytest
from personas import Member, Town

from ledger.core.money import Money
from ledger.core.refusal import (
    ReplyNotOpen,
    RequestAlreadyPaid,
    RequestReserved,
    RequestWithdrawn,
)
from ledger.fresh import new_id, new_location_code, new_request_code
from ledger.storage.requests import NewRequest
from ledger.use_cases.claim_till import open_claim, push_amount, take_back
from ledger.use_cases.enrol_member import add_location
from ledger.use_cases.reply_to_till import REMEMBERED, ask_again, tell_till
from ledger.use_cases.request_payment import RequestOrder, describe_request

ASKED = Money(8_75)
PART = Money(7_50)


def described(town: Town, amount: Money, *, by: Member | None = None) -> NewRequest:
    order = RequestOrder((by or town.bakery).wallet, amount)
    now = town.clock.reading
    return describe_request(new_id(), order, code=new_request_code(), now=now, minutes=10)


async def tell(town: Town, payer: Member, request: UUID, part: Money | None = PART) -> bool:
    minor = part.minor if part else None
    return await tell_till(
        town.clearing, request, payer=payer.wallet, part=minor, now=town.clock.reading
    )


async def lower(town: Town, reply: UUID, request: NewRequest) -> NewRequest:
    return await ask_again(town.clearing, reply, request, now=town.clock.reading)


async def replies(town: Town, request: UUID) -> list[tuple[UUID, int, str, int | None]]:
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select id, payer, reason, part from ledger.payer_reply where request_id = $1", request
        )
    return [tuple(row) for row in rows]


async def reply_of(town: Town, request: UUID) -> UUID:
    [(id, *_)] = await replies(town, request)
    return id


async def test_the_part_that_a_payer_offers_is_asked_of_that_payer_alone(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    for member in (awa, lucie):
        await town.issue(member, Money(50_00))
    first = await town.ask(bakery, ASKED)
    assert await tell(town, awa, first)

    asked = await lower(town, await reply_of(town, first), described(town, PART))

    with pytest.raises(RequestReserved):
        await town.pay(lucie, bakery, PART, request=asked.id)
    with pytest.raises(RequestWithdrawn):
        await town.pay(awa, bakery, ASKED, request=first)
    await town.pay(awa, bakery, PART, request=asked.id)
    assert await town.balance(bakery) == PART


async def test_a_till_asks_again_once_whatever_is_repeated(
    town: Town, awa: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    reply, less = await reply_of(town, first), described(town, PART)

    assert await lower(town, reply, less) == await lower(town, reply, less)
    with pytest.raises(ReplyNotOpen):
        await lower(town, reply, described(town, Money(1_00)))


async def test_a_reply_serves_the_shop_that_asked_and_no_other(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)

    with pytest.raises(ReplyNotOpen):
        await lower(town, await reply_of(town, first), described(town, PART, by=cheese_stall))


async def test_what_was_paid_meanwhile_is_not_asked_again(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    await town.issue(lucie, Money(50_00))
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    await town.pay(lucie, bakery, ASKED, request=first)
    less = described(town, PART)

    with pytest.raises(RequestAlreadyPaid):
        await lower(town, await reply_of(town, first), less)

    async with town.clearing.pool.acquire() as connection:
        written = "select count(*) from ledger.payment_request where id = $1"
        assert await connection.fetchval(written, less.id) == 0


async def test_an_amount_sent_to_one_phone_is_answered_by_no_other(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    asked = await lower(town, await reply_of(town, first), described(town, PART))

    assert not await tell(town, lucie, asked.id, Money(1_00))
    assert await replies(town, asked.id) == []


@pytest.mark.parametrize("part", [ASKED, Money(9_00)])
async def test_a_part_is_smaller_than_what_was_asked(
    part: Money, town: Town, awa: Member, bakery: Member
) -> None:
    assert not await tell(town, awa, await town.ask(bakery, ASKED), part)


async def test_nothing_is_told_of_an_amount_that_waits_no_more(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(50_00))
    paid, old = await town.ask(bakery, ASKED), await town.ask(bakery, ASKED, minutes=1)
    await town.pay(awa, bakery, ASKED, request=paid)
    town.clock.advance(minutes=2)

    assert not await tell(town, awa, paid)
    assert not await tell(town, awa, old)


async def test_a_reply_to_an_amount_past_its_time_leads_nowhere(
    town: Town, awa: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    town.clock.advance(minutes=11)

    with pytest.raises(ReplyNotOpen):
        await lower(town, await reply_of(town, first), described(town, PART))


async def test_the_last_word_of_a_payer_counts_and_says_no_more_than_they_offer(
    town: Town, awa: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first, None)
    before = [row[1:] for row in await replies(town, first)]
    await tell(town, awa, first)
    after = [row[1:] for row in await replies(town, first)]

    assert before == [(awa.wallet, "unable", None)]
    assert after == [(awa.wallet, "part", PART.minor)]


async def test_the_number_of_a_customer_leads_to_the_lower_amount(
    town: Town, awa: Member, bakery: Member
) -> None:
    sticker = new_location_code()
    await add_location(town.clearing, sticker, wallet=bakery.wallet, label="Caisse 1")
    shop, now = bakery.wallet, town.clock.reading
    claim = await open_claim(
        town.clearing, location=sticker, account=shop, payer=awa.wallet, now=now
    )
    first = await push_amount(town.clearing, claim.id, described(town, ASKED), now=now)
    await tell(town, awa, first.id)

    asked = await lower(town, await reply_of(town, first.id), described(town, PART))

    async with town.clearing.pool.acquire() as connection:
        answer = "select request_id from ledger.claim where id = $1"
        assert await connection.fetchval(answer, claim.id) == asked.id


async def test_a_wrong_amount_is_told_and_gives_no_way_back_to_that_phone(
    town: Town, awa: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    asked = await lower(town, await reply_of(town, first), described(town, PART))
    shop, now = bakery.wallet, town.clock.reading
    await take_back(town.clearing, asked.id, payee=shop, by=awa.wallet, now=now)

    [(reply, payer, reason, part)] = await replies(town, asked.id)
    assert (payer, reason, part) == (awa.wallet, "wrong", None)
    with pytest.raises(ReplyNotOpen):
        await lower(town, reply, described(town, PART))


async def test_what_payers_told_is_forgotten_within_a_day(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    first = await town.ask(bakery, ASKED)
    await tell(town, awa, first)
    town.clock.advance(seconds=REMEMBERED.total_seconds() + 1)

    await tell(town, lucie, await town.ask(bakery, ASKED))

    assert await replies(town, first) == []
