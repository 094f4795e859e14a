"""A desk opens one wallet for one person: a document, or an address that answered."""

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from mail_server import opened_mail_server
from personas import Member, Town

from ledger.core.closing import ClosingReason
from ledger.core.identity import IdentityDocument, IdentitySeen
from ledger.core.money import Money
from ledger.core.refusal import GroupCashLimitReached, KeyReused, OwnWeeklyLimitReached, Refused
from ledger.core.refusal_access import AddressCodeWrong, TooManyAddresses
from ledger.core.refusal_enrolment import (
    AlikeKnown,
    ContactTaken,
    GuardianNeeded,
    IdentityExpired,
    IdentityKnown,
)
from ledger.fresh import new_id
from ledger.letter_text import compose
from ledger.settings import Settings
from ledger.smtp import make_deliver
from ledger.use_cases.close_account import close_account
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.enrol_by_contact import NewHolder, ask_contact, enrol_by_contact
from ledger.use_cases.enrol_resident import NewResident, enrol_resident
from ledger.use_cases.keep_address import CODE_LIVES, address_code
from ledger.use_cases.send_letters import send_due_letters

PASSPORT = IdentitySeen(IdentityDocument.PASSPORT, "19 AB 12345", date(2031, 5, 4))
CHLOE = NewResident("Chloé Lefèvre-Ba", date(1990, 7, 14), "3 rue du Bac", "59350", 8, PASSPORT)
NEVER_MIND = NewHolder("Momo", "momo@exemple.fr")


def form_of(town: Town, *, is_another: bool = False) -> DeskForm:
    return DeskForm(new_id(), "person:teller", is_another, town.clock.reading)


def with_passport(number: str, **changes: object) -> NewResident:
    return replace(CHLOE, identity=replace(PASSPORT, number=number), **changes)  # type: ignore[arg-type] # fields by name


async def wallets(town: Town) -> int:
    async with town.clearing.pool.acquire() as connection:
        count: int = await connection.fetchval(
            "select count(*) from ledger.account where kind = 'resident'"
        )
    return count


async def code_for(town: Town, address: str = NEVER_MIND.address) -> str:
    """Ask for a code, and read it where only the derivation knows it."""
    await ask_contact(town.clearing, address, now=town.clock.reading)
    async with town.clearing.pool.acquire() as connection:
        wish = await connection.fetchval("select id from people.contact_wish")
    return address_code(town.clearing, wish)


async def test_a_form_sent_twice_at_once_opens_one_wallet(town: Town) -> None:
    before, form = await wallets(town), form_of(town)

    opened = await asyncio.gather(*(enrol_resident(town.clearing, CHLOE, form) for _ in range(2)))
    later = await enrol_resident(town.clearing, CHLOE, replace(form, now=form.now + timedelta(1)))

    assert {*opened, later} == {opened[0]}
    assert await wallets(town) == before + 1
    with pytest.raises(KeyReused):
        await enrol_resident(town.clearing, with_passport("88XY99"), form)


async def test_the_number_of_a_document_is_kept_nowhere(town: Town) -> None:
    await enrol_resident(town.clearing, CHLOE, form_of(town))

    async with town.clearing.pool.acquire() as connection:
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname in ('ledger', 'people')"
        )
        rows = [
            row[0]
            for (table,) in tables
            for row in await connection.fetch(f"select t::text from {table} as t")  # noqa: S608 # names of the catalogue
        ]
        seen = await connection.fetchrow(
            "select document, expires_on, seen_by from people.identity"
        )
    assert tuple(seen) == ("passport", date(2031, 5, 4), "person:teller")
    plain = [re.sub(r"[^0-9a-z]", "", row.lower()) for row in rows]
    assert not [row for row in plain if "19ab12345" in row]
    assert [row for row in rows if "Lefèvre-Ba" in row]  # the search does find what is kept


async def test_a_document_opens_one_wallet_however_its_number_is_typed(town: Town) -> None:
    first = await enrol_resident(town.clearing, CHLOE, form_of(town))

    other = with_passport("19ab-12345", name="Zoé Autre", birth_date=date(1980, 1, 1))
    with pytest.raises(IdentityKnown) as refused:
        await enrol_resident(town.clearing, other, form_of(town, is_another=True))

    assert refused.value.facts["account"] == first


