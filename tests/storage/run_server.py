"""The PostgreSQL of a test run: started by whoever needs it first, joined by the other workers."""

import asyncio
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from kept_logs import keep, open_log
from personas import BOOK, TownClock

from ledger.column_keys import ColumnKeys
from ledger.embedded import EmbeddedPostgres
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.prepare_database import ROLES, prepare_database, provision

TEMPLATE = "prepared"
SERVER_KEY = b"the server key of the tests, 32 b"
COLUMN_KEY = "dGhlIGNvbHVtbiBrZXkgb2YgdGhlIHRlc3RzLCAzMiA="
ROOT = Path(__file__).parents[2]
_LAUNCH = """
import os, sys
from pathlib import Path
from ledger.embedded import EmbeddedPostgres
EmbeddedPostgres(Path(sys.argv[1])).start()
os._exit(0)
"""


@dataclass(frozen=True, slots=True)
class Database:
    """A database of one test, as each role sees it."""

    name: str
    owner: str
    app: str
    auditor: str
    superuser: str


OpenDatabase = Callable[[], Awaitable[Database]]


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL with a prepared template, and the one password of its roles."""

    embedded: EmbeddedPostgres
    password: str

    def database(self, name: str) -> Database:
        """Say how each role reaches a database."""
        urls = [self.embedded.url(name, user=role, password=self.password) for role in ROLES]
        return Database(name, *urls, self.embedded.url(name))

    async def copy(self, name: str, superuser: asyncpg.Connection) -> Database:
        """Make a fresh database of that name, with the rights that an installation gives."""
        await superuser.execute(f"create database {name} template {TEMPLATE} owner mlc_owner")
        await superuser.execute(
            f"revoke all on database {name} from public;"
            f"grant connect on database {name} to mlc_app, mlc_auditor"
        )
        return self.database(name)


@asynccontextmanager
async def opened_clearing(database: Database, clock: TownClock) -> AsyncIterator[Clearing]:
    """Open the way of one process to the journal of a database."""
    clearing = await Clearing.open(
        ClearingSettings(database.app, SERVER_KEY, BOOK, ColumnKeys([COLUMN_KEY]), clock)
    )
    try:
        yield clearing
    finally:
        await clearing.close()


def environment() -> dict[str, str]:
    """Say where a program of the tests finds the service: in this tree and no other."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@asynccontextmanager
async def running_till(database: Database) -> AsyncIterator[asyncio.subprocess.Process]:
    """Give a till of the town as a program of its own; see `faults/till_program.py`."""
    with open_log("till.stderr") as said:
        till = await asyncio.create_subprocess_exec(
            sys.executable,
            ROOT / "tests" / "faults" / "till_program.py",
            database.app,
            SERVER_KEY.hex(),
            BOOK,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=said,
            env=environment(),
        )
    try:
        yield till
    finally:
        with suppress(ProcessLookupError):
            till.kill()
        await till.wait()


def join(reference: Path) -> Server:
    """Join the server that the file names; make both if there is none yet."""
    with reference.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not reference.exists():
            directory = new_folder("mlc-tests-")
            password = secrets.token_urlsafe(16)
            reference.write_text(json.dumps({"directory": str(directory), "password": password}))
            asyncio.run(launch(directory, password))
        noted = json.loads(reference.read_text())
    return Server(EmbeddedPostgres(Path(noted["directory"])), noted["password"])


def leave(reference: Path) -> None:
    """Stop the server that the file names, if any, and remove all of it."""
    if reference.exists():
        directory = Path(json.loads(reference.read_text())["directory"])
        # At once, for nothing of it is kept: a checkpoint of so many databases would take its time.
        server = EmbeddedPostgres(directory)
        server.stop("immediate")
        keep(server.log)
        shutil.rmtree(directory)
        reference.unlink()


def new_folder(prefix: str) -> Path:
    """Make a folder for a server; pytest's own is closed to the account that runs it for root."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    return folder


async def launch(directory: Path, password: str) -> Server:
    """Start a server and prepare the template that databases are copied from."""
    start_by_a_passer_by(directory)
    server = Server(EmbeddedPostgres(directory), password)
    superuser = server.embedded.url("postgres")
    await provision(superuser, TEMPLATE, dict.fromkeys(ROLES, password))
    template = server.database(TEMPLATE)
    await prepare_database(template.owner, book=BOOK)
    owner = await asyncpg.connect(template.owner)
    await owner.execute("analyze")
    await owner.close()
    return server


def start_by_a_passer_by(directory: Path) -> None:
    """Start a server as nobody's child, for whom nobody has to wait."""
    subprocess.run([sys.executable, "-c", _LAUNCH, directory], check=True, env=environment())
