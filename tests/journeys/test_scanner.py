"""« Payer » opens the camera, reads the code of a till and leads to it; and to no other host."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from filmed import phone_that_films
from people import ANTOINE, CLAIRE, ask_payment, sign_in
from playwright.async_api import BrowserContext, Page, expect
from profiles import EnterAs
from running_house import House, inside
from staged_town import StagedTown, person_named

from ledger.core.location_code import accepted_keys, seal_of
from ledger.core.role import Role
from ledger.fresh import new_location_code, utc_now
from ledger.use_cases.enrol_member import add_location
from ledger.use_cases.keep_locations import replace_location

pytestmark = pytest.mark.browser
SERVER_KEY = b"the server key of some house, 32"
LEADS = """
([links, ours, keys]) => Promise.all(
  links.map((link) => leadOf(link, { ours, keys })),
)
"""
Filming = Callable[[str], Awaitable[Page]]


@pytest.fixture
async def filming(house: House, tmp_path: Path) -> AsyncIterator[Filming]:
    """Give the « Payer » page of Antoine, on a phone whose camera films the code of a link."""
    async with AsyncExitStack() as stack:
        complaints: list[str] = []

        async def page_that_films(link: str) -> Page:
            opened = phone_that_films(link, tmp_path, complaints)
            context = await stack.enter_async_context(opened)
            page = await sign_in(context, house, ANTOINE)
            await page.goto(f"{house.address}/pay")
            return page

        yield page_that_films
        assert complaints == []


async def test_the_camera_reads_the_code_of_a_till_and_pays_it(
    house: House, enter_as: EnterAs, filming: Filming
) -> None:
    till = await enter_as(CLAIRE)
    code = await ask_payment(till, house, "3,10")

    phone = await filming(f"{house.address}/r#{code}")
    await phone.get_by_role("button", name="Scanner le code").click()

    await phone.wait_for_url("**/pay/req_*")
    await phone.get_by_role("button", name="Payer 3,10").click()
    await till.locator("[data-paid]").wait_for(timeout=15_000)


@pytest.mark.parametrize(
    "link",
    [
        "https://deule.example/r#FXMDRWYJ5",
        "http://localhost.example:8000/p/FXMDRWY",
        "javascript:alert(1)",
        "bonjour",
    ],
)
async def test_a_code_of_another_host_opens_nothing(filming: Filming, link: str) -> None:
    phone = await filming(link)
    await phone.get_by_role("button", name="Scanner le code").click()

    await expect(phone.get_by_text("Rien n’a été ouvert.")).to_be_visible()
    assert phone.url.endswith("/pay")


async def test_a_picture_of_the_code_leads_to_its_payment(house: House, enter_as: EnterAs) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    code = await ask_payment(till, house, "3,20")
    picture = await till.locator(".qr__frame").screenshot()

    await phone.goto(f"{house.address}/pay")
    await phone.locator("input[type=file]").set_input_files(
        {"name": "code.png", "mimeType": "image/png", "buffer": picture}
    )

    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_text("3,20").first).to_be_visible()
    await till.get_by_role("button", name="Retirer ce montant").click()
    assert code


async def test_a_camera_refused_is_explained_and_the_code_can_be_typed(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(ANTOINE)
    await phone.goto(f"{house.address}/pay")
    await phone.get_by_role("button", name="Scanner le code").click()

    await expect(phone.get_by_text("Aucun appareil photo ici.")).to_be_visible()
    await expect(phone.get_by_label("Code du commerçant")).to_be_visible()


async def seal(house: House, code: str) -> str:
    """Sign a printed code as the house does."""
    async with inside(house) as (clearing, _reader):
        return clearing.location_seal(code, 1)


async def test_the_camera_reads_a_printed_code_and_leads_to_its_till(
    house: House, town: StagedTown, filming: Filming
) -> None:
    code = town.tended_code
    phone = await filming(f"{house.address}/p/{code}?s={await seal(house, code)}")

    await phone.get_by_role("button", name="Scanner le code").click()

    await phone.wait_for_url("**/claims/clm_*")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Fromagerie Delebarre")


@pytest.mark.parametrize("forgery", ["unsigned", "of another code", "of another house"])
async def test_a_forged_code_opens_nothing_and_is_called_so(
    house: House, town: StagedTown, filming: Filming, forgery: str
) -> None:
    code = town.tended_code
    seals = {
        "unsigned": "",
        "of another code": f"?s={await seal(house, town.printed_code)}",
        "of another house": f"?s={seal_of(SERVER_KEY, 1, code)}",
    }
    phone = await filming(f"{house.address}/p/{code}{seals[forgery]}")

    await phone.get_by_role("button", name="Scanner le code").click()

    await expect(phone.get_by_text("Code inconnu ou falsifié.")).to_be_visible()
    assert phone.url.endswith("/pay")


async def test_a_code_that_was_revoked_is_refused_by_the_house_however_well_signed(
    house: House, town: StagedTown, filming: Filming
) -> None:
    assert town.bakery_code
    code = new_location_code()
    async with inside(house) as (clearing, reader):
        shop = (await person_named(reader, Role.SHOP_OWNER, "Thomas Brier")).account
        assert shop is not None
        await add_location(clearing, code, wallet=shop, label="Terrasse")
        await replace_location(clearing, code, new_location_code(), account=shop, now=utc_now())
    phone = await filming(f"{house.address}/p/{code}?s={await seal(house, code)}")

    await phone.get_by_role("button", name="Scanner le code").click()

    await expect(phone.get_by_text("Ce code n’est pas reconnu.")).to_be_visible()


async def test_a_phone_without_network_knows_two_keys_and_no_third(
    house: House, fresh_context: BrowserContext
) -> None:
    page = await fresh_context.new_page()
    await page.goto(f"{house.address}/sign-in")
    await page.evaluate("async () => { window.leadOf = (await import('/ui/lead.js')).leadOf; }")
    await fresh_context.set_offline(True)
    code = "7K2MWAZ"
    links = [f"{house.address}/p/{code}?s={seal_of(SERVER_KEY, n, code)}" for n in (1, 2, 3, 4)]

    leads = await page.evaluate(LEADS, [links, house.address, accepted_keys(SERVER_KEY, 3)])

    assert leads == ["forged", f"/p/{code}", f"/p/{code}", "forged"]
