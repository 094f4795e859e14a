"""A resident shows a code: the till films or types it, and its amount comes to that phone."""

from pathlib import Path

import pytest
from filmed import phone_that_films
from people import CAMILLE, CLAIRE, FARID, sign_in
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser


async def show_code(phone: Page, house: House) -> str:
    """Make a code by a press, and read it."""
    await phone.goto(f"{house.address}/pay")
    await phone.get_by_role("link", name="Montrer mon code").click()
    await phone.get_by_role("button", name="Afficher mon code").click()
    return (await phone.locator(".code").inner_text()).strip()


async def type_sale(till: Page, house: House, amount: str) -> None:
    await till.goto(f"{house.address}/pro/charge")
    await till.get_by_label("Montant de la vente").fill(amount)
    await till.get_by_role("button", name="Le client montre son code").click()


async def test_a_typed_code_brings_the_amount_to_that_phone(
    house: House, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(CAMILLE)
    code = await show_code(phone, house)

    await type_sale(till, house, "2,60")
    await till.get_by_label("Code affiché par le client").fill(code.lower())
    await till.keyboard.press("Enter")
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Fromagerie Delebarre")
    await phone.get_by_role("button", name="Payer 2,60\u202fĐ").click()

    await till.locator("[data-paid]").wait_for(timeout=15_000)
    await phone.wait_for_url("**/payments/pst_*")


async def test_the_camera_of_a_till_reads_the_code_of_a_phone(
    house: House, enter_as: EnterAs, tmp_path: Path
) -> None:
    phone = await enter_as(FARID)
    complaints: list[str] = []
    code = await show_code(phone, house)
    async with phone_that_films(f"{house.address}/c#{code}", tmp_path, complaints) as context:
        till = await sign_in(context, house, CLAIRE)
        await type_sale(till, house, "1,70")
        await till.get_by_role("button", name="Scanner le code").click()
        await till.wait_for_url("**/pro/requests/req_*")

        await phone.wait_for_url("**/pay/req_*")
        await phone.get_by_role("button", name="Payer 1,70\u202fĐ").click()
        await till.locator("[data-paid]").wait_for(timeout=15_000)
    assert complaints == []


async def test_a_code_that_nobody_shows_is_refused_and_the_amount_kept(
    house: House, enter_as: EnterAs
) -> None:
    till = await enter_as(CLAIRE)
    await type_sale(till, house, "2,60")
    await till.get_by_label("Code affiché par le client").fill("AAAAAAAA")
    await till.keyboard.press("Enter")

    await expect(till.get_by_role("alert").or_(till.locator(".error-summary"))).to_be_visible()
    await expect(till.get_by_role("button", name="Envoyer 2,60\u202fĐ")).to_be_visible()
