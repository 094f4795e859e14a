"""Saturday at Wazemmes, through the API: four hundred payments, each sent twice, to the cent."""

import asyncio
import random
from datetime import timedelta

import httpx2
from callers import Caller, CallerFor
from personas import Member, Persona, Town, enrol

from ledger.core.account import AccountKind, Tier
from ledger.core.identifier import uuid_text
from ledger.core.money import Money
from ledger.fresh import new_id, new_request_code, utc_now
from ledger.use_cases.request_payment import RequestOrder, request_payment

RESIDENTS = 400
AT_ONCE = 60
PRICE = 8_75
TIMED_OUT = 40


async def _residents(town: Town, caller_for: CallerFor) -> list[Caller]:
    callers = []
    for number in range(RESIDENTS):
        persona = Persona(f"r{number}", AccountKind.RESIDENT, Tier.T1, f"Habitant {number}")
        resident = await enrol(town.clearing, persona)
        await town.issue(resident, Money(10_00))
        callers.append(await caller_for(resident))
    return callers


async def test_four_hundred_payments_sent_twice_or_thrice_are_each_paid_once(
    town: Town, cheese_stall: Member, caller_for: CallerFor
) -> None:
    residents = await _residents(town, caller_for)
    ids = [new_id() for _ in residents]
    sends = [*zip(residents, ids, strict=True)] * 2
    sends += random.Random(875).sample(sends, TIMED_OUT)  # noqa: S311 # clients that lost their answer
    gate = asyncio.Semaphore(AT_ONCE)

    async def send(resident: Caller, id: object) -> httpx2.Response:
        async with gate:
            return await resident.pay(cheese_stall, PRICE, id=id)

    answers = await asyncio.gather(*(send(resident, id) for resident, id in sends))

    assert {answer.status_code for answer in answers} == {201}
    receipts: dict[object, dict[str, object]] = {}
    for (_, id), answer in zip(sends, answers, strict=True):
        assert receipts.setdefault(id, answer.json()) == answer.json()
    assert len(receipts) == RESIDENTS
    assert await town.balance(cheese_stall) == Money(3_500_00)
    await town.check_books()


async def test_of_two_payments_at_once_only_what_the_wallet_holds_is_paid(
    town: Town, awa: Member, cheese_stall: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(10_00))
    phone = await caller_for(awa)
    answers = await asyncio.gather(phone.pay(cheese_stall, 7_50), phone.pay(bakery, 7_50))
    refused = next(answer for answer in answers if answer.status_code != 201)
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert refused.json()["detail"].startswith("Solde insuffisant : il vous reste 2,50")
    assert await town.balance(awa) == Money(2_50)


async def test_a_code_is_paid_by_the_first_and_told_paid_to_the_second(
    town: Town, awa: Member, lucie: Member, cheese_stall: Member, caller_for: CallerFor
) -> None:
    for resident in (awa, lucie):
        await town.issue(resident, Money(10_00))
    till = await caller_for(cheese_stall)
    asked = (await till.post("/v1/payment-requests", {"amount": 7_50, "currency": "DLE"})).json()
    first = await (await caller_for(awa)).pay(cheese_stall, 7_50, request=asked["id"])
    second = await (await caller_for(lucie)).pay(cheese_stall, 7_50, request=asked["id"])
    assert first.status_code == 201
    assert second.json()["detail"].startswith("Déjà payé")
    assert await town.balance(lucie) == Money(10_00)


async def test_a_code_left_eleven_minutes_is_expired_and_nothing_is_paid(
    town: Town, awa: Member, cheese_stall: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(10_00))
    id = new_id()
    order = RequestOrder(cheese_stall.wallet, Money(7_50))
    left = utc_now() - timedelta(minutes=11)
    code = new_request_code()
    await request_payment(town.clearing, id, order, code=code, now=left, minutes=10)
    answer = await (await caller_for(awa)).pay(cheese_stall, 7_50, request=uuid_text("req", id))
    assert (answer.status_code, answer.json()["code"]) == (409, "request_expired")
    assert answer.json()["detail"].startswith("Ce code a expiré")
    assert await town.balance(awa) == Money(10_00)
