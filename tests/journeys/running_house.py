"""A house that really runs: `mlc up --demo` on a free port, in a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from threading import Event
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

from kept_logs import keep, open_log
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.column_keys import ColumnKeys
from ledger.database import open_reader
from ledger.embedded import EmbeddedPostgres
from ledger.own_house import DATABASE
from ledger.use_cases.clearing import Clearing, ClearingSettings

MLC = Path(sys.executable).with_name("mlc")
WATCHING = Path(__file__).parent / "watching"
READY_S = 90
STOPPED_S = 20


@dataclass(slots=True)
class House:
    """Where a running house answers, where it lives, which templates it has opened so far."""

    address: str
    directory: Path
    process: subprocess.Popen[bytes]

    @property
    def templates_opened(self) -> set[Path]:
        """The templates that some page has needed."""
        noted = (self.directory / "templates").read_text(encoding="utf-8")
        return {Path(line).resolve() for line in noted.splitlines()}


@contextmanager
def running_house(*, is_demo: bool = True) -> Iterator[House]:
    """Run the demonstration until the block ends; then tell it to stop, and see it leave well.

    Without `is_demo` it is the house of a town in which nobody lives yet.
    """
    # Not pytest's own folder: it is closed to the account that must run a PostgreSQL for root.
    directory = Path(tempfile.mkdtemp(prefix="mlc-journeys-"))
    directory.chmod(0o711)
    house = _launched(directory, _free_port(), is_demo=is_demo)
    try:
        _wait_until_ready(house)
        yield house
        house.process.send_signal(signal.SIGTERM)
        status = house.process.wait(STOPPED_S)
        assert status == 0, f"the house left with {status}"
    finally:
        if house.process.poll() is None:
            house.process.kill()
            house.process.wait()
        postgres = EmbeddedPostgres(directory / ("demo" if is_demo else "town"))
        postgres.stop()
        keep(postgres.log)
        shutil.rmtree(directory)


def command_of(house: House, *arguments: str) -> str:
    """Run a command of the house beside it; answer with what it says."""
    done = subprocess.run(
        [MLC, *arguments],
        env=_environment(house.directory) | {"MLC_PORT": house.address.rpartition(":")[2]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def _environment(directory: Path) -> dict[str, str]:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MLC_")}
    return environment | {
        "MLC_DATA_DIR": str(directory),
        "MLC_TEMPLATES_NOTED_IN": str(directory / "templates"),
        "PYTHONPATH": str(WATCHING),
    }


def _launched(directory: Path, port: int, *, is_demo: bool = True) -> House:
    command = [MLC, "up", *["--demo"][:is_demo], "--port", str(port)]
    environment = _environment(directory)
    with open_log("house.stderr") as said:
        process = subprocess.Popen(command, env=environment, stdout=said or DEVNULL, stderr=said)
    return House(f"http://localhost:{port}", directory, process)


def kill_and_start_again(house: House) -> None:
    """Kill the service as a crash does, and start it again where it was."""
    house.process.kill()
    house.process.wait()
    house.process = _launched(house.directory, int(house.address.rpartition(":")[2])).process
    _wait_until_ready(house)


@asynccontextmanager
async def inside(house: House) -> AsyncIterator[tuple[Clearing, AsyncEngine]]:
    """Work in the database of a running house as another of its processes would."""
    folder = house.directory / "demo"
    secrets = json.loads((folder / "secrets.json").read_text())
    dsn = EmbeddedPostgres(folder).url(DATABASE, user="mlc_app", password=secrets["mlc_app"])
    reader = open_reader(dsn)
    clearing = await Clearing.open(
        ClearingSettings(
            dsn,
            secrets["server_key"].encode(),
            "DLE",
            ColumnKeys.from_text(secrets["data_keys"]),
        )
    )
    try:
        yield clearing, reader
    finally:
        await clearing.close()
        await reader.dispose()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_until_ready(house: House) -> None:
    deadline = monotonic() + READY_S
    while monotonic() < deadline:
        assert house.process.poll() is None, "the house ended before it was ready"
        try:
            with urlopen(f"{house.address}/v1/health", timeout=2) as answer:  # noqa: S310 # our own
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            Event().wait(0.1)
    raise TimeoutError(f"the house was not ready after {READY_S} s")
