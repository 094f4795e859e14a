"""Launch the server of the embedded PostgreSQL, recognise it and hear whether it answers."""

import contextlib
import os
import socket
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ledger.embedded_account import Account, surroundings
from ledger.embedded_binaries import Binaries
from ledger.embedded_cluster import SUPERUSER
from ledger.embedded_files import Layout, open_log

SOCKET_NAME = ".s.PGSQL.5432"
ANSWER_TIMEOUT_S = 2.0
LONGEST_LAST_WORDS = 2_000

_PROTOCOL_3 = 196_608
_STARTING_OR_STOPPING = b"C57P03\0"  # the SQLSTATE field of "the database system is starting up"
# Said by a server that finds another one, or what is left of it, still there.
_NOT_ALONE = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")


def answers(socket_directory: Path) -> bool:
    """Tell whether a server takes connections, by asking for one as far as the password."""
    words = f"user\0{SUPERUSER}\0database\0postgres\0\0".encode()
    hello = struct.pack("!ii", len(words) + 8, _PROTOCOL_3) + words
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_TIMEOUT_S)
        try:
            line.connect(str(socket_directory / SOCKET_NAME))
            line.sendall(hello)
            reply = line.recv(1024)
        except OSError:
            return False
    return bool(reply) and _STARTING_OR_STOPPING not in reply


def says_ready(layout: Layout) -> bool:
    """Read whether the server has noted that it is ready: asking earlier would fill its log."""
    with contextlib.suppress(OSError):
        return layout.postmaster_pid.read_text(encoding="utf-8").endswith("ready   \n")
    return False


def launch(
    layout: Layout, *, account: Account, binaries: Binaries, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Launch the server so that it outlives us, and remember nothing of servers before it.

    `postgres` itself and not `pg_ctl start`, which sets PG_GRANDPARENT_PID on its own account.
    With that variable a server ignores one process number found in `postmaster.pid`. The number
    of a dead server may by now belong to a stranger, or to a zombie that nobody buries. The file
    itself is never removed: it also leads to the shared memory of servers that are not quite dead,
    and a second server on the same files would destroy them.
    """
    described = surroundings(account)
    noted = noted_pid(layout.postmaster_pid)
    if noted is not None and not is_postmaster(noted, layout):
        described["env"]["PG_GRANDPARENT_PID"] = str(noted)
    _forget_socket_lock(layout)
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with os.fdopen(open_log(layout), "ab") as log:
        return subprocess.Popen(  # noqa: S603 - the program is that of find_binaries
            [str(binaries.directory / "postgres"), "-D", str(layout.cluster), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the service, which then stops the server
            **described,
        )


def running_postmaster(layout: Layout) -> int | None:
    """Find the process number of the server that runs on these files, if there is one."""
    noted = noted_pid(layout.postmaster_pid)
    return noted if noted is not None and is_postmaster(noted, layout) else None


def noted_pid(file: Path) -> int | None:
    """Read the process number on the first line of a lock file of PostgreSQL."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(file.read_text(encoding="utf-8").splitlines()[0])
    return None


def is_postmaster(pid: int, layout: Layout) -> bool:
    """Tell whether a living process is the server of these files: it works in their folder.

    In a container, root may be refused the folder of another account's process; the command line
    can be read by all. A zombie has neither.
    """
    try:
        return Path(f"/proc/{pid}/cwd").samefile(layout.cluster)
    except OSError:
        return f" -D {layout.cluster} " in _command_line(pid)


def was_not_alone(last_words: str) -> bool:
    """Tell whether a server gave way to another one that was starting, stopping or dying."""
    return any(sentence in last_words for sentence in _NOT_ALONE)


def last_words(log: Path, *, since: int) -> str:
    """Read the end of what was added to the log since it had `since` bytes."""
    with log.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(since, size - LONGEST_LAST_WORDS))
        return file.read().decode(errors="replace").strip()


def _forget_socket_lock(layout: Layout) -> None:
    """Remove the lock of a socket left by a dead server: it guards nothing but the socket."""
    lock = layout.socket_directory / f"{SOCKET_NAME}.lock"
    noted = noted_pid(lock)
    if noted is not None and not is_postmaster(noted, layout):
        lock.unlink(missing_ok=True)


def _command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        return ""
    listed = subprocess.run(  # noqa: S603 - macOS has no /proc; ps is where POSIX puts it
        ["/bin/ps", "-ww", "-o", "args=", "-p", str(pid)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    return listed.stdout.decode(errors="replace")
