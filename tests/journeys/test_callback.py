"""Before a till: a number said aloud, an amount pushed to that phone alone."""

import re

import pytest
from people import ANTOINE, AWA, CLAIRE
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser


async def take_number(phone: Page, house: House, town: StagedTown) -> str:
    """Scan the sticker of the till; the number comes by itself."""
    await phone.goto(f"{house.address}/p/{town.tended_code}")
    await phone.wait_for_url("**/claims/clm_*")
    return (await phone.locator(".claim-number").inner_text()).strip()


async def push(till: Page, house: House, amount: str, number: str) -> None:
    """Type an amount, and press the number that the customer says."""
    await till.goto(f"{house.address}/pro/charge")
    await till.get_by_label("Montant de la vente").fill(amount)
    await till.get_by_role("button", name=number, exact=True).click()
    await till.wait_for_url("**/pro/requests/req_*")
    await expect(till.get_by_text("Envoyé au client")).to_contain_text(number)


async def send(till: Page, phone: Page, house: House, town: StagedTown, amount: str) -> str:
    """Have a phone take a number and the till send it an amount; answer with the number."""
    number = await take_number(phone, house, town)
    await push(till, house, amount, number)
    return number


async def test_an_amount_is_pushed_to_the_number_said_and_turns_the_till_green(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    number = await take_number(phone, house, town)
    assert 10 <= int(number) <= 99

    await push(till, house, "2,40", number)
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Fromagerie Delebarre")
    await phone.get_by_role("button", name="Payer 2,40\u202fĐ").click()

    await till.locator("[data-paid]").wait_for(timeout=10_000)
    await phone.wait_for_url("**/payments/pst_*")


async def test_a_number_comes_to_the_till_without_reloading(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    await till.wait_for_selector("html[data-connection=live]")
    await till.get_by_label("Montant de la vente").fill("1,10")
    await till.evaluate("window.openedBefore = true")

    number = await take_number(phone, house, town)
    await till.get_by_role("button", name=number, exact=True).wait_for(timeout=10_000)

    assert await till.evaluate("window.openedBefore")
    await expect(till.get_by_label("Montant de la vente")).to_have_value("1,10")


async def test_enter_shows_a_code_and_pushes_to_nobody(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    await take_number(phone, house, town)
    await till.goto(f"{house.address}/pro/charge")

    await till.get_by_label("Montant de la vente").fill("1")
    await till.keyboard.press("Enter")

    await till.wait_for_url("**/pro/requests/req_*")
    await expect(till.locator(".qr__frame")).to_be_visible()
    await expect(phone.locator(".claim-number")).to_be_visible()


async def test_two_phones_at_one_sticker_only_the_one_said_can_pay(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, near, remote = await enter_as(CLAIRE), await enter_as(AWA), await enter_as(ANTOINE)
    said = await take_number(near, house, town)
    other = await take_number(remote, house, town)
    assert said != other

    await push(till, house, "3", said)
    await near.wait_for_url("**/pay/req_*")
    await remote.goto(near.url)

    await expect(remote.get_by_role("alert")).to_contain_text("Demande réservée")
    await expect(remote.get_by_role("button", name="Payer")).to_have_count(0)
    await near.get_by_role("button", name="Payer 3,00\u202fĐ").click()
    await near.wait_for_url("**/payments/pst_*")


async def test_a_wrong_amount_goes_back_and_a_lower_one_comes(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    number = await send(till, phone, house, town, "875")
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("alert")).to_contain_text("Solde insuffisant")

    await till.get_by_role("button", name="Retirer ou changer ce montant").click()
    await till.wait_for_url("**/pro/charge")
    await push(till, house, "8,75", number)
    await expect(phone.get_by_text("Le commerçant a retiré cette demande.")).to_be_visible()
    await phone.goto(f"{house.address}/p/{town.tended_code}")  # the customer is impatient
    again = await phone.locator(".claim-number").inner_text()
    assert re.fullmatch(r"\d\d", again.strip())


async def test_the_payer_sends_a_wrong_amount_back(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    number = await send(till, phone, house, town, "5")
    await phone.get_by_role("button", name="Ce n’est pas le bon montant").click()

    await expect(phone.locator(".claim-number")).to_have_text(number)
    await expect(till.get_by_text("ce n’est pas le bon montant")).to_be_visible()
    await push(till, house, "4", number)
    await phone.wait_for_url("**/pay/req_*")
    await phone.get_by_role("button", name="Payer 4,00\u202fĐ").click()
    await phone.wait_for_url("**/payments/pst_*")
