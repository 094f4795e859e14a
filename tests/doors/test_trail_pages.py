"""The trail at the console: searched by those who answer for it, nameless for the auditor."""

import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.officer import OFFICERS
from ledger.core.role import Act, Role, may

PAGE = "/console/trail"
FORBIDDEN = [role for role in OFFICERS if not may(role, Act.SEE_TRAIL)]


@pytest.fixture
async def frozen(awa: Member, lucie: Member, seated_staff: SeatedStaff) -> str:
    """Freeze two accounts at the desk; give the address of the first."""
    address = account_id_text(awa.wallet)
    async with seated_staff(Role.TELLER) as teller:
        for wallet in (address, account_id_text(lucie.wallet)):
            done = await teller.post(f"/console/members/{wallet}/freeze", data={"reason": "Volé"})
            assert done.status_code == 303
    return address


@pytest.mark.usefixtures("frozen")
async def test_an_act_is_found_by_whom_it_touches_with_what_it_changed(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(Role.COMPLIANCE_OFFICER) as officer:
        found = await officer.get(f"{PAGE}?q=awa&state=frozen&sort=name")
        other = await officer.get(f"{PAGE}?q=awa&state=card_issued")
        sheet = await officer.get(f"{PAGE}.csv?state=frozen")

    assert "Awa Diop" in found.text
    assert "Lucie Vasseur" not in found.text
    assert "Mina Leroy" in found.text
    assert "ouvert → gelé" in found.text
    assert "Awa Diop" not in other.text
    assert "Awa Diop" in sheet.text
    assert "gelé" not in sheet.text.replace("Compte gelé", "")


@pytest.mark.usefixtures("frozen")
async def test_values_are_gone_with_the_key_of_the_person(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("delete from people.person_key where person_id = $1", awa.person)
    async with seated_staff(Role.COMPLIANCE_OFFICER) as officer:
        page = (await officer.get(f"{PAGE}?q=awa")).text

    assert "Compte gelé" in page
    assert "ouvert → gelé" not in page
    assert "valeurs effacées" in page


async def test_the_auditor_reads_no_name_and_no_value(
    frozen: str, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(Role.AUDITOR) as auditor:
        page = (await auditor.get(PAGE)).text
        sheet = (await auditor.get(f"{PAGE}.csv")).text

    assert "Compte gelé" in page
    assert frozen in page
    for text in (page, sheet):
        assert "Awa" not in text
        assert "Mina" not in text
        assert "ouvert → gelé" not in text


@pytest.mark.usefixtures("frozen")
async def test_a_direction_reads_the_acts_of_its_own_people(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.INSTITUTION_MANAGER) as manager:
        assert "Awa Diop" not in (await manager.get(PAGE)).text


@pytest.mark.parametrize("role", FORBIDDEN)
async def test_other_roles_read_none_of_it(seated_staff: SeatedStaff, role: Role) -> None:
    async with seated_staff(role) as browser:
        assert (await browser.get(PAGE)).status_code == 403
