"""Cheques that wait for the bank, those it may still send back, and what members owe for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.cheque import ready_at
from ledger.core.policy import Policy
from ledger.database import reading
from ledger.reports.listing import Listing, by_number, by_words
from ledger.reports.lists import speaks_of, within

_CHEQUE = """
select c.id, c.kind = 'cheque_held' as is_held, c.account_id as account, m.name, c.piece,
       c.received_at, c.amount, c.slip, c.credited_at,
       q.id as request, q.asked_by, q.facts ->> 'piece' as asked_piece, p.name as asker
  from ledger.received_cheque as c
       join ledger.account as a on a.id = c.account_id
       left join people.member as m on m.id = a.owner
       left join ledger.countersignature as q
         on q.act = 'cheque_unpaid' and q.subject = c.id and q.decided_at is null
       left join people.person as p on q.asked_by = 'person:' || p.id
 where c.settled_as is null
"""
HELD = text(_CHEQUE + "   and c.kind = 'cheque_held' order by c.seq limit :limit")
AT_ONCE = text(
    _CHEQUE
    + """   and c.kind = 'issuance'
   and (c.received_at >= cast(:since as timestamptz) or q.id is not null)
 order by c.seq desc limit :limit"""
)
DEBTS = text("""
select d.posting_id as id, d.account_id as account, m.name, o.piece, u.posted_at as since,
       d.amount, d.amount - d.paid as owed
  from ledger.member_debt as d
       join ledger.posting as u on u.id = d.posting_id
       join ledger.posting as o on o.id = u.settles
       join ledger.account as a on a.id = d.account_id
       left join people.member as m on m.id = a.owner
 where d.paid < d.amount and (cast(:account as bigint) is null or d.account_id = :account)
 order by u.seq limit :limit
""")
SENT_BACK_WITHIN = timedelta(days=60)
"""For so long the page lists a cheque credited at once: a bank sends one back within days."""
WRONG_DEBTS = text("""
select d.posting_id from ledger.member_debt as d
 where not exists (select from ledger.posting as p
                          join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
                    where p.id = d.posting_id and p.kind = 'cheque_unpaid' and l.amount = d.amount)
 order by d.posting_id limit 10
""")
PAID = text("""
select (select coalesce(sum(paid), 0) from ledger.member_debt)::bigint as noted,
       (select coalesce(sum(l.amount), 0)
          from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
         where p.kind = 'receivable_paid')::bigint as posted
""")


@dataclass(frozen=True, slots=True)
class ChequeLine:
    """A cheque that may become units, or be sent back; in cents. `request`: that it came back."""

    id: UUID
    is_held: bool
    account: int
    name: str | None
    piece: str | None
    received_at: datetime
    amount: int
    slip: str | None
    credited_at: datetime | None
    request: UUID | None
    asked_by: str | None
    asked_piece: str | None
    asker: str | None

    def ready_on(self, policy: Policy) -> datetime | None:
        """Tell from when a held cheque may be credited; None while the bank has not paid it."""
        return None if self.credited_at is None else ready_at(self.credited_at, policy)


@dataclass(frozen=True, slots=True)
class ReceivedCheque:
    """A cheque that a till took, in cents; `state`: `held`, `at_once`, `credited`, `sent_back`."""

    id: UUID
    name: str
    piece: str
    received_at: datetime
    slip: str
    amount: int
    state: str


_STATE = """
case c.settled_as when 'cheque_unpaid' then 'sent_back' when 'topup_issued' then 'credited'
     else case c.kind when 'cheque_held' then 'held' else 'at_once' end end
"""
RECEIVED = Listing(
    f"""
select c.id, c.seq, coalesce(m.name, '') as name, coalesce(m.folded_name, '') as by_name,
       coalesce(c.piece, '') as piece, c.received_at, coalesce(c.slip, '') as slip, c.amount,
       {_STATE} as state
  from ledger.received_cheque as c
       join ledger.account as a on a.id = c.account_id
       left join people.member as m on m.id = a.owner
 where (cast(:choice as text) = '' or cast(:choice as text) = {_STATE})
"""  # noqa: S608 # its parts are written here
    + within("c.seq")
    + speaks_of("m.name", "c.piece", "c.slip"),
    ReceivedCheque,
    {
        "received": by_number("seq"),
        "name": by_words("by_name"),
        "amount": by_number("amount"),
        "state": by_words("state"),
    },
    by_number("seq"),
)


@dataclass(frozen=True, slots=True)
class Debt:
    """What a member owes for a cheque sent back, in cents."""

    id: UUID
    account: int
    name: str | None
    piece: str | None
    since: datetime
    amount: int
    owed: int


@dataclass(frozen=True, slots=True)
class Cheques:
    """All that waits about cheques: those held, those credited lately, and what is owed."""

    held: list[ChequeLine]
    at_once: list[ChequeLine]
    debts: list[Debt]


async def list_cheques(engine: AsyncEngine, now: datetime, *, limit: int = 100) -> Cheques:
    """List held cheques and debts, oldest first, and cheques credited at once, newest first."""
    async with reading(engine) as connection:
        held = await connection.execute(HELD, {"limit": limit})
        bound = {"limit": limit, "since": now - SENT_BACK_WITHIN}
        at_once = await connection.execute(AT_ONCE, bound)
        debts = await connection.execute(DEBTS, {"limit": limit, "account": None})
        return Cheques(
            [ChequeLine(**row) for row in held.mappings()],
            [ChequeLine(**row) for row in at_once.mappings()],
            [Debt(**row) for row in debts.mappings()],
        )


async def list_debts(engine: AsyncEngine, account: int, *, limit: int = 10) -> list[Debt]:
    """List what the holder of a wallet owes, oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(DEBTS, {"limit": limit, "account": account})
        return [Debt(**row) for row in found.mappings()]


async def find_wrong_debts(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for what members owe otherwise than the journal says."""
    async with reading(engine) as connection:
        for row in await connection.execute(WRONG_DEBTS):
            yield f"debt {row.posting_id} is not that of a cheque sent back"
        paid = (await connection.execute(PAID)).one()
    if paid.noted != paid.posted:
        yield f"members paid {paid.posted} of what they owe, their debts say {paid.noted}"
