"""Who visits the doors in a browser: people of the demonstration town, and what they do there."""

import re
from dataclasses import dataclass

from playwright.async_api import BrowserContext, Page, expect
from running_house import House
from spoken import press, write

from ledger.demo_cast import PIN


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person of the town, the door they use, the page they land on."""

    name: str
    sign_in: str
    lands_on: str


AWA = Visitor("Awa Diallo", "/sign-in", "/wallet")
ANTOINE = Visitor("Antoine Lemaire", "/sign-in", "/wallet")
CAMILLE = Visitor("Camille Dubois", "/sign-in", "/wallet")
FARID = Visitor("Farid Belkacem", "/sign-in", "/wallet")
LOUISE = Visitor("Louise Desmet", "/sign-in", "/wallet")
CLAIRE = Visitor("Claire Delebarre", "/pro/sign-in", "/pro/charge")
LINA = Visitor("Lina Fournier", "/pro/sign-in", "/pro/charge")
JEANNE = Visitor("Jeanne Wattel", "/pro/sign-in", "/pro/charge")
THOMAS = Visitor("Thomas Brier", "/pro/sign-in", "/pro/charge")
MARION = Visitor("Marion Lesage", "/pro/sign-in", "/pro/charge")
NADIA = Visitor("Nadia Lefebvre", "/console/sign-in", "/console/desk")
SOPHIE = Visitor("Sophie Caron", "/console/sign-in", "/console/desk")
ISABELLE = Visitor("Isabelle Morel", "/console/sign-in", "/console/checks")
KARIM = Visitor("Karim Ben Amar", "/console/sign-in", "/console/desk")
YANIS = Visitor("Yanis Haddad", "/console/sign-in", "/console/desk")
FARIDA = Visitor("Farida Amrani", "/console/sign-in", "/console/checks")
BRIGITTE = Visitor("Brigitte Vasseur", "/console/sign-in", "/console/officers")
GERARD = Visitor("Gérard Lemaître", "/console/sign-in", "/console/officers")
ANNE = Visitor("Anne Delcroix", "/console/sign-in", "/console/officers")
PAUL = Visitor("Paul Lambert", "/console/sign-in", "/console/redemptions")
ELISE = Visitor("Élise Carpentier", "/console/sign-in", "/console/launch")
ODILE = Visitor("Odile Guérin", "/console/sign-in", "/console/bank")
HELENE = Visitor("Hélène Dubrulle", "/console/sign-in", "/console/redemptions")
MATHILDE = Visitor("Mathilde Cousin", "/console/sign-in", "/console/alerts")
MARC = Visitor("Marc Vandamme", "/console/sign-in", "/console/coverage")


async def sign_in(context: BrowserContext, house: House, visitor: Visitor) -> Page:
    """Open a page, sign in as a person, and stand where that person lands."""
    page = await context.new_page()
    await page.goto(house.address + visitor.sign_in)
    await page.get_by_role("button", name=visitor.name).click()
    await expect(page).to_have_url(house.address + visitor.lands_on)
    return page


async def unlock(page: Page) -> None:
    """Unlock the session of a played officer, where nobody has used it for a while."""
    if await page.locator("[data-lock]").count():
        await page.locator("[data-lock-open]").click()
        await expect(page.locator("[data-lock]:visible")).to_have_count(0)


async def ask_payment(page: Page, house: House, amount: str) -> str:
    """Ask for an amount at a shop's till; answer with the code shown to the customer."""
    await page.goto(f"{house.address}/pro/charge")
    await page.get_by_label("Montant de la vente").fill(amount)
    await page.get_by_role("button", name="Afficher le code").click()
    await page.wait_for_url("**/pro/requests/req_*")
    return (await page.locator(".code").inner_text()).replace("-", "").replace(" ", "")


async def pay_code(page: Page, house: House, code: str) -> None:
    """Type a code at a resident's « Payer », and pay what it asks."""
    await page.goto(f"{house.address}/pay")
    await page.get_by_label("Code du commerçant").fill(code)
    await page.get_by_role("button", name="Continuer").click()
    await page.get_by_role("button", name="Payer").click()
    await page.wait_for_url("**/payments/pst_*")


async def confirm_person(page: Page, *, pin: str = PIN) -> None:
    """Give the PIN of the town where a page asks who is there."""
    await page.wait_for_url(re.compile(r"/confirm\?"))
    await write(page, "Votre code à six chiffres", pin)
    await press(page, "Confirmer avec mon code")


def confirm_address(path: str) -> str:
    """Give the page of the same door that asks to confirm, then leads to `path`."""
    home = "/pro" if path.startswith("/pro/") else ""
    return f"{home}/confirm?next={path}"


async def open_account_page(page: Page, house: House, path: str) -> None:
    """Go to a page that asks to confirm, and confirm."""
    await page.goto(house.address + confirm_address(path))
    await confirm_person(page)
    await expect(page).to_have_url(house.address + path)


async def issue(desk: Page, house: House, name: str, euros: str) -> None:
    """Have a teller take cash for somebody found by their name."""
    await desk.goto(f"{house.address}/console/desk?q={name}")
    await desk.get_by_label("Espèces reçues").fill(euros)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text(f"{euros},00\u202fĐ émis.")).to_be_visible()
