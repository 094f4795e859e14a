"""The counter sees possible duplicates and asks; a controller signs that two become one."""

from datetime import date

from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.use_cases.seal_people import likeness_seal


async def test_two_accounts_become_one_by_two_people(
    town: Town, awa: Member, lucie: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    page = f"/console/members/{account_id_text(awa.wallet)}/merger"
    member = f"/console/desk?member={account_id_text(awa.wallet)}"
    kept = {"kept": account_id_text(lucie.wallet)}
    await town.top_up(awa, Money(5_00))
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set institution = 'The house' where member_id is null"
        )
    async with (
        seated_staff(Role.TELLER) as nadia,
        seated_staff(Role.DESK_CONTROLLER) as farida,
    ):
        alone = await nadia.get(page)
        unlike = await nadia.post(page, data=kept)
        unsaid = await nadia.post(page)
        before = await nadia.get(member)
        async with town.clearing.pool.acquire() as connection:
            await connection.execute(
                "update people.person set likeness = $1 where id = any($2)",
                likeness_seal(town.clearing, "Awa Diop", date(1990, 1, 1)),
                [awa.person, lucie.person],
            )
        after = await nadia.get(member)
        shown = await nadia.get(page)
        english = await nadia.get(page, headers=ENGLISH)
        asked = await nadia.post(page, data=kept)
        waits = await nadia.get(page)
        checks = await farida.get("/console/checks")
        id = checks.text.split('action="/console/checks/mergers/')[1].split('"')[0]
        path = f"/console/checks/mergers/{id}"
        unsigned = await farida.post(path, data={"decision": "grant"})
        done = await farida.sign("/console/checks", path)

    assert "Aucun doublon" in alone.text
    assert (unlike.status_code, unsaid.status_code, asked.status_code) == (409, 422, 303)
    assert "Doublon possible" not in before.text
    assert "Doublon possible" in after.text
    assert "Lucie Vasseur" in shown.text
    assert "deuxième personne" in waits.text
    assert (unsigned.status_code, done.status_code) == (403, 303)
    assert await town.balance(lucie) == Money(5_00)
    assert_english(english)
