"""A till with a name: paired by its key, confirmed by the owner, knowing payments offline."""

import re
from collections.abc import AsyncIterator

import pytest
from people import (
    ANTOINE,
    AWA,
    CLAIRE,
    LINA,
    THOMAS,
    ask_payment,
    open_account_page,
    pay_code,
    sign_in,
)
from playwright.async_api import Browser, BrowserContext, Page, expect
from profiles import EnterAs, Profiles
from running_house import House
from staged_town import StagedTown
from test_phones import withdraw_latest_device
from tills import Proof, another_device_asks, pair_till, pay_without_network, type_proof

from ledger.core.offline_proof import ProvedPayment, proof_digits

pytestmark = pytest.mark.browser
VECTORS = [
    ProvedPayment("7K2M", 12_50, 29_679_120),
    ProvedPayment("0000", 1, 0),
    ProvedPayment("ZZZZ", 999_999_99, 29_679_121),
]
DIGITS_IN_THE_BROWSER = """
async (payments) => {
  const { dayKey, proofDigits } = await import("/pro/static/offline-proof.js");
  const key = await dayKey(Uint8Array.from({ length: 32 }, (_, place) => place));
  return Promise.all(payments.map((payment) => proofDigits(key, payment)));
}
"""


@pytest.fixture
async def till(browser: Browser, house: House, town: StagedTown) -> AsyncIterator[Page]:
    """Give the bakery's own device at its till, with its keys, in a browser that can be cut off."""
    assert town.bakery_code
    context = await browser.new_context(locale="fr-FR", service_workers="allow")
    page = await sign_in(context, house, THOMAS)
    await pair_till(page, house.address, "Caisse 1")
    await page.locator("[data-till-keys-held]").wait_for()
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    yield page
    await context.close()


async def lose_network(till: Page, house: House) -> None:
    """Cut the till off, and let it ask for a page."""
    await till.context.set_offline(True)
    await till.goto(f"{house.address}/pro/charge")
    await till.locator("[data-verify]").wait_for()


async def pay(phone: Page, house: House, town: StagedTown, amount: str) -> Proof:
    """Scan the bakery's sticker, and pay a typed amount since its till hears nothing."""
    await phone.goto(f"{house.address}/p/{town.bakery_code}")
    await phone.wait_for_url("**/claims/clm_*")
    return await pay_without_network(phone, amount)


async def test_a_payment_is_verified_without_network_once(
    house: House, town: StagedTown, till: Page, enter_as: EnterAs
) -> None:
    await lose_network(till, house)
    proof = await pay(await enter_as(AWA), house, town, "1,20")

    await type_proof(till, "1,20", proof.reference.lower(), proof.digits)

    await expect(till.locator("[data-verified]")).to_contain_text("Vérifié")
    await expect(till.locator("[data-verified-amount]")).to_have_text("1,20\u202fĐ")
    await expect(till.locator("[data-paid]")).to_have_count(0)
    await till.get_by_role("button", name="Vente suivante").click()
    await till.reload()
    await type_proof(till, "1,20", proof.reference, proof.digits)
    await expect(till.get_by_text("Ce code a déjà servi.")).to_be_visible()
    await expect(till.locator("[data-verified]")).to_be_hidden()


async def test_another_amount_is_refused_and_the_fourth_try_as_well(
    house: House, town: StagedTown, till: Page, enter_as: EnterAs
) -> None:
    await lose_network(till, house)
    proof = await pay(await enter_as(AWA), house, town, "1,30")

    for left in ("2", "1"):
        await type_proof(till, "13", proof.reference, proof.digits)
        refused = till.locator("[data-verify-part=wrong]")
        await expect(refused).to_contain_text("Ce code ne correspond pas.")
        await expect(refused.locator("[data-verify-left]")).to_have_text(left)
    await type_proof(till, "13", proof.reference, proof.digits)
    await expect(till.get_by_text("Trois essais, aucun accepté.")).to_be_visible()

    await till.reload()
    await expect(till.get_by_text("Trois essais, aucun accepté.")).to_be_visible()
    await expect(till.get_by_role("button", name="Vérifier")).to_be_disabled()
    await expect(till.get_by_label("Montant de la vente")).to_be_disabled()
    await till.get_by_role("button", name="Passer à la vente suivante").click()
    await type_proof(till, "1,30", proof.reference, proof.digits)
    await expect(till.locator("[data-verified]")).to_be_visible()


