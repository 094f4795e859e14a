"""Day keys of a location leave the house for its paired device alone, and prove payments there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2
import pytest
from callers import Seated
from fastapi import FastAPI
from personas import Member, Town
from use_cases.signed_town import give_phone

from ledger.core.approval import base64url, from_base64url
from ledger.core.money import Money
from ledger.core.offline_proof import ProvedPayment, proof_digits
from ledger.core.order import order_bytes
from ledger.core.payment import PaymentOrder
from ledger.demo_phone import Phone
from ledger.fresh import new_id, new_location_code, utc_now
from ledger.use_cases.enrol_member import add_location

PRICE = 12_50


@pytest.fixture
async def counter(town: Town, bakery: Member) -> str:
    """Give the location of the bakery's counter."""
    code = new_location_code()
    await add_location(town.clearing, code, wallet=bakery.wallet, label="Comptoir")
    return code


async def ask(browser: httpx2.AsyncClient, location: str, device: Phone) -> httpx2.Response:
    """Have a device sign that it asks to answer for a location."""
    challenge = (await browser.post("/pro/till/challenge")).json()["challenge"]
    signed = device.approve(f"mlc/pair-till/v1\n{location}\n{challenge}".encode())
    approval = {"key": str(device.key_id), "signature": base64url(signed.signature)}
    body = {"location": location, "challenge": challenge, "approval": approval}
    return await browser.post("/pro/till", json=body, headers={"accept": "application/json"})


async def keys(browser: httpx2.AsyncClient) -> httpx2.Response:
    return await browser.get("/pro/till/keys", headers={"accept": "application/json"})


async def test_a_paired_device_takes_the_keys_of_a_week(
    town: Town, bakery: Member, counter: str, seated: Seated
) -> None:
    device = await give_phone(town, bakery)
    async with seated(bakery) as browser:
        before = await keys(browser)
        asked = await ask(browser, counter, device)
        given = await keys(browser)

    assert (before.status_code, before.json()["code"]) == (403, "till_not_paired")
    assert asked.status_code == 201
    assert given.headers["cache-control"] == "no-store"
    assert given.json()["label"] == "Comptoir"
    held = given.json()["keys"]
    assert len(held) == 7
    assert held[-1]["until"] - held[0]["first"] in {7 * 24 * 60 + hour for hour in (-60, 0, 60)}


async def test_a_foreign_shop_another_device_and_nobody_take_none(
    town: Town,
    bakery: Member,
    cheese_stall: Member,
    counter: str,
    seated: Seated,
    client: httpx2.AsyncClient,
) -> None:
    device, other = await give_phone(town, bakery), await give_phone(town, bakery)
    foreign = await give_phone(town, cheese_stall)
    async with seated(bakery) as paired, seated(bakery) as same_shop, seated(cheese_stall) as stall:
        await ask(paired, counter, device)

        assert (await keys(same_shop)).status_code == 403
        assert (await ask(stall, counter, foreign)).json()["code"] == "code_unknown"
        assert (await ask(stall, counter, device)).json()["code"] == "device_not_accepted"
        assert (await keys(stall)).status_code == 403
        assert (await ask(paired, counter, other)).json()["code"] == "device_not_accepted"
        assert (await ask(same_shop, counter, other)).status_code == 201
        assert (await keys(same_shop)).status_code == 403  # two devices: the owner chooses
    assert (await keys(client)).status_code == 401


async def test_a_challenge_of_another_purpose_pairs_nothing(
    town: Town, bakery: Member, counter: str, seated: Seated
) -> None:
    device = await give_phone(town, bakery)
    async with seated(bakery) as browser:
        challenge = (await browser.post("/pro/sign-in/challenge")).json()["challenge"]
        signed = device.approve(f"mlc/pair-till/v1\n{counter}\n{challenge}".encode())
        approval = {"key": str(device.key_id), "signature": base64url(signed.signature)}
        body = {"location": counter, "challenge": challenge, "approval": approval}
        answer = await browser.post("/pro/till", json=body, headers={"accept": "application/json"})

    assert answer.json()["code"] == "signature_invalid"