async def test_an_expired_document_proves_nothing(town: Town) -> None:
    today = town.clock.reading.date()
    for day, outcome in ((today, None), (today - timedelta(1), IdentityExpired)):
        shown = replace(CHLOE, identity=replace(PASSPORT, expires_on=day))
        if outcome is None:
            await enrol_resident(town.clearing, shown, form_of(town))
            continue
        with pytest.raises(outcome):
            await enrol_resident(town.clearing, shown, form_of(town))


@pytest.mark.parametrize("name", ["CHLOE LEFEVRE BA", "lefèvre-ba chloé"])
async def test_the_same_name_and_birth_date_are_told_apart_by_the_desk(
    town: Town, name: str
) -> None:
    await enrol_resident(town.clearing, CHLOE, form_of(town))
    twin = with_passport("99ZZ00001", name=name)

    with pytest.raises(AlikeKnown):
        await enrol_resident(town.clearing, twin, form_of(town))

    await enrol_resident(town.clearing, twin, form_of(town, is_another=True))
    born_later = with_passport("99ZZ00002", birth_date=date(1990, 7, 15))
    await enrol_resident(town.clearing, born_later, form_of(town))


async def test_before_eighteen_an_identified_member_of_age_answers(
    town: Town, awa: Member, omar: Member, bakery: Member
) -> None:
    minor = replace(CHLOE, birth_date=date(2008, 6, 7), per_week=20_00)  # 18 tomorrow
    for guardian in (None, omar.wallet, bakery.wallet):
        with pytest.raises(GuardianNeeded):
            await enrol_resident(town.clearing, replace(minor, guardian=guardian), form_of(town))

    child = await enrol_resident(town.clearing, replace(minor, guardian=awa.wallet), form_of(town))

    younger = with_passport("77AA77777", name="Ana Ba", birth_date=date(2015, 1, 1), guardian=child)
    with pytest.raises(GuardianNeeded):
        await enrol_resident(town.clearing, younger, form_of(town))
    of_age = with_passport("66AA66666", name="Eli Ba", birth_date=date(2008, 6, 6))
    await enrol_resident(town.clearing, of_age, form_of(town))


async def test_a_minor_loads_cash_within_the_household_of_the_guardian(
    town: Town, awa: Member
) -> None:
    await town.change_policy(group_cash_per_month=100_00)
    minor = replace(CHLOE, birth_date=date(2010, 1, 1), guardian=awa.wallet)
    child = replace(awa, wallet=await enrol_resident(town.clearing, minor, form_of(town)))
    await town.issue(awa, Money(60_00))
    with pytest.raises(GroupCashLimitReached):
        await town.issue(child, Money(50_00))


async def test_a_guardian_limits_the_week_from_the_first_payment(
    town: Town, awa: Member, bakery: Member
) -> None:
    minor = replace(CHLOE, birth_date=date(2010, 1, 1), per_week=20_00, guardian=awa.wallet)
    child = replace(awa, wallet=await enrol_resident(town.clearing, minor, form_of(town)))
    await town.issue(child, Money(50_00))

    await town.pay(child, bakery, Money(15_00))
    with pytest.raises(OwnWeeklyLimitReached):
        await town.pay(child, bakery, Money(6_00))


async def test_an_address_opens_one_wallet_by_the_code_that_came(town: Town) -> None:
    before, form = await wallets(town), form_of(town)
    code = await code_for(town)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    with pytest.raises(AddressCodeWrong):
        await enrol_by_contact(town.clearing, NEVER_MIND, wrong, form)
    opened = await enrol_by_contact(town.clearing, NEVER_MIND, code, form)
    again = await enrol_by_contact(town.clearing, NEVER_MIND, code, form)

    assert opened == again
    assert await wallets(town) == before + 1
    for spelling in ("momo@exemple.fr", "MOMO+2@Exemple.fr"):
        with pytest.raises(ContactTaken) as refused:
            await ask_contact(town.clearing, spelling, now=town.clock.reading)
        assert refused.value.facts["account"] == opened
    async with town.clearing.pool.acquire() as connection:
        kept = await connection.fetchrow(
            "select a.tier, p.email from ledger.account as a"
            " join people.standing as s on s.member_id = a.owner"
            " join people.person as p on p.id = s.person_id where a.id = $1",
            opened,
        )
    assert tuple(kept) == ("T0", "momo@exemple.fr")


