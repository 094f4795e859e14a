"""The page of the register of asset freezes: for the treasury, and of an entry its number alone."""

import re
from datetime import date

import httpx2
import pytest
from callers import SeatedStaff
from personas import Town
from registered import entry, register
from test_enrolment_pages import CHLOE, enrol

from ledger.core.officer import OFFICERS
from ledger.core.role import Act, Role, may

PAGE = "/console/freeze-list"
OTHERS = [role for role in OFFICERS if not may(role, Act.KEEP_FREEZE_LIST)]
AWA = entry(4711, "Diop", "Awa", date(1912, 3, 4))


async def take_in(browser: httpx2.AsyncClient, content: bytes) -> httpx2.Response:
    return await browser.post(PAGE, files={"file": ("registre.json", content, "application/json")})


@pytest.mark.usefixtures("awa")
async def test_a_file_is_taken_in_and_whom_it_names_is_examined(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TREASURER) as browser:
        empty = await browser.get(PAGE)
        taken = await take_in(browser, register(AWA))
        shown = await browser.get(PAGE)
        found = re.search(r'action="(/console/freeze-list/hits/[0-9a-f-]+)"', shown.text)
        assert found, shown.text
        silent = await browser.post(found[1], data={"outcome": "other", "note": " "})
        vague = await browser.post(found[1], data={"outcome": "maybe", "note": "x"})
        said = await browser.post(found[1], data={"outcome": "other", "note": "Née à Lille"})
        done = await browser.get(PAGE)
        again = await browser.post(found[1], data={"outcome": "same", "note": "x"})

    assert "Aucun registre en place" in empty.text
    assert (taken.status_code, said.status_code) == (303, 303)
    assert "fiche 4711" in shown.text
    assert "1912" not in shown.text
    assert (silent.status_code, vague.status_code, again.status_code) == (422, 422, 404)
    assert "Née à Lille" in done.text
    assert "/hits/" not in done.text


async def test_a_broken_file_is_told_and_replaces_nothing(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TREASURER) as browser:
        await take_in(browser, register(AWA))
        broken = await take_in(browser, b"{")
        nothing = await browser.post(PAGE, data={})
        older = await take_in(browser, register(AWA, published="2020-01-01T00:00:00"))

    assert (broken.status_code, older.status_code, nothing.status_code) == (422, 409, 422)
    assert 'href="#file"' in broken.text
    assert "Version" in broken.text


@pytest.mark.parametrize("role", OTHERS)
async def test_nobody_else_sees_the_register(seated_staff: SeatedStaff, role: Role) -> None:
    async with seated_staff(role) as browser:
        page = await browser.get(PAGE)
        sent = await take_in(browser, register(AWA))
    assert (page.status_code, sent.status_code) == (403, 403)


async def test_a_counter_is_told_beside_a_field_that_is_there(
    town: Town, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    async with seated_staff(Role.TREASURER) as browser:
        await take_in(browser, register(entry(1, "Lefèvre", "Chloé")))
    async with seated_staff(Role.TELLER) as desk:
        asked = await enrol(desk)
        opened = await enrol(desk, note="Née à Lille")
    async with seated_staff(Role.TREASURER) as browser:
        born = date.fromisoformat(CHLOE["birth_date"])
        listed = register(entry(1, "Lefèvre", "Zoé", born), published="2026-06-02")
        await take_in(browser, listed)
    async with seated_staff(Role.TELLER) as desk:
        stopped = await enrol(desk, first_name="Zoé", number="20CD00000", note="Non")

    assert (asked.status_code, opened.status_code, stopped.status_code) == (422, 303, 403)
    assert 'href="#note"' in asked.text
    assert 'name="note"' in asked.text
    assert 'href="#last_name"' in stopped.text
