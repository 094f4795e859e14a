"""What a desk tells in confidence is read by those who examine, and by nobody else."""

import json
from uuid import UUID

import pytest
from personas import Member, Town
from storage.run_server import COLUMN_KEY, Database
from watched import examiner

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.watch import StepKind
from ledger.database import open_reader
from ledger.fresh import new_id
from ledger.reports.own_data import gather_own_data
from ledger.reports.watch import show_alert
from ledger.use_cases.examine_alerts import Step, take_step
from ledger.use_cases.rotate_columns import rotate_columns
from ledger.use_cases.tell_unusual import Unusual, facts_place, tell_unusual

REASON, FACTS = "Espèces sans origine", "Quelqu’un lui dictait le montant"


async def tell(town: Town, member: Member, id: UUID, posting: UUID | None = None) -> int:
    told = Unusual(member.wallet, REASON, FACTS, posting)
    by = f"person:{town.town_hall_desk.teller}"
    return await tell_unusual(town.clearing, id, told, by=by, now=town.clock.reading)


async def test_it_is_told_once_and_read_by_those_who_examine(
    town: Town, awa: Member, database: Database
) -> None:
    posted, id = await town.issue(awa, Money(20_00)), new_id()
    assert await tell(town, awa, id, posted.id) == await tell(town, awa, id, posted.id)

    reader = open_reader(database.app)
    shown = await show_alert(reader, id, person=await examiner(town, "Anne Roy"))
    await reader.dispose()

    assert (shown.line.rule, shown.teller) == ("unusual", "Mina Leroy")
    assert [each.seq for each in shown.postings] == [posted.seq]
    assert town.clearing.columns.decrypt(shown.facts or b"", facts_place(id)) == FACTS


async def test_whoever_told_reads_and_handles_nothing_of_it_even_as_an_examiner(
    town: Town, awa: Member, database: Database
) -> None:
    anne, other, id = await examiner(town, "Anne Roy"), await examiner(town, "Luc Bon"), new_id()
    told = Unusual(awa.wallet, REASON, FACTS)
    await tell_unusual(town.clearing, id, told, by=f"person:{anne}", now=town.clock.reading)

    reader = open_reader(database.app)
    with pytest.raises(NotFound):
        await show_alert(reader, id, person=anne)
    shown = await show_alert(reader, id, person=other)
    await reader.dispose()
    assert [each.name for each in shown.examiners] == ["Luc Bon"]
    with pytest.raises(NotFound):
        await take_step(
            town.clearing, id, Step(StepKind.NOTED, "Vu"), by=anne, now=town.clock.reading
        )


async def test_neither_the_export_of_the_member_nor_a_letter_speaks_of_it(
    town: Town, awa: Member, database: Database
) -> None:
    reader = open_reader(database.app)
    before = await gather_own_data(reader, town.clearing.columns, awa.person, awa.wallet)
    await tell(town, awa, new_id())
    after = await gather_own_data(reader, town.clearing.columns, awa.person, awa.wallet)
    await reader.dispose()
    async with town.clearing.pool.acquire() as connection:
        letters = await connection.fetchval("select count(*) from people.letter")

    assert json.dumps(before, default=str) == json.dumps(after, default=str)
    assert letters == 0


async def test_the_words_are_nowhere_in_the_database_and_outlive_a_change_of_key(
    town: Town, awa: Member, database: Database
) -> None:
    id = new_id()
    await tell(town, awa, id)
    newest = new_column_key()
    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchval("select w::text from people.watch_alert as w")
        assert REASON.encode().hex() not in row
        assert REASON not in row
        assert await rotate_columns(database.app, ColumnKeys([newest, COLUMN_KEY])) == 1
        facts = await connection.fetchval("select facts from people.watch_alert")

    assert ColumnKeys([newest]).decrypt(facts, facts_place(id)) == FACTS


async def test_half_a_report_is_none_and_a_posting_of_another_is_not_joined(
    town: Town, awa: Member, lucie: Member
) -> None:
    of_lucie = await town.issue(lucie, Money(20_00))
    for reason, facts in (("", FACTS), (REASON, "")):
        with pytest.raises(ExplanationNeeded):
            await tell_unusual(
                town.clearing,
                new_id(),
                Unusual(awa.wallet, reason, facts),
                by="person:x",
                now=town.clock.reading,
            )
    with pytest.raises(NotFound):
        await tell(town, awa, new_id(), of_lucie.id)


async def test_an_id_that_is_used_answers_nobody_else(town: Town, awa: Member) -> None:
    id = new_id()
    await tell(town, awa, id)
    told = Unusual(awa.wallet, REASON, FACTS)
    with pytest.raises(NotFound):
        await tell_unusual(town.clearing, id, told, by="person:x", now=town.clock.reading)
