"""What people do at paired tills: pair a device, pay and verify without network."""

from dataclasses import dataclass

from people import Visitor, confirm_person
from playwright.async_api import Page, expect
from spoken import press, spoken, write


@dataclass(frozen=True, slots=True)
class Proof:
    """What the receipt of a payer shows to a till."""

    reference: str
    digits: str


async def pair_till(page: Page, house: str, label: str) -> None:
    """Ask that this browser answers for a location, unless it does or has asked.

    An owner confirms who they are first.
    """
    await page.goto(f"{house}/pro/till")
    if await page.locator("[data-till-label], [data-watch]").count():
        return
    confirm = page.get_by_role("link", name=await spoken(page, "Confirmer que c’est vous"))
    if await confirm.count():
        await confirm.click()
        await confirm_person(page)
        await page.wait_for_url(f"{house}/pro/till")
    await page.get_by_label(label).check()
    async with page.expect_navigation():
        await press(page, "Associer cet appareil")


async def another_device_asks(page: Page, house: str, visitor: Visitor, label: str) -> None:
    """Have another browser of a shop's owner ask for the same location."""
    browser = page.context.browser
    assert browser is not None
    context = await browser.new_context(locale="fr-FR", service_workers="block")
    other = await context.new_page()
    await other.goto(house + visitor.sign_in)
    await other.get_by_role("button", name=visitor.name).click()
    await expect(other).to_have_url(house + visitor.lands_on)
    await pair_till(other, house, label)
    await other.locator("[data-till-keys-held], [data-watch]").wait_for(state="attached")
    await context.close()


async def pay_without_network(page: Page, amount: str) -> Proof:
    """Pay a typed amount at the till whose number is on the screen; read the proof."""
    offline = await spoken(page, "La caisse n’a pas de réseau ?")
    await page.get_by_role("link", name=offline).click()
    await write(page, "Montant à payer", amount)
    await press(page, "Payer ce montant")
    await page.wait_for_url("**/payments/pst_*")
    shown = page.locator(".till-proof dd")
    reference, digits = await shown.all_inner_texts()
    return Proof(reference.strip(), "".join(digits.split()))


async def type_proof(till: Page, amount: str, reference: str, digits: str) -> None:
    """Type at a till without network what a payer shows."""
    await write(till, "Montant de la vente", amount)
    await write(till, "Référence", reference)
    await till.get_by_label(await spoken(till, "Code"), exact=True).fill(digits)
    await press(till, "Vérifier")
