"""Each act of staff leaves a line with what it does, and forgets whose key is destroyed."""

import json
from collections.abc import AsyncIterator
from datetime import date

import asyncpg
import pytest
from cosigning import signed_by
from personas import Member, Town
from signed_town import give_phone
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import COLUMN_KEY, Database

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.launch import NotedProof
from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.fresh import new_id, paris_day
from ledger.reports.listing import Wish
from ledger.reports.lists import bounds
from ledger.reports.trail import TRAIL, TRAIL_WITHOUT_NAMES, TrailLine, list_person_keys
from ledger.use_cases.add_device import SlipOrder, issue_slip, revoke_device
from ledger.use_cases.agreements import Decision, ask_agreement, decide_agreement
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.freeze_account import freeze_account
from ledger.use_cases.issue_card import block_card_of, issue_card
from ledger.use_cases.keep_launch import note_proof
from ledger.use_cases.keep_officers import Newcomer, Post, ask_role, end_role
from ledger.use_cases.note_deed import changes_place, key_place
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.rotate_columns import rotate_columns
from ledger.use_cases.sign import Keeper

PAGE = 100


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the whole database."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def trail(
    town: Town, engine: AsyncEngine, *, words: str = "", act: str = "", institution: str = ""
) -> list[TrailLine]:
    day = paris_day(town.clock.reading)
    bound = {**bounds(day, day, words, act), "institution": institution}
    wish = Wish("when", is_falling=False)
    return list((await TRAIL.page(engine, wish, bound, limit=PAGE)).rows)


async def told(
    town: Town, engine: AsyncEngine, line: TrailLine, columns: ColumnKeys | None = None
) -> dict[str, list[str | None]]:
    assert line.person
    assert line.changes
    wrapped = (await list_person_keys(engine, [line.person]))[line.person]
    key = (columns or town.clearing.columns).decrypt(wrapped, key_place(line.person))
    changes: dict[str, list[str | None]] = json.loads(
        ColumnKeys([key]).decrypt(line.changes, changes_place(line.id))
    )
    return changes


def teller_of(town: Town) -> str:
    return f"person:{town.town_hall_desk.teller}"


async def freeze(town: Town, member: Member) -> None:
    await freeze_account(town.clearing, member.wallet, by=teller_of(town), now=town.clock.reading)


