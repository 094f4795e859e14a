"""Who may do what: the application adds, the auditor reads, nobody changes the journal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from personas import Town, TownClock
from storage.run_server import Database, OpenDatabase, opened_clearing

from ledger.core.money import Money
from ledger.core.refusal import FloorReached

JOURNAL = ("posting", "leg", "refusal", "journal_day")
FIGURES = {"balance", "version", "paid_on", "paid_that_day", "cash_in", "cash_that_month"} | {
    "low_value_spent",
    "low_value_count",
}
LIMITS = {"has_own_limits", "status", "tier", "floor", "ceiling", "agreed_from", "agreed_until"} | {
    "limit_group",
    "territory",
}
COLUMNS = {
    "posting": "principal", "leg": "amount", "refusal": "code", "journal_day": "first_seq",
}  # fmt: skip


async def told(connection: asyncpg.Connection, statement: str) -> str:
    """Try a statement and answer with its failure; there must be one."""
    try:
        async with connection.transaction():
            await connection.execute(statement)
    except asyncpg.PostgresError as error:
        return str(error)
    pytest.fail(f"nothing refuses: {statement}")


@pytest.fixture(scope="module")
async def database(open_database: OpenDatabase) -> Database:
    """Give a database whose journal holds a posting, a refusal and a day; no test changes it."""
    database, clock = await open_database(), TownClock()
    async with opened_clearing(database, clock) as clearing:
        town = await Town.settle(clearing, auditor=database.auditor, clock=clock)
        await town.issue(town.awa, Money(20_00))
        with pytest.raises(FloorReached):
            await town.pay(town.awa, town.bakery, Money(500_00))
    return database


@asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
async def app(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection of the application."""
    async with _connected(database.app) as connection:
        yield connection


