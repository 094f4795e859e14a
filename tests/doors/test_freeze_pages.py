"""The counter freezes and reopens: with a reason, and above a small balance with a signature."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from callers import SeatedStaff, StaffBrowser
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english
from use_cases.signed_town import give_phone

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.policy import DeskLimits
from ledger.core.role import Role
from ledger.use_cases.freeze_account import BY_CODE, freeze_account

ALONE_UP_TO = DeskLimits().alone_up_to


def page_of(who: Member, act: str = "reopening") -> str:
    return f"/console/members/{account_id_text(who.wallet)}/{act}"


@asynccontextmanager
async def two_of_a_desk(
    town: Town, seated_staff: SeatedStaff
) -> AsyncIterator[tuple[StaffBrowser, StaffBrowser]]:
    """Seat a teller and a controller of one institution."""
    town.clock.now = None
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set institution = 'The house' where member_id is null"
        )
    async with seated_staff(Role.TELLER) as nadia, seated_staff(Role.DESK_CONTROLLER) as farida:
        yield nadia, farida


async def freeze(town: Town, who: Member, amount: int) -> None:
    await town.top_up(who, Money(amount))
    await freeze_account(town.clearing, who.wallet, by=BY_CODE, now=town.clock.reading)


async def test_a_desk_says_why_it_freezes_blocks_revokes(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with two_of_a_desk(town, seated_staff) as (nadia, _):
        phone = await give_phone(town, awa)
        slips = {"identity": "passport", "lost": str(phone.key_id)}
        unsaid = [
            await nadia.post(page_of(awa, act), data={**data, "reason": " "})
            for act, data in (("freeze", {}), ("card/blocking", {}), ("slips", slips))
        ]
        blocked = await nadia.post(page_of(awa, "card/blocking"), data={"reason": "Perdue"})
        revoked = await nadia.post(page_of(awa, "slips"), data={**slips, "reason": "Volé"})
        frozen = await nadia.post(page_of(awa, "freeze"), data={"reason": "Volé"})
        again = await nadia.get(page_of(awa, "freeze"))

    for told in unsaid:
        assert told.status_code == 422
        assert 'href="#reason"' in told.text
    assert f'value="{phone.key_id}" checked' in unsaid[2].text
    assert (blocked.status_code, revoked.status_code, frozen.status_code) == (303, 200, 303)
    assert "déjà gelé" in again.text


async def test_a_small_balance_is_reopened_by_one_who_says_why(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with two_of_a_desk(town, seated_staff) as (nadia, _):
        await freeze(town, awa, ALONE_UP_TO)
        file = await nadia.get(f"/console/desk?member={account_id_text(awa.wallet)}")
        page = await nadia.get(page_of(awa), headers=ENGLISH)
        unsaid = await nadia.post(page_of(awa), data={"reason": " "})
        done = await nadia.post(page_of(awa), data={"reason": "Téléphone retrouvé"})
        gone = await nadia.get(page_of(awa))

    assert f'href="{page_of(awa)}"' in file.text
    assert "gelé" in file.text
    assert (unsaid.status_code, done.status_code, gone.status_code) == (422, 303, 200)
    assert 'href="#reason"' in unsaid.text
    assert "n’est pas gelé" in gone.text
    assert_english(page)
    await town.pay(awa, town.bakery, Money(1_00))


async def test_a_larger_balance_is_signed_by_a_second_person_and_never_by_a_click(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with two_of_a_desk(town, seated_staff) as (nadia, farida):
        await freeze(town, awa, ALONE_UP_TO + 1)
        asked = await nadia.post(page_of(awa), data={"reason": "Téléphone retrouvé"})
        waits = await nadia.get(asked.headers["location"])
        again = await nadia.post(page_of(awa), data={"reason": "Téléphone retrouvé"})
        checks = await farida.get("/console/checks")
        id = checks.text.split('action="/console/checks/reopenings/')[1].split('"')[0]
        path = f"/console/checks/reopenings/{id}"
        unsigned = await farida.post(path, data={"decision": "grant"})
        own = await nadia.post(f"{page_of(awa)}/{id}", data={"decision": "grant"})
        signed = await farida.sign("/console/checks", path)
        after = await farida.get("/console/checks")

    assert "doit signer" in waits.text
    assert "data-sign" not in waits.text
    assert (asked.status_code, again.status_code) == (303, 409)
    assert "Téléphone retrouvé" in checks.text
    assert (unsigned.status_code, own.status_code, signed.status_code) == (403, 403, 303)
    assert "reopenings" not in after.text
    await town.pay(awa, town.bakery, Money(1_00))
