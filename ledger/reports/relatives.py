"""Whom somebody declared as relatives, their names still encrypted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

RELATIVES = text("""
select id, name, declared_at, ended_at from people.relative
 where person_id = :person and (ended_at is null or ended_at > :now)
 order by declared_at
""")


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """A declaration that counts; `ended_at`: until when, where it was ended."""

    id: UUID
    name: bytes
    declared_at: datetime
    ended_at: datetime | None


async def list_relatives(engine: AsyncEngine, person: UUID, *, now: datetime) -> list[RelativeLine]:
    """List those who count."""
    async with reading(engine) as connection:
        rows = await connection.execute(RELATIVES, {"person": person, "now": now})
        return [RelativeLine(*row) for row in rows]