async def test_who_did_what_to_whom_before_and_after(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    now, by = town.clock.reading, teller_of(town)
    await freeze(town, awa)
    at_desk = Keeper(by, "cml")
    await reopen_account(town.clearing, awa.wallet, "Retrouvé", by=at_desk, now=now)
    await issue_card(town.clearing, awa.wallet, "2580", issued_by=by, now=now)
    await block_card_of(town.clearing, awa.wallet, by=by, now=now)
    order = SlipOrder(awa.person, awa.wallet, by, 10, IdentityDocument.PASSPORT)
    await issue_slip(town.clearing, order, now=now)

    lines = [each for each in await trail(town, reader) if each.account == awa.wallet]

    assert {(each.by_name, each.name, each.person) for each in lines} == {
        ("Mina Leroy", "Awa Diop", awa.person)
    }
    by_act = {each.act: each for each in lines}
    assert set(by_act) == {"frozen", "reopened", "card_issued", "card_blocked", "slip_issued"}
    assert by_act["frozen"].fields == ["status"]
    assert await told(town, reader, by_act["frozen"]) == {"status": ["open", "frozen"]}
    assert await told(town, reader, by_act["reopened"]) == {
        "status": ["frozen", "open"],
        "reason": [None, "Retrouvé"],
    }
    assert await told(town, reader, by_act["slip_issued"]) == {"identity": [None, "passport"]}


async def test_why_a_desk_did_it_is_kept_under_the_key_of_the_person(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    now, by, clearing = town.clock.reading, teller_of(town), town.clearing
    phone = await give_phone(town, awa)
    await freeze_account(clearing, awa.wallet, by=by, now=now, reason="Téléphone volé")
    await block_card_of(clearing, awa.wallet, by=by, now=now, reason="Carte perdue")
    await revoke_device(
        clearing, phone.key_id, account=awa.wallet, by=by, now=now, reason="Vendu hier"
    )
    at_desk = Keeper(f"person:{new_id()}", "cml")
    teller = town.town_hall_desk.teller
    await end_role(clearing, teller, Role.TELLER, "Fin de contrat", by=at_desk, now=now)

    for act, reason in {
        "frozen": "Téléphone volé",
        "card_blocked": "Carte perdue",
        "device_revoked": "Vendu hier",
        "role_ended": "Fin de contrat",
    }.items():
        [line] = await trail(town, reader, act=act)
        assert (await told(town, reader, line))["reason"] == [None, reason]
        assert reason.encode() not in (line.changes or b"")


async def test_a_desk_says_why_and_nothing_is_done_without(
    town: Town, awa: Member, bakery: Member, reader: AsyncEngine
) -> None:
    now, by, clearing = town.clock.reading, teller_of(town), town.clearing
    phone = await give_phone(town, awa)
    at_desk = Keeper(f"person:{new_id()}", "cml")
    for unsaid in (
        freeze_account(clearing, awa.wallet, by=by, now=now, reason=""),
        block_card_of(clearing, awa.wallet, by=by, now=now, reason=""),
        revoke_device(clearing, phone.key_id, account=awa.wallet, by=by, now=now, reason=""),
        end_role(clearing, town.town_hall_desk.teller, Role.TELLER, "", by=at_desk, now=now),
    ):
        with pytest.raises(ExplanationNeeded):
            await unsaid
    await town.issue(awa, Money(5_00))
    await town.pay(awa, bakery, Money(1_00))
    acts = {each.act for each in await trail(town, reader)}
    assert acts.isdisjoint({"frozen", "card_blocked", "device_revoked", "role_ended"})


async def test_what_holders_do_to_their_own_account_is_no_act_of_staff(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    await freeze_account(
        town.clearing, awa.wallet, by=f"person:{awa.person}", now=town.clock.reading
    )
    assert await trail(town, reader, act="frozen") == []


async def test_an_act_that_fails_leaves_no_line(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    with pytest.raises(NotFound):
        await reopen_account(
            town.clearing,
            awa.wallet,
            "Retrouvé",
            by=Keeper(teller_of(town), "cml"),
            now=town.clock.reading,
        )
    with pytest.raises(NotFound):
        await note_proof(
            town.clearing,
            NotedProof("P99", 1, "Courrier"),
            by=teller_of(town),
            now=town.clock.reading,
        )
    acts = {each.act for each in await trail(town, reader)}
    assert acts.isdisjoint({"reopened", "reopening_asked", "milestone_proved"})


async def test_postings_and_second_signatures_are_in_the_same_list(
    town: Town, awa: Member, bakery: Member, reader: AsyncEngine
) -> None:
    now = town.clock.reading
    posted = await town.issue(awa, Money(20_00))
    jeanne, paul = [Keeper(f"person:{new_id()}", "issuer", browser) for browser in (b"a", b"b")]
    decision = Decision("Comité", ends_on=paris_day(now), reason="Cesse")
    id = await ask_agreement(town.clearing, bakery.wallet, decision, by=jeanne, now=now)
    signed = await signed_by(town.clearing, paul, SignedAct.AGREEMENT, id, now=now)
    await decide_agreement(town.clearing, bakery.wallet, id, is_granted=True, by=signed, now=now)

    lines = await trail(town, reader, words="boulangerie")
    assert [(each.act, each.name) for each in lines] == [
        ("agreement_asked", "Boulangerie du Marché"),
        ("signed_agreement", "Boulangerie du Marché"),
    ]
    assert (await told(town, reader, lines[0]))["reason"] == [None, "Cesse"]
    assert posted.seq


async def test_a_role_asked_and_ended_is_noted_on_whom_it_is_given(
    town: Town, reader: AsyncEngine
) -> None:
    now, anne = town.clock.reading, new_id()
    await appoint_staff(
        town.clearing, anne, "Anne Roy", role=Role.INSTITUTION_MANAGER, institution="cml"
    )
    by = Keeper(f"person:{anne}", "cml")
    newcomer = Newcomer("Zoé Lamy", date(1990, 1, 2))
    await ask_role(town.clearing, newcomer, Post(Role.DESK_CONTROLLER, "cml"), by=by, now=now)
    await end_role(
        town.clearing,
        town.town_hall_desk.teller,
        Role.TELLER,
        "Départ",
        by=by,
        now=town.clock.reading,
    )

    lines = await trail(town, reader, words="anne", institution="cml")
    assert {(each.act, each.name) for each in lines} == {
        ("role_asked", "Zoé Lamy"),
        ("role_ended", "Mina Leroy"),
    }
    assert await trail(town, reader, words="anne", institution="issuer") == []


async def test_a_key_that_is_destroyed_takes_the_values_along_and_leaves_the_line(
    town: Town, awa: Member, lucie: Member, reader: AsyncEngine
) -> None:
    await freeze(town, awa)
    await freeze(town, lucie)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("delete from people.person_key where person_id = $1", awa.person)

    [of_awa, of_lucie] = await trail(town, reader, act="frozen")
    assert await list_person_keys(reader, [awa.person]) == {}
    assert of_awa.fields == ["status"]
    assert b"frozen" not in (of_awa.changes or b"")
    assert await told(town, reader, of_lucie) == {"status": ["open", "frozen"]}


async def test_a_new_column_key_wraps_the_keys_of_people_anew(
    town: Town, awa: Member, reader: AsyncEngine, database: Database
) -> None:
    await freeze(town, awa)
    newest = new_column_key()
    assert await rotate_columns(database.app, ColumnKeys([newest, COLUMN_KEY])) == 1

    [line] = await trail(town, reader, act="frozen")
    assert await told(town, reader, line, ColumnKeys([newest])) == {"status": ["open", "frozen"]}


async def test_nobody_rewrites_a_line_not_even_the_owner(
    town: Town, awa: Member, database: Database
) -> None:
    await freeze(town, awa)
    for dsn in (database.app, database.owner):
        connection = await asyncpg.connect(dsn)
        for statement in (
            "update ledger.staff_act set done_by = 'nobody'",
            "delete from ledger.staff_act",
        ):
            with pytest.raises(asyncpg.PostgresError, match=r"append only|permission"):
                await connection.execute(statement)
        await connection.close()


async def test_the_auditor_reads_it_with_their_own_role_and_learns_no_name(
    town: Town, awa: Member, database: Database
) -> None:
    await freeze(town, awa)
    auditor = open_reader(database.auditor)
    day = paris_day(town.clock.reading)
    page = await TRAIL_WITHOUT_NAMES.page(
        auditor, Wish("when", is_falling=True), bounds(day, day, "", "frozen"), limit=PAGE
    )
    await auditor.dispose()

    [line] = page.rows
    assert (line.name, line.account) == ("", awa.wallet)
    assert line.by_name == str(town.town_hall_desk.teller)[-8:]
