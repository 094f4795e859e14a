"""Search from anywhere: by whatever is typed, and for each role no more than its acts allow."""

import httpx2
import pytest
from callers import SeatedStaff
from personas import Desk, Member, Town

from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.core.role import Role
from ledger.use_cases.issue_card import issue_card

AWA, OMAR = "Awa Diop", "Omar Benali"
SLIP = "CML-BORD-2026-06-06-1"


async def found(browser: httpx2.AsyncClient, typed: str) -> str:
    answer = await browser.get("/console/search", params={"q": typed})
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
async def issued(town: Town, awa: Member) -> Posted:
    """Give 20 that the desk of the town issued."""
    return await town.issue(awa, Money(20_00))


async def test_a_teller_finds_people_by_name_account_and_card(
    town: Town, awa: Member, omar: Member, seated_staff: SeatedStaff
) -> None:
    card = await issue_card(
        town.clearing, omar.wallet, "2580", issued_by="desk", now=town.clock.reading
    )
    async with seated_staff(Role.TELLER) as teller:
        by_name = await found(teller, "DIOP")
        by_account = await found(teller, account_id_text(awa.wallet).upper())
        by_card = await found(teller, f"{card.number[:4]}-{card.number[4:]}".lower())
        by_two_letters = await found(teller, "di")
        within_a_word = await found(teller, "op")
        nobody = await found(teller, "zzz")

    assert AWA in by_name
    assert f"member={account_id_text(awa.wallet)}" in by_name
    assert OMAR not in by_name
    assert AWA in by_account
    assert OMAR in by_card
    assert "Porteur de cette carte" in by_card
    assert AWA in by_two_letters
    assert "Rien de tel" in within_a_word
    assert "Rien de tel" in nobody


async def test_a_teller_finds_what_their_own_till_did_and_nothing_else(
    town: Town, awa: Member, bakery: Member, issued: Posted, seated_staff: SeatedStaff
) -> None:
    paid = await town.pay(awa, bakery, Money(1_00))
    address = f"/console/till/lines/{uuid_text('pst', issued.id)}"

    async with seated_staff(Role.TELLER) as teller:
        own = [await found(teller, t) for t in (str(issued.seq), uuid_text("pst", issued.id))]
        other = [await found(teller, t) for t in (str(paid.seq), uuid_text("pst", paid.id))]
        opened = await teller.get(address)

    assert all(address in page for page in own)
    assert opened.status_code == 200
    assert all("Rien de tel" in page for page in other)


async def test_the_books_find_accounts_postings_and_slips_and_name_nobody(
    town: Town, awa: Member, issued: Posted, seated_staff: SeatedStaff
) -> None:
    slip = await town.close_slip(SLIP, Money(20_00))
    for role in (Role.AUDITOR, Role.TREASURER):
        async with seated_staff(role) as browser:
            by_number = await found(browser, str(issued.seq))
            by_id = await found(browser, uuid_text("pst", issued.id))
            by_slip = await found(browser, SLIP.lower())
            by_account = await found(browser, account_id_text(awa.wallet))
            by_name = await found(browser, "diop")

        assert f"/console/journal?number={issued.seq}" in by_number
        assert f"/console/journal?number={issued.seq}" in by_id
        assert f"/console/journal?number={slip.seq}" in by_slip
        assert f"/console/journal?account={account_id_text(awa.wallet)}" in by_account
        assert AWA not in by_number + by_account + by_name
        assert "Rien de tel" in by_name


@pytest.mark.parametrize("typed", ["9" * 30, "²", "%", "pst_", "acc_zzz", "n°", "'; --", "é" * 200])
async def test_whatever_is_typed_is_answered(
    town_hall_desk: Desk, seated_staff: SeatedStaff, typed: str
) -> None:
    for role in (Role.TELLER, Role.AUDITOR):
        async with seated_staff(role) as browser:
            await found(browser, typed)
    assert town_hall_desk.till


@pytest.mark.parametrize("role", [Role.DESK_CONTROLLER, Role.LAUNCH_MANAGER])
async def test_who_sees_neither_members_nor_books_does_not_search(
    seated_staff: SeatedStaff, role: Role
) -> None:
    home = {Role.DESK_CONTROLLER: "/console/checks", Role.LAUNCH_MANAGER: "/console/launch"}[role]
    async with seated_staff(role) as browser:
        answer = await browser.get("/console/search?q=diop")
        page = await browser.get(home)

    assert answer.status_code == 403
    assert "/console/search" not in page.text
