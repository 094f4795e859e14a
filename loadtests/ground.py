"""The ground of a measure: a PostgreSQL of its own, a schema, accounts to pay from and to."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from ledger.embedded import EmbeddedPostgres
from ledger.use_cases.prepare_database import ROLES, prepare_database, provision

PASSWORD = "only-for-a-measure"  # noqa: S105 # of a server that lives for a minute on a private socket
RESIDENTS = 20_000
SHOPS = 1_000
HOT_SHOP = RESIDENTS + 1
OPENING = 2_000_000_00

SEED = """
insert into ledger.account (id, book, kind, chart, label, tier, floor, ceiling, territory, balance)
select g, 'DLE', 'resident', '463400', 'load', case when g % 10 = 0 then 'T0' else 'T1' end, 0,
       $3::bigint, 8, $3::bigint
  from generate_series(1, $1::bigint) as g
 union all
select $1 + g, 'DLE', 'merchant', '463400', 'load', 'T2', 0, null, 8, 0
  from generate_series(1, $2::bigint) as g
"""
ACCREDIT = "update ledger.account set agreed_from = '2020-01-01' where kind = 'merchant'"
RAISE_CAPS = """
insert into ledger.policy (version, valid_from, document)
select 2, valid_from,
       jsonb_set(jsonb_set(document, '{tiers,T1,paid_per_day}', '100000000'),
                 '{tiers,T0,paid_per_30_days}', '100000000')
  from ledger.policy where version = 1
"""
"""Every window is read and judged, and none is reached: payments are measured, not refusals."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to measure."""

    dsn: str
    superuser_dsn: str


@contextmanager
def prepared_ground() -> Iterator[Ground]:
    """Yield a prepared database with `RESIDENTS` payers and `SHOPS` shops; leave nothing."""
    folder = Path(tempfile.mkdtemp(prefix="mlc-load-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder) as postgres:
            superuser = postgres.url("mlc")
            asyncio.run(_prepare(postgres))
            yield Ground(postgres.url("mlc", user="mlc_app", password=PASSWORD), superuser)
    finally:
        shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class KeptGround:
    """A database that stays in its folder: how the application and the auditor reach it."""

    app: str
    auditor: str
    superuser: str


@contextmanager
def kept_ground(folder: Path) -> Iterator[KeptGround]:
    """Yield the migrated database of a folder, made the first time; it stays there."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with EmbeddedPostgres(folder) as postgres:
        asyncio.run(_migrate(postgres))
        app, auditor = (
            postgres.url("mlc", user=role, password=PASSWORD) for role in ("mlc_app", "mlc_auditor")
        )
        yield KeptGround(app, auditor, postgres.url("mlc"))


async def _migrate(postgres: EmbeddedPostgres) -> None:
    await provision(postgres.url("postgres"), "mlc", dict.fromkeys(ROLES, PASSWORD))
    await prepare_database(postgres.url("mlc", user="mlc_owner", password=PASSWORD), book="DLE")


async def _prepare(postgres: EmbeddedPostgres) -> None:
    await _migrate(postgres)
    connection = await asyncpg.connect(postgres.url("mlc"))
    try:
        await connection.execute(SEED, RESIDENTS, SHOPS, OPENING)
        await connection.execute(ACCREDIT)
        await connection.execute(RAISE_CAPS)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


def load_now() -> str:
    """Say how busy the machine is: a figure without it means little."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores"
