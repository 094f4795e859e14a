"""Folders for servers, and servers that are cleaned up after."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from embedded_town import end_servers_of
from kept_logs import keep

from ledger.embedded import EmbeddedPostgres


def _new_folder() -> Path:
    # Not pytest's tmp_path: it lies in a folder closed to all other accounts, and when root runs
    # the tests the server is run by another account.
    folder = Path(tempfile.mkdtemp(prefix="mlc-test-"))
    folder.chmod(0o711)
    return folder


def _remove(folder: Path) -> None:
    end_servers_of(folder)
    for log in folder.rglob("server.log"):
        keep(log)
    for note in folder.rglob("socket.directory"):
        shutil.rmtree(note.read_text(), ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give an empty folder in which a server may be made."""
    made = _new_folder()
    yield made
    _remove(made)


@pytest.fixture(scope="session")
def lasting_house() -> Iterator[Path]:
    """Make the files of one server for the tests that do not need new ones, which take a second."""
    made = _new_folder()
    with EmbeddedPostgres(made / "house"):
        pass
    yield made / "house"
    _remove(made)


@pytest.fixture
def house(lasting_house: Path) -> Iterator[Path]:
    """Give the folder of a server that was started before; what a test kills in it stays killed.

    The next test finds the files as a crash has left them, which is what a start must bear.
    """
    yield lasting_house
    end_servers_of(lasting_house)


@pytest.fixture
def server(house: Path) -> Iterator[EmbeddedPostgres]:
    """Give a running server."""
    with EmbeddedPostgres(house) as running:
        yield running
