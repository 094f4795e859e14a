"""A card pays with its PIN at a shop's own device: once, within its limits, and stops guessers."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from personas import Member, Town
from storage.run_server import Database
from use_cases.paired_town import ask, located, seat
from use_cases.signed_town import give_phone

from ledger.core.card import CardOrder, Presented, card_order_bytes
from ledger.core.money import Money
from ledger.core.order import LIFE
from ledger.core.posting import Posted
from ledger.core.refusal import (
    CardLimitReached,
    CardNotAccepted,
    CardPaused,
    DeviceNotAccepted,
    FloorReached,
    KeyReused,
    PinRefused,
    RequestAlreadyPaid,
    SignatureInvalid,
    TooManyCodes,
)
from ledger.database import open_reader
from ledger.demo_phone import Phone
from ledger.fresh import new_card_number, new_id
from ledger.reports.check import check_books
from ledger.use_cases.add_device import revoke_device
from ledger.use_cases.issue_card import Card, block_card_of, issue_card
from ledger.use_cases.pay_by_card import pay_by_card, recognise_card

PIN, WRONG = "2580", "0852"


@pytest.fixture
async def card(town: Town, omar: Member) -> Card:
    """Give Omar, whom nobody has identified, 100 units and a card."""
    await town.issue(omar, Money(100_00))
    return await give_card(town, omar)


@pytest.fixture
async def till(town: Town, bakery: Member) -> Phone:
    """Give the bakery a till."""
    return await give_till(town, bakery)


async def give_till(town: Town, shop: Member) -> Phone:
    """Give a shop a device that is paired with a location of its own."""
    device, asker = await give_phone(town, shop), await seat(town, shop)
    await ask(town, asker, await located(town, shop, "Comptoir"), device)
    return device


async def give_card(town: Town, member: Member, pin: str = PIN) -> Card:
    now = town.clock.reading
    return await issue_card(town.clearing, member.wallet, pin, issued_by="desk", now=now)


async def write_order(
    town: Town, card: UUID, amount: int, *, at: Member | None = None
) -> CardOrder:
    shop = at or town.bakery
    return CardOrder(
        card,
        shop.wallet,
        Money(amount),
        await town.ask(shop, Money(amount)),
        (town.clock.reading + LIFE).replace(microsecond=0),
        "Caisse 1",
    )


async def send(
    town: Town, till: Phone, order: CardOrder, pin: str = PIN, *, id: UUID | None = None
) -> Posted:
    clearing, id = town.clearing, id or new_id()
    content = card_order_bytes(id, order, instance=clearing.instance, book=clearing.book)
    presented = Presented(till.approve(content), pin)
    return await pay_by_card(
        clearing, id, order, presented, principal="person:till", now=town.clock.reading
    )


async def pay(
    town: Town,
    till: Phone,
    card: Card,
    amount: int = 8_75,
    pin: str = PIN,
    *,
    at: Member | None = None,
) -> Posted:
    return await send(town, till, await write_order(town, card.id, amount, at=at), pin)


async def test_a_card_with_its_pin_pays_and_the_evidence_proves_it(
    town: Town, card: Card, till: Phone, omar: Member, bakery: Member, database: Database
) -> None:
    await pay(town, till, card)

    assert await town.balance(omar) == Money(91_25)
    assert await town.balance(bakery) == Money(8_75)
    engine = open_reader(database.auditor)
    assert (await check_books(engine)).findings == []
    await engine.dispose()


@pytest.mark.parametrize("by", ["code", "number"])
async def test_a_card_is_recognised_by_its_code_and_by_its_number(
    town: Town, card: Card, bakery: Member, by: str
) -> None:
    text, now = getattr(card, by), town.clock.reading

    assert await recognise_card(town.clearing, text, shop=bakery.wallet, now=now) == card.id


async def test_a_card_of_nobody_and_a_wrong_pin_read_alike(
    town: Town, card: Card, till: Phone, bakery: Member
) -> None:
    shop, now = bakery.wallet, town.clock.reading
    nobodys = await recognise_card(town.clearing, new_card_number(), shop=shop, now=now)

    answers = []
    for tried in (nobodys, card.id):
        for _ in range(4):
            with pytest.raises((CardNotAccepted, CardPaused)) as refused:
                await send(town, till, await write_order(town, tried, 1_00), WRONG)
            answers.append(refused.type)

    assert answers == [CardNotAccepted, CardNotAccepted, CardNotAccepted, CardPaused] * 2
    assert nobodys.version == card.id.version == 4


async def test_an_earlier_payment_s_id_tells_nothing_of_a_card(
    town: Town, card: Card, till: Phone, bakery: Member, lucie: Member
) -> None:
    await town.issue(lucie, Money(20_00))
    earlier = await town.pay(lucie, bakery, Money(2_00))
    nobodys = await recognise_card(
        town.clearing, new_card_number(), shop=bakery.wallet, now=town.clock.reading
    )

    for tried in (card.id, nobodys):
        with pytest.raises(CardNotAccepted):
            await send(town, till, await write_order(town, tried, 2_00), WRONG, id=earlier.id)


async def test_a_device_of_the_shop_that_is_no_till_takes_no_card(
    town: Town, card: Card, bakery: Member
) -> None:
    with pytest.raises(DeviceNotAccepted):
        await pay(town, await give_phone(town, bakery), card)


async def test_three_wrong_pins_pause_a_card_at_that_shop_alone(
    town: Town, card: Card, till: Phone, cheese_stall: Member
) -> None:
    for _ in range(3):
        with pytest.raises(CardNotAccepted):
            await pay(town, till, card, pin=WRONG)

    with pytest.raises(CardPaused):
        await pay(town, till, card)
    stall = await give_till(town, cheese_stall)
    assert await pay(town, stall, card, at=cheese_stall)


async def test_a_pause_ends_after_a_quarter_of_an_hour(town: Town, card: Card, till: Phone) -> None:
    for _ in range(3):
        with pytest.raises(CardNotAccepted):
            await pay(town, till, card, pin=WRONG)
    town.clock.advance(minutes=16)

    assert await pay(town, till, card)


async def test_five_wrong_pins_in_all_block_a_card_for_good(
    town: Town, card: Card, till: Phone
) -> None:
    for wait in (0, 0, 16, 0, 0):
        town.clock.advance(minutes=wait)
        with pytest.raises(CardNotAccepted):
            await pay(town, till, card, pin=WRONG)
    town.clock.advance(hours=1)

    with pytest.raises(CardNotAccepted):
        await pay(town, till, card)


async def test_wrong_pins_at_many_shops_at_once_are_five_in_all(
    town: Town, card: Card, till: Phone, cheese_stall: Member, miller: Member
) -> None:
    tills = [(till, town.bakery)]
    tills += [(await give_till(town, shop), shop) for shop in (cheese_stall, miller)]
    orders = [(t, await write_order(town, card.id, 1_00, at=s)) for t, s in tills for _ in range(3)]

    tried = [send(town, device, order, WRONG) for device, order in orders]
    answers = await asyncio.gather(*tried, return_exceptions=True)

    assert all(isinstance(answer, CardNotAccepted) for answer in answers)
    async with town.clearing.pool.acquire() as connection:
        counted = await connection.fetchval("select count(*) from ledger.card_try")
    assert counted == 5
    town.clock.advance(minutes=16)  # three of the five may have paused the card at this shop
    with pytest.raises(CardNotAccepted):
        await pay(town, till, card)


async def test_a_right_pin_forgets_the_wrong_ones(town: Town, card: Card, till: Phone) -> None:
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(CardNotAccepted):
                await pay(town, till, card, 1_00, WRONG)
        await pay(town, till, card, 1_00)


async def test_pins_tried_at_once_are_counted_one_by_one(
    town: Town, card: Card, till: Phone
) -> None:
    orders = [await write_order(town, card.id, 1_00) for _ in range(12)]

    tried = [send(town, till, order, f"{n:04}") for n, order in enumerate(orders, 1000)]
    answers = await asyncio.gather(*tried, return_exceptions=True)

    assert sum(isinstance(answer, CardNotAccepted) for answer in answers) == 3
    assert sum(isinstance(answer, CardPaused) for answer in answers) == 9


async def test_a_shop_that_tries_numbers_of_nobody_is_stopped(
    town: Town, till: Phone, bakery: Member
) -> None:
    now = town.clock.reading
    for _ in range(10):
        code = new_card_number()
        nobodys = await recognise_card(town.clearing, code, shop=bakery.wallet, now=now)
        with pytest.raises(CardNotAccepted):
            await send(town, till, await write_order(town, nobodys, 1_00))

    with pytest.raises(TooManyCodes):
        await recognise_card(town.clearing, new_card_number(), shop=bakery.wallet, now=now)


async def test_a_payment_sent_twice_is_paid_once_even_with_the_card_blocked_between(
    town: Town, card: Card, till: Phone, omar: Member
) -> None:
    id, order = new_id(), await write_order(town, card.id, 8_75)
    first = await send(town, till, order, id=id)
    await block_card_of(town.clearing, omar.wallet, by="desk", now=town.clock.reading)

    assert await send(town, till, order, WRONG, id=id) == first
    assert await town.balance(omar) == Money(91_25)


async def test_an_id_of_another_payment_is_refused_and_tells_nothing(
    town: Town, card: Card, till: Phone
) -> None:
    id = new_id()
    await send(town, till, await write_order(town, card.id, 8_75), id=id)

    with pytest.raises(KeyReused):
        await send(town, till, await write_order(town, card.id, 9_75), id=id)


async def test_a_card_declared_lost_pays_nothing_and_the_next_one_pays_from_the_same_wallet(
    town: Town, card: Card, till: Phone, omar: Member
) -> None:
    await block_card_of(town.clearing, omar.wallet, by="desk", now=town.clock.reading)
    with pytest.raises(CardNotAccepted):
        await pay(town, till, card)

    await pay(town, till, await give_card(town, omar), 5_00)

    assert await town.balance(omar) == Money(95_00)


async def test_a_new_card_ends_the_one_before(
    town: Town, card: Card, till: Phone, omar: Member
) -> None:
    await give_card(town, omar)

    with pytest.raises(CardNotAccepted):
        await pay(town, till, card)


async def test_a_day_of_a_card_counts_over_its_wallet_and_ends_at_midnight(
    town: Town, card: Card, till: Phone, omar: Member
) -> None:
    await pay(town, till, card, 50_00)
    renewed = await give_card(town, omar)
    with pytest.raises(CardLimitReached):
        await pay(town, till, renewed, 10_01)
    await pay(town, till, renewed, 10_00)

    town.clock.advance(days=1)

    await pay(town, till, renewed, 20_00)


async def test_a_request_paid_by_card_is_paid(
    town: Town, card: Card, till: Phone, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(20_00))
    order = await write_order(town, card.id, 8_75)
    await send(town, till, order)

    with pytest.raises(RequestAlreadyPaid):
        await town.pay(awa, bakery, Money(8_75), request=order.request_id)


async def test_more_than_the_wallet_holds_is_refused(town: Town, till: Phone, awa: Member) -> None:
    await town.issue(awa, Money(5_00))

    with pytest.raises(FloorReached):
        await pay(town, till, await give_card(town, awa))


async def test_another_shops_device_or_a_revoked_one_takes_no_card(
    town: Town, card: Card, till: Phone, bakery: Member, cheese_stall: Member
) -> None:
    with pytest.raises(DeviceNotAccepted):
        await pay(town, till, card, at=cheese_stall)
    now = town.clock.reading
    await revoke_device(town.clearing, till.key_id, account=bakery.wallet, now=now)

    with pytest.raises(DeviceNotAccepted):
        await pay(town, till, card)


@pytest.mark.parametrize("change", ["amount", "card", "payee", "request", "till", "expiry"])
async def test_what_the_device_did_not_sign_is_not_paid(
    town: Town, card: Card, till: Phone, cheese_stall: Member, change: str
) -> None:
    order = await write_order(town, card.id, 8_75)
    content = card_order_bytes(
        id := new_id(), order, instance=town.clearing.instance, book=town.clearing.book
    )
    changed = {
        "amount": {"amount": Money(8_76)},
        "card": {"card": new_id()},
        "payee": {"payee": cheese_stall.wallet},
        "request": {"request_id": new_id()},
        "till": {"till": "Caisse 2"},
        "expiry": {"expires_at": order.expires_at + timedelta(seconds=1)},
    }[change]
    other = CardOrder(**{name: getattr(order, name) for name in order.__slots__} | changed)

    with pytest.raises(SignatureInvalid):
        await pay_by_card(
            town.clearing,
            id,
            other,
            Presented(till.approve(content), PIN),
            principal="person:till",
            now=town.clock.reading,
        )


@pytest.mark.parametrize("pin", ["1234", "0000", "12", "abcd", "٣٤٥٦"])
async def test_a_pin_that_anybody_would_try_is_refused(town: Town, omar: Member, pin: str) -> None:
    with pytest.raises(PinRefused):
        await give_card(town, omar, pin)
