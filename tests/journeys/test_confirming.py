"""What a known phone may not do alone: the person confirms, for a while, by a PIN or a passkey."""

import re

import pytest
from people import (
    CAMILLE,
    CLAIRE,
    JEANNE,
    NADIA,
    Visitor,
    ask_payment,
    confirm_person,
    issue,
    open_account_page,
    sign_in,
)
from playwright.async_api import Page, expect
from profiles import EnterAs, Profiles
from running_house import House
from test_phones import give_authenticator, open_payment

from ledger.demo_cast import PIN

pytestmark = pytest.mark.browser
OTHER_PIN = "830164"
MOHAMED = Visitor("Mohamed Cherif", "/sign-in", "/wallet")
NATHALIE = Visitor("Nathalie Petit", "/sign-in", "/wallet")


async def give_pin(phone: Page, pin: str) -> None:
    field = phone.locator("form[data-approve-pin]").get_by_label("Votre code à six chiffres")
    await field.fill(pin)
    await phone.get_by_role("button", name="Confirmer et payer").click()


async def test_a_large_payment_asks_for_the_pin_and_a_wrong_one_pays_nothing(
    house: House, enter_as: EnterAs, profiles: Profiles
) -> None:
    till, phone, desk = await enter_as(CLAIRE), await enter_as(CAMILLE), await enter_as(NADIA)
    await issue(desk, house, "camille", "40")
    await open_payment(phone, house, till, "31")
    await phone.get_by_role("button", name="Payer 31,00\u202fĐ").click()

    await give_pin(phone, OTHER_PIN)
    wrong = phone.locator("[data-approve-pin-wrong]")
    await expect(wrong).to_contain_text("Encore 4 essais")
    await give_pin(phone, PIN)

    await phone.wait_for_url("**/payments/pst_*")
    await till.locator("[data-paid]").wait_for()
    profiles.complaints.clear()  # the browser's, of the answer to the wrong PIN


