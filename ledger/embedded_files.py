"""Lay out the files of the embedded PostgreSQL: what they are called, who owns and enters them."""

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger.embedded_account import Account, check_reach, server_account
from ledger.embedded_errors import PostgresDidNotStart, PostgresOutOfReach

# The kernel cuts the path of a socket at 107 bytes, 103 on macOS, and the socket has a name too.
LONGEST_SOCKET_DIRECTORY = 80
# Other characters, lawful in a path, mean something in a server setting or in a database URL.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._+-]+")
SHORT_PLACE = "/tmp"  # noqa: S108 - a random name is made there, and its owner checked at each use
LOCK_PAUSE_S = 0.02


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of one server, and the name of each file in it."""

    directory: Path

    @property
    def cluster(self) -> Path:
        """The folder that PostgreSQL calls its data directory."""
        return self.directory / "cluster"

    @property
    def new_cluster(self) -> Path:
        """A cluster being made: it takes its name once complete."""
        return self.directory / "cluster.partial"

    @property
    def postmaster_pid(self) -> Path:
        """The file in which PostgreSQL notes the number of its first process."""
        return self.cluster / "postmaster.pid"

    @property
    def password_file(self) -> Path:
        """The superuser's password."""
        return self.directory / "superuser.password"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.directory / "server.log"

    @property
    def lock(self) -> Path:
        """The file that whoever starts or stops the server holds locked."""
        return self.directory / "lock"

    @property
    def inner_socket_directory(self) -> Path:
        """The folder of the Unix socket, unless its path would not do."""
        return self.directory / "run"

    @property
    def short_socket_note(self) -> Path:
        """The file that names the folder which stands in when the path would not do."""
        return self.directory / "socket.directory"

    @property
    def socket_directory(self) -> Path:
        """The folder of the Unix socket.

        Raises:
            FileNotFoundError: a short folder is to stand in, and it is named at the first start.
        """
        inner = self.inner_socket_directory
        is_short = len(os.fsencode(inner)) <= LONGEST_SOCKET_DIRECTORY
        if is_short and PLAIN_PATH.fullmatch(str(inner)):
            return inner
        return Path(self.short_socket_note.read_text(encoding="utf-8"))


def open_house(layout: Layout) -> Account:
    """Make the folder if it is missing, and name the account that owns what is inside.

    Raises:
        PostgresOutOfReach: we may not write in the folder, or the account cannot enter it.
    """
    account = server_account(layout.cluster)
    try:
        _make_missing(layout.directory)
    except PermissionError as error:
        raise _out_of_reach(layout, error.filename, account) from None
    if not os.access(layout.directory, os.W_OK | os.X_OK):
        raise _out_of_reach(layout, layout.directory, account)
    state = layout.directory.stat()
    if os.geteuid() == state.st_uid == 0:  # a folder of our own, such as one of mkdtemp
        layout.directory.chmod(stat.S_IMODE(state.st_mode) | 0o011)
    check_reach(account, layout.directory)
    return account


@contextlib.contextmanager
def locked(layout: Layout, *, timeout_s: float) -> Iterator[None]:
    """Let one process at a time start or stop the server.

    Raises:
        PostgresDidNotStart: another process keeps the lock.
    """
    deadline = time.monotonic() + timeout_s
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(layout.lock, flags, 0o600)) as lock:
        while not _took(lock.fileno()):
            if time.monotonic() > deadline:
                reason = f"another process has been at it for {timeout_s:.0f} s"
                raise PostgresDidNotStart(reason, log=layout.log, last_words="")
            time.sleep(LOCK_PAUSE_S)
        yield


def settle_socket_directory(layout: Layout, account: Account) -> None:
    """Make sure that the socket has a folder in which only the server may write."""
    with contextlib.suppress(FileNotFoundError):
        chosen = layout.socket_directory
        if chosen == layout.inner_socket_directory:
            if not chosen.exists():
                _make_directory(chosen, mode=0o711, account=account)
            return
        if _is_kept_by(account, chosen):
            return
    chosen = Path(tempfile.mkdtemp(prefix="mlc-", dir=SHORT_PLACE))
    _give(chosen, mode=0o711, account=account)
    _write_new(layout.short_socket_note, str(chosen))


def forget_short_directory(layout: Layout) -> None:
    """Remove the folder that stood in for the socket's, once the server has gone."""
    with contextlib.suppress(OSError):  # there is none, or something is left in it
        Path(layout.short_socket_note.read_text(encoding="utf-8")).rmdir()
        layout.short_socket_note.unlink()


def make_room_for_cluster(layout: Layout, account: Account) -> None:
    """Prepare an empty folder and a fresh password for a new cluster."""
    if layout.new_cluster.exists():  # left by a first start that was cut short
        shutil.rmtree(layout.new_cluster)
    _make_directory(layout.new_cluster, mode=0o700, account=account)
    _write_new(layout.password_file, secrets.token_urlsafe(24))
    os.chown(layout.password_file, account.uid, account.gid, follow_symlinks=False)


def adopt_cluster(layout: Layout) -> None:
    """Give its name to the cluster just made, so that it outlives a power cut from now on."""
    layout.new_cluster.rename(layout.cluster)
    folder = os.open(layout.directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_log(layout: Layout) -> int:
    """Open the log to add to it, and give its file descriptor."""
    return os.open(layout.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _out_of_reach(layout: Layout, closed: Path | str, account: Account) -> PostgresOutOfReach:
    return PostgresOutOfReach(directory=layout.directory, closed=Path(closed), account=account.name)


def _make_missing(directory: Path) -> None:
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)  # another start may be doing the same
        place.chmod(0o711)  # whatever the umask: the server's account must pass through


def _make_directory(path: Path, *, mode: int, account: Account) -> None:
    path.mkdir(mode=0o700)
    _give(path, mode=mode, account=account)


def _give(directory: Path, *, mode: int, account: Account) -> None:
    # By descriptor: behind our back, a name could become a link to somebody else's folder.
    folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchown(folder, account.uid, account.gid)
        os.fchmod(folder, mode)
    finally:
        os.close(folder)


def _write_new(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _is_kept_by(account: Account, directory: Path) -> bool:
    """Tell whether only `account` may write in a folder that lies where anybody may make one."""
    state = directory.lstat()
    return (
        stat.S_ISDIR(state.st_mode)
        and state.st_uid == account.uid
        and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _took(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
