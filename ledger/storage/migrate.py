"""Bring a database to the schema of this version."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import asyncpg
from sqlalchemy import Connection

from ledger.database import open_owner

MIGRATIONS = Path(__file__).parent / "migrations"
CALENDAR = Path(__file__).parent.parent / "data" / "launch_calendar.csv"
INSERT_MILESTONE = """
insert into ledger.milestone (id, month_due, phase, scope, title, indicator, target_min,
                              target_nominal, proof_expected, benchmark)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do nothing
"""
COMMUNES = Path(__file__).parent.parent / "data" / "mel_communes.csv"
COMMUNES_VALID_FROM = date(2020, 3, 14)
"""The metropolis has had its ninety-five communes since that day."""
INSERT_COMMUNE = """
insert into ledger.commune (insee, name, postal_codes, territory, territory_name, population,
                            valid_from)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing
"""


HAS_VERSION = "select to_regclass('schema_version') is not null"
VERSION = "select version_num from schema_version"


async def migrate(dsn: str) -> None:
    """Run the revisions that are missing, then load the communes and the launch. Safe to repeat."""
    if await _version(dsn) == newest_revision():
        return
    engine = open_owner(dsn)
    async with engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()
    await engine.dispose()
    await _load_communes(dsn)
    await _load_calendar(dsn)


def newest_revision() -> str:
    """Name the last revision: the number with which its file begins."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))[:4]


async def _version(dsn: str) -> str | None:
    connection = await asyncpg.connect(dsn)
    try:
        if not await connection.fetchval(HAS_VERSION):
            return None
        version: str | None = await connection.fetchval(VERSION)
        return version
    finally:
        await connection.close()


def _upgrade(connection: Connection) -> None:
    # Loaded only when there is something to do: it costs half a second of every start.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _load_calendar(dsn: str) -> None:
    await _load(dsn, CALENDAR, INSERT_MILESTONE, lambda row: (
        row["milestone_id"],
        int(row["month_due"]),
        row["phase"],
        row["scope"],
        row["milestone"],
        row["indicator"],
        int(row["target_min"]),
        int(row["target_nominal"]),
        row["proof_expected"],
        row["benchmark"],
    ))  # fmt: skip


async def _load_communes(dsn: str) -> None:
    await _load(dsn, COMMUNES, INSERT_COMMUNE, lambda row: (
        row["code_insee"],
        row["commune"],
        row["codes_postaux"],
        int(row["territoire_code"]),
        row["territoire"],
        int(row["population_municipale"]),
        COMMUNES_VALID_FROM,
    ))  # fmt: skip


async def _load(
    dsn: str, path: Path, insert: str, read: Callable[[dict[str, str]], tuple[object, ...]]
) -> None:
    """Load what is missing of a file of open data."""
    with path.open(newline="") as file:
        rows = [read(row) for row in csv.DictReader(file)]
    connection = await asyncpg.connect(dsn)
    try:
        await connection.executemany(insert, rows)
    finally:
        await connection.close()