async def test_whoever_wants_to_be_asked_each_time_is_asked_for_a_coin(
    house: House, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(MOHAMED)
    await open_account_page(phone, house, "/limits")
    alone = phone.locator("form:has([value=alone])")
    await alone.get_by_label("Nouveau plafond").fill("0")
    await alone.get_by_role("button", name="Changer").click()
    await expect(phone.get_by_text("Vous confirmez chaque paiement.")).to_be_visible()

    await open_payment(phone, house, till, "0,50")
    await phone.get_by_role("button", name="Payer 0,50\u202fĐ").click()
    await expect(phone.get_by_text("Vous avez demandé à confirmer")).to_be_visible()
    await give_pin(phone, PIN)

    await phone.wait_for_url("**/payments/pst_*")


async def test_a_setting_sends_to_confirm_and_back_and_closes_again(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(CAMILLE)
    await phone.goto(f"{house.address}/account")
    await phone.get_by_role("link", name="Plafonds").click()
    await confirm_person(phone)
    await expect(phone).to_have_url(f"{house.address}/limits")
    await expect(phone.get_by_text("C’est vous, jusqu’à")).to_be_visible()

    await phone.get_by_role("button", name="Refermer").click()
    await phone.goto(f"{house.address}/data")

    await expect(phone).to_have_url(re.compile("/confirm\\?next=%2Fdata$"))
    refused = await phone.request.get(f"{house.address}/data.json")
    assert "/confirm" in refused.url


async def test_a_minute_before_the_end_one_press_puts_it_off(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(CAMILLE)
    await open_account_page(phone, house, "/sessions")
    await phone.clock.install()
    await phone.reload()
    stay = phone.get_by_role("button", name="Rester cinq minutes")
    await expect(stay).to_be_hidden()

    await phone.clock.run_for(4 * 60_000 + 5_000)

    await expect(phone.get_by_text("Il reste une minute.")).to_be_visible()
    async with phone.expect_response("**/confirm/extension") as answer:
        await stay.click()
    assert (await answer.value).status == 200


async def test_a_passkey_confirms_without_the_pin(house: House, enter_as: EnterAs) -> None:
    phone = await enter_as(NATHALIE)
    await give_authenticator(phone)
    await open_account_page(phone, house, "/devices")
    await phone.get_by_role("button", name="Ajouter une clé d’accès").click()
    await expect(phone.get_by_text("Clé d’accès. Depuis")).to_be_visible()
    await phone.get_by_role("button", name="Refermer").click()

    await phone.goto(f"{house.address}/data")
    await phone.get_by_role("button", name="Confirmer avec ma clé d’accès").click()

    await expect(phone).to_have_url(f"{house.address}/data")
    async with phone.expect_download() as given:
        await phone.get_by_role("link", name="Télécharger mes données").click()
    assert (await given.value).suggested_filename == "mes-donnees.json"


async def test_a_new_pin_is_kept_under_the_one_before(house: House, enter_as: EnterAs) -> None:
    phone = await enter_as(MOHAMED)
    await open_account_page(phone, house, "/pin")
    for label, pin in (("Code actuel", PIN), ("Nouveau code", OTHER_PIN), ("Encore une fois", PIN)):
        await phone.get_by_label(label).fill(pin)
    keep = phone.get_by_role("button", name="Garder ce code")
    await keep.click()
    await expect(phone.get_by_text("Les deux codes ne sont pas les mêmes.")).to_be_visible()

    await phone.get_by_label("Encore une fois").fill(OTHER_PIN)
    async with phone.expect_navigation(url="**/pin"):
        await keep.click()
    await phone.get_by_role("button", name="Refermer").click()
    await phone.goto(f"{house.address}/confirm?next=/data")
    await confirm_person(phone, pin=OTHER_PIN)

    await expect(phone).to_have_url(f"{house.address}/data")


async def test_a_browser_elsewhere_is_signed_out_from_here(
    house: House, enter_as: EnterAs, profiles: Profiles
) -> None:
    stolen = await sign_in(await profiles.new(), house, CAMILLE)
    phone = await enter_as(CAMILLE)
    await open_account_page(phone, house, "/sessions")

    await phone.get_by_role("button", name="Fermer toutes les autres").click()
    await expect(phone.locator(".device")).to_have_count(1)

    await stolen.goto(f"{house.address}/wallet")
    await expect(stolen).to_have_url(re.compile("/sign-in"))
    await phone.goto(f"{house.address}/wallet")
    await expect(phone.get_by_text(f"Bonjour {CAMILLE.name}")).to_be_visible()


async def test_an_owner_takes_payments_unasked_and_confirms_for_the_rest(
    house: House, enter_as: EnterAs
) -> None:
    till = await enter_as(JEANNE)
    await ask_payment(till, house, "1")
    await till.goto(f"{house.address}/pro/charge")
    await till.get_by_role("link", name="Équipe").click()
    await expect(till.get_by_text("Cet appareil suffit pour encaisser.")).to_be_visible()
    await confirm_person(till)
    await expect(till).to_have_url(f"{house.address}/pro/staff")
    await till.get_by_role("button", name="Refermer").click()
    await expect(till).to_have_url(f"{house.address}/pro/charge")

    await till.goto(f"{house.address}/pro/redemptions")
    await till.get_by_label("Montant à reconvertir").fill("60,50")
    await till.get_by_role("button", name="Voir le devis").click()
    ask = till.get_by_role("button", name="Demander")
    await expect(ask).to_have_count(0)
    await till.get_by_role("link", name="Confirmer que c’est vous").click()
    await confirm_person(till)

    await expect(till).to_have_url(f"{house.address}/pro/redemptions?amount=60%2C50")
    await expect(ask).to_be_visible()
    await expect(till.get_by_text("C’est vous, jusqu’à")).to_be_visible()
