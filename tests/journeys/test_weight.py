"""The first page of a resident is light enough for an old phone on a slow line."""

import pytest
from people import AWA, sign_in
from playwright.async_api import Browser, Response
from running_house import House

pytestmark = pytest.mark.browser
HEAVIEST = 100_000
"""Bytes on the wire, fonts included, nothing kept from before."""


@pytest.mark.parametrize("path", ["/wallet", "/sign-in", "/pay"])
async def test_a_first_page_weighs_less_than_a_hundred_kilobytes(
    browser: Browser, house: House, path: str
) -> None:
    earlier = await browser.new_context(service_workers="block")
    await sign_in(earlier, house, AWA)
    context = await browser.new_context(service_workers="block")
    await context.add_cookies(await earlier.cookies())  # type: ignore[arg-type] # as they came
    page = await context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 # a bound method is not heard

    await page.goto(house.address + path, wait_until="networkidle")

    sizes = [(await answer.request.sizes())["responseBodySize"] for answer in answers]
    assert len(sizes) > 10
    assert sum(sizes) <= HEAVIEST
    await earlier.close()
    await context.close()
