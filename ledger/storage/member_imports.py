"""Write which files of members were imported."""

from datetime import datetime

from asyncpg import Connection

IS_IMPORTED = "select exists (select from people.member_import where digest = $1)"
INSERT = """
insert into people.member_import (digest, members, amount, imported_by, imported_at)
values ($1, $2, $3, $4, $5)
"""


async def is_imported(connection: Connection, digest: bytes) -> bool:
    """Say whether a file was imported."""
    imported: bool = await connection.fetchval(IS_IMPORTED, digest)
    return imported


async def insert_import(
    connection: Connection, digest: bytes, brought: tuple[int, int], *, by: str, now: datetime
) -> None:
    """Write that a file was imported: how many members it brought, with how many minor units."""
    await connection.execute(INSERT, digest, *brought, by, now)
