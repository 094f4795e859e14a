"""What a page reads does not grow with the journal: it is bounded by what it shows."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database, OpenDatabase

from ledger.core.retention import Rule
from ledger.database import WRITER_SETTINGS, open_reader
from ledger.fresh import paris_day
from ledger.reports.coverage import show_coverage
from ledger.reports.desk import search_members
from ledger.reports.figures import show_figures
from ledger.reports.journal import JournalWish, list_journal
from ledger.reports.launch import show_launch
from ledger.reports.redemptions import list_redemptions
from ledger.storage.day_flows import keep_closed_days
from ledger.storage.letters import FIRST_WISHED
from ledger.storage.retention import DUE
from loadtests.town import Size, build_town

KEY = b"the server key of the tests, 32 b"
UNTIL = datetime(2026, 11, 25, 15, tzinfo=UTC)
TODAY = paris_day(UNTIL)
POSTINGS = 3_000
LETTERS_DUE = f"select 1 from people.letter as t where {DUE[Rule.LETTERS]['letter']}"  # noqa: S608 # ours
READ_AT_MOST = 700
"""Rows of postings and legs, index entries aside: a page shows 40 or 100, a day holds 100."""
GROWING = {"posting", "leg", "letter", "person"}
BUSIEST = "select id from ledger.account where kind = 'merchant' order by version desc limit 1"
Report = Callable[[AsyncEngine], Awaitable[object]]
REPORTS: dict[str, Report] = {
    "the journal": list_journal,
    "the journal, far back": lambda e: list_journal(e, JournalWish(place=1_500)),
    "the journal of a rare kind": lambda e: list_journal(e, JournalWish(kind="reversal")),
    "the journal of a kind that is not there": lambda e: list_journal(e, JournalWish(kind="melt")),
    "redemptions": list_redemptions,
    "the launch": lambda e: show_launch(e, TODAY, TODAY),
    "the figures": lambda e: show_figures(e, since=TODAY.replace(day=1)),
    "the coverage": lambda e: show_coverage(e, "DLE"),
    "members of a name": lambda e: search_members(e, "lambert", day=TODAY),
    "members at all": lambda e: search_members(e, "", day=TODAY),
}


@pytest.fixture(scope="module")
async def large(open_database: OpenDatabase) -> Database:
    """Give a town that has lived a month, its closed days added up."""
    database = await open_database()
    await build_town(database.app, KEY, Size(300, POSTINGS), until=UNTIL)
    connection = await asyncpg.connect(database.app)
    await keep_closed_days(connection, most=100)
    await connection.close()
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute("vacuum analyze")
    await superuser.close()
    return database


@pytest.fixture
async def explainer(large: Database) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection that plans as in a town where no table is small."""
    connection = await asyncpg.connect(large.superuser)
    await connection.execute("set enable_seqscan = off")
    yield connection
    await connection.close()


async def rows_read(connection: asyncpg.Connection, statement: str, *bound: Any) -> int:
    """Run a statement and count the rows it read of tables that grow."""
    async with connection.transaction():
        plan = await connection.fetchval(f"explain (analyze, format json) {statement}", *bound)
    return _count(json.loads(plan)[0]["Plan"])


def _count(node: dict[str, Any]) -> int:
    below = sum(_count(each) for each in node.get("Plans", []))
    if node.get("Relation Name") not in GROWING:
        return below
    per_loop = sum(
        node.get(name, 0)
        for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    )
    return below + round(per_loop * node["Actual Loops"])


@pytest.mark.parametrize("name", REPORTS)
async def test_a_report_reads_what_it_shows(
    large: Database, explainer: asyncpg.Connection, name: str
) -> None:
    engine = open_reader(large.app)
    asked: list[tuple[str, Any]] = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def note(_c: object, _r: object, statement: str, bound: Any, *_: object) -> None:
        if not statement.startswith("set "):
            asked.append((statement, bound))

    await REPORTS[name](engine)
    await engine.dispose()

    assert asked
    read = sum([await rows_read(explainer, statement, *bound) for statement, bound in asked])
    assert read <= READ_AT_MOST, f"{read} rows for {name}"


async def test_the_redemptions_of_a_shop_are_found_by_its_own_legs(
    large: Database, explainer: asyncpg.Connection
) -> None:
    engine = open_reader(large.app)
    busiest = await explainer.fetchval(BUSIEST)
    found = await list_redemptions(engine, account=busiest)
    everybody = await list_redemptions(engine)
    await engine.dispose()

    assert found == [each for each in everybody if each.account == busiest]


@pytest.mark.parametrize(
    ("statement", "bound"),
    [(FIRST_WISHED, ()), (LETTERS_DUE, (datetime(2020, 1, 1, tzinfo=UTC),))],
)
async def test_the_post_office_scans_nothing(
    large: Database, statement: str, bound: tuple[object, ...]
) -> None:
    connection = await asyncpg.connect(large.app, server_settings=WRITER_SETTINGS)
    plan = await connection.fetchval(f"explain (format json) {statement}", *bound)
    await connection.close()

    assert "Seq Scan" not in plan
