"""A birth date stands nowhere in clear, counts as before, and follows the keys."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest
from personas import Member, Town, TownClock
from storage.run_server import COLUMN_KEY, Database, opened_clearing
from test_enrolment_at_desk import CHLOE, form_of, with_passport

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.law import InvariantBroken
from ledger.core.refusal_enrolment import AlikeKnown, GuardianNeeded
from ledger.database import open_reader
from ledger.reports.own_data import gather_own_data
from ledger.storage import encrypted_columns
from ledger.use_cases.enrol_resident import enrol_resident
from ledger.use_cases.keep_births import read_birth
from ledger.use_cases.rotate_columns import rotate_columns

BORN = date(1951, 2, 3)
MINOR = date(2015, 1, 1)
WRITE_IN_CLEAR = """
alter table people.person drop constraint person_birth_date_is_written_encrypted;
update people.person set birth_date = '{born}' where id = '{person}';
alter table people.person
  add constraint person_birth_date_is_written_encrypted check (birth_date is null) not valid
"""


async def leave_in_clear(database: Database, person: UUID, born: date) -> None:
    """Write as an earlier version did."""
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute(WRITE_IN_CLEAR.format(born=born, person=person))
    await superuser.close()


async def in_clear(database: Database) -> tuple[int, str]:
    superuser = await asyncpg.connect(database.superuser)
    left = await superuser.fetchval(
        "select count(*) from people.person where birth_date is not null"
    )
    said = await superuser.fetchval("select string_agg(p::text, '') from people.person as p")
    await superuser.close()
    return left, said


async def born(town: Town, person: UUID, columns: ColumnKeys | None = None) -> date | None:
    async with town.clearing.pool.acquire() as connection:
        token = await connection.fetchval("select born from people.person where id = $1", person)
    return read_birth(columns or town.clearing.columns, person, token)


async def test_a_desk_writes_no_birth_date_in_clear(town: Town, database: Database) -> None:
    wallet = await enrol_resident(town.clearing, CHLOE, form_of(town))
    again = with_passport("99ZZ00001")
    with pytest.raises(AlikeKnown):
        await enrol_resident(town.clearing, again, form_of(town))

    left, said = await in_clear(database)
    assert left == 0
    assert CHLOE.birth_date.isoformat() not in said
    async with town.clearing.pool.acquire() as connection:
        person = await connection.fetchval(
            "select s.person_id from people.standing as s"
            "  join ledger.account as a on a.owner = s.member_id where a.id = $1",
            wallet,
        )
    assert await born(town, person) == CHLOE.birth_date
    reader = open_reader(database.app)
    own = await gather_own_data(reader, town.clearing.columns, person, wallet)
    await reader.dispose()
    assert own["person"][0]["birth_date"] == CHLOE.birth_date.isoformat()


async def test_what_an_earlier_version_wrote_is_taken_up_before_anything_is_read(
    town: Town, database: Database, awa: Member, lucie: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encrypted_columns, "BATCH", 1)
    for person, day in ((awa.person, BORN), (lucie.person, MINOR)):
        await leave_in_clear(database, person, day)
    async with opened_clearing(database, TownClock()) as opened:
        child = with_passport("77AA77777", name="Ana Ba", birth_date=MINOR, guardian=lucie.wallet)
        with pytest.raises(GuardianNeeded):
            await enrol_resident(opened, child, form_of(town))
    left, said = await in_clear(database)
    assert left == 0
    assert BORN.isoformat() not in said
    assert await born(town, awa.person) == BORN
    assert await born(town, lucie.person) == MINOR


async def test_a_birth_date_follows_the_newest_key_and_its_own_row(
    town: Town, database: Database, awa: Member, lucie: Member
) -> None:
    await leave_in_clear(database, awa.person, BORN)
    newest = new_column_key()
    assert await rotate_columns(database.app, ColumnKeys([newest, COLUMN_KEY])) == 1
    assert (await in_clear(database))[0] == 0
    alone = ColumnKeys([newest])
    assert await born(town, awa.person, alone) == BORN
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set born = (select born from people.person where id = $1)"
            " where id = $2",
            awa.person,
            lucie.person,
        )
    with pytest.raises(InvariantBroken):
        await born(town, lucie.person, alone)


async def test_nothing_writes_a_birth_date_in_clear_any_more(town: Town, awa: Member) -> None:
    async with town.clearing.pool.acquire() as connection:
        with pytest.raises(asyncpg.CheckViolationError, match="written_encrypted"):
            await connection.execute(
                "update people.person set birth_date = '1990-01-01' where id = $1", awa.person
            )
