"""A resident chooses an association, at a desk or alone; it learns a number; its cover is noted."""

import re

import pytest
from callers import Seated, SeatedStaff
from personas import LILLE, Member, Persona, Town, enrol
from test_english_pages import ENGLISH, assert_english

from ledger.core.account import AccountKind, Tier
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id, utc_now
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.give_for_issuances import give_for_issuances

COVERS = "/console/covers"
NOTED = "select count(*) from ledger.staff_act where act = 'association_chosen'"
CHOSEN = "select first_choice, second_choice, chosen_by from people.sponsorship order by chosen_at"


@pytest.fixture(autouse=True)
def by_the_clock_of_the_doors(town: Town) -> None:
    """Let the journal's instants be those of the pages."""
    town.clock.now = None


async def chosen(town: Town) -> list[tuple[int | None, int | None, str]]:
    """List what was chosen, the first choice first."""
    async with town.clearing.pool.acquire() as connection:
        return [tuple(row) for row in await connection.fetch(CHOSEN)]


async def test_a_teller_keeps_the_choice_of_who_stands_there(
    town: Town, awa: Member, bakery: Member, seated_staff: SeatedStaff
) -> None:
    page = f"/console/members/{account_id_text(awa.wallet)}/association"
    food_bank = account_id_text(town.food_bank.wallet)
    async with seated_staff(Role.TELLER) as teller:
        shown = await teller.get(page)
        kept = await teller.post(page, data={"first": food_bank})
        again = (await teller.get(page)).text
        twice = await teller.post(page, data={"first": food_bank, "second": food_bank})
        wrong = await teller.post(page, data={"first": account_id_text(bakery.wallet)})
        unread = await teller.post(page, data={"first": "acc_nothing"})
        of_a_shop = await teller.get(page.replace(page.split("/")[3], food_bank))
        english = await teller.get(page, headers=ENGLISH)

    assert "Banque alimentaire du Nord, Lille" in shown.text
    assert "Boulangerie" not in shown.text
    assert kept.status_code == 303
    assert f'<option value="{food_bank}" selected>' in again
    assert [each.status_code for each in (twice, wrong, unread)] == [422] * 3
    assert "Choisissez une ou deux associations différentes" in twice.text
    assert of_a_shop.status_code == 404
    assert_english(english)
    [(first, second, by)] = await chosen(town)
    assert (first, second) == (town.food_bank.wallet, None)
    assert by.startswith("person:")


async def test_a_resident_chooses_alone_and_leaves_no_line_of_staff(
    town: Town, awa: Member, seated: Seated
) -> None:
    food_bank = account_id_text(town.food_bank.wallet)
    async with seated(awa) as browser:
        shown = (await browser.get("/association")).text
        kept = await browser.post("/association", data={"first": food_bank})
        told = (await browser.get(kept.headers["location"])).text
        wrong = await browser.post("/association", data={"second": food_bank})
        english = await browser.get("/association", headers=ENGLISH)
        data = (await browser.get("/data.json")).json()
        ended = await browser.post("/association", data={"first": ""})

    assert "Votre 3" in shown
    assert "30 parrains" in shown
    assert (kept.status_code, wrong.status_code, ended.status_code) == (303, 422, 303)
    assert "C’est noté." in told
    assert_english(english)
    assert [each["first_choice"] for each in data["sponsorships"]] == ["Banque alimentaire du Nord"]
    assert [each[0] for each in await chosen(town)] == [town.food_bank.wallet, None]
    async with town.clearing.pool.acquire() as connection:
        assert await connection.fetchval(NOTED) == 0


async def test_nobody_chooses_for_another_without_a_counter(
    awa: Member, seated_staff: SeatedStaff
) -> None:
    page = f"/console/members/{account_id_text(awa.wallet)}/association"
    async with seated_staff(Role.TREASURER) as treasurer:
        assert (await treasurer.get(page)).status_code == 403


@pytest.mark.parametrize(("sponsors", "told"), [(4, "Moins de 5 habitants"), (5, "5 habitants")])
async def test_an_association_learns_how_many_and_below_five_not_even_that(
    town: Town, seated: Seated, sponsors: int, told: str
) -> None:
    for n in range(sponsors):
        persona = Persona(f"r{n}", AccountKind.RESIDENT, Tier.T1, f"Habitant {n}", "59350", LILLE)
        member = await enrol(town.clearing, persona)
        choices = town.food_bank.wallet, None
        for wished in ((None, None), choices):
            await choose_associations(
                town.clearing, member.wallet, wished, by="person:x", now=utc_now()
            )
    async with seated(town.food_bank) as association, seated(town.bakery) as shop:
        page = (await association.get("/pro/takings")).text
        other = (await shop.get("/pro/takings")).text

    assert re.search(rf">{told}<", page)
    assert "Habitant 1" not in page
    assert "Vos parrains" not in other


async def test_the_treasury_notes_the_cover_up_to_what_is_due(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    await town.change_policy(giving={"minimum_sponsors": 1})
    town.clock.advance(days=-1)
    await choose_associations(
        town.clearing,
        awa.wallet,
        (town.food_bank.wallet, None),
        by="person:x",
        now=town.clock.reading,
    )
    await town.issue(awa, Money(100_00))
    town.clock.now = None
    await town.top_up(town.bakery, Money(1_00))
    await give_for_issuances(town.clearing)
    form = {"operation": str(new_id()), "piece": "VIR 7"}
    async with (
        seated_staff(Role.TREASURER) as treasurer,
        seated_staff(Role.TREASURER) as colleague,
        seated_staff(Role.TELLER) as teller,
    ):
        due = (await treasurer.get(COVERS)).text
        sheet = (await treasurer.get(f"{COVERS}.csv")).text.splitlines()
        coverage = (await treasurer.get("/console/coverage")).text
        unread = await treasurer.post(COVERS, data={**form, "amount": "x"})
        too_much = await treasurer.post(COVERS, data={**form, "amount": "3,01"})
        noted = [await treasurer.post(COVERS, data={**form, "amount": "3"}) for _ in range(2)]
        waiting = (await treasurer.get(COVERS)).text
        confirmed = await colleague.confirm_lines()
        after = (await treasurer.get(COVERS)).text
        strange = await teller.get(COVERS)

    assert 'value="3,00"' in due
    assert "Don" in due
    assert sheet[0] == "\ufeffJour;Nature;Écritures;Euros"
    assert [row.split(";")[1:] for row in sheet[1:]] == [["Don", "1", "3,00"]]
    assert "3,00" in coverage[coverage.index("Virements de couverture") :][:80]
    assert [each.status_code for each in (unread, too_much)] == [422, 409]
    assert "Rien n’a été noté" in too_much.text
    assert [each.status_code for each in (*noted, *confirmed)] == [303] * 3
    assert "Rien à virer" not in waiting
    assert "Rien à virer" in after
    assert strange.status_code == 403
    await town.check_books()
