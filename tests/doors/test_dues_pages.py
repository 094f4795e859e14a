"""Dues at the counter and at the office: chosen, listed, received by transfer when two saw it."""

import pytest
from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import new_id

LIST = "/console/dues"


@pytest.fixture(autouse=True)
def by_the_clock_of_the_doors(town: Town) -> None:
    """Let the journal's instants be those of the pages."""
    town.clock.now = None


def page_of(member: Member) -> str:
    return f"/console/members/{account_id_text(member.wallet)}/dues"


async def test_a_member_chooses_at_the_counter_and_the_office_sees_who_owes(
    awa: Member, bakery: Member, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(Role.TELLER) as teller, seated_staff(Role.OPERATOR) as operator:
        shown = await teller.get(page_of(awa))
        wrong = [await teller.post(page_of(awa), data={"amount": each}) for each in ("7", "x", "")]
        kept = await teller.post(page_of(awa), data={"amount": "10"})
        after = (await teller.get(kept.headers["location"])).text
        shop = await operator.post(page_of(bakery), data={"amount": "12,50"})
        listed = (await operator.get(LIST)).text
        paid = (await operator.get(f"{LIST}?state=paid")).text
        sheet = (await operator.get(f"{LIST}.csv")).text
        teller_lists = await teller.get(LIST)
        english = [
            await operator.get(each, headers=ENGLISH)
            for each in (LIST, page_of(awa), page_of(bakery))
        ]

    assert "Rien n’est choisi" in shown.text
    assert [each.status_code for each in wrong] == [422] * 3
    assert "Cette cotisation n’est pas proposée" in wrong[0].text
    assert (kept.status_code, shop.status_code) == (303, 303)
    assert "10,00" in after
    assert "C’est noté." in after
    assert page_of(awa) in listed
    assert page_of(bakery) in listed
    assert page_of(awa) not in paid
    assert sheet.count("\n") == 3
    assert teller_lists.status_code == 403
    for page in english:
        assert_english(page)


async def test_dues_by_transfer_are_income_when_another_person_has_signed(
    town: Town, bakery: Member, seated_staff: SeatedStaff
) -> None:
    form = {"euros": "60", "piece": "VIR BRIER", "operation": str(new_id())}
    path = f"{page_of(bakery)}/transfer"
    async with (
        seated_staff(Role.OPERATOR) as operator,
        seated_staff(Role.TREASURER) as treasurer,
        seated_staff(Role.TELLER) as teller,
    ):
        await operator.post(page_of(bakery), data={"amount": "5"})
        unread = await operator.post(path, data={**form, "euros": "beaucoup"})
        noted = [await operator.post(path, data=form) for _ in range(2)]
        before = await town.balance(town.clearing.house.dues_income)
        confirmed = await treasurer.confirm_lines()
        forbidden = await teller.post(path, data=form)
        page = (await operator.get(page_of(bakery))).text

    assert (unread.status_code, forbidden.status_code) == (422, 403)
    assert [each.status_code for each in (*noted, *confirmed)] == [303] * 3
    assert before.minor == 0
    assert (await town.balance(town.clearing.house.dues_income)).minor == 60_00
    assert "60,00" in page
    await town.check_books()


async def test_nobody_keeps_the_dues_of_a_public_office_nor_of_nobody(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(Role.TELLER) as teller:
        for path in ("/console/members/acc_x/dues", f"/console/members/{'acc_' + '0' * 13}/dues"):
            assert (await teller.get(path)).status_code == 404
