"""The owner keeps the printed codes: named, replaced; nobody else changes any."""

import re

import pytest
from callers import Seated
from personas import Member, Town

from ledger.core.role import Role
from ledger.fresh import new_id, new_location_code
from ledger.use_cases.enrol_member import add_employee, add_location


@pytest.fixture
async def counter(town: Town, bakery: Member) -> str:
    """Give the code of the bakery's counter."""
    code = new_location_code()
    await add_location(town.clearing, code, wallet=bakery.wallet, label="Comptoir")
    return code


async def test_a_replaced_code_leads_nowhere_and_the_new_one_is_there_to_print(
    bakery: Member, awa: Member, counter: str, seated: Seated
) -> None:
    async with seated(bakery) as owner, seated(awa) as payer:
        assert (await payer.get(f"/p/{counter}")).status_code == 200
        await owner.post(f"/pro/codes/{counter}/label", data={"label": " Terrasse "})
        assert "Terrasse" in (await payer.get(f"/p/{counter}")).text

        await owner.post(f"/pro/codes/{counter}/replacement")

        assert (await payer.get(f"/p/{counter}")).status_code == 404
        assert (await owner.get(f"/pro/codes/{counter}/sticker.pdf")).status_code == 404
        page = (await owner.get("/pro/codes?replaced")).text
        [new] = set(re.findall("/pro/codes/([^/]+)/sticker.pdf", page))
        assert new != counter
        assert "Terrasse" in (await payer.get(f"/p/{new}")).text


@pytest.mark.parametrize("label", ["", "  ", "\u200b"])
async def test_a_code_has_a_name(bakery: Member, counter: str, seated: Seated, label: str) -> None:
    async with seated(bakery) as owner:
        answer = await owner.post(f"/pro/codes/{counter}/label", data={"label": label})

    assert answer.status_code == 422
    assert "Écrivez un nom." in answer.text


async def test_an_employee_and_another_shop_change_no_code(
    town: Town, bakery: Member, cheese_stall: Member, counter: str, seated: Seated
) -> None:
    lina = Member("lina", bakery.wallet, bakery.id, new_id(), Role.SHOP_EMPLOYEE)
    await add_employee(town.clearing, lina.person, "Lina Petit", shop=bakery.id)
    async with seated(lina) as employee, seated(cheese_stall) as stall:
        assert "Renommer" not in (await employee.get("/pro/codes")).text
        for browser, status in ((employee, 403), (stall, 404)):
            for change in ("label", "replacement"):
                answer = await browser.post(
                    f"/pro/codes/{counter}/{change}", data={"label": "Terrasse"}
                )
                assert answer.status_code == status
