"""The command `mlc`, as a person runs it: real processes, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from storage.run_server import COLUMN_KEY

READY_S = 90.0


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that the account of PostgreSQL may enter."""
    made = Path(tempfile.mkdtemp(prefix="mlc-command-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def _mlc(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ledger", *arguments],
        env={**os.environ, "MLC_DATA_DIR": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _start(folder: Path, port: int, *arguments: str, **settings: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "ledger", "up", "--port", str(port), *arguments],
        env={**os.environ, "MLC_DATA_DIR": str(folder), **settings},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"http://localhost:{port}/v1/health"),
        ):
            return process
        time.sleep(0.05)  # another process: there is nothing to wait on but its answer
    process.kill()
    process.wait()
    pytest.fail("the house was not ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _servers_of(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(folder) in command and "postgres" in command:
                found.append(command)
    return found


def test_a_house_is_opened_looked_at_and_closed_without_a_trace(folder: Path) -> None:
    port = _free_port()
    house = _start(folder, port)
    for look in ("check", "status", "migrate"):
        assert _mlc(folder, look).returncode == 0
    with urllib.request.urlopen(f"http://localhost:{port}/v1/health") as answer:
        assert answer.status == 200  # who only looks leaves it running
    house.send_signal(signal.SIGTERM)
    assert house.wait(10) == 0
    assert not _servers_of(folder)
    assert _mlc(folder, "check").returncode == 0
    assert "covered" in _mlc(folder, "status").stdout


def test_a_demonstration_is_never_opened_as_a_town_nor_listens_to_the_world(folder: Path) -> None:
    port = _free_port()
    demo = _start(folder, port, "--demo")
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(10) == 0
    (folder / "demo").rename(folder / "town")
    opened = _mlc(folder, "up", "--port", str(port))
    assert opened.returncode == 1
    assert "opens with --demo alone" in opened.stderr
    exposed = _mlc(folder, "up", "--demo", "--host", "0.0.0.0")  # noqa: S104 # it must be refused
    assert (exposed.returncode, exposed.stdout) == (1, "")


def test_the_demonstration_is_forgotten_on_request(folder: Path) -> None:
    demo = _start(folder, _free_port(), "--demo")
    demo.send_signal(signal.SIGTERM)
    demo.wait(10)
    assert (folder / "demo").exists()
    assert _mlc(folder, "demo", "reset").returncode == 0
    assert not (folder / "demo").exists()


def test_a_house_uses_the_postgresql_that_its_settings_name(folder: Path, database: Any) -> None:
    migrated = _mlc(folder, "migrate", MLC_OWNER_DATABASE_URL=database.owner)
    house = _start(
        folder,
        _free_port(),
        MLC_DATABASE_URL=database.app,
        MLC_AUDITOR_DATABASE_URL=database.auditor,
        MLC_SERVER_KEY="the server key of the tests, 32 b",
        MLC_DATA_KEYS=COLUMN_KEY,
    )
    house.send_signal(signal.SIGTERM)
    assert (migrated.returncode, house.wait(10)) == (0, 0)
    assert not list(folder.iterdir())


def test_an_institution_begins_with_two_different_managers_once(folder: Path) -> None:
    two = ("--manager", "Anne Roy 1980-05-21", "--manager", "Luc Bon 1979-01-02")
    same = ("--manager", "Anne Roy 1980-05-21", "--manager", "roy ANNE 1980-05-21")
    assert _mlc(folder, "migrate").returncode == 0

    assert "two different people" in _mlc(folder, "staff", "init", "Banque", *same).stderr
    assert "is not a name" in _mlc(folder, "staff", "init", "Banque", "--manager", "Anne").stderr
    begun = _mlc(folder, "staff", "init", "Banque", *two)
    assert begun.returncode == 0
    assert begun.stdout.count("/console/join#") == 2
    again = _mlc(folder, "staff", "init", "Banque", *two)
    assert again.returncode == 1
    assert "once" in again.stderr


def test_an_institution_is_added_with_its_kind_and_no_second_issuer(folder: Path) -> None:
    two = ("--manager", "Anne Roy 1980-05-21", "--manager", "Luc Bon 1979-01-02")
    others = ("--manager", "Zoé Petit 1984-03-09", "--manager", "Tom Gris 1981-07-30")
    assert _mlc(folder, "migrate").returncode == 0

    issuer = _mlc(folder, "institution", "add", "La Deûle", "--kind", "issuer", *two)
    assert "the issuer of the house" in issuer.stdout
    second = _mlc(folder, "institution", "add", "Le serveur", "--kind", "issuer", *others)
    assert (second.returncode, second.stdout) == (1, "")
    assert "only one" in second.stderr
    again = _mlc(folder, "institution", "add", "La Poste", "--kind", "desk", *two)
    assert "works for an institution of the house already" in again.stderr
    desk = _mlc(folder, "institution", "add", "La Poste", "--kind", "desk", *others)
    assert "a desk, whose slips begin with LP" in desk.stdout
    assert desk.stdout.count("/console/join#") == 2


def test_a_perimeter_is_tried_then_begins_once(folder: Path) -> None:
    published = Path("ledger/data/mel_communes.csv").read_text(encoding="utf-8")
    file = folder / "communes.csv"
    file.write_text(published.replace("Lompret,59840", "Lompret-Village,59840"), encoding="utf-8")
    asked = ("perimeter", "import", str(file), "--from", "2099-01-01")
    assert _mlc(folder, "migrate").returncode == 0

    tried, begun = _mlc(folder, *asked), _mlc(folder, *asked, "--apply")
    again, past = _mlc(folder, *asked), _mlc(folder, *asked[:-1], "2020-01-01")

    for done in (tried, begun):
        assert "name Lompret → Lompret-Village" in done.stdout, done.stderr
    assert (tried.returncode, begun.returncode) == (0, 0)
    assert "nothing is written" in tried.stdout
    assert again.returncode == past.returncode == 1
    assert "2099-01-01" in again.stderr
    assert "tomorrow at the earliest" in past.stderr


def test_several_service_processes_share_one_house(folder: Path) -> None:
    port = _free_port()
    house = _start(folder, port, "--workers", "2")
    house.send_signal(signal.SIGTERM)
    assert house.wait(20) == 0
    assert not _servers_of(folder)


def test_secrets_of_a_house_are_for_its_owner_alone(folder: Path) -> None:
    house = _start(folder, _free_port())
    house.send_signal(signal.SIGTERM)
    house.wait(10)
    assert ((folder / "town" / "secrets.json").stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize("command", ["check", "status"])
@pytest.mark.parametrize(
    ("option", "said"), [("--demo", "no demonstration town"), ("", "no house")]
)
def test_where_there_is_no_house_a_command_that_looks_makes_none(
    folder: Path, command: str, option: str, said: str
) -> None:
    looked = _mlc(folder, command, *filter(None, [option]))
    assert looked.returncode == 1
    assert said in looked.stderr
    assert "Traceback" not in looked.stderr
    assert list(folder.iterdir()) == []
