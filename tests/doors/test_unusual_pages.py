"""« Opération atypique » at the console: told from a desk, never about oneself, never read back."""

import re

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.officer import OFFICERS
from ledger.core.role import Act, Role, may

FORBIDDEN = [role for role in OFFICERS if not may(role, Act.REPORT_UNUSUAL)]
FACTS = "Quelqu’un lui dictait le montant"


def page_of(member: Member) -> str:
    return f"/console/members/{account_id_text(member.wallet)}/unusual"


async def told(browser: httpx2.AsyncClient, page: str, **changes: str) -> httpx2.Response:
    found = re.search(r'name="operation" value="([^"]+)"', (await browser.get(page)).text)
    assert found
    typed = {"operation": found[1], "reason": "Espèces sans origine", "facts": FACTS}
    return await browser.post(page, data=typed | changes)


async def test_a_desk_tells_and_keeps_a_number(seated_staff: SeatedStaff, awa: Member) -> None:
    page = page_of(awa)
    async with seated_staff(Role.TELLER) as teller:
        refused = await told(teller, page, reason=" ")
        sent = await told(teller, page)
        after = await teller.get(sent.headers["location"])
        again = await teller.get(page)
    async with seated_staff(Role.COMPLIANCE_OFFICER) as officer:
        listed = await officer.get("/console/alerts")
        address = re.search(r'href="(/console/alerts/[0-9a-f-]{36})"', listed.text)
        assert address
        shown = await officer.get(address[1])

    assert refused.status_code == 422
    assert FACTS in refused.text
    number = sent.headers["location"].rpartition("=")[2]
    assert number in after.text
    assert FACTS not in after.text
    assert FACTS not in again.text
    assert FACTS in shown.text
    assert "Mina Leroy" in shown.text


async def test_nobody_tells_about_themselves(
    town: Town, seated_staff: SeatedStaff, awa: Member
) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set person_id = $1 where person_id = $2",
            town.town_hall_desk.teller,
            awa.person,
        )
    async with seated_staff(Role.TELLER) as teller:
        assert (await teller.get(page_of(awa))).status_code == 403


@pytest.mark.parametrize("role", FORBIDDEN)
async def test_other_roles_tell_nothing_here(
    seated_staff: SeatedStaff, awa: Member, role: Role
) -> None:
    async with seated_staff(role) as browser:
        assert (await browser.get(page_of(awa))).status_code == 403
