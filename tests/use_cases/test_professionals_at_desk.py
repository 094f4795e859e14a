"""A desk opens the wallet of an organisation: who stands behind it, where its euros go."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from organisations import ANOTHER, LOOKED_UP, MONS, NADEGE, RIB, SPICES, form_of
from personas import Member, Town

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount, IbanUnreadable
from ledger.core.law import InvariantBroken
from ledger.core.money import Money
from ledger.core.organisation import (
    BeneficialOwner,
    FreezeListResult,
    NewProfessional,
)
from ledger.core.refusal import KeyReused, KindNotAllowed, NotAccredited, Refused
from ledger.core.refusal_enrolment import (
    FreezeListMatch,
    IdentityExpired,
    NamesakeUnexplained,
    OrganisationAlike,
    OutsidePerimeter,
)
from ledger.core.siren import SirenUnreadable
from ledger.use_cases.bank_accounts import holder_place, iban_place
from ledger.use_cases.enrol_professional import birth_place, enrol_professional

PROFESSIONAL = """
select p.*, m.name, m.insee, a.id as account, a.kind, a.tier, a.territory, a.agreed_from
  from people.professional as p
       join people.member as m on m.id = p.member_id
       join ledger.account as a on a.owner = m.id
"""


async def test_what_was_checked_is_kept_and_what_names_people_is_encrypted(town: Town) -> None:
    owner = BeneficialOwner("Lise Roux", date(1955, 5, 6))
    account = await enrol_professional(town.clearing, replace(SPICES, owner=owner), form_of(town))

    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchrow(PROFESSIONAL)
        bank = await connection.fetchrow("select * from people.bank_account")
        check = await connection.fetchrow("select * from people.freeze_list_check")
        text = await connection.fetchval(
            "select (p, b)::text from people.professional p, people.bank_account b"
        )
    keys, member = town.clearing.columns, row["member_id"]
    assert (row["account"], row["kind"], row["tier"], row["territory"]) == (
        account,
        "merchant",
        "T2",
        8,
    )
    assert (row["siren"], row["town"], row["country"]) == ("732829320", "Lille", "FR")
    assert (
        keys.decrypt(row["representative_born"], birth_place(member, "representative_born"))
        == "1980-02-03"
    )
    assert keys.decrypt(row["owner_born"], birth_place(member, "owner_born")) == "1955-05-06"
    assert keys.decrypt(bank["iban"], iban_place(bank["id"])) == RIB.iban
    assert keys.decrypt(bank["holder"], holder_place(bank["id"])) == RIB.holder
    assert (bank["is_first"], bank["counts_from"]) == (True, None)
    assert (check["checked_on"], check["result"], check["checked_by"]) == (
        date(2026, 6, 6),
        "nobody",
        "person:teller",
    )
    for secret in ("1980", "1955", RIB.iban, "SARL"):
        assert secret not in text
    with pytest.raises(InvariantBroken):
        ColumnKeys([new_column_key()]).decrypt(bank["iban"], iban_place(bank["id"]))


async def test_without_another_owner_the_representative_is_and_a_cash_office_is_nobody_s(
    town: Town,
) -> None:
    pool = replace(ANOTHER, kind=AccountKind.PUBLIC_OFFICE)
    await enrol_professional(town.clearing, SPICES, form_of(town))
    await enrol_professional(town.clearing, pool, form_of(town))

    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch("select siren, owner_name from people.professional")
    assert dict(map(tuple, rows)) == {SPICES.siren: "Nadège Roux", pool.siren: None}


async def test_a_form_sent_twice_at_once_opens_one_wallet(town: Town) -> None:
    form = form_of(town)
    opened = await asyncio.gather(
        *(enrol_professional(town.clearing, SPICES, form) for _ in range(2))
    )

    assert opened[0] == opened[1]
    with pytest.raises(KeyReused):
        await enrol_professional(town.clearing, replace(SPICES, activity="Cirque"), form)
    async with town.clearing.pool.acquire() as connection:
        assert await connection.fetchval("select count(*) from people.professional") == 1
        assert await connection.fetchval("select count(*) from people.bank_account") == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"siren": "732829321"}, SirenUnreadable),
        ({"bank": replace(RIB, iban="FR7630006000011234567890180")}, IbanUnreadable),
        ({"representative": replace(NADEGE, expires_on=date(2026, 6, 5))}, IdentityExpired),
        ({"seat": replace(MONS, derogation=None)}, OutsidePerimeter),
        ({"check": replace(LOOKED_UP, result=FreezeListResult.MATCH)}, FreezeListMatch),
        ({"check": replace(LOOKED_UP, result=FreezeListResult.NAMESAKE)}, NamesakeUnexplained),
    ],
)
async def test_what_is_refused_leaves_nothing(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await enrol_professional(
            town.clearing, replace(SPICES, **changes), form_of(town, is_another=True)
        )
    async with town.clearing.pool.acquire() as connection:
        for table in ("professional", "bank_account", "freeze_list_check", "desk_enrolment"):
            assert await connection.fetchval(f"select count(*) from people.{table}") == 0  # noqa: S608 # a name of the list


async def test_an_establishment_elsewhere_is_taken_in_for_a_reason(town: Town) -> None:
    namesake = replace(LOOKED_UP, result=FreezeListResult.NAMESAKE, note="Né à Tunis en 1950")
    joins = replace(SPICES, seat=MONS, check=namesake)
    await enrol_professional(town.clearing, joins, form_of(town))

    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchrow(PROFESSIONAL)
    assert (row["insee"], row["territory"], row["town"], row["country"]) == (
        None,
        None,
        "Mons",
        "BE",
    )
    assert row["derogation"] == MONS.derogation


@pytest.mark.parametrize(
    "alike",
    [
        replace(ANOTHER, siren=SPICES.siren),
        replace(ANOTHER, name="LES EPICES DU PONT"),
        replace(ANOTHER, bank=replace(RIB, holder="Autre")),
        replace(ANOTHER, name="boulangerie du marché"),
    ],
    ids=["siren", "name", "iban", "name of a member of before"],
)
async def test_what_looks_alike_is_told_apart_by_the_desk(
    town: Town, alike: NewProfessional
) -> None:
    await enrol_professional(town.clearing, SPICES, form_of(town))

    with pytest.raises(OrganisationAlike):
        await enrol_professional(town.clearing, alike, form_of(town))
    await enrol_professional(town.clearing, alike, form_of(town, is_another=True))
    third = replace(
        ANOTHER, name="Tiers", siren="356000000", bank=BankAccount("NL91ABNA0417164300", "T")
    )
    await enrol_professional(town.clearing, third, form_of(town))


async def test_nothing_is_paid_to_it_before_its_agreement(town: Town, awa: Member) -> None:
    wallet = await enrol_professional(town.clearing, SPICES, form_of(town))
    await town.issue(awa, Money(20_00))
    with pytest.raises(NotAccredited):
        await town.pay(awa, replace(town.bakery, wallet=wallet), Money(5_00))


async def test_a_cash_office_opened_at_a_desk_never_pays(town: Town, bakery: Member) -> None:
    office = replace(SPICES, kind=AccountKind.PUBLIC_OFFICE)
    wallet = await enrol_professional(town.clearing, office, form_of(town))
    pool = replace(town.swimming_pool, wallet=wallet)
    for pay in (town.pay(pool, bakery, Money(1_00)), town.top_up(pool, Money(5_00))):
        with pytest.raises(KindNotAllowed):
            await pay


async def test_refusals_of_an_enrolment_are_not_alarms() -> None:
    for refusal in (FreezeListMatch, OrganisationAlike, OutsidePerimeter, NamesakeUnexplained):
        assert issubclass(refusal, Refused)
        assert not refusal.is_recorded


async def test_yesterday_s_document_of_the_representative_is_judged_on_the_day_of_the_desk(
    town: Town,
) -> None:
    today = town.clock.reading.date()
    last_day = replace(SPICES, representative=replace(NADEGE, expires_on=today))
    later = replace(form_of(town), now=town.clock.reading + timedelta(days=1))
    with pytest.raises(IdentityExpired):
        await enrol_professional(town.clearing, last_day, later)
    await enrol_professional(town.clearing, last_day, form_of(town))
