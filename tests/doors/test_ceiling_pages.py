"""The counter sets the ceiling of one account: lower at once, higher by a second signature."""

from datetime import timedelta

from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now


def page_of(who: Member) -> str:
    return f"/console/members/{account_id_text(who.wallet)}/ceiling"


async def test_a_ceiling_is_lowered_by_one_and_raised_by_two(
    town: Town, bakery: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set institution = 'The house' where member_id is null"
        )
    page, until = page_of(bakery), paris_day(utc_now()) + timedelta(days=30)
    async with (
        seated_staff(Role.TELLER) as nadia,
        seated_staff(Role.DESK_CONTROLLER) as farida,
    ):
        lowered = await nadia.post(page, data={"amount": "30", "reason": "Prudence"})
        file = await nadia.get(lowered.headers["location"])
        raised = {"amount": "60", "ends_on": until.isoformat(), "reason": "Braderie"}
        asked = await nadia.post(page, data=raised)
        waits = await nadia.get(page)
        again = await nadia.post(page, data=raised | {"amount": "70"})
        checks = await farida.get("/console/checks")
        id = checks.text.split('action="/console/checks/ceilings/')[1].split('"')[0]
        path = f"/console/checks/ceilings/{id}"
        unsigned = await farida.post(path, data={"decision": "grant"})
        granted = await farida.sign("/console/checks", path)
        after = await nadia.get(page)
        english = await nadia.get(page, headers=ENGLISH)

    assert (lowered.status_code, asked.status_code, again.status_code) == (303, 303, 409)
    assert "30,00" in file.text
    assert "deuxième personne" in waits.text
    for shown in ("Braderie", "30,00", "60,00"):
        assert shown in checks.text
    assert (unsigned.status_code, granted.status_code) == (403, 303)
    assert "60,00" in after.text
    assert str(until.year) in after.text
    assert_english(english)


async def test_what_is_mistyped_is_told_beside_its_field(
    awa: Member, seated_staff: SeatedStaff
) -> None:
    typed = {"amount": "100", "ends_on": "", "reason": "Prudence"}
    wrong = {
        "amount": ({"amount": "beaucoup"}, {"amount": "251"}, {"amount": ""}),
        "ends_on": ({"ends_on": "2001-01-01"}, {"ends_on": "hier"}),
        "reason": ({"reason": " "},),
    }
    async with seated_staff(Role.TELLER) as nadia:
        for field, cases in wrong.items():
            for case in cases:
                told = await nadia.post(page_of(awa), data=typed | case)
                assert told.status_code in {409, 422}, case
                assert f'href="#{field}"' in told.text, case
        assert "ne permet pas plus haut" in (await nadia.get(page_of(awa))).text
    async with seated_staff(Role.TREASURER) as helene:
        assert (await helene.post(page_of(awa), data=typed)).status_code == 403
