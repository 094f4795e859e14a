"""The register of asset freezes: read whole, compared with everybody, asked by enrolments."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from organisations import LOOKED_UP, NADEGE, SPICES
from organisations import form_of as form_of_desk
from personas import Member, Town
from registered import SAMPLE, entry, register
from test_enrolment_at_desk import CHLOE, NEVER_MIND, code_for, form_of

from ledger.core.freeze_list import HitOutcome
from ledger.core.organisation import BeneficialOwner, FreezeListResult
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded, NotServedByThem
from ledger.core.refusal_enrolment import (
    AssetsFrozen,
    FreezeListMatch,
    FreezeListOlder,
    FreezeListUnreadable,
    NamesakeUnexplained,
)
from ledger.use_cases.enrol_by_contact import enrol_by_contact
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.enrol_resident import enrol_resident
from ledger.use_cases.import_freeze_list import Imported, examine_hit, import_freeze_list
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.read_freeze_register import read_register
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.sign import Keeper

TREASURER = f"person:{UUID(int=7)}"
NOBODY_HERE = entry(1, "Quilderan", "Obrecht")


async def take_in(town: Town, content: bytes) -> Imported:
    read = read_register(content)
    return await import_freeze_list(town.clearing, read, by=TREASURER, now=town.clock.reading)


async def rows(town: Town, question: str) -> list[Any]:
    async with town.clearing.pool.acquire() as connection:
        return [tuple(row) for row in await connection.fetch(question)]


def test_the_published_format_is_read() -> None:
    read = read_register(SAMPLE.read_bytes())

    assert read.published_at.isoformat() == "2026-05-28T14:57:34.317000+02:00"
    assert [each.number for each in read.entries] == [101, 102, 103, 104]
    iskander, tesia, obrecht, company = read.entries
    assert {*iskander.names} == {
        frozenset({"iskander", "mirel", "vardosz"}),
        frozenset({"alexandre", "vardoche"}),
    }
    assert (len(tesia.names), [each.year for each in tesia.births]) == (2, [1975, 1977])
    assert obrecht.births == ()
    assert not company.is_person


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"<html>",
        SAMPLE.read_bytes()[:-20],
        register(),
        register(published="hier"),
        register({**NOBODY_HERE, "Nature": "Fantôme"}),
        register({**NOBODY_HERE, "Nom": ""}),
        register({**NOBODY_HERE, "IdRegistre": "1"}),
        register(NOBODY_HERE, NOBODY_HERE),
        register({**NOBODY_HERE, "RegistreDetail": [{"TypeChamp": "PRENOM", "Valeur": "X"}]}),
        b"[" * 100_000,
    ],
)
def test_what_is_not_the_register_is_refused(content: bytes) -> None:
    with pytest.raises(FreezeListUnreadable):
        read_register(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Nature", "Nom", "IdRegistre", "RegistreDetail", "TypeChamp", "Valeur"]
            ),
            inner | st.sampled_from(["Personne physique", "PRENOM", "DATE_DE_NAISSANCE"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_no_file_breaks_the_reader(details: object, published: object) -> None:
    content = {"Publications": {"DatePublication": published, "PublicationDetail": details}}
    for each in (json.dumps(content).encode(), json.dumps(details).encode()):
        try:
            read_register(each)
        except FreezeListUnreadable:
            continue


async def test_a_publication_takes_the_place_of_the_one_before_whole(town: Town) -> None:
    first = await take_in(town, register(NOBODY_HERE, entry(2, "Vardosz", "Iskander")))
    again = await take_in(town, register(NOBODY_HERE, entry(2, "Vardosz", "Iskander")))
    second = await take_in(town, register(entry(3, "Élouane", "Tésia"), published="2026-06-01"))

    assert first.version == again.version < second.version
    assert await rows(town, "select number from people.freeze_list_entry") == [(3,)]
    assert len(await rows(town, "select 1 from people.freeze_list")) == 2


async def test_an_older_file_or_half_a_file_replaces_nothing(town: Town) -> None:
    many = [entry(n, "Quilderan", f"Obrecht{n}") for n in range(1, 10)]
    await take_in(town, register(*many))

    with pytest.raises(FreezeListOlder):
        await take_in(town, register(*many, published="2026-05-01T00:00:00"))
    with pytest.raises(FreezeListUnreadable):
        await take_in(town, register(*many[:4], published="2026-06-02T00:00:00"))

    assert len(await rows(town, "select 1 from people.freeze_list_entry")) == 9


@pytest.mark.usefixtures("awa", "bakery")
async def test_every_member_and_who_stands_behind_one_is_compared(town: Town) -> None:
    owner = BeneficialOwner("Lise Roux", date(1955, 5, 6))
    spices = replace(SPICES, owner=owner)
    await enrol_professional(town.clearing, spices, form_of_desk(town))
    await enrol_resident(town.clearing, CHLOE, form_of(town))

    imported = await take_in(
        town,
        register(
            entry(1, "DIOP", "Awa"),
            entry(2, "Boulangerie du marché", is_person=False),
            entry(3, "Roux", "Nadège", NADEGE.birth_date),
            entry(4, "Roux", "Lise", date(1956, 5, 6)),
            entry(5, "Lefèvre-Ba", "Chloé", CHLOE.birth_date),
        ),
    )

    question = "select number, part, likeness from people.freeze_list_hit order by 1, 2"
    assert await rows(town, question) == [
        (1, "holder", "undated"),
        (2, "member", "undated"),
        (3, "representative", "dated"),
        (5, "holder", "dated"),
    ]
    assert imported.hits == 4


async def hit_about(town: Town, *entries: dict[str, Any]) -> Any:
    await take_in(town, register(*entries))
    [(hit,)] = await rows(town, "select id from people.freeze_list_hit")
    return hit


@pytest.mark.usefixtures("awa", "lucie")
async def test_a_namesake_stays_told_apart_and_what_is_gone_waits_no_more(town: Town) -> None:
    hit = await hit_about(town, entry(1, "Diop", "Awa"))
    now = town.clock.reading
    with pytest.raises(ExplanationNeeded):
        await examine_hit(town.clearing, hit, HitOutcome.OTHER, "", by=TREASURER, now=now)
    await examine_hit(town.clearing, hit, HitOutcome.OTHER, "Née ici", by=TREASURER, now=now)
    with pytest.raises(NotFound):
        await examine_hit(town.clearing, hit, HitOutcome.SAME, "Si", by=TREASURER, now=now)

    both = register(entry(1, "Diop", "Awa"), entry(2, "Vasseur", "Lucie"), published="2026-06-02")
    await take_in(town, both)
    question = "select number, outcome from people.freeze_list_hit order by 1"
    assert await rows(town, question) == [(1, "other"), (2, None)]
    await take_in(town, register(entry(1, "Diop", "Awa"), published="2026-06-03"))
    assert await rows(town, question) == [(1, "other")]


async def test_who_is_named_is_frozen_and_no_desk_reopens(town: Town, awa: Member) -> None:
    hit = await hit_about(town, entry(1, "Diop", "Awa"))
    now = town.clock.reading
    await examine_hit(town.clearing, hit, HitOutcome.SAME, "Vue", by=TREASURER, now=now)

    status = f"select status from ledger.account where id = {awa.wallet}"  # noqa: S608 # a number
    assert await rows(town, status) == [("frozen",)]
    with pytest.raises(AssetsFrozen):
        await reopen_account(
            town.clearing, awa.wallet, "Retrouvé", by=Keeper("person:nadia", "cml"), now=now
        )
    acts = "select act from ledger.staff_act order by done_at, id"
    assert [act for (act,) in await rows(town, acts)][-3:] == [
        "freeze_list_imported",
        "freeze_list_examined",
        "frozen",
    ]


async def test_nobody_says_who_a_relative_is(town: Town, awa: Member, lucie: Member) -> None:
    now, born = town.clock.reading, date(1990, 5, 6)
    await declare_relative(town.clearing, lucie.person, "Awa Diop", born, now=now)
    hit = await hit_about(town, entry(1, "Diop", "Awa"))
    for officer in (awa, lucie):
        by = f"person:{officer.person}"
        with pytest.raises(NotServedByThem):
            await examine_hit(town.clearing, hit, HitOutcome.OTHER, "Non", by=by, now=now)


async def test_an_enrolment_looks_up_by_itself_and_says_in_which_publication(town: Town) -> None:
    await enrol_resident(town.clearing, CHLOE, form_of(town))
    imported = await take_in(town, register(NOBODY_HERE))
    await enrol_professional(town.clearing, SPICES, form_of_desk(town))

    question = (
        "select list_version, result, checked_on, checked_by from people.freeze_list_check"
        " order by list_version nulls first"
    )
    day = LOOKED_UP.checked_on
    assert await rows(town, question) == [
        (None, "nobody", day, "person:teller"),
        (imported.version, "nobody", date(2026, 6, 6), "freeze list"),
    ]


@pytest.mark.parametrize(
    "listed",
    [
        entry(1, "Roux", "Nadège", NADEGE.birth_date),
        entry(1, "LES EPICES DU PONT", is_person=False),
        entry(1, "Roux", "Lise", date(1955, 1, 1)),
    ],
    ids=["representative", "organisation", "owner"],
)
async def test_the_register_stops_an_organisation_and_who_stands_behind_it(
    town: Town, listed: dict[str, Any]
) -> None:
    joins = replace(SPICES, owner=BeneficialOwner("Lise Roux", date(1955, 1, 1)))
    await take_in(town, register(listed))

    with pytest.raises((FreezeListMatch, NamesakeUnexplained)):
        await enrol_professional(town.clearing, joins, form_of_desk(town))
    assert await rows(town, "select 1 from people.professional") == []


async def test_a_resident_with_the_name_and_the_birth_date_stops_there(town: Town) -> None:
    await take_in(town, register(entry(1, "Lefèvre-Ba", "Chloé", CHLOE.birth_date)))
    for resident in (CHLOE, replace(CHLOE, freeze_note="Ce n’est pas elle")):
        with pytest.raises(FreezeListMatch):
            await enrol_resident(town.clearing, resident, form_of(town))


async def test_a_namesake_without_a_birth_date_is_told_apart_by_a_note(town: Town) -> None:
    await take_in(town, register(entry(1, "Lefèvre-Ba", "Chloé")))
    with pytest.raises(NamesakeUnexplained):
        await enrol_resident(town.clearing, CHLOE, form_of(town))
    explained = replace(CHLOE, freeze_note="Née à Lille, l’autre à Oran")
    await enrol_resident(town.clearing, explained, form_of(town))

    [(result, note)] = await rows(town, "select result, note from people.freeze_list_check")
    assert (result, note) == (FreezeListResult.NAMESAKE, explained.freeze_note)


async def test_another_birth_date_is_another_person(town: Town) -> None:
    await take_in(town, register(entry(1, "Lefèvre-Ba", "Chloé", date(1950, 1, 1))))
    assert await enrol_resident(town.clearing, CHLOE, form_of(town))


async def test_a_name_of_the_register_is_not_enrolled_without_a_document(town: Town) -> None:
    code = await code_for(town)
    await take_in(town, register(entry(1, "Surnom", "Momo", date(1950, 1, 1))))
    named = replace(NEVER_MIND, name="Momo Surnom")
    with pytest.raises(FreezeListMatch):
        await enrol_by_contact(town.clearing, named, code, form_of(town))
    assert await enrol_by_contact(town.clearing, NEVER_MIND, code, form_of(town))
