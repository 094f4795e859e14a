"""A shop asks for another bank account after confirming who it is; the console agrees to it."""

import re

import httpx2
import pytest
from callers import Seated, SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role

pytestmark = pytest.mark.usefixtures("real_clock")
NEW = {"iban": "NL91 ABNA 0417 1643 00", "holder": "BOULANGERIE DU MARCHE"}
PAGE = "/pro/bank-account"


@pytest.fixture
def real_clock(town: Town) -> None:
    """Let the town live by the clock of the doors."""
    town.clock.now = None


async def test_a_shop_that_has_not_confirmed_asks_for_nothing(
    seated: Seated, bakery: Member
) -> None:
    async with seated(bakery) as shop:
        for name in [name for name in shop.cookies if "account" in name]:
            shop.cookies.delete(name)
        shown, asked = await shop.get(PAGE), await shop.post(PAGE, data=NEW)
    for answer in (shown, asked):
        assert answer.status_code in {303, 401, 403}
        assert "Nouvel IBAN" not in answer.text


async def test_a_shop_asks_and_the_console_agrees(
    town: Town, bakery: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    await town.top_up(bakery, Money(60_00))
    await town.redeem(bakery, Money(60_00))
    page = f"/console/acceptors/{account_id_text(bakery.wallet)}"
    async with seated(bakery) as shop, seated_staff(Role.TREASURER) as treasurer:
        asked = await shop.post(PAGE, data=NEW)
        waits = await shop.get(PAGE)
        again = await shop.post(PAGE, data=NEW)
        before = await treasurer.get("/console/redemptions")
        shown = await treasurer.get(page)
        found = re.search(rf'action="({page}/bank-accounts/[0-9a-f-]+)"', shown.text)
        assert found
        agreed = await treasurer.sign(page, found[1])
        held = await shop.get(PAGE)
        await treasurer.post("/console/redemptions/payouts")
        after = await treasurer.get("/console/redemptions")

    assert (asked.status_code, again.status_code, agreed.status_code) == (303, 409, 303)
    assert "NL… 4300" in waits.text
    assert "ABNA" not in waits.text
    assert "NL91 ABNA 0417 1643 00" in shown.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "BOULANGERIE DU MARCHE" in shown.text
    assert "Aucun virement ne part avant le" in held.text
    assert "aucun compte vérifié" in before.text
    assert "changé, à partir du" in after.text
    assert "ABNA" not in after.text


async def test_what_waits_is_withdrawn_by_an_owner_and_can_be_asked_anew(
    bakery: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    page = f"/console/acceptors/{account_id_text(bakery.wallet)}"
    async with seated(bakery) as shop, seated_staff(Role.TREASURER) as treasurer:
        nothing = await shop.post(f"{PAGE}/withdrawal")
        await shop.post(PAGE, data=NEW)
        shown = await treasurer.get(page)
        found = re.search(rf'action="({page}/bank-accounts/[0-9a-f-]+)"', shown.text)
        assert found
        waits = await shop.get(PAGE)
        withdrawn = await shop.post(f"{PAGE}/withdrawal")
        late = await treasurer.sign(page, found[1])
        after = await shop.get(PAGE)
        again = await shop.post(PAGE, data=NEW)

    assert (nothing.status_code, withdrawn.status_code, again.status_code) == (404, 303, 303)
    assert late.status_code == 404
    assert "Retirer la demande" in waits.text
    assert "Un compte attend" not in after.text
    assert "NL… 4300" not in after.text


async def test_what_cannot_be_read_is_told_and_stays(seated: Seated, bakery: Member) -> None:
    async with seated(bakery) as shop:
        answer: httpx2.Response = await shop.post(PAGE, data={"iban": "NL91", "holder": ""})
    assert answer.status_code == 422
    for field in ("iban", "holder"):
        assert f'href="#{field}"' in answer.text
    assert 'value="NL91"' in answer.text


@pytest.mark.parametrize("role", [Role.TELLER, Role.AUDITOR])
async def test_only_treasury_and_control_agree(
    seated_staff: SeatedStaff, bakery: Member, role: Role
) -> None:
    page = f"/console/acceptors/{account_id_text(bakery.wallet)}"
    async with seated_staff(role) as staff:
        path = f"{page}/bank-accounts/00000000-0000-0000-0000-000000000001"
        assert (await staff.post(path, data={"decision": "grant"})).status_code == 403
        assert (await staff.post("/console/redemptions/payouts")).status_code == 403