async def test_a_code_of_a_contact_ends_after_five_tries_or_half_an_hour(town: Town) -> None:
    code, form = await code_for(town), form_of(town)
    late = replace(form, now=form.now + CODE_LIVES + timedelta(seconds=1))
    with pytest.raises(AddressCodeWrong):
        await enrol_by_contact(town.clearing, NEVER_MIND, code, late)
    for said in ("", "é", "1", "2", "3", code):
        with pytest.raises(AddressCodeWrong):
            await enrol_by_contact(town.clearing, NEVER_MIND, said, form)


async def test_the_code_of_a_contact_opens_no_wallet_for_another(town: Town) -> None:
    code = await code_for(town)
    other = NewHolder("Thief", "thief@exemple.fr")
    with pytest.raises(AddressCodeWrong):
        await enrol_by_contact(town.clearing, other, code, form_of(town))


async def test_five_codes_a_day_go_to_a_contact(town: Town) -> None:
    now = town.clock.reading
    for _ in range(5):
        await ask_contact(town.clearing, NEVER_MIND.address, now=now)
    with pytest.raises(TooManyAddresses):
        await ask_contact(town.clearing, NEVER_MIND.address, now=now)
    await ask_contact(town.clearing, NEVER_MIND.address, now=now + timedelta(days=1, seconds=1))


async def test_a_member_of_that_address_is_told_apart_by_the_desk(town: Town, awa: Member) -> None:
    async with town.clearing.pool.acquire() as connection:
        confirmed = "update people.person set email = 'Momo@exemple.fr' where id = $1"
        await connection.execute(confirmed, awa.person)
    code = await code_for(town)

    with pytest.raises(AlikeKnown):
        await enrol_by_contact(town.clearing, NEVER_MIND, code, form_of(town))
    await enrol_by_contact(town.clearing, NEVER_MIND, code, form_of(town, is_another=True))


async def test_the_letter_bears_the_code_and_says_to_read_it_aloud(town: Town) -> None:
    code = await code_for(town)
    async with opened_mail_server() as mail:
        settings = Settings(smtp_host="127.0.0.1", smtp_port=mail.port, smtp_security="none")
        write = partial(compose, settings=settings, clearing=town.clearing)
        await send_due_letters(town.clearing, make_deliver(settings, write), now=town.clock.reading)
        [text] = mail.texts

    assert f"Lisez {code}" in text
    assert "« Messages »" not in text  # whoever has no wallet has no such page


async def test_what_is_refused_leaves_nothing(town: Town) -> None:
    before = await wallets(town)
    expired = replace(CHLOE, identity=replace(PASSPORT, expires_on=date(2020, 1, 1)))
    with pytest.raises(Refused):
        await enrol_resident(town.clearing, expired, form_of(town))
    assert await wallets(town) == before
    async with town.clearing.pool.acquire() as connection:
        assert not await connection.fetchval("select count(*) from people.desk_enrolment")


async def test_whoever_left_comes_back_with_the_same_document_or_address(town: Town) -> None:
    first = await enrol_resident(town.clearing, CHLOE, form_of(town))
    by_code = await enrol_by_contact(
        town.clearing, NEVER_MIND, await code_for(town), form_of(town, is_another=True)
    )
    for account in (first, by_code):
        await close_account(
            town.clearing, account, ClosingReason.ASKED, by="desk", now=town.clock.reading
        )

    again = await enrol_resident(town.clearing, CHLOE, form_of(town))
    code = await code_for(town)
    address_again = await enrol_by_contact(
        town.clearing, NEVER_MIND, code, form_of(town, is_another=True)
    )

    assert len({first, by_code, again, address_again}) == 4
    with pytest.raises(IdentityKnown) as refused:
        await enrol_resident(town.clearing, CHLOE, form_of(town))
    assert refused.value.facts["account"] == again
