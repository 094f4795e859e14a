"""One PostgreSQL per run, one fresh database per test, and the town that lives in it.

Nothing is started for a test that asks for none of it. The server is started by the first test that
needs it and joined by the workers of the same run (`-n`); the run that started it stops it. Each
database is a copy of one that was prepared once, as `mlc` prepares it. Set TMPDIR to a folder in
memory for copies in a quarter of the time.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from itertools import count

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from kept_logs import close_folder, keep_own_log, open_folder
from personas import Desk, Member, Town, TownClock
from storage.run_server import Database, OpenDatabase, Server, join, leave, opened_clearing

from ledger.use_cases.clearing import Clearing

REFERENCE = "postgres.json"
OWN_LOG = pytest.StashKey[logging.Handler]()
LEAKS = pytest.StashKey[list[str]]()
_numbers = count(1)

# The machine has other work: how long an example takes says nothing about the rule.
settings.register_profile("town", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("town")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the fault tests run for longer than by default."""
    parser.addoption("--kills", type=int, default=32, help="how many kill -9 the fault test does")
    parser.addoption("--seed", type=int, default=None, help="repeat the fault test of this seed")


def pytest_configure(config: pytest.Config) -> None:
    """End a run that is told to end as by Ctrl-C, so that it takes its server along; keep logs."""
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        open_folder()
    config.stash[OWN_LOG] = keep_own_log()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the log of this process."""
    logging.getLogger().removeHandler(config.stash[OWN_LOG])
    config.stash[OWN_LOG].close()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the server of the run, once, when all its workers are done; then read all logs."""
    if hasattr(session.config, "workerinput"):
        return
    leave(session.config._tmp_path_factory.getbasetemp() / REFERENCE)
    session.config.stash[LEAKS] = leaks = close_folder()
    if leaks:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell what the fault tests did: a kill that hits nothing proves nothing."""
    if leaks := config.stash.get(LEAKS, []):
        terminalreporter.section("secrets in the logs of this run", sep="=", red=True)
        for leak in leaks:
            terminalreporter.write_line(leak)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "did" and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid}\n  {value}")


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Server:
    """Give the PostgreSQL of the run."""
    root = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        root = root.parent
    return await asyncio.to_thread(join, root / REFERENCE)


@pytest.fixture(scope="session")
async def open_database(postgres: Server, worker_id: str) -> AsyncIterator[OpenDatabase]:
    """Give the way to fresh databases; they stay to the end: dropping costs as much as making."""
    superuser = await asyncpg.connect(postgres.embedded.url("postgres"))

    async def open_one() -> Database:
        return await postgres.copy(f"{worker_id}_{next(_numbers)}", superuser)

    yield open_one
    await superuser.close()


@pytest.fixture
async def database(open_database: OpenDatabase) -> Database:
    """Give a fresh database, prepared as an installation prepares it."""
    return await open_database()


@pytest.fixture
def clock() -> TownClock:
    """Give the clock of the town: ten o'clock on a market Saturday, until a test moves it."""
    return TownClock()


@pytest.fixture
async def clearing(database: Database, clock: TownClock) -> AsyncIterator[Clearing]:
    """Give an open clearing on the database of the test."""
    async with opened_clearing(database, clock) as opened:
        yield opened


@pytest.fixture
async def town(clearing: Clearing, database: Database, clock: TownClock) -> Town:
    """Give the town, its people enrolled and nobody with a unit yet."""
    return await Town.settle(clearing, auditor=database.auditor, clock=clock)


@pytest.fixture
def awa(town: Town) -> Member:
    """Give Awa, an identified resident."""
    return town.awa


@pytest.fixture
def lucie(town: Town) -> Member:
    """Give Lucie, another identified resident."""
    return town.lucie


@pytest.fixture
def omar(town: Town) -> Member:
    """Give Omar, who holds a card without having shown who he is."""
    return town.omar


@pytest.fixture
def bakery(town: Town) -> Member:
    """Give the bakery, an accredited shop."""
    return town.bakery


@pytest.fixture
def cheese_stall(town: Town) -> Member:
    """Give the cheese stall of the market, an accredited shop."""
    return town.cheese_stall


@pytest.fixture
def miller(town: Town) -> Member:
    """Give the miller, from whom the bakery buys its flour."""
    return town.miller


@pytest.fixture
def town_hall_desk(town: Town) -> Desk:
    """Give the desk where euros become units."""
    return town.town_hall_desk
