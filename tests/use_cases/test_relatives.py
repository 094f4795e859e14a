"""Nobody serves their own account or a relative's, at any door, whatever they take back later."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from organisations import NADEGE, SPICES
from personas import Member, Town
from test_enrolment_at_desk import CHLOE, NEVER_MIND, code_for, form_of
from test_recovery import Recovery

from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.organisation import BeneficialOwner
from ledger.core.posting import Evidence, Origin
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import NotServedByThem, RelativeKnown
from ledger.core.role import Role
from ledger.fresh import new_id, utc_now
from ledger.storage.enrolments import describe_person
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.enrol_by_contact import enrol_by_contact
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.enrol_resident import enrol_resident
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_births import encrypted_birth
from ledger.use_cases.keep_relatives import COUNTS_ON, check_served, declare_relative, end_relative
from ledger.use_cases.seal_people import likeness_seal
from ledger.use_cases.take_dues import take_dues
from ledger.use_cases.top_up import issue_top_up, receive_top_up

BORN = date(1990, 5, 6)
ONE = Money(1_00)
Serve = Callable[[Town, Origin, int], Awaitable[object]]


async def issue(town: Town, by: Origin, wallet: int) -> object:
    order = IssuanceOrder(town.town_hall_desk.till, wallet, ONE)
    return await issue_currency(town.clearing, new_id(), order, origin=by)


async def dues(town: Town, by: Origin, wallet: int) -> object:
    till = town.town_hall_desk.till
    return await take_dues(town.clearing, new_id(), ONE, till=till, wallet=wallet, origin=by)


async def top_up(town: Town, by: Origin, wallet: int) -> object:
    received = await receive_top_up(town.clearing, new_id(), ONE, piece="LCR 3", origin=by)
    return await issue_top_up(town.clearing, new_id(), received.id, wallet=wallet, origin=by)


def officer(person: UUID) -> Origin:
    return Origin(f"person:{person}", "till", Evidence.DESK)


async def is_served(town: Town, person: UUID, wallet: int) -> bool:
    try:
        await check_served(town.clearing, f"person:{person}", wallet)
    except NotServedByThem:
        return False
    return True


@pytest.mark.parametrize("serve", [issue, dues, top_up])
async def test_nobody_gives_units_to_themselves_or_to_a_relative(
    town: Town, awa: Member, lucie: Member, serve: Serve
) -> None:
    with pytest.raises(NotServedByThem):
        await serve(town, officer(awa.person), awa.wallet)
    await serve(town, officer(awa.person), lucie.wallet)
    await declare_relative(town.clearing, awa.person, "Vasseur LUCIE", BORN, now=utc_now())
    with pytest.raises(NotServedByThem):
        await serve(town, officer(awa.person), lucie.wallet)
    await serve(town, officer(new_id()), lucie.wallet)


async def test_a_birth_date_tells_a_relative_from_a_namesake(town: Town, awa: Member) -> None:
    wallet = await enrol_resident(town.clearing, CHLOE, form_of(town))
    clearing, now = town.clearing, utc_now()
    await declare_relative(clearing, awa.person, CHLOE.name, BORN, now=now)
    assert await is_served(town, awa.person, wallet)
    await declare_relative(clearing, awa.person, "lefevre ba chloe", CHLOE.birth_date, now=now)
    assert not await is_served(town, awa.person, wallet)


async def test_a_relative_is_declared_before_they_join(town: Town, awa: Member) -> None:
    now = utc_now()
    await declare_relative(town.clearing, awa.person, CHLOE.name, CHLOE.birth_date, now=now)
    with pytest.raises(RelativeKnown):
        await declare_relative(town.clearing, awa.person, CHLOE.name, CHLOE.birth_date, now=now)
    wallet = await enrol_resident(town.clearing, CHLOE, form_of(town))
    assert not await is_served(town, awa.person, wallet)


async def officer_named(town: Town, name: str, born: date) -> UUID:
    """Appoint somebody whom a desk may also know as a member, under another row."""
    person, clearing = new_id(), town.clearing
    await appoint_staff(clearing, person, name, role=Role.TELLER, institution="cml")
    async with clearing.pool.acquire() as connection:
        await describe_person(
            connection,
            person,
            born=encrypted_birth(clearing.columns, person, born),
            likeness=likeness_seal(clearing, name, born),
            guardian=None,
        )
    return person


async def test_an_officer_enrolled_again_under_another_row_does_not_serve_that_wallet(
    town: Town, omar: Member
) -> None:
    identified = await enrol_resident(town.clearing, CHLOE, form_of(town))
    chloe = await officer_named(town, "LEFEVRE BA chloe", CHLOE.birth_date)
    namesake = await officer_named(town, CHLOE.name, BORN)
    unidentified = await officer_named(town, "omar BENALI", BORN)

    assert not await is_served(town, chloe, identified)
    assert await is_served(town, namesake, identified)
    assert await is_served(town, unidentified, identified)
    assert not await is_served(town, unidentified, omar.wallet)
    with pytest.raises(NotServedByThem):
        await issue(town, officer(chloe), identified)


async def test_nobody_enrols_themselves_nor_a_relative(town: Town) -> None:
    chloe = await officer_named(town, CHLOE.name, CHLOE.birth_date)
    cousin = await officer_named(town, "Zoé Lamy", BORN)
    clearing, now = town.clearing, utc_now()
    await declare_relative(clearing, cousin, "Lefèvre-Ba Chloé", CHLOE.birth_date, now=now)
    for by in (chloe, cousin):
        with pytest.raises(NotServedByThem):
            await enrol_resident(clearing, CHLOE, replace(form_of(town), by=f"person:{by}"))

    namesake = replace(CHLOE, birth_date=BORN)
    await enrol_resident(clearing, namesake, replace(form_of(town), by=f"person:{cousin}"))


async def test_nobody_enrols_a_relative_by_an_address(town: Town, awa: Member) -> None:
    await declare_relative(town.clearing, awa.person, NEVER_MIND.name, BORN, now=utc_now())
    code, form = await code_for(town), form_of(town)
    with pytest.raises(NotServedByThem):
        await enrol_by_contact(
            town.clearing, NEVER_MIND, code, replace(form, by=f"person:{awa.person}")
        )
    await enrol_by_contact(town.clearing, NEVER_MIND, code, form)


async def test_nobody_enrols_an_organisation_of_a_relative(town: Town, awa: Member) -> None:
    owner = BeneficialOwner("Lise Roux", date(1955, 5, 6))
    by = replace(form_of(town), by=f"person:{awa.person}")
    for name, born in ((owner.name, owner.birth_date), (NADEGE.name, NADEGE.birth_date)):
        id = await declare_relative(town.clearing, awa.person, name, born, now=utc_now())
        with pytest.raises(NotServedByThem):
            await enrol_professional(town.clearing, replace(SPICES, owner=owner), by)
        ended = utc_now() - COUNTS_ON
        await end_relative(town.clearing, id, person=awa.person, now=ended)
    await enrol_professional(town.clearing, replace(SPICES, owner=owner), by)


async def test_no_relative_confirms_another_phone(town: Town, awa: Member, lucie: Member) -> None:
    begun = await Recovery(town, lucie).begin()
    await declare_relative(town.clearing, awa.person, "Lucie Vasseur", BORN, now=utc_now())
    twin = await officer_named(town, "VASSEUR Lucie", BORN)
    for by in (awa.person, twin):
        with pytest.raises(NotServedByThem):
            await begun.end(f"person:{by}")
    await begun.end(f"person:{town.town_hall_desk.teller}")


async def test_what_is_taken_back_counts_for_a_day_more(
    town: Town, awa: Member, lucie: Member
) -> None:
    clearing, now = town.clearing, utc_now()
    id = await declare_relative(clearing, awa.person, "Lucie Vasseur", BORN, now=now)
    with pytest.raises(NotFound):
        await end_relative(clearing, id, person=lucie.person, now=now)
    await end_relative(clearing, id, person=awa.person, now=now - COUNTS_ON + timedelta(minutes=1))
    assert not await is_served(town, awa.person, lucie.wallet)
    with pytest.raises(NotFound):
        await end_relative(clearing, id, person=awa.person, now=now)

    other = await declare_relative(clearing, lucie.person, "Awa Diop", BORN, now=now)
    await end_relative(clearing, other, person=lucie.person, now=now - COUNTS_ON)
    assert await is_served(town, lucie.person, awa.wallet)


async def test_the_name_of_a_relative_is_not_read_in_the_database(town: Town, awa: Member) -> None:
    await declare_relative(town.clearing, awa.person, "Zélie Vanhove", BORN, now=utc_now())
    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchval("select r::text from people.relative as r")
        name = await connection.fetchval("select name from people.relative")
    assert "Vanhove" not in row
    assert b"Vanhove" not in name
