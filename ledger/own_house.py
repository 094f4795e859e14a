"""A house that brings its own PostgreSQL: started from a folder, with secrets of its own."""

import asyncio
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import SecretStr

from ledger.column_keys import new_column_key
from ledger.embedded import EmbeddedPostgres
from ledger.settings import Settings
from ledger.use_cases.prepare_database import ROLES, provision

DATABASE = "mlc"


def has_own_house(settings: Settings) -> bool:
    """Say whether a house of one's own was ever opened in this folder."""
    return (house_folder(settings) / "secrets.json").exists()


@contextmanager
def opened_house(settings: Settings) -> Iterator[Settings]:
    """Yield settings that lead to a database: the one they name, or one of the house's own.

    The server of a house ends with the last process that holds it: a command that looks at a
    running service leaves it running.

    Raises:
        EmbeddedPostgresError: it cannot be started; the sentence says what to do.
    """
    if settings.database_url is not None or settings.owner_database_url is not None:
        yield settings
        return
    folder = house_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with _held(folder) as postgres:
        kept = _secrets(folder / "secrets.json")
        asyncio.run(provision(postgres.url("postgres"), DATABASE, kept))
        urls = {
            role: SecretStr(postgres.url(DATABASE, user=role, password=kept[role]))
            for role in ROLES
        }
        yield settings.model_copy(
            update={
                "database_url": urls["mlc_app"],
                "owner_database_url": urls["mlc_owner"],
                "auditor_database_url": urls["mlc_auditor"],
                "server_key": SecretStr(kept["server_key"]),
                "data_keys": SecretStr(kept["data_keys"]),
            }
        )


@contextmanager
def _held(folder: Path) -> Iterator[EmbeddedPostgres]:
    """Bring up, or join, the server of a folder; the last to leave ends it.

    Each holds a shared lock, which the system lets go of even when a process is killed.
    """
    postgres = EmbeddedPostgres(folder)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(folder / "held.lock", flags, 0o600)) as holders:
        fcntl.flock(holders, fcntl.LOCK_SH)
        postgres.start()
        try:
            yield postgres
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                postgres.stop()


def house_folder(settings: Settings) -> Path:
    """Where this house lives: a demonstration never shares the folder of a real town."""
    return settings.data_dir / ("demo" if settings.demo else "town")


def _secrets(path: Path) -> dict[str, str]:
    """Read the secrets of the house; those that are missing are drawn, and kept for its owner."""
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    drawn = {name: secrets.token_urlsafe(32) for name in (*ROLES, "server_key")}
    drawn |= {"data_keys": new_column_key()}
    if drawn.keys() <= kept.keys():
        return kept
    whole = drawn | kept
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(whole, file)
    beside.replace(path)
    return whole
