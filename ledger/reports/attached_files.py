"""Files attached to records: what a page tells of one, its bytes, whether they are still those."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.attached_file import AttachedFile
from ledger.core.refusal import NotFound
from ledger.database import reading

COLUMNS = (
    "k.id as file, k.name as file_name, k.size as file_size, encode(k.digest, 'hex') as file_digest"
)
"""What a question about records, joined to their files as `k`, selects of them."""
FILE = text("select name, media_type, content from ledger.attached_file where id = :id")
WRONG = text("""
select id from ledger.attached_file
 where digest <> sha256(content) or size <> octet_length(content)
 order by kept_at limit 10
""")


@dataclass(frozen=True, slots=True)
class AttachedLine:
    """A file as a page names it; its size in bytes, its digest in hexadecimal."""

    id: UUID
    name: str
    size: int
    digest: str


def attached_line(row: Mapping[str, Any]) -> AttachedLine | None:
    """Read which file a record has, if any."""
    if row["file"] is None:
        return None
    return AttachedLine(row["file"], row["file_name"], row["file_size"], row["file_digest"])


async def find_attached_file(engine: AsyncEngine, id: UUID) -> AttachedFile:
    """Find a file whole.

    Raises:
        NotFound: there is none.
    """
    async with reading(engine) as connection:
        found = (await connection.execute(FILE, {"id": id})).mappings().first()
    if found is None:
        raise NotFound
    return AttachedFile(**found)


async def find_wrong_files(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each file whose bytes are not those of its digest."""
    async with reading(engine) as connection:
        for row in await connection.execute(WRONG):
            yield f"attached file {row.id} is not the one that was attached"
