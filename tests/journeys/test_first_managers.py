"""A house without demonstration: two managers begin it; each decision takes both their keys."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from authenticator import Authenticator, give_authenticator
from browser import close_in_time
from playwright.async_api import Browser, Page, expect
from running_house import House, command_of, running_house

pytestmark = pytest.mark.browser
ISSUER = "Association La Deûle"
BORN = "1980-05-21"


@pytest.fixture(scope="module")
def bare_house() -> Iterator[House]:
    """Give the house of a town in which nobody lives yet."""
    with running_house(is_demo=False) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Device:
    """A page on a device of somebody, and what holds their passkey there."""

    page: Page
    keys: Authenticator


@pytest.fixture
async def devices(browser: Browser, bare_house: House) -> AsyncIterator[list[Device]]:
    """Give four devices of different people, each with a fingerprint reader."""
    assert bare_house.address
    contexts = [await browser.new_context(locale="fr-FR") for _ in range(4)]
    pages = [await context.new_page() for context in contexts]
    yield [Device(page, await give_authenticator(page)) for page in pages]
    for context in contexts:
        await close_in_time(context.close())


async def join(page: Page, link: str) -> None:
    """Open an invitation, make a key, and sign in with it."""
    await page.goto(link)
    await page.get_by_role("button", name="Créer ma clé d’accès").click()
    await page.wait_for_url("**/console/sign-in")
    await page.get_by_role("button", name="Ouvrir avec une clé d’accès").click()


async def ask(page: Page, name: str, role: str) -> None:
    """Ask a role for somebody."""
    await page.get_by_label("Prénom et nom").fill(name)
    await page.get_by_label("Date de naissance").fill(BORN)
    await page.get_by_label("Rôle", exact=True).select_option(role)
    await page.get_by_role("button", name="Demander").click()
    await expect(page.get_by_text("doit maintenant signer")).to_be_visible()


async def link_shown(page: Page, house: House) -> str:
    """Read the invitation that the second manager hands over."""
    code = await page.locator(".code").inner_text()
    return f"{house.address}/console/join#{code.replace(' ', '')}"


async def test_two_managers_begin_and_everybody_else_comes_by_both_their_keys(
    bare_house: House, devices: list[Device]
) -> None:
    first, second, third, fourth = (each.page for each in devices)
    people = ("--manager", f"Anne Roy {BORN}", "--manager", f"Luc Bon {BORN}")
    said = command_of(bare_house, "institution", "add", ISSUER, "--kind", "issuer", *people)
    of_anne, of_luc = re.findall(r"http\S+", said)

    await join(first, of_anne)
    await expect(first).to_have_url(re.compile("/console/officers$"))
    await ask(first, "Zoé Petit", "compliance_officer")

    await join(second, of_luc)
    await second.get_by_role("button", name="Signer et accorder").click()
    await expect(second.get_by_text("Invitation pour Zoé Petit")).to_be_visible()
    of_zoe = await link_shown(second, bare_house)

    await join(third, of_zoe)
    await expect(third).to_have_url(re.compile("/console/alerts$"))
    await fourth.goto(of_zoe)
    await fourth.get_by_role("button", name="Créer ma clé d’accès").click()
    await expect(fourth.get_by_text("Cette invitation n’est plus valable")).to_be_visible()

    await ask(second, "Tom Gris", "treasurer")
    await first.reload()
    await first.get_by_role("button", name="Signer et accorder").click()
    of_tom = await link_shown(first, bare_house)
    await join(fourth, of_tom)
    await expect(fourth.get_by_text("il compte vingt-quatre heures après")).to_be_visible()

    await ask(first, "Max Noir", "administrator")
    await devices[0].keys.empty()
    await devices[1].keys.carry_to(devices[0].keys)
    await first.get_by_role("button", name="Quitter").click()
    await first.get_by_role("button", name="Ouvrir avec une clé d’accès").click()
    await first.get_by_role("button", name="Signer et accorder").click()
    await expect(first.get_by_text("Deux personnes signent sur deux appareils")).to_be_visible()
    await second.reload()
    await second.get_by_role("button", name="Signer et accorder").click()
    await expect(second.get_by_text("Invitation pour Max Noir")).to_be_visible()
