"""« Payer » opens the camera, reads the code of a till and leads to it; and to no other host."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from filmed import phone_that_films
from people import ANTOINE, CLAIRE, ask_payment, sign_in
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
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