async def test_two_equal_payments_of_one_minute_are_two_proofs_each_verified_once(
    house: House, town: StagedTown, till: Page, enter_as: EnterAs
) -> None:
    awa, antoine = await enter_as(AWA), await enter_as(ANTOINE)
    await lose_network(till, house)
    proofs = [await pay(phone, house, town, "1,10") for phone in (awa, antoine)]
    assert proofs[0].reference != proofs[1].reference

    for proof in proofs:
        await type_proof(till, "1,10", proof.reference, proof.digits)
        await expect(till.locator("[data-verified]")).to_be_visible()
        await till.get_by_role("button", name="Vente suivante").click()
    for proof in proofs:
        await type_proof(till, "1,10", proof.reference, proof.digits)
        await expect(till.get_by_text("Ce code a déjà servi.")).to_be_visible()


async def test_a_proof_of_four_minutes_ago_is_refused(
    house: House, town: StagedTown, till: Page, enter_as: EnterAs
) -> None:
    """The clock of the device may be wrong: what it was off by at the last sync is taken away."""
    await till.context.clock.install()
    await till.context.clock.fast_forward("02:00:00")
    await till.reload()
    await till.locator("[data-till-keys-held]").wait_for()
    await lose_network(till, house)
    proof = await pay(await enter_as(AWA), house, town, "1,40")

    await till.context.clock.fast_forward("05:00")
    await type_proof(till, "1,40", proof.reference, proof.digits)

    await expect(till.locator("[data-verify-part=wrong]")).to_be_visible()


async def test_a_device_whose_clock_is_wrong_verifies_all_the_same(
    house: House, town: StagedTown, till: Page, enter_as: EnterAs
) -> None:
    await till.context.clock.install()
    await till.context.clock.fast_forward("02:00:00")
    await till.reload()
    await till.locator("[data-till-keys-held]").wait_for()
    await lose_network(till, house)
    proof = await pay(await enter_as(AWA), house, town, "1,60")

    await type_proof(till, "1,60", proof.reference, proof.digits)

    await expect(till.locator("[data-verified]")).to_be_visible()


async def test_the_browser_computes_what_the_server_computes(
    house: House, fresh_context: BrowserContext
) -> None:
    page = await fresh_context.new_page()
    await page.goto(f"{house.address}/pro/sign-in")

    digits = await page.evaluate(
        DIGITS_IN_THE_BROWSER,
        [{"reference": p.reference, "amount": p.amount, "minute": p.minute} for p in VECTORS],
    )

    assert digits == [proof_digits(bytes(range(32)), payment) for payment in VECTORS]


async def test_a_till_that_was_never_paired_is_paid_as_before(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)

    await phone.goto(f"{house.address}/p/{town.tended_code}?without_network")
    await phone.wait_for_url("**/claims/clm_*")

    await expect(phone.get_by_role("link", name="La caisse n’a pas de réseau")).to_have_count(0)


async def test_a_payment_asked_at_a_paired_till_bears_its_name(
    house: House, till: Page, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)

    await pay_code(phone, house, await ask_payment(till, house, "1,50"))

    await expect(phone.get_by_role("definition").filter(has_text="Caisse 1")).to_be_visible()


async def test_the_owner_confirms_an_employee_s_till_and_its_device_goes(
    house: House, enter_as: EnterAs, profiles: Profiles
) -> None:
    owner, employee = await enter_as(CLAIRE), await enter_as(LINA)
    await open_account_page(owner, house, "/pro/devices")
    await pair_till(employee, house.address, "Caisse 2")
    await expect(employee.get_by_text("En attente de la gérance.")).to_be_visible()

    await owner.goto(f"{house.address}/pro/devices")
    await owner.get_by_role("button", name="Confirmer « Caisse 2 »").click()
    await expect(employee.locator("[data-till-label]")).to_have_text("Caisse 2")
    await expect(employee.locator("[data-till-keys-held]")).to_be_attached()

    await owner.goto(f"{house.address}/pro/devices")
    await withdraw_latest_device(owner)
    await employee.goto(f"{house.address}/pro/takings")
    await expect(employee).to_have_url(re.compile("/pro/sign-in"))
    profiles.complaints.clear()  # of the refusal, which browsers note
    await employee.get_by_role("button", name=LINA.name).click()


async def test_two_devices_at_one_till_alarm_the_owner_and_the_till(
    house: House, till: Page
) -> None:
    alarm = "Deux appareils demandent la même caisse."
    await another_device_asks(till, house.address, THOMAS, "Caisse 1")

    for page in ("/pro/charge", "/pro/till"):
        await till.goto(house.address + page)
        await expect(till.get_by_text(alarm)).to_be_visible()
    await till.goto(f"{house.address}/pro/devices")
    await expect(till.get_by_text(alarm)).to_be_visible()

    await till.get_by_role("button", name=re.compile("Refuser")).first.click()
    await expect(till.get_by_text(alarm)).to_be_hidden()
