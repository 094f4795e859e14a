"""Who waits before the tills of a shop, and what became of a claim."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading

WAITING = text("""
select c.id, c.number, c.opened_at, l.label as place
  from ledger.claim as c join ledger.location as l on l.code = c.location_code
 where c.account_id = :account and c.closed_at is null and c.request_id is null
   and c.expires_at >= :now
 order by c.opened_at, c.id
""")
CLAIM = text("""
select c.id, c.number, c.location_code, c.account_id as account, c.payer, c.expires_at,
       c.closed_at is not null as is_closed, c.request_id
  from ledger.claim as c where c.id = :id
""")
CLAIM_OF_REQUEST = text(CLAIM.text.replace("c.id = :id", "c.request_id = :request_id"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits before a till, under a number that is said aloud."""

    id: UUID
    number: int
    opened_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as its payer sees it: a number at a till, or a code that the payer shows."""

    id: UUID
    number: int | None
    location_code: str | None
    account: int | None
    payer: int
    expires_at: datetime
    is_closed: bool
    request_id: UUID | None

    def state(self, now: datetime) -> str:
        """Say where it stands: `answered`, `expired` or `waiting`."""
        if self.request_id is not None:
            return "answered"
        return "expired" if self.is_closed or now > self.expires_at else "waiting"


async def list_waiting(engine: AsyncEngine, account: int, now: datetime) -> list[Waiting]:
    """List who waits before the tills of a shop, first come first."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"account": account, "now": now})
        return [Waiting(**row) for row in found.mappings()]


async def show_claim(engine: AsyncEngine, id: UUID, *, payer: int) -> Claim:
    """Show a claim to whoever opened it.

    Raises:
        NotFound: this payer opened none of that id.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(CLAIM, {"id": id})).mappings().first()
    if row is None or row["payer"] != payer:
        raise NotFound
    return Claim(**row)


async def find_claim_of(engine: AsyncEngine, request_id: UUID) -> Claim | None:
    """Find the claim that a request answers; None where it shows a code to anybody."""
    async with reading(engine) as connection:
        found = await connection.execute(CLAIM_OF_REQUEST, {"request_id": request_id})
        row = found.mappings().first()
    return Claim(**row) if row else None