async def test_a_session_ends_with_the_device_that_was_paired_in_it(
    town: Town, bakery: Member, counter: str, seated: Seated
) -> None:
    device = await give_phone(town, bakery)
    async with seated(bakery) as browser:
        await ask(browser, counter, device)
        await browser.post(f"/pro/devices/{device.key_id}/revoke")

        assert (await keys(browser)).status_code == 401


Pay = Callable[[], Awaitable[httpx2.Response]]


@asynccontextmanager
async def payer(
    house: FastAPI, town: Town, counter: str, seated: Seated
) -> AsyncIterator[tuple[httpx2.AsyncClient, Pay]]:
    """Seat Awa with a phone and money, ready to pay the price at the bakery's sticker."""
    await town.issue(town.awa, Money(50_00))
    phone = await give_phone(town, town.awa)
    async with seated(town.awa) as browser:

        async def pay() -> httpx2.Response:
            id, expires_at = new_id(), (utc_now() + timedelta(minutes=1)).replace(microsecond=0)
            order = PaymentOrder(
                town.awa.wallet,
                town.bakery.wallet,
                Money(PRICE),
                expires_at=expires_at,
                till="Comptoir",
            )
            clearing = house.state.services.clearing
            content = order_bytes(id, order, instance=clearing.instance, book=clearing.book)
            signature = base64url(phone.approve(content).signature)
            body = {
                "id": str(id),
                "amount": PRICE,
                "expires_at": expires_at.isoformat(),
                "approval": {"key": str(phone.key_id), "signature": signature},
            }
            return await browser.post(
                f"/p/{counter}", json=body, headers={"accept": "application/json"}
            )

        yield browser, pay


async def test_the_receipt_shows_what_the_till_computes_until_keys_rotate(
    house: FastAPI, town: Town, bakery: Member, counter: str, seated: Seated
) -> None:
    device, lost = await give_phone(town, bakery), await give_phone(town, bakery)
    async with seated(bakery) as till, payer(house, town, counter, seated) as (browser, pay):
        await ask(till, counter, device)
        held = (await keys(till)).json()["keys"]

        paid = await pay()
        assert paid.status_code == 201
        receipt = (await browser.get(paid.json()["receipt"])).text
        assert any(
            proof in receipt
            for each in held
            for proof in _proofs(from_base64url(each["key"]), each, receipt)
        )

        await till.post(f"/pro/devices/{lost.key_id}/revoke")
        after = (await browser.get(paid.json()["receipt"])).text
        assert "till-proof" not in after
        assert (await pay()).json()["code"] == "not_allowed"
        arrival = (await browser.get(f"/p/{counter}?without_network")).text
        assert "La caisse n’a pas de réseau" not in arrival
        assert "Prendre mon numéro" in arrival

        renewed = (await keys(till)).json()["keys"]
        assert not {each["key"] for each in held} & {each["key"] for each in renewed}
        assert "till-proof" in (await browser.get(paid.json()["receipt"])).text


def _proofs(key: bytes, day: dict[str, int], receipt: str) -> list[str]:
    """List what a receipt may show under a day's key, around now."""
    reference = receipt.partition("<dd>")[2][:4]
    now = int(utc_now().timestamp()) // 60
    minutes = [minute for minute in (now - 1, now) if day["first"] <= minute < day["until"]]
    digits = [proof_digits(key, ProvedPayment(reference, PRICE, minute)) for minute in minutes]
    return [f"<dd>{each[:3]}&nbsp;{each[3:]}</dd>" for each in digits]


async def test_without_keys_a_tended_sticker_takes_no_typed_amount(
    house: FastAPI, town: Town, bakery: Member, counter: str, seated: Seated
) -> None:
    device = await give_phone(town, bakery)
    async with seated(bakery) as till, payer(house, town, counter, seated) as (browser, pay):
        assert (await pay()).json()["code"] == "not_allowed"
        await ask(till, counter, device)
        assert (await pay()).json()["code"] == "not_allowed"  # paired, and its keys never taken

        await keys(till)
        assert "La caisse n’a pas de réseau" in (await browser.get(f"/p/{counter}")).text
        async with town.clearing.pool.acquire() as connection:
            await connection.execute(
                "update ledger.till_pairing set synced_at = synced_at - interval '7 days'"
            )

        assert (await pay()).json()["code"] == "not_allowed"
