"""A large redemption, from the shop's phone to the bank's statement, in a browser."""

import re

import pytest
from people import HELENE, JEANNE, PAUL, open_account_page, sign_in
from playwright.async_api import BrowserContext, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
LARGE = re.compile("Approuver 1.425,00")


async def test_a_large_redemption_is_approved_batched_sent_and_seen_by_its_shop(
    house: House, fresh_context: BrowserContext, enter_as: EnterAs
) -> None:
    shop, treasurer = await sign_in(fresh_context, house, JEANNE), await enter_as(PAUL)
    await open_account_page(shop, house, "/pro/redemptions?amount=1500")
    await expect(shop.get_by_text("la trésorerie doit approuver")).to_be_visible()
    await shop.get_by_role("button", name="Demander").click()
    await expect(shop.get_by_text("Demande enregistrée.")).to_be_visible()
    await expect(shop.locator(".movement").first).to_contain_text("à approuver")

    await treasurer.goto(f"{house.address}/console/redemptions")
    approve = treasurer.get_by_role("button", name=LARGE)
    await approve.click()
    await expect(approve).to_have_count(0)
    await shop.reload()
    await expect(shop.locator(".movement").first).to_contain_text("approuvé")

    await treasurer.get_by_role("button", name="Préparer un lot").click()
    await treasurer.locator("a[href*='/batches/']").first.click()
    await shop.goto(f"{house.address}/pro/redemptions")
    await expect(shop.locator(".movement").first).to_contain_text("dans un lot")
    await expect(shop.locator(".movement").first.locator("+ form")).to_have_count(0)

    await expect(treasurer.get_by_text("une autre personne de la trésorerie")).to_be_visible()
    batch, treasurer = treasurer.url, await enter_as(HELENE)
    await treasurer.goto(batch)
    await treasurer.get_by_role("button", name="Signer l’envoi à la banque").click()
    await treasurer.get_by_label("Ligne du relevé bancaire").fill("VIR SEPA 204")
    await treasurer.get_by_role("button", name="Constater les virements").click()
    await expect(treasurer.get_by_text("réglé", exact=True)).to_be_visible()
    await shop.reload()
    await expect(shop.locator(".movement").first).to_contain_text("payé")


async def test_a_shop_cancels_a_request_and_has_its_units_back(
    house: House, fresh_context: BrowserContext
) -> None:
    shop = await sign_in(fresh_context, house, JEANNE)
    await open_account_page(shop, house, "/pro/redemptions?amount=55")
    await shop.get_by_role("button", name="Demander").click()
    await shop.get_by_role("button", name="Annuler cette demande").first.click()
    await expect(shop.get_by_text("Demande annulée.")).to_be_visible()
    await expect(shop.locator(".movement").first).to_contain_text("annulé")
