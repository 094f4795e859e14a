"""A town for measures is written by the writer itself: its books are sound at any size."""

from datetime import UTC, datetime
from typing import Any

import asyncpg

from ledger.database import open_reader
from ledger.reports.check import check_books
from ledger.reports.coverage import show_coverage
from loadtests.town import Size, build_town

KEY = b"the server key of the tests, 32 b"
UNTIL = datetime(2026, 11, 25, 15, tzinfo=UTC)
KINDS = "select distinct kind from ledger.posting"
FAR = "select count(distinct operated_on) from ledger.posting"
OPEN_TILLS = "select count(*) from ledger.till_day where state = 'open'"
EXPECTED_KINDS = {
    "issuance", "topup_received", "topup_issued", "payment", "refund", "reversal",
    "redemption_requested", "redemption_paid", "slip_closed", "slip_credited",
}  # fmt: skip


async def test_the_books_of_a_large_town_are_sound_and_hold_what_was_asked(database: Any) -> None:
    await build_town(database.app, KEY, Size(accounts=300, postings=3_000), until=UNTIL)
    engine = open_reader(database.app)
    audit = await check_books(engine)
    coverage = await show_coverage(engine, "DLE")
    await engine.dispose()
    assert audit.findings == []
    assert audit.postings == 3_000
    assert coverage.is_covered
    assert coverage.is_explained
    assert coverage.holders == 300


async def test_a_large_town_has_lived_days_of_every_kind_and_its_tills_are_open(
    database: Any,
) -> None:
    await build_town(database.app, KEY, Size(accounts=300, postings=3_000), until=UNTIL)
    connection = await asyncpg.connect(database.superuser)
    kinds = {row["kind"] for row in await connection.fetch(KINDS)}
    days, tills = await connection.fetchval(FAR), await connection.fetchval(OPEN_TILLS)
    await connection.close()
    assert kinds == EXPECTED_KINDS
    assert days > 20
    assert tills == 4
