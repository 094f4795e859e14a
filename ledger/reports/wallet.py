"""A wallet: its balance, its statement, one receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading
from ledger.fresh import paris_day

WALLET = text("""
select a.id as account, a.kind, a.tier, a.status, a.balance, a.floor, a.ceiling, a.version,
       a.agreed_from, a.agreed_until, m.name
  from ledger.account as a left join people.member as m on m.id = a.owner
 where a.id = :account
""")
LINE = """
select e.posting_seq as seq, p.id, p.kind, p.posted_at, e.change, e.balance_after, e.part,
       p.settles, p.refunds, p.place, o.kind as other_kind,
       case when o.kind <> 'resident' or p.kind = 'transfer' then m.name end as other_name
  from ledger.entry as e
       join ledger.posting as p on p.seq = e.posting_seq
       join ledger.account as o on o.id = e.other_id
       left join people.member as m on m.id = o.owner
"""
STATEMENT = text(
    LINE
    + """
 where e.account_id = :account and e.posting_seq < :before
 order by e.posting_seq desc, e.n desc
 limit :limit
"""
)
RECEIPT = text(LINE + " where e.account_id = :account and p.id = :id order by e.n")
REFUNDED = text("""
select coalesce(sum(l.amount), 0)::bigint
  from ledger.posting as f join ledger.leg as l on l.posting_seq = f.seq
 where f.refunds = :id
   and not exists (select from ledger.posting as r where r.reverses = f.id)
""")
END = 2**62
"""Before which every posting lies."""


@dataclass(frozen=True, slots=True)
class Wallet:
    """A member's account at one instant, amounts in minor units."""

    account: int
    kind: str
    tier: str | None
    status: str
    balance: int
    floor: int | None
    ceiling: int | None
    version: int
    agreed_from: object
    agreed_until: object
    name: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement; `change` is signed, `other_name` is told where the holder may know."""

    seq: int
    id: UUID
    kind: str
    posted_at: datetime
    change: int
    balance_after: int
    part: str
    settles: UUID | None
    refunds: UUID | None
    place: str | None
    other_kind: str
    other_name: str | None

    @property
    def posted_on(self) -> date:
        """The day under which the line stands."""
        return paris_day(self.posted_at)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a statement, newest first; `next_before` is where the next page begins."""

    lines: tuple[Line, ...]
    next_before: int | None


async def show_wallet(engine: AsyncEngine, account: int) -> Wallet:
    """Show a wallet with its balance.

    Raises:
        NotFound: there is no such account.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(WALLET, {"account": account})).mappings().first()
    if row is None:
        raise NotFound
    return Wallet(**row)


async def list_statement(
    engine: AsyncEngine, account: int, *, before: int = END, limit: int = 30
) -> Page:
    """List the lines of an account, newest first, by keyset: a page costs the same however deep."""
    async with reading(engine) as connection:
        found = await connection.execute(
            STATEMENT, {"account": account, "before": before, "limit": limit + 1}
        )
        lines = tuple(Line(**row) for row in found.mappings())
    if len(lines) <= limit:
        return Page(lines, None)
    return Page(lines[:limit], lines[limit - 1].seq)


async def show_receipt(engine: AsyncEngine, account: int, id: UUID) -> tuple[Line, ...]:
    """Show the lines that a posting has on one account.

    Raises:
        NotFound: the posting does not touch that account.
    """
    async with reading(engine) as connection:
        found = await connection.execute(RECEIPT, {"account": account, "id": id})
        lines = tuple(Line(**row) for row in found.mappings())
    if not lines:
        raise NotFound
    return lines


async def sum_refunded(engine: AsyncEngine, payment_id: UUID) -> int:
    """Add up what has been given back of a payment."""
    async with reading(engine) as connection:
        return int(await connection.scalar(REFUNDED, {"id": payment_id}) or 0)
