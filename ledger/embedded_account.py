"""Choose the system account that runs the embedded PostgreSQL, and run programs as it.

PostgreSQL refuses to run as root. When the service is root, the server runs under an account
without rights; no account is made and no folder of the machine is opened for it.
"""

import contextlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.embedded_errors import AccountNotFound, PostgresOutOfReach

ACCOUNTS_WITHOUT_RIGHTS = ("postgres", "_postgres", "nobody")

# What a server needs of its surroundings. Nothing else is passed on: the service's own variables
# may hold secrets, and PGPORT, PGDATA and the like would change what the server does.
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Account:
    """A system account, which may be our own."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that has ended, with all that it said."""

    code: int
    output: str


def server_account(cluster: Path) -> Account:
    """Choose the account for the server whose files are, or will be, in `cluster`.

    A server must own its files, so the owner of an existing cluster stays in charge, even if a
    better account has appeared on the machine since.

    Raises:
        AccountNotFound: we are root and the machine has no account without rights.
    """
    if os.geteuid() != 0:
        return Account(_name_of(os.geteuid()), os.geteuid(), os.getegid())
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(_name_of(owner.st_uid), owner.st_uid, owner.st_gid)
    for name in ACCOUNTS_WITHOUT_RIGHTS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise AccountNotFound(ACCOUNTS_WITHOUT_RIGHTS)


def run_as(account: Account, *command: str | Path) -> Finished:
    """Run a program as `account` to its end, from the root folder."""
    try:
        done = subprocess.run(  # noqa: S603 - the programs are those of find_binaries
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **surroundings(account),
        )
    except OSError as error:  # not executable, or not by this account
        return Finished(126, str(error))
    return Finished(done.returncode, done.stdout.decode(errors="replace"))


def surroundings(account: Account) -> dict[str, Any]:
    """Describe to `subprocess` how a program of the server runs: its account, variables, folder."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    described: dict[str, Any] = {
        "umask": 0o077,
        "cwd": "/",
        "env": {**kept, "LC_ALL": "C", "TZ": "UTC"},
    }
    if os.geteuid() == 0:
        described |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return described


def check_reach(account: Account, directory: Path) -> None:
    """Refuse a folder that the account cannot enter, and name the door that is closed to it.

    Raises:
        PostgresOutOfReach: the account cannot enter the folder, or one above it.
    """
    if _may_enter(account, directory):
        return
    way_in = [*reversed(directory.parents), directory]
    closed = next((door for door in way_in if not _may_enter(account, door)), directory)
    raise PostgresOutOfReach(directory=directory, closed=closed, account=account.name)


def _may_enter(account: Account, directory: Path) -> bool:
    # By trying: only the kernel knows all the access lists.
    return run_as(account, "/bin/sh", "-c", 'cd -- "$1"', "sh", directory).code == 0


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # containers often run under a number that has no name
        return str(uid)
