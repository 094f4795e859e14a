"""What a payer told of an amount asked, as the till and the payer see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

_REPLY = """
select p.id, p.payer, p.reason, p.part, p.told_at, p.asked_again
  from ledger.payer_reply as p
 where p.request_id = :request_id
"""
LAST = text(_REPLY + " order by p.asked_again is null, p.told_at desc, p.id limit 1")
OWN = text(_REPLY + " and p.payer = :payer")


@dataclass(frozen=True, slots=True)
class Reply:
    """The word of a payer; `part`, in minor units, is told where the payer offers it."""

    id: UUID
    payer: int
    reason: str
    part: int | None
    told_at: datetime
    asked_again: UUID | None


async def find_reply(engine: AsyncEngine, request_id: UUID) -> Reply | None:
    """Find the last word of a payer on a request, or the one that the till acted upon."""
    return await _find(engine, LAST.bindparams(request_id=request_id))


async def find_own_reply(engine: AsyncEngine, request_id: UUID, *, payer: int) -> Reply | None:
    """Find what one payer told of a request."""
    return await _find(engine, OWN.bindparams(request_id=request_id, payer=payer))


async def _find(engine: AsyncEngine, question: TextClause) -> Reply | None:
    async with reading(engine) as connection:
        row = (await connection.execute(question)).mappings().first()
    return Reply(**row) if row else None
