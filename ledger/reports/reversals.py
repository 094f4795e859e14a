"""What a till did and could take back today, and what waits for a controller."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.core.identifier import IdentifierUnreadable, account_id_from
from ledger.core.posting import Kind
from ledger.core.refusal import NotFound
from ledger.database import reading

LINE = text("""
select p.id, p.seq, p.kind, p.posted_at, p.piece, m.name as member,
       coalesce(h.account_id, f.credit_account) as wallet, v.amount, v.dues,
       h.posting_id is not null as is_cheque,
       exists (select from ledger.posting as b where b.reverses = p.id) as is_reversed,
       exists (select from ledger.countersignature as c
                where c.act = 'reversal' and c.subject = p.id and c.decided_at is null) as is_asked
  from ledger.posting as p
       join ledger.leg as f on f.posting_seq = p.seq and f.n = 0
       join ledger.till as t on f.debit_account in (t.cash_account, t.cheque_account)
       join lateral (select sum(amount)::bigint as amount,
                            coalesce(sum(amount) filter (where part = 'dues'), 0)::bigint as dues
                       from ledger.leg where posting_seq = p.seq) as v on true
       left join ledger.cheque as h on h.posting_id = p.id
       left join ledger.account as a on a.id = coalesce(h.account_id, f.credit_account)
       left join people.member as m on m.id = a.owner
 where p.id = :id and t.cash_account = :till
""")
MEMBER = text("""
select m.name from ledger.account as a join people.member as m on m.id = a.owner
 where a.id = :account
""")
WAITING = text("""
select c.id, c.asked_at, c.facts ->> 'reason' as reason, p.seq, p.kind, m.name as member,
       o.name as teller, q.label,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint as amount
  from ledger.countersignature as c
       join ledger.posting as p on p.id = c.subject
       join ledger.leg as f on f.posting_seq = p.seq and f.n = 0
       join ledger.account as q on q.id = f.debit_account
       left join ledger.cheque as h on h.posting_id = p.id
       left join ledger.account as a on a.id = coalesce(h.account_id, f.credit_account)
       left join people.member as m on m.id = a.owner
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'reversal' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class DoneAtTill:
    """What a till did, in cents; `dues`: the part of the amount that was dues."""

    id: UUID
    seq: int
    kind: str
    posted_at: datetime
    piece: str | None
    member: str | None
    wallet: int
    amount: int
    dues: int
    is_cheque: bool
    is_reversed: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ReversalRequest:
    """What a teller asks to take back, in cents."""

    id: UUID
    asked_at: datetime
    reason: str
    seq: int
    kind: str
    member: str | None
    teller: str | None
    label: str
    amount: int


async def show_done(engine: AsyncEngine, id: UUID, *, till: int) -> DoneAtTill:
    """Show what a till did.

    Raises:
        NotFound: it did no such thing.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(LINE, {"id": id, "till": till})).mappings().first()
        if row is None:
            raise NotFound
        done = DoneAtTill(**row)
        return await _with_member(connection, done)


async def _with_member(connection: AsyncConnection, done: DoneAtTill) -> DoneAtTill:
    """Name who paid dues or a debt: their piece is the account, which no leg touches."""
    if done.kind not in {Kind.DUES, Kind.RECEIVABLE_PAID} or not done.piece:
        return done
    try:
        account = account_id_from(done.piece)
    except IdentifierUnreadable:
        return done
    name = await connection.scalar(MEMBER, {"account": account})
    return replace(done, wallet=account, member=name)


async def list_reversal_requests(
    engine: AsyncEngine, institution: str
) -> tuple[ReversalRequest, ...]:
    """List what waits at a desk, the oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return tuple(ReversalRequest(**row) for row in found.mappings())