@pytest.fixture
async def auditor(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection of the auditor."""
    async with _connected(database.auditor) as connection:
        yield connection


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection of the owner of the tables."""
    async with _connected(database.owner) as connection:
        yield connection


@pytest.fixture
async def superuser(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection of the superuser."""
    async with _connected(database.superuser) as connection:
        yield connection


def changes(table: str) -> list[str]:
    """List the ways of changing what a table of the journal holds."""
    column = COLUMNS[table]
    return [
        f"update ledger.{table} set {column} = {column}",  # noqa: S608 # names of our own
        f"update ledger.{table} set {column} = {column} where false",  # noqa: S608
        f"delete from ledger.{table}",  # noqa: S608
        f"truncate ledger.{table} cascade",
    ]


@pytest.mark.parametrize("table", JOURNAL)
async def test_the_application_cannot_change_the_journal(
    app: asyncpg.Connection, table: str
) -> None:
    for statement in changes(table):
        assert "permission denied" in await told(app, statement)


@pytest.mark.parametrize("table", JOURNAL)
async def test_even_the_owner_cannot_change_the_journal(
    owner: asyncpg.Connection, table: str
) -> None:
    for statement in changes(table):
        assert "the journal is append only" in await told(owner, statement)


@pytest.mark.parametrize("table", JOURNAL)
async def test_not_even_a_superuser_who_calls_himself_a_replica_slips_past_the_trigger(
    superuser: asyncpg.Connection, table: str
) -> None:
    await superuser.execute("set session_replication_role = replica")

    for statement in changes(table):
        assert "the journal is append only" in await told(superuser, statement)


async def test_an_upsert_is_a_change_as_well(owner: asyncpg.Connection) -> None:
    upsert = """insert into ledger.journal_day select day, 7 from ledger.journal_day
                on conflict (day) do update set first_seq = 7"""

    assert "the journal is append only" in await told(owner, upsert)


async def test_the_application_moves_figures_and_limits_of_an_account_and_nothing_else(
    app: asyncpg.Connection,
) -> None:
    columns = await app.fetch(
        """select column_name as name,
                  has_column_privilege('ledger.account', column_name, 'update') as may
             from information_schema.columns
            where table_schema = 'ledger' and table_name = 'account'"""
    )

    assert {row["name"] for row in columns if row["may"]} == FIGURES | LIMITS
    assert "permission denied" in await told(app, "update ledger.account set kind = 'merchant'")
    assert "permission denied" in await told(app, "update ledger.account set owner = null")
    assert "permission denied" in await told(app, "delete from ledger.account")


async def test_the_application_rewrites_no_policy_and_no_fact_of_the_house(
    app: asyncpg.Connection,
) -> None:
    for statement in [
        "update ledger.policy set document = '{}'",
        "delete from ledger.policy",
        "insert into ledger.house values ('demo', 'yes')",
        "update ledger.payment_request set amount = 1",
        "delete from ledger.payment_request",
        "insert into ledger.commune select * from ledger.commune",
        "alter table ledger.posting disable trigger all",
        "drop table ledger.leg",
        "create table ledger.other (id int)",
        "create table public.other (id int)",
        "create temporary table other (id int)",
    ]:
        said = await told(app, statement)
        assert "permission denied" in said or "must be owner" in said, statement


async def test_the_application_forgets_only_what_a_line_of_the_table_forgets(
    app: asyncpg.Connection,
) -> None:
    for table in (
        "people.member", "people.member_import", "people.watch_alert", "people.watch_step",
        "people.freeze_list", "people.letter_cursor", "people.watched_day", "ledger.retention_run",
    ):  # fmt: skip
        assert "permission denied" in await told(app, f"delete from {table}")  # noqa: S608 # ours


async def test_the_auditor_reads_the_books_and_writes_nothing(auditor: asyncpg.Connection) -> None:
    tables = await auditor.fetch("select tablename from pg_tables where schemaname = 'ledger'")
    names = {row["tablename"] for row in tables}
    assert {*JOURNAL, "account", "policy"} <= names

    assert len(await auditor.fetch("select * from ledger.entry")) == 2
    for name in names:
        await auditor.fetch(f"select * from ledger.{name} limit 1")  # noqa: S608 # from the catalogue
        assert "permission denied" in await told(
            auditor, f"insert into ledger.{name} default values"
        )
        assert "permission denied" in await told(auditor, f"delete from ledger.{name}")  # noqa: S608
    assert "permission denied" in await told(auditor, "update ledger.account set balance = 0")


async def test_the_auditor_never_learns_who_people_are(
    auditor: asyncpg.Connection, app: asyncpg.Connection
) -> None:
    tables = await app.fetch("select tablename as name from pg_tables where schemaname = 'people'")
    assert len(tables) >= 5

    for row in tables:
        said = await told(auditor, f"select * from people.{row['name']}")  # noqa: S608 # from the catalogue
        assert "permission denied" in said


async def test_the_journal_holds_no_name_of_anybody(
    superuser: asyncpg.Connection,
) -> None:
    for table in ("posting", "leg", "refusal", "account", "payment_request"):
        rows = await superuser.fetch(f"select t::text from ledger.{table} as t")  # noqa: S608 # names of our own
        for row in rows:
            assert "Awa" not in row["t"]
            assert "Diop" not in row["t"]


@pytest.mark.parametrize(
    ("law", "statement"),
    [
        ("account_stays_above_its_floor", "update ledger.account set balance = -1 where floor = 0"),
        ("account_status_is_known", "update ledger.account set status = 'asleep'"),
        ("leg_amount_is_positive", "insert into ledger.leg values (1, 9, 'paid', 1, 2, 0, 0, 0)"),
        (
            "leg_moves_between_two_accounts",
            "insert into ledger.leg values (1, 9, 'paid', 1, 1, 5, 0, 0)",
        ),
        (
            "posting_number_is_positive",
            """insert into ledger.posting select 0, gen_random_uuid(), kind, principal, posted_at,
               operated_on, place, policy_version, piece, settles, refunds, reverses, digest,
               evidence_kind, evidence from ledger.posting""",
        ),
        (
            "posting_is_numbered_once",
            """insert into ledger.posting select seq, gen_random_uuid(), kind, principal, posted_at,
               operated_on, place, policy_version, piece, settles, refunds, reverses, digest,
               evidence_kind, evidence from ledger.posting""",
        ),
        (
            "posting_id_is_used_once",
            """insert into ledger.posting select 99, id, kind, principal, posted_at,
               operated_on, place, policy_version, piece, settles, refunds, reverses, digest,
               evidence_kind, evidence from ledger.posting""",
        ),
        ("refusal_is_final", "insert into ledger.refusal select * from ledger.refusal"),
    ],
)
async def test_the_database_repeats_the_laws_of_the_core(
    app: asyncpg.Connection, law: str, statement: str
) -> None:
    assert f'"{law}"' in await told(app, statement)


async def test_nothing_is_settled_or_reversed_twice_whoever_writes(
    app: asyncpg.Connection,
) -> None:
    for column, law in [
        ("settles", "posting_settles_once"),
        ("reverses", "posting_is_reversed_once"),
    ]:
        twice = f"""
            insert into ledger.posting (seq, id, kind, principal, posted_at, operated_on,
                                        policy_version, {column}, digest, evidence_kind, evidence)
            select 90 + n, gen_random_uuid(), kind, principal, posted_at, operated_on,
                   policy_version, id, digest, evidence_kind, evidence
              from ledger.posting, generate_series(1, 2) as n where seq = 1"""  # noqa: S608 # names of our own
        assert f'"{law}"' in await told(app, twice)
