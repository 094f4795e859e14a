"""A newcomer lives one whole payment, by what the first page says alone."""

import pytest
from playwright.async_api import BrowserContext, expect
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser


async def test_a_newcomer_lives_a_payment_between_two_windows(
    fresh_context: BrowserContext, house: House
) -> None:
    first = await fresh_context.new_page()
    await first.goto(house.address)

    async with fresh_context.expect_page() as opened:
        await first.get_by_role("button", name="Ouvrir la caisse").click()
    till = await opened.value
    await till.get_by_label("Montant de la vente").fill("4,20")
    await till.get_by_role("button", name="Afficher le code").click()
    code = await till.locator(".code").inner_text()

    await first.get_by_role("button", name="Ouvrir le porte-monnaie").click()
    await first.get_by_role("link", name="Payer un commerçant").click()
    await first.get_by_label("Code du commerçant").fill(code)
    await first.get_by_role("button", name="Continuer").click()
    await first.get_by_role("button", name="Payer 4,20\u202fĐ").click()

    await expect(till.locator("[data-paid]")).to_be_visible(timeout=10_000)


async def test_the_till_of_the_demonstration_offers_the_payment_in_another_window(
    fresh_context: BrowserContext, house: House
) -> None:
    till = await fresh_context.new_page()
    await till.goto(f"{house.address}/pro/sign-in")
    await till.get_by_role("button", name="Claire Delebarre").click()
    await till.get_by_label("Montant de la vente").fill("2")
    await till.get_by_role("button", name="Afficher le code").click()

    async with fresh_context.expect_page() as opened:
        await till.get_by_role("link", name="Ouvrir ce paiement dans une autre fenêtre").click()
    phone = await opened.value
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("Qui paie")
    await phone.get_by_role("button", name="Olivier Vanhove").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Fromagerie Delebarre")
    assert "#" not in phone.url
    await phone.get_by_role("button", name="Payer 2,00\u202fĐ").click()

    await expect(till.locator("[data-paid]")).to_be_visible(timeout=10_000)


async def test_a_stranger_at_a_stall_reads_what_it_is_and_a_resident_goes_on_to_pay(
    fresh_context: BrowserContext, house: House, town: StagedTown
) -> None:
    phone = await fresh_context.new_page()
    await phone.goto(f"{house.address}/p/{town.tended_code}")
    await expect(phone.get_by_text("Payez en euros aujourd’hui.")).to_be_visible()
    await expect(phone.get_by_text("Crédit Municipal de Lille")).to_be_visible()

    await phone.get_by_role("link", name="S’identifier pour payer").click()
    await phone.get_by_role("button", name="Olivier Vanhove").click()
    await expect(phone.locator(".claim-number")).to_be_visible()
