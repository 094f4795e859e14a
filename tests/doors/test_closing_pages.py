"""The counter closes accounts: a resident's at once, a shop's by a second signature."""

from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role


def page_of(who: Member) -> str:
    return f"/console/members/{account_id_text(who.wallet)}/closing"


async def test_a_resident_is_closed_at_the_counter_once_empty(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    await town.top_up(awa, Money(5_00))
    async with seated_staff(Role.TELLER) as nadia:
        full = await nadia.get(page_of(awa))
        refused = await nadia.post(page_of(awa), data={"reason": "asked"})
        await town.pay(awa, town.bakery, Money(5_00))
        english = await nadia.get(page_of(awa), headers=ENGLISH)
        unsaid = await nadia.post(page_of(awa), data={"reason": "duplicate"})
        closed = await nadia.post(page_of(awa), data={"reason": "death"})
        shown = await nadia.get(closed.headers["location"])
        again = await nadia.post(page_of(awa), data={"reason": "death"})

    assert "n’est pas vide" in full.text
    assert (refused.status_code, unsaid.status_code, closed.status_code) == (409, 422, 303)
    assert "5,00" in refused.text
    assert "Ce compte est fermé" in shown.text
    assert "Encaisser" not in shown.text
    assert again.status_code == 404
    assert_english(english)


async def test_a_shop_is_closed_by_a_second_person(
    town: Town, bakery: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set institution = 'The house' where member_id is null"
        )
    async with (
        seated_staff(Role.TELLER) as nadia,
        seated_staff(Role.DESK_CONTROLLER) as farida,
    ):
        asked = await nadia.post(page_of(bakery), data={"reason": "ceased"})
        waits = await nadia.get(page_of(bakery))
        checks = await farida.get("/console/checks")
        path = checks.text.split('action="/console/checks/closings/')[1].split('"')[0]
        path = f"/console/checks/closings/{path}"
        await town.top_up(bakery, Money(1_00))
        unsigned = await farida.post(path, data={"decision": "grant"})
        refused = await farida.sign("/console/checks", path)
        await town.pay(bakery, town.cheese_stall, Money(1_00))
        closed = await farida.sign("/console/checks", path)
        after = await farida.get("/console/checks")

    assert asked.status_code == 303
    assert "deuxième personne" in waits.text
    assert "Fin d’activité".lower() in checks.text.lower()
    assert (unsigned.status_code, refused.status_code, closed.status_code) == (403, 422, 303)
    assert "1,00" in refused.text
    assert "closings" not in after.text
