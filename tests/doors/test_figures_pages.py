"""The figures of the launch, by page and by sheet."""

import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now

PAGE = "/console/launch/figures"


async def test_figures_are_shown_with_a_table_and_given_as_a_sheet(
    seated_staff: SeatedStaff, town: Town, awa: Member, bakery: Member
) -> None:
    town.clock.now = None
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_34))
    async with seated_staff(Role.AUDITOR) as marc:
        page = (await marc.get(PAGE)).text
        sheet = (await marc.get(f"{PAGE}.csv")).content.decode("utf-8-sig").splitlines()
    month = paris_day(utc_now()).strftime("%Y-%m")
    assert page.count('<svg class="chart__drawing"') == 3
    assert page.count("</title>") - 1 >= 3
    assert sheet[0].startswith("Mois;Converti;")
    assert sheet[1:] == [f"{month};50,00;0,00;50,00;12,34;0,00;0,00"]


async def test_before_the_first_posting_the_page_says_so(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.AUDITOR) as marc:
        page = (await marc.get(PAGE)).text
    assert "Rien encore" in page


async def test_the_launch_team_notes_what_a_month_cost(
    seated_staff: SeatedStaff, town: Town, awa: Member, bakery: Member
) -> None:
    town.clock.now = None
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(10_00))
    month = paris_day(utc_now()).strftime("%Y-%m")
    form = {"month": month, "amount": "2", "reference": "Mandat 12"}
    async with seated_staff(Role.LAUNCH_MANAGER) as elise, seated_staff(Role.TREASURER) as helene:
        noted = await elise.post(f"{PAGE}/costs", data=form)
        shown = (await elise.get(PAGE)).text
        foreign = await helene.post(f"{PAGE}/costs", data=form)
        mistyped = [
            (await elise.post(f"{PAGE}/costs", data=form | wrong)).status_code
            for wrong in ({"amount": "cher"}, {"amount": "0"}, {"reference": " "}, {"month": "x"})
        ]
    assert (noted.status_code, foreign.status_code) == (303, 403)
    assert "20,00" in shown
    assert mistyped == [422, 422, 422, 422]


@pytest.mark.parametrize("role", [Role.TELLER, Role.ADMINISTRATOR])
async def test_nobody_else_sees_them(seated_staff: SeatedStaff, role: Role) -> None:
    async with seated_staff(role) as staff:
        assert (await staff.get(PAGE)).status_code == 403
        assert (await staff.get(f"{PAGE}.csv")).status_code == 403
