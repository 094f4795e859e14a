"""Whatever is typed, sent or put into an address, a page answers: it may say no, never break."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from urllib.parse import quote

import httpx2
import pytest
from callers import Seated, SeatedStaff
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from personas import Member

from ledger.approval_form import read_expiry
from ledger.core.role import Role
from ledger.failures import Unreadable

HOSTILE = (
    "",
    "\0",
    "\u202e",
    "é" * 500,
    "-1",
    "9" * 30,
    "9" * 5000,
    "' or 1=1 --",
    "²",
    "🜚",
    "..",
    "=1+1",
)
STREAMS = {"/pro/live"}
BROKEN = 500
_NONE = APIRouter()


def pages_of(house: FastAPI) -> Iterator[APIRoute]:
    """List the pages of every door; streams, which do not end, have tests of their own."""
    for each in house.routes:
        for route in [each, *getattr(each, "original_router", _NONE).routes]:
            if isinstance(route, APIRoute) and route.path not in STREAMS:
                yield route


async def call(browser: httpx2.AsyncClient, route: APIRoute, text: str) -> httpx2.Response:
    """Call a page with the same text in its address, its query and its form."""
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}}}", quote(text or "-", safe=""))
    query = {field.alias: text for field in route.dependant.query_params}
    form = {field.alias: text for field in route.dependant.body_params}
    [method] = route.methods - {"HEAD"}
    return await browser.request(method, path, params=query, data=form or None)


async def list_broken(browser: httpx2.AsyncClient, house: FastAPI, text: str) -> list[str]:
    """Call every page, but the one that signs out, and list those that break."""
    pages = [route for route in pages_of(house) if not route.path.endswith("/sign-out")]
    answers = [(route.path, (await call(browser, route, text)).status_code) for route in pages]
    return [path for path, status in answers if status >= BROKEN]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_no_page_breaks_for_a_member(
    text: str, house: FastAPI, awa: Member, bakery: Member, seated: Seated
) -> None:
    for member in (awa, bakery):
        async with seated(member) as browser:
            assert await list_broken(browser, house, text) == []


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_no_page_breaks_for_the_staff(
    text: str, house: FastAPI, seated_staff: SeatedStaff
) -> None:
    for role in (Role.TELLER, Role.TREASURER, Role.AUDITOR):
        async with seated_staff(role) as browser:
            assert await list_broken(browser, house, text) == []


async def test_a_stream_is_not_begun_after_a_number_that_no_posting_has(
    bakery: Member, seated: Seated
) -> None:
    async with seated(bakery) as browser:
        for cursor in ("Z" * 13, "Z" * 40, "é"):
            answer = await browser.get("/pro/live", params={"after": cursor})
            assert answer.status_code == 404


def test_an_expiry_beyond_any_calendar_is_unreadable() -> None:
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=10)))
    with pytest.raises(Unreadable):
        read_expiry(early)
