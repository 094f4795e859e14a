"""PostgreSQL: connections that write, connections that read, and the ear on its notifications."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

WRITER_SETTINGS = {
    "application_name": "mlc-writer",
    # Whoever holds the journal lock and stops moving is put out, so that the town goes on paying.
    "idle_in_transaction_session_timeout": "2s",
    "lock_timeout": "3s",
    "statement_timeout": "5s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "jit": "off",
    # Every statement of the writer is a look-up by key: one generic plan each, and never a scan,
    # not even one that
    # was planned while the tables were empty.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
READER_SETTINGS = {
    "application_name": "mlc-reader",
    "default_transaction_read_only": "on",
    # An old snapshot slows every writer: no report reads for longer in one transaction.
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "jit": "off",
}


WriterPool: TypeAlias = asyncpg.Pool
WriterConnection: TypeAlias = asyncpg.Connection
ReaderEngine: TypeAlias = AsyncEngine


_AWAY_OR_BUSY = ("08", "53", "57")
"""Classes of SQLSTATE: connection, resources, an operator's intervention or a time-out."""


class Unavailable(Exception):
    """The database is away or busy and nothing was changed; the same id may be sent again."""


class OutcomeUnknown(Unavailable):
    """The connection was lost while committing: only the same id sent again tells what happened."""


class QueueFull(Unavailable):
    """More is waiting than the service may promise to handle; nothing was changed."""


async def connect_writer(dsn: str) -> asyncpg.Connection:
    """Open a connection for postings.

    Raises:
        Unavailable: the server cannot be reached.
    """
    try:
        return await asyncpg.connect(dsn, server_settings=WRITER_SETTINGS, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise Unavailable from error


async def open_writer_pool(dsn: str, *, size: int = 4) -> WriterPool:
    """Open the connections of use cases that write rows of their own.

    Raises:
        Unavailable: the server cannot be reached.
    """
    try:
        pool: WriterPool = await asyncpg.create_pool(
            dsn, min_size=1, max_size=size, server_settings=WRITER_SETTINGS, timeout=5
        )
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise Unavailable from error
    return pool


def open_reader(dsn: str, *, size: int = 5) -> AsyncEngine:
    """Open the engine of reports: read only, short, composed with SQLAlchemy Core."""

    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(dsn, server_settings=READER_SETTINGS, timeout=5)

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # an error that is logged tells its statement, and nobody's code
    )


def open_owner(dsn: str) -> AsyncEngine:
    """Open the engine of migrations, as the owner of the schema."""

    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(dsn, timeout=5)

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, hide_parameters=True)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Read in one short transaction.

    Raises:
        Unavailable: the server cannot be reached, or took too long.
    """
    try:
        async with engine.connect() as connection:
            yield connection
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise Unavailable from error  # while connecting: once connected, SQLAlchemy wraps them
    except DBAPIError as error:
        if error.connection_invalidated or _sqlstate(error).startswith(_AWAY_OR_BUSY):
            raise Unavailable from error
        raise


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


Listener = Callable[[str, str], None]


class Ear:
    """One connection that listens, outside any transaction; it says when it has gone deaf."""

    def __init__(self, dsn: str, channels: tuple[str, ...], on_notice: Listener) -> None:
        self._dsn = dsn
        self._channels = channels
        self._on_notice = on_notice
        self._connection: asyncpg.Connection | None = None

    async def listen(self, on_lost: Callable[[], None]) -> None:
        """Open the connection and listen; `on_lost` is called when it breaks.

        Raises:
            Unavailable: the server cannot be reached.
        """
        try:
            connection = await asyncpg.connect(
                self._dsn, server_settings={"application_name": "mlc-ear"}, timeout=5
            )
            self._connection = connection
            connection.add_termination_listener(lambda _: on_lost())
            for channel in self._channels:
                await connection.add_listener(channel, self._heard)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            raise Unavailable from error

    def _heard(self, _connection: object, _pid: int, channel: str, payload: str) -> None:
        self._on_notice(channel, payload)

    async def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            await self._connection.close(timeout=2)
