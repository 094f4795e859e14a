"""Lists of the console by their address: sorted, narrowed, taken away as a sheet, by their role."""

import re
from collections.abc import AsyncIterator
from random import Random

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town

from admin.members import MOST_EXPORTED
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from loadtests.town_people import settle_people

OF_TREASURER = (
    "/console/redemptions", "/console/top-ups", "/console/slips-sent", "/console/cheques",
)  # fmt: skip
LISTS = {
    **dict.fromkeys(OF_TREASURER, Role.TREASURER),
    "/console/members": Role.TELLER,
    "/console/officers": Role.INSTITUTION_MANAGER,
}
BOM = "\ufeff"
AWA, LUCIE = "Awa Diop", "Lucie Vasseur"


@pytest.fixture
async def treasurer(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of the treasurer."""
    async with seated_staff(Role.TREASURER) as browser:
        yield browser


@pytest.fixture
async def topped_up(town: Town, awa: Member, lucie: Member) -> Town:
    """Give the town with two transfers that became units."""
    await town.top_up(awa, Money(80_00))
    await town.top_up(lucie, Money(120_50))
    return town


def long_ago(town: Town) -> str:
    return f"since={town.clock.reading.date()}&until={town.clock.reading.date()}"


def lines_of(answer: httpx2.Response) -> list[list[str]]:
    text = answer.content.decode()
    assert text.startswith(BOM)
    return [line.split(";") for line in text.removeprefix(BOM).splitlines()]


async def test_a_list_is_sorted_by_its_address_and_says_so(
    topped_up: Town, treasurer: httpx2.AsyncClient
) -> None:
    when = long_ago(topped_up)
    falling = (await treasurer.get(f"/console/top-ups?{when}&sort=-amount")).text
    rising = (await treasurer.get(f"/console/top-ups?{when}&sort=amount")).text

    assert falling.index(LUCIE) < falling.index(AWA)
    assert rising.index(AWA) < rising.index(LUCIE)
    assert falling.count('aria-sort="descending"') == 1
    assert rising.count('aria-sort="ascending"') == 1
    [other_way] = re.findall(r'href="(/console/top-ups\?[^"]*sort=amount)"', falling)
    assert "since=" in other_way


async def test_a_list_is_narrowed_by_words_and_remembers_them(
    topped_up: Town, treasurer: httpx2.AsyncClient
) -> None:
    first = AWA.split(maxsplit=1)[0]
    page = (await treasurer.get(f"/console/top-ups?{long_ago(topped_up)}&q={first.upper()}")).text

    assert AWA in page
    assert LUCIE not in page
    assert f'value="{first.upper()}"' in page
    assert f"q={first.upper()}" in page[page.index("Exporter pour un tableur") - 400 :]


async def test_a_sheet_holds_what_the_page_narrows_and_sorts(
    topped_up: Town, treasurer: httpx2.AsyncClient
) -> None:
    answer = await treasurer.get(f"/console/top-ups.csv?{long_ago(topped_up)}&sort=-amount")
    head, *rows = lines_of(answer)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert head[:5] == ["Porte-monnaie", "Ligne du relevé", "Noté le", "Crédité le", "Euros"]
    assert [(row[0], row[4]) for row in rows] == [(LUCIE, "120,50"), (AWA, "80,00")]


async def test_redemptions_and_slips_are_listed_once_settled(
    town: Town, awa: Member, bakery: Member, treasurer: httpx2.AsyncClient
) -> None:
    await town.issue(awa, Money(100_00))
    await town.pay(awa, bakery, Money(100_00))
    paid = await town.redeem(bakery, Money(50_00))
    await town.redeem(bakery, Money(50_00))
    slip = await town.close_slip("CML-BORD-2026-06-06-1", Money(100_00))
    await town.credit_slip(slip)
    await town.settle_redemption(paid)

    _, *redemptions = lines_of(
        await treasurer.get(f"/console/redemptions.csv?{long_ago(town)}&state=paid")
    )
    returned = lines_of(
        await treasurer.get(f"/console/redemptions.csv?{long_ago(town)}&state=returned")
    )
    _, *slips = lines_of(await treasurer.get(f"/console/slips-sent.csv?{long_ago(town)}"))

    assert [row[:1] + row[2:5] for row in redemptions] == [
        ["Boulangerie du Marché", "viré", "50,00", "47,50"]
    ]
    assert len(returned) == 1
    assert [(row[0], row[5]) for row in slips] == [("CML-BORD-2026-06-06-1", "100,00")]
    page = (await treasurer.get("/console/redemptions")).text
    assert page.count(">demandé<") == 1


@pytest.mark.usefixtures("topped_up")
async def test_the_journal_is_narrowed_and_taken_away_without_a_name(
    awa: Member, seated_staff: SeatedStaff
) -> None:
    account = account_id_text(awa.wallet)
    async with seated_staff(Role.AUDITOR) as auditor:
        page = await auditor.get(f"/console/journal?account={account}&sort=number")
        head, *rows = lines_of(await auditor.get(f"/console/journal.csv?account={account}"))
        every = lines_of(await auditor.get("/console/journal.csv?sort=number"))
        wrong = [
            (await auditor.get(f"/console/journal?{asked}")).status_code
            for asked in ("kind=x", "account=acc_1", "number=1e3", "sort=amount", "after=*")
        ]

    assert page.status_code == 200
    assert len(rows) == 1
    assert account in rows[0]
    assert head[0] == "N°"
    assert [row[0] for row in every[1:]] == ["1", "2", "3", "4"]
    assert AWA not in page.text + str(every)
    assert wrong == [404] * 5


async def test_members_are_taken_away_in_part_without_balance_or_account(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    await town.issue(awa, Money(77_00))
    async with seated_staff(Role.TELLER) as teller:
        _, *rows = lines_of(await teller.get("/console/members.csv?state=resident"))
        async with town.clearing.pool.acquire() as connection:
            chance = Random(1)  # noqa: S311 # names, not a secret
            await settle_people(connection, MOST_EXPORTED, chance, town.clock.reading)
        refused = await teller.get("/console/members.csv")

    assert AWA in {row[0] for row in rows}
    assert {len(row) for row in rows} == {4}
    assert account_id_text(awa.wallet) not in str(rows)
    assert refused.status_code == 422
    assert "période plus courte" in refused.text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("asked", ["sort=seq", "sort=x%27--", "after=x~1", "after=1"])
async def test_what_no_list_knows_is_not_found(
    seated_staff: SeatedStaff, path: str, asked: str
) -> None:
    async with seated_staff(LISTS[path]) as browser:
        assert (await browser.get(f"{path}?{asked}")).status_code == 404
        assert (await browser.get(f"{path}?since=x&until=9999-99-99&state=zz")).status_code == 200


@pytest.mark.parametrize("path", [*LISTS, "/console/journal"])
async def test_a_list_and_its_sheet_are_for_the_same_roles(
    seated_staff: SeatedStaff, path: str
) -> None:
    for role in (
        Role.TELLER, Role.DESK_CONTROLLER, Role.TREASURER, Role.LAUNCH_MANAGER,
        Role.INSTITUTION_MANAGER,
    ):  # fmt: skip
        async with seated_staff(role) as browser:
            page, sheet = await browser.get(path), await browser.get(f"{path}.csv")
        assert page.status_code == sheet.status_code
        may_see = role is LISTS.get(path, Role.TREASURER)
        assert page.status_code == (200 if may_see else 403)


async def test_officers_are_sorted_narrowed_and_taken_away_by_their_managers(
    seated_staff: SeatedStaff,
) -> None:
    path = "/console/officers"
    async with seated_staff(Role.INSTITUTION_MANAGER) as manager:
        page = await manager.get(f"{path}?sort=-name&state=institution_manager")
        nobody = await manager.get(f"{path}?state=auditor")
        head, *rows = lines_of(await manager.get(f"{path}.csv?sort=role"))

    assert 'aria-sort="descending"' in page.text
    assert "Personne ne correspond." in nobody.text
    assert head[:3] == ["Personne", "Rôle", "Caisse"]
    assert "Direction" in {row[1] for row in rows}
