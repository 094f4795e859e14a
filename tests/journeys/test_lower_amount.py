"""A payer cannot pay all that a till asks: the till sees it, asks for less, and is paid."""

import re

import pytest
from people import ANTOINE, AWA, CLAIRE, FARID, LINA, LOUISE, ask_payment
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House
from staged_town import StagedTown
from test_callback import send

pytestmark = pytest.mark.browser
OFFER = re.compile("^Proposer .* au commerçant$")


async def offered(phone: Page) -> str:
    """Tell the till which part can be paid; answer with the amount told."""
    button = phone.get_by_role("button", name=OFFER)
    label = await button.inner_text()
    await button.click()
    await expect(phone.get_by_text("Vous proposez")).to_be_visible()
    return label.removeprefix("Proposer ").removesuffix(" au commerçant")


async def test_the_part_that_a_customer_offers_is_asked_by_one_press_and_paid(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, other_till, phone = (
        await enter_as(CLAIRE),
        await enter_as(LINA),
        await enter_as(LOUISE),
    )
    await send(till, phone, house, town, "58,75")
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("alert")).to_contain_text("Solde insuffisant")
    await expect(till.get_by_text("Envoyé au client")).to_be_visible()
    await other_till.goto(f"{house.address}/pro/charge")

    part = await offered(phone)
    await expect(till.get_by_role("alert")).to_contain_text(f"Le client propose {part}.")
    await expect(till.get_by_text("en espèces")).to_be_visible()
    await till.get_by_role("button", name=f"Demander {part}").click()

    await phone.get_by_role("button", name=f"Payer {part}").click()
    await till.locator("[data-paid]").wait_for(timeout=15_000)
    await phone.wait_for_url("**/payments/pst_*")
    await expect(other_till).to_have_url(f"{house.address}/pro/charge")


async def test_a_code_on_the_screen_becomes_a_lower_amount_for_who_scanned_it(
    house: House, enter_as: EnterAs
) -> None:
    till, phone, another = await enter_as(CLAIRE), await enter_as(ANTOINE), await enter_as(AWA)
    code = await ask_payment(till, house, "300")
    await phone.goto(f"{house.address}/r#{code}")
    part = await offered(phone)
    await expect(till.get_by_role("alert")).to_contain_text(part)

    await till.get_by_label("Autre montant, pour ce client").fill("1,30")
    await till.get_by_role("button", name="Demander ce montant").click()
    await expect(till.get_by_text("Envoyé au client")).to_be_visible()
    await expect(phone.get_by_role("button", name="Payer 1,30\u202fĐ")).to_be_enabled()
    await another.goto(phone.url)
    await expect(another.get_by_role("alert")).to_contain_text("Demande réservée")

    await phone.get_by_role("button", name="Payer 1,30\u202fĐ").click()
    await till.locator("[data-paid]").wait_for(timeout=15_000)


async def test_nothing_of_a_wallet_is_told_before_its_holder_says_so(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(FARID)
    await send(till, phone, house, town, "875")
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("button", name=OFFER)).to_be_visible()

    word = await till.evaluate(
        "fetch(location.href, {headers: {accept: 'application/json'}}).then((a) => a.json())"
    )
    assert word == {"word": ""}


async def test_a_wrong_amount_is_seen_at_the_till_at_once(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    number = await send(till, phone, house, town, "5")
    await phone.get_by_role("button", name="Ce n’est pas le bon montant").click()

    await expect(till.get_by_role("alert")).to_contain_text(
        "Le client dit que ce n’est pas le bon montant."
    )
    await till.get_by_role("link", name="Demander à nouveau").click()
    await expect(till.get_by_role("button", name=number, exact=True)).to_be_visible()
