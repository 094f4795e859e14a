"""Four hundred residents behind one market's Wi-Fi are no attack: nothing counts by address."""

import asyncio
import json
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from html import unescape
from time import monotonic

import httpx2
from callers import Seated
from personas import Member, Persona, Town, enrol
from use_cases.signed_town import give_phone

from ledger.core.account import AccountKind, Tier
from ledger.core.approval import base64url
from ledger.core.money import Money
from ledger.core.order import LIFE, order_bytes, second_text
from ledger.core.payment import PaymentOrder
from ledger.demo_phone import Phone
from ledger.fresh import new_id, new_location_code, utc_now
from ledger.use_cases.enrol_member import add_location

RESIDENTS = 400
AT_ONCE = 40
WITHIN_S = 60
PRICE = 4_20
GUESS = "000000000"


@dataclass(frozen=True, slots=True)
class Payer:
    """A resident of the market: who, with which phone, in which browser."""

    member: Member
    phone: Phone
    browser: httpx2.AsyncClient


async def arrive(town: Town, seated: Seated, market: AsyncExitStack, number: int) -> Payer:
    """Let a resident come with money, a phone and a session; all share one address."""
    persona = Persona(f"r{number}", AccountKind.RESIDENT, Tier.T1, f"Habitant {number}")
    member = await enrol(town.clearing, persona)
    await town.issue(member, Money(10_00))
    phone = await give_phone(town, member)
    return Payer(member, phone, await market.enter_async_context(seated(member)))


async def pay(town: Town, payer: Payer, code: str) -> int:
    """Open the stall's page, sign what it shows, send it."""
    page = (await payer.browser.get(f"/p/{code}")).text
    [facts] = re.findall('data-order="([^"]+)"', page)
    id, expires_at = new_id(), (utc_now() + LIFE).replace(microsecond=0)
    order = PaymentOrder(
        payer.member.wallet,
        town.cheese_stall.wallet,
        Money(PRICE),
        expires_at=expires_at,
        till=json.loads(unescape(facts))["till"],
    )
    clearing = town.clearing
    signed = payer.phone.approve(
        order_bytes(id, order, instance=clearing.instance, book=clearing.book)
    )
    body = {"id": str(id), "amount": PRICE, "expires_at": second_text(expires_at)}
    body["approval"] = {"key": str(payer.phone.key_id), "signature": base64url(signed.signature)}
    return (await payer.browser.post(f"/p/{code}", json=body)).status_code


async def test_four_hundred_residents_of_one_address_pay_within_a_minute(
    town: Town, cheese_stall: Member, seated: Seated
) -> None:
    code = new_location_code()
    stall = cheese_stall.wallet
    await add_location(town.clearing, code, wallet=stall, label="Étal", is_tended=False)
    turns = asyncio.Semaphore(AT_ONCE)

    async def pay_in_turn(payer: Payer) -> int:
        async with turns:
            return await pay(town, payer, code)

    async with AsyncExitStack() as market:
        payers = [await arrive(town, seated, market, number) for number in range(RESIDENTS)]
        begun = monotonic()
        answers = await asyncio.gather(*(pay_in_turn(payer) for payer in payers))
        took = monotonic() - begun

    assert answers == [201] * RESIDENTS
    assert took < WITHIN_S
    assert await town.balance(cheese_stall) == Money(RESIDENTS * PRICE)
    await town.check_books()


async def test_who_guesses_codes_is_stopped_and_the_neighbour_of_the_address_is_not(
    awa: Member, lucie: Member, seated: Seated
) -> None:
    async with seated(awa) as guesser, seated(lucie) as neighbour:
        guesses = [await guesser.post("/pay", data={"code": GUESS}) for _ in range(11)]
        other = await neighbour.post("/pay", data={"code": GUESS})

    assert [answer.status_code for answer in guesses] == [404] * 10 + [429]
    assert other.status_code == 404
