"""The page of the schema and the migrations build one and the same database."""

import asyncio
import re
from pathlib import Path

import asyncpg
import pytest
from storage.run_server import Database, OpenDatabase, Server

import ledger.storage
from ledger.embedded import find_binaries
from ledger.use_cases.prepare_database import prepare_database

PAGE = Path(ledger.storage.__file__).with_name("schema.sql")
_ACCIDENTAL = re.compile(r"^\\(un)?restrict|^--|^SET |^SELECT pg_catalog|^$")


async def _described(database: Database) -> list[str]:
    """Have PostgreSQL write down what was built, alembic's own table aside."""
    program = await asyncio.create_subprocess_exec(
        find_binaries() / "pg_dump",
        "--schema-only",
        "--schema=ledger",
        "--schema=people",
        database.superuser,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await program.communicate()
    assert program.returncode == 0
    return [line for line in said.decode().splitlines() if not _ACCIDENTAL.match(line)]


async def test_the_page_builds_what_the_migrations_build(
    postgres: Server, open_database: OpenDatabase
) -> None:
    migrated = await open_database()
    superuser = await asyncpg.connect(postgres.embedded.url("postgres"))
    name = f"{migrated.name}_from_the_page"
    await superuser.execute(f"create database {name} owner mlc_owner")
    await superuser.close()
    written = postgres.database(name)
    owner = await asyncpg.connect(written.owner)
    await owner.execute(PAGE.read_text())
    await owner.close()

    from_migrations, from_page = await _described(migrated), await _described(written)

    assert len(from_page) > 300
    assert from_migrations == from_page


async def test_preparing_a_database_again_changes_nothing(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser)
    question = "select array_agg(a order by id) from ledger.account as a"
    before = await _described(database), await connection.fetchval(question)

    await prepare_database(database.owner, book="DLE")

    assert (await _described(database), await connection.fetchval(question)) == before
    await connection.close()


@pytest.fixture
async def catalogue(database: Database) -> asyncpg.Connection:
    """Give a connection that reads the catalogue."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    await connection.close()


async def test_every_table_says_what_it_is_for(catalogue: asyncpg.Connection) -> None:
    silent = await catalogue.fetch(
        """select relname from pg_class
            where relnamespace in ('ledger'::regnamespace, 'people'::regnamespace)
              and relkind in ('r', 'v') and obj_description(oid, 'pg_class') is null"""
    )

    assert silent == []


async def test_every_constraint_is_named_as_a_law(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        """select conname as name, conrelid::regclass::text as of, contype::text as type
             from pg_constraint
            where connamespace in ('ledger'::regnamespace, 'people'::regnamespace)"""
    )
    named_by_itself = re.compile(r"_(pkey|key|fkey|check|excl)\d*$|_not_null$")

    laws = [row for row in rows if row["type"] != "n"]
    assert len(laws) > 30
    assert [row["name"] for row in laws if named_by_itself.search(row["name"])] == []


async def test_what_is_written_once_is_guarded_by_a_trigger_that_always_fires(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        """select tgrelid::regclass::text as table, tgenabled::text as enabled from pg_trigger
            where not tgisinternal"""
    )

    assert {(row["table"], row["enabled"]) for row in rows} == {
        ("ledger.posting", "A"),
        ("ledger.leg", "A"),
        ("ledger.refusal", "A"),
        ("ledger.journal_day", "A"),
        ("ledger.signature", "A"),
        ("ledger.staff_act", "A"),
        ("ledger.redemption_decision", "A"),
        ("ledger.closure", "A"),
        ("ledger.day_flow", "A"),
        ("ledger.day_spending", "A"),
        ("ledger.day_paid", "A"),
        ("ledger.phase_review", "A"),
        ("ledger.launch_cost", "A"),
        ("ledger.attached_file", "A"),
        ("ledger.milestone_proof", "A"),
        ("ledger.till_day", "A"),
    }
