"""Tell every process what it must forget at once."""

from asyncpg import Connection

ACCESS_CHANGED = "select pg_notify('access', '')"


async def tell_access_changed(connection: Connection) -> None:
    """Say that somebody's access has changed; heard once this transaction commits."""
    await connection.execute(ACCESS_CHANGED)
