"""Commit, and tell what is certain from what is not."""

from collections.abc import Callable
from contextlib import suppress

import asyncpg

from ledger.database import OutcomeUnknown

COMMIT = """
set local statement_timeout = 0;
commit
"""
"""A cancelled commit may be visible here and lost on the standby: no timeout ever reaches it."""

_PASSING = ("40", "55P03", "57014")
"""Deadlock and serialisation, lock not available, statement timeout: try again."""
_AWAY = ("08", "25", "53", "57", "58")
"""Connection, idle or read-only transaction, resources, shutdown, system: not able now."""
_ABORTED_AT_COMMIT = ("23", "40")
"""What the server says at COMMIT when it has certainly not committed."""


class Lost(Exception):
    """The connection broke, or the server is away, before COMMIT was sent: nothing was changed."""


def is_passing(error: asyncpg.PostgresError) -> bool:
    """Say whether the same statements may succeed if simply sent again."""
    return _is_one_of(error, _PASSING)


def is_away(error: asyncpg.PostgresError) -> bool:
    """Say whether the server, rather than the statement, is at fault."""
    return _is_one_of(error, _AWAY) and not is_passing(error)


def is_gone(connection: asyncpg.Connection) -> bool:
    """Say whether the connection broke; a pool has then taken it back already."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


async def commit(connection: asyncpg.Connection) -> None:
    """Commit; on any doubt drop the connection, so that nobody builds on it.

    Raises:
        Lost: the connection broke before COMMIT was sent.
        OutcomeUnknown: the answer was lost, or the server stopped waiting for its standby.
        asyncpg.PostgresError: the server certainly did not commit.
    """
    if is_gone(connection):
        raise Lost
    warnings: list[object] = []
    listener: Callable[[object, object], None] = lambda _, message: warnings.append(message)  # noqa: E731 # a name to remove it by
    connection.add_log_listener(listener)
    try:
        await connection.execute(COMMIT)
    except asyncpg.PostgresError as error:
        if _is_one_of(error, _ABORTED_AT_COMMIT):
            await roll_back(connection)
            raise
        _drop(connection)
        raise OutcomeUnknown from error
    except Exception as error:
        # A connection that dies in the middle of an answer raises many things; all of them mean the
        # same.
        _drop(connection)
        raise OutcomeUnknown from error
    finally:
        with suppress(asyncpg.InterfaceError):
            connection.remove_log_listener(listener)
    if warnings:
        # « canceling wait for synchronous replication »: committed here, perhaps not there.
        _drop(connection)
        raise OutcomeUnknown


async def roll_back(connection: asyncpg.Connection) -> None:
    """Leave the transaction; a connection that cannot even do that is dropped."""
    try:
        if connection.is_in_transaction():
            await connection.execute("rollback")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        _drop(connection)


def _drop(connection: asyncpg.Connection) -> None:
    with suppress(asyncpg.InterfaceError):  # a pool has already taken back what broke
        connection.terminate()


def _is_one_of(error: asyncpg.PostgresError, states: tuple[str, ...]) -> bool:
    return str(error.sqlstate or "").startswith(states)
