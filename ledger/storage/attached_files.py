"""Keep the files that show what was noted."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Connection

from ledger.core.attached_file import AttachedFile

INSERT_FILE = """
insert into ledger.attached_file (id, digest, name, media_type, size, content, kept_by, kept_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class FileNamed(NamedTuple):
    """How a record names the file attached to it."""

    id: UUID | None
    digest: bytes | None


NO_FILE = FileNamed(None, None)


async def insert_attached_file(
    connection: Connection, id: UUID, file: AttachedFile, *, by: str, now: datetime
) -> FileNamed:
    """Keep a file whole; it is never changed."""
    kept = (file.name, file.media_type, len(file.content), file.content)
    await connection.execute(INSERT_FILE, id, file.digest, *kept, by, now)
    return FileNamed(id, file.digest)
