"""A holder without identity brings a document: the same wallet goes on, with other caps."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from personas import Member, Town
from registered import entry, register
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database
from test_enrolment_at_desk import CHLOE, form_of, with_passport
from test_freeze_list_import import take_in
from test_relatives import BORN, officer_named
from test_trail import teller_of, told, trail

from ledger.core.money import Money
from ledger.core.refusal import CeilingReached, NotFound, Refused
from ledger.core.refusal_access import NotServedByThem
from ledger.core.refusal_enrolment import (
    AlikeKnown,
    FreezeListMatch,
    GuardianNeeded,
    IdentifiedAlready,
    IdentityExpired,
    IdentityKnown,
)
from ledger.database import open_reader
from ledger.fresh import utc_now
from ledger.use_cases.enrol_resident import NewResident, enrol_resident
from ledger.use_cases.identify_holder import identify_holder
from ledger.use_cases.keep_relatives import declare_relative

OMAR = replace(CHLOE, name="Omar Benali-Diaz")
HOLDER = """
select a.tier, a.territory, m.name, m.street, m.insee, p.name as person, p.born, p.guardian_id
  from ledger.account as a
       join people.member as m on m.id = a.owner
       join people.standing as s on s.member_id = m.id
       join people.person as p on p.id = s.person_id
 where a.id = $1
"""


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the whole database."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def identify(town: Town, who: Member, shown: NewResident = OMAR, **form: object) -> None:
    filled = replace(form_of(town), **form)  # type: ignore[arg-type] # fields by name
    await identify_holder(town.clearing, who.wallet, shown, filled)


async def tier_of(town: Town, who: Member) -> str:
    async with town.clearing.pool.acquire() as connection:
        tier: str = await connection.fetchval(HOLDER, who.wallet)
    return tier


async def test_the_same_wallet_goes_on_with_the_caps_of_an_identified_holder(
    town: Town, omar: Member, bakery: Member
) -> None:
    await town.issue(omar, Money(150_00))
    with pytest.raises(CeilingReached):
        await town.issue(omar, Money(50_00))

    await identify(town, omar)
    await identify(town, omar)

    await town.issue(omar, Money(50_00))
    await town.pay(omar, bakery, Money(160_00))
    async with town.clearing.pool.acquire() as connection:
        kept = await connection.fetchrow(HOLDER, omar.wallet)
    assert (kept["tier"], kept["territory"], kept["insee"]) == ("T1", 8, "59350")
    assert kept["name"] == kept["person"] == OMAR.name
    assert kept["born"]
    await town.check_books()


async def test_the_trail_tells_before_and_after(
    town: Town, omar: Member, reader: AsyncEngine
) -> None:
    await identify(town, omar, by=teller_of(town))

    [line] = await trail(town, reader, act="identified")
    assert line.account == omar.wallet
    assert await told(town, reader, line) == {
        "tier": ["T0", "T1"],
        "identity": [None, "passport"],
        "name": ["Omar Benali", OMAR.name],
    }


async def test_what_an_enrolment_refuses_is_refused_and_changes_nothing(
    town: Town, omar: Member
) -> None:
    await enrol_resident(town.clearing, CHLOE, form_of(town))
    old = replace(OMAR, identity=replace(OMAR.identity, expires_on=date(2020, 1, 1)))
    minor = with_passport("77AA77777", birth_date=date(2012, 1, 1))
    twin = with_passport("88BB88888")
    cases: list[tuple[NewResident, type[Refused]]] = [
        (old, IdentityExpired),
        (minor, GuardianNeeded),
        (OMAR, IdentityKnown),
        (twin, AlikeKnown),
    ]
    for shown, refusal in cases:
        with pytest.raises(refusal):
            await identify(town, omar, shown)
        assert await tier_of(town, omar) == "T0"

    await identify(town, omar, twin, is_another=True)
    assert await tier_of(town, omar) == "T1"


async def test_whoever_is_identified_shows_no_other_document(
    town: Town, awa: Member, omar: Member, bakery: Member
) -> None:
    await identify(town, omar)
    for who in (awa, omar):
        with pytest.raises(IdentifiedAlready):
            await identify(town, who, with_passport("99ZZ99999", name="Another"))
    with pytest.raises(NotFound):
        await identify(town, bakery)


async def test_nobody_identifies_themselves_nor_a_relative(town: Town, omar: Member) -> None:
    twin = await officer_named(town, OMAR.name, OMAR.birth_date)
    cousin = await officer_named(town, "Zoé Lamy", BORN)
    await declare_relative(town.clearing, cousin, OMAR.name, OMAR.birth_date, now=utc_now())
    for by in (omar.person, twin, cousin):
        with pytest.raises(NotServedByThem):
            await identify(town, omar, by=f"person:{by}")
    assert await tier_of(town, omar) == "T0"


async def test_the_register_of_asset_freezes_is_looked_up(town: Town, omar: Member) -> None:
    listed = entry(1, "Benali-Diaz", "Omar", OMAR.birth_date)
    await take_in(town, register(listed))
    with pytest.raises(FreezeListMatch):
        await identify(town, omar)
    assert await tier_of(town, omar) == "T0"


async def test_a_guardian_answers_for_a_minor_and_limits_their_week(
    town: Town, awa: Member, omar: Member
) -> None:
    minor = replace(OMAR, birth_date=date(2012, 1, 1), guardian=awa.wallet, per_week=15_00)
    await identify(town, omar, minor)

    async with town.clearing.pool.acquire() as connection:
        kept = await connection.fetchrow(HOLDER, omar.wallet)
        week = await connection.fetchval("select amount from ledger.own_limit")
    assert (kept["guardian_id"], week) == (awa.person, 15_00)
