"""The pages of an institution's managers, by form and without a browser's help."""

import re

import pytest
from callers import SeatedStaff
from personas import Town

from ledger.core.role import Role

PAGE = "/console/officers"
ZOE = {"name": "Zoé Petit", "birth_date": "1984-03-09", "role": "desk_controller"}


async def test_one_manager_asks_and_another_signs_and_hands_over(
    seated_staff: SeatedStaff,
) -> None:
    manager = Role.INSTITUTION_MANAGER
    async with seated_staff(manager) as anne, seated_staff(manager) as luc:
        asked = await anne.post(PAGE, data=ZOE)
        shown = await luc.get(PAGE)
        found = re.search(rf'action="({PAGE}/requests/[0-9a-f-]+)"', shown.text)
        assert found
        by_a_click = await luc.post(found[1], data={"decision": "grant"})
        unread = await luc.post(found[1], data={"decision": "grant", "signature": "{"})
        granted = await luc.sign(PAGE, found[1])
        again = await luc.post(found[1], data={"decision": "grant"})
        person = re.search(rf'{PAGE}/([0-9a-f-]+)/key">[^/]*pour Zoé Petit"', granted.text)
        assert person
        end = {"role": "desk_controller", "reason": "Départ"}
        unsaid = await anne.post(f"{PAGE}/{person[1]}/end", data={"role": "desk_controller"})
        ended = await anne.post(f"{PAGE}/{person[1]}/end", data=end)
        nobody = await anne.post(f"{PAGE}/{person[1]}/end", data=end)

    assert asked.status_code == 303
    assert (by_a_click.status_code, unread.status_code) == (403, 422)
    assert granted.status_code == 200
    assert "Invitation pour Zoé Petit" in granted.text
    assert again.status_code == 403
    assert unsaid.status_code == 422
    assert 'aria-invalid="true"' in unsaid.text
    assert (ended.status_code, nobody.status_code) == (303, 404)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"name": " "}, 422),
        ({"birth_date": "demain"}, 422),
        ({"birth_date": "2020-01-01"}, 422),
        ({"role": "king"}, 422),
        ({"role": "resident"}, 422),
        ({"role": "treasurer"}, 409),
        ({"role": "teller"}, 409),
        ({"role": "teller", "till": "12"}, 409),
    ],
)
async def test_what_cannot_be_asked_is_told(
    seated_staff: SeatedStaff, changed: dict[str, str], status: int
) -> None:
    async with seated_staff(Role.INSTITUTION_MANAGER) as manager:
        assert (await manager.post(PAGE, data=ZOE | changed)).status_code == status


@pytest.mark.parametrize(
    "role", [role for role in Role if role in {Role.TELLER, Role.TREASURER, Role.ADMINISTRATOR}]
)
async def test_nobody_else_appoints_not_even_the_administrator(
    seated_staff: SeatedStaff, role: Role
) -> None:
    async with seated_staff(role) as staff:
        assert (await staff.get(PAGE)).status_code == 403
        assert (await staff.post(PAGE, data=ZOE | {"role": role.value})).status_code == 403
        none = f"{PAGE}/requests/00000000-0000-0000-0000-000000000001"
        assert (await staff.post(none, data={"decision": "grant"})).status_code == 403


async def test_one_sees_ones_own_access_and_takes_no_role_of_others(
    town: Town, seated_staff: SeatedStaff
) -> None:
    assert town.clearing
    async with seated_staff(Role.TREASURER) as treasurer:
        shown = await treasurer.get("/console/me")
        refused = await treasurer.post(
            "/console/me/role", data={"role": "teller", "institution": "cml"}
        )

    assert "Mon accès" in shown.text
    assert refused.status_code == 403
