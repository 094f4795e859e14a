"""Run the PostgreSQL of the house: one server, made from a folder, for trials and small sites.

Production points at a PostgreSQL of its own. This one is for a first evening, the tests and the
demonstration: nothing to install or to configure, yet the same SQL, locks and durability.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, Self
from urllib.parse import quote

from ledger.embedded_account import Account
from ledger.embedded_binaries import Binaries, find_binaries, within_reach
from ledger.embedded_cluster import SUPERUSER, check_version, make_cluster
from ledger.embedded_errors import (
    AccountNotFound,
    EmbeddedPostgresError,
    PostgresDidNotStart,
    PostgresDidNotStop,
    PostgresNotFound,
    PostgresOutOfReach,
    PostgresVersionMismatch,
)
from ledger.embedded_files import (
    Layout,
    forget_short_directory,
    locked,
    open_house,
    settle_socket_directory,
)
from ledger.embedded_server import (
    answers,
    is_postmaster,
    last_words,
    launch,
    running_postmaster,
    says_ready,
    was_not_alone,
)

__all__ = [
    "SETTINGS",
    "SUPERUSER",
    "AccountNotFound",
    "Binaries",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "PostgresDidNotStart",
    "PostgresDidNotStop",
    "PostgresNotFound",
    "PostgresOutOfReach",
    "PostgresVersionMismatch",
    "StopMode",
    "find_binaries",
]

StopMode = Literal["smart", "fast", "immediate"]

START_TIMEOUT_S = 120.0  # replaying a long log after a power cut is not a failure
STOP_TIMEOUT_S = 60.0
PAUSE_S = 0.01
PAUSE_BETWEEN_LAUNCHES_S = 0.1

# Little memory and few checkpoints: the machine is small and does other things.
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "max_connections": "60",
        "shared_buffers": "128MB",
        "wal_compression": "off",
        "checkpoint_timeout": "15min",
        "max_wal_size": "1GB",
        "jit": "off",
        "log_checkpoints": "off",
        "log_error_verbosity": "terse",  # the detail of an error repeats the row: a name, a code
    }
)

# This server keeps money: nothing is promised before it is on the disk, whatever else is set.
_PROMISES: Mapping[str, str] = MappingProxyType(
    {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
)
_SIGNALS: Mapping[StopMode, signal.Signals] = MappingProxyType(
    {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
)


class EmbeddedPostgres:
    """Hold a PostgreSQL server that lives in one folder.

    The server is not tied to the life of who started it: if we are killed it stays up, and the
    next start on the same folder joins it. Only `stop`, or leaving the `with` block, ends it.
    All methods block; from a coroutine, call them in a thread.
    """

    def __init__(
        self,
        directory: Path,
        *,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare a server in `directory`; nothing is touched before `start`.

        `settings` are server settings by name, added to SETTINGS or in place of them; those on
        which durability rests stay. They count from the next launch: a server that is found
        running keeps its own.
        """
        self._layout = Layout(directory.resolve())
        self._binaries = binaries
        self._settings = {**SETTINGS, **(settings or {})}
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def directory(self) -> Path:
        """The folder of the server."""
        return self._layout.directory

    @property
    def log(self) -> Path:
        """The file in which the server writes what happens to it."""
        return self._layout.log

    @property
    def socket_directory(self) -> Path:
        """The folder of the Unix socket, known once the server has started."""
        return self._layout.socket_directory

    @property
    def superuser_password(self) -> str:
        """The password of the superuser, drawn at random at the first start."""
        return self._layout.password_file.read_text(encoding="utf-8")

    def url(self, database: str, *, user: str = SUPERUSER, password: str | None = None) -> str:
        """Give the address of a database; the superuser's own password need not be repeated."""
        if password is None and user == SUPERUSER:
            password = self.superuser_password
        who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        where = quote(str(self.socket_directory), safe="")
        # The port is said because PGPORT, if set, would otherwise choose another socket.
        return f"postgresql://{who}@/{quote(database, safe='')}?host={where}&port=5432"

    def is_alive(self) -> bool:
        """Tell whether the server takes connections now; a process number would prove nothing."""
        try:
            return answers(self.socket_directory)
        except FileNotFoundError:  # never started: the socket has no folder yet
            return False

    def start(self) -> Self:
        """Bring the server up, or join the one that is; make its files the first time.

        Several processes may start it at once: one launches it, the others join.

        Raises:
            AccountNotFound: we are root and the machine has no account to run a server.
            PostgresOutOfReach: the account of the server has no access to its folder.
            PostgresNotFound: there are no programs of PostgreSQL to run.
            PostgresVersionMismatch: the files are of another major version than the programs.
            PostgresDidNotStart: the server ended at once, or does not answer in time.
        """
        deadline = time.monotonic() + START_TIMEOUT_S
        account = open_house(self._layout)
        try:
            with locked(self._layout, timeout_s=START_TIMEOUT_S):
                settle_socket_directory(self._layout, account)
                if not self.is_alive():
                    self._bring_up(account, self._prepared_binaries(account), deadline=deadline)
        except PermissionError as error:
            closed = Path(error.filename or self.directory)
            raise PostgresOutOfReach(
                directory=self.directory, closed=closed, account=account.name
            ) from error
        return self

    def stop(self, mode: StopMode = "fast") -> None:
        """End the server; `fast` breaks off what is not committed, and loses nothing that is.

        Raises:
            PostgresDidNotStop: the server is still up after a minute.
        """
        if not self._layout.lock.exists():
            return  # never started
        with locked(self._layout, timeout_s=START_TIMEOUT_S):
            pid = self._pid()
            if pid is not None:
                os.kill(pid, _SIGNALS[mode])
                self._wait_for_end(pid)
            forget_short_directory(self._layout)

    def _prepared_binaries(self, account: Account) -> Binaries:
        """Choose the programs, and make the cluster with them if there is none."""
        binaries = Binaries.at(self._binaries or find_binaries())
        check_version(self._layout, binaries)
        binaries = within_reach(binaries, account=account, directory=self.directory)
        if not self._layout.cluster.exists():
            make_cluster(self._layout, account=account, binaries=binaries)
        return binaries

    def _bring_up(self, account: Account, binaries: Binaries, *, deadline: float) -> None:
        """Launch the server, again if need be: one that was just killed takes a moment to die."""
        settings = {
            **self._settings,
            **_PROMISES,
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": str(self.socket_directory),
        }
        while True:
            begin = self.log.stat().st_size if self.log.exists() else 0
            self._server = launch(
                self._layout, account=account, binaries=binaries, settings=settings
            )
            if self._came_up(self._server, deadline=deadline):
                return
            words = last_words(self.log, since=begin)
            if not was_not_alone(words) or time.monotonic() > deadline:
                reason = f"it ended with code {self._server.returncode}"
                raise PostgresDidNotStart(reason, log=self.log, last_words=words)
            time.sleep(PAUSE_BETWEEN_LAUNCHES_S)
            if self.is_alive():
                return  # the other one was starting, and has

    def _came_up(self, server: subprocess.Popen[bytes], *, deadline: float) -> bool:
        """Wait until the server answers or ends."""
        while server.poll() is None:
            if says_ready(self._layout) and self.is_alive():
                return True
            if time.monotonic() > deadline:
                # Left to itself: a server that is ended while it recovers has to begin again.
                reason = f"no answer in {START_TIMEOUT_S:.0f} s; it may be recovering, start again"
                raise PostgresDidNotStart(reason, log=self.log, last_words="")
            time.sleep(PAUSE_S)
        return False

    def _pid(self) -> int | None:
        if self._server is not None and self._server.poll() is None:
            return self._server.pid
        return running_postmaster(self._layout)

    def _wait_for_end(self, pid: int) -> None:
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while self._is_up(pid):
            if time.monotonic() > deadline:
                raise PostgresDidNotStop(pid=pid, waited_s=STOP_TIMEOUT_S, log=self.log)
            time.sleep(PAUSE_S)

    def _is_up(self, pid: int) -> bool:
        if self._server is not None and self._server.pid == pid:
            return self._server.poll() is None  # our child: asking also buries it
        return is_postmaster(pid, self._layout)
