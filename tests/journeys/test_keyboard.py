"""Nobody needs a mouse: a resident pays and a teller serves with the keys alone."""

import pytest
from people import AWA, CLAIRE, HELENE, NADIA, ask_payment
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser
MOST_TABS = 15
OPENER = "[data-shortcuts-open]"
FOCUSED = "() => document.activeElement.innerText ?? ''"


async def press_tab_until(page: Page, text: str) -> None:
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if text in await page.evaluate(FOCUSED):
            return
    pytest.fail(f"« {text} » is not among the first {MOST_TABS} stops of Tab")


async def test_a_resident_pays_a_code_with_tab_and_enter(house: House, enter_as: EnterAs) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    code = await ask_payment(till, house, "1,50")

    await press_tab_until(phone, "Payer un commerçant")
    await phone.keyboard.press("Enter")
    await expect(phone).to_have_url(f"{house.address}/pay")
    await expect(phone.get_by_role("button", name="Scanner le code")).to_be_visible()
    await press_tab_until(phone, "Scanner le code")
    for _ in ("picture", "code"):
        await phone.keyboard.press("Tab")
    await phone.keyboard.type(code.lower())
    await phone.keyboard.press("Enter")
    await phone.wait_for_url("**/pay/req_*")
    await expect(phone.get_by_role("button", name="Payer 1,50")).to_be_enabled()
    await press_tab_until(phone, "Payer 1,50\u202fĐ")
    await phone.keyboard.press("Enter")

    await expect(phone.get_by_text("C’est payé.")).to_be_visible()


async def test_the_first_tab_leads_past_the_header(house: House, enter_as: EnterAs) -> None:
    phone = await enter_as(AWA)
    await phone.goto(f"{house.address}/statement")
    await phone.keyboard.press("Tab")
    assert "Aller au contenu" in await phone.evaluate(FOCUSED)
    await phone.keyboard.press("Enter")
    assert await phone.evaluate("document.activeElement.id") == "main"


async def test_a_teller_serves_with_two_enters(enter_as: EnterAs) -> None:
    desk = await enter_as(NADIA)
    await expect(desk.get_by_label("Nom de l’adhérent")).to_be_focused()

    await desk.keyboard.type("samuel")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_label("Espèces reçues")).to_be_focused()
    await desk.keyboard.type("10")
    await desk.keyboard.press("Enter")

    await expect(desk.get_by_text("10,00\u202fĐ émis.")).to_be_visible()
    await expect(desk.get_by_role("heading", name="Reçu de Samuel Okonkwo")).to_be_visible()
    await expect(desk.get_by_label("Nom de l’adhérent")).to_be_focused()


async def test_an_account_opens_as_a_scanner_types_it(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    desk = await enter_as(NADIA)
    await desk.goto(f"{house.address}/console/desk")
    await expect(desk.get_by_label("Nom de l’adhérent")).to_be_focused()
    await desk.keyboard.type(town.member)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("heading", name="Awa Diallo")).to_be_visible()
    await expect(desk.get_by_label("Espèces reçues")).to_be_focused()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?unknown=yes",
        "?q=a",
        "?q=awa",
        "?q=zzz",
        "?member={member}",
        "?member={member}&done={issuance}",
    ],
)
async def test_a_teller_has_nothing_to_scroll(
    path: str, house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    desk = await enter_as(NADIA)
    await desk.set_viewport_size({"width": 1280, "height": 800})
    named = {"member": town.member, "issuance": town.issuance}
    await desk.goto(f"{house.address}/console/desk{path.format(**named)}")
    await expect(desk.get_by_role("button", name="Chercher")).to_be_visible()
    assert await desk.evaluate("document.documentElement.scrollHeight") <= 800


async def test_a_refused_teller_has_nothing_to_scroll_either(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    desk = await enter_as(NADIA)
    await desk.set_viewport_size({"width": 1280, "height": 800})
    await desk.goto(f"{house.address}/console/desk?member={town.member}")
    await desk.keyboard.type("4000")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("alert")).to_be_focused()
    assert await desk.evaluate("document.documentElement.scrollHeight") <= 800


async def test_keys_search_and_lead_and_a_field_keeps_its_letters(
    house: House, enter_as: EnterAs
) -> None:
    treasurer = await enter_as(HELENE)
    await treasurer.goto(f"{house.address}/console/redemptions")
    await expect(treasurer.locator(OPENER)).to_be_visible()

    await treasurer.keyboard.press("g")
    await treasurer.keyboard.press("j")
    await expect(treasurer).to_have_url(f"{house.address}/console/journal")
    await expect(treasurer.locator(OPENER)).to_be_visible()
    await treasurer.keyboard.press("/")
    await expect(treasurer).to_have_url(f"{house.address}/console/search")
    field = treasurer.get_by_role("searchbox")
    await expect(field).to_be_focused()
    await treasurer.keyboard.type("g/j?12")
    await expect(field).to_have_value("g/j?12")
    await expect(treasurer).to_have_url(f"{house.address}/console/search")
    await expect(treasurer.get_by_role("dialog")).to_be_hidden()


async def test_the_sheet_of_shortcuts_opens_and_turns_them_off(
    house: House, enter_as: EnterAs
) -> None:
    treasurer = await enter_as(HELENE)
    await treasurer.goto(f"{house.address}/console/journal")
    await expect(treasurer.locator(OPENER)).to_be_visible()
    sheet = treasurer.get_by_role("dialog", name="Raccourcis du clavier")

    await treasurer.keyboard.press("?")
    await expect(sheet).to_be_visible()
    await sheet.get_by_role("checkbox").uncheck()
    await treasurer.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    for key in ("?", "/", "g", "r"):
        await treasurer.keyboard.press(key)
    await treasurer.reload()
    await expect(treasurer.locator(OPENER)).to_be_visible()
    for key in ("?", "/", "g", "r"):
        await treasurer.keyboard.press(key)
    await expect(sheet).to_be_hidden()
    await expect(treasurer).to_have_url(f"{house.address}/console/journal")

    await treasurer.locator(OPENER).click()
    await sheet.get_by_role("checkbox").check()
    await sheet.get_by_role("button", name="Fermer").click()
    await treasurer.locator("body").press("/")
    await expect(treasurer).to_have_url(f"{house.address}/console/search")
