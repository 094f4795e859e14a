"""Alerts at the console: those who examine see them whole, and nobody else knows of one."""

import re
from uuid import UUID

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town
from watched import also_examines, close_day, split_loads

from ledger.core.officer import OFFICERS
from ledger.core.role import Act, Role, may

AWA = "Awa Diop"
OTHERS = [role for role in OFFICERS if not may(role, Act.WATCH)]


@pytest.fixture
async def watched(town: Town, awa: Member, bakery: Member) -> Town:
    """Give the town with an alert about Awa."""
    await split_loads(town, awa, bakery)
    await close_day(town, awa)
    return town


def alert_of(page: httpx2.Response) -> str:
    found = re.search(r'href="(/console/alerts/[0-9a-f-]+)"', page.text)
    assert found, page.text
    return found[1]


@pytest.mark.usefixtures("watched")
async def test_an_alert_is_listed_examined_and_closed(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.COMPLIANCE_OFFICER) as browser:
        address = alert_of(await browser.get("/console/alerts"))
        shown = await browser.get(address)
        [own, *_] = re.findall(r'<option value="([0-9a-f-]{36})"', shown.text)
        given = await browser.post(f"{address}/assignment", data={"assignee": own})
        empty = await browser.post(f"{address}/notes", data={"note": " \n "})
        noted = await browser.post(f"{address}/notes", data={"note": "Vend\ndes vélos"})
        vague = await browser.post(f"{address}/closing", data={"closing": "x", "outcome": "maybe"})
        closed = await browser.post(
            f"{address}/closing", data={"closing": "Facture vue", "outcome": "explained"}
        )
        again = await browser.post(f"{address}/notes", data={"note": "Encore"})
        done = await browser.get(address)

    assert AWA in shown.text
    assert len(re.findall(r"/console/journal\?number=\d+", shown.text)) == 3
    assert [each.status_code for each in (given, noted, closed)] == [303, 303, 303]
    assert (empty.status_code, vague.status_code, again.status_code) == (422, 422, 404)
    assert "Vend des vélos" in done.text
    assert "Conclusion : expliquée" in done.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "/closing" not in done.text


@pytest.mark.usefixtures("watched")
async def test_a_list_is_narrowed_and_taken_away_as_a_sheet(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.COMPLIANCE_OFFICER) as browser:
        found = await browser.get("/console/alerts?q=awa&state=open&sort=-loaded")
        none = await browser.get("/console/alerts?state=closed")
        sheet = await browser.get("/console/alerts.csv")

    assert AWA in found.text
    assert AWA not in none.text
    [_, line] = sheet.text.splitlines()
    assert line.split(";")[2:5] == ["Versements fractionnés", AWA, "600,00"]


@pytest.mark.parametrize("role", OTHERS)
async def test_nobody_else_reads_an_alert(seated_staff: SeatedStaff, role: Role) -> None:
    async with seated_staff(role) as browser:
        for address in ("/console/alerts", "/console/alerts.csv", f"/console/alerts/{UUID(int=1)}"):
            assert (await browser.get(address)).status_code == 403


async def test_an_alert_about_oneself_does_not_exist(
    watched: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    await also_examines(watched, awa)
    async with seated_staff(Role.COMPLIANCE_OFFICER) as browser:
        address = alert_of(await browser.get("/console/alerts"))
        shown = await browser.get(address)

    assert f'value="{awa.person}"' not in shown.text
