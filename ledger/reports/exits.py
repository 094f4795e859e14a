"""Residents who leave: what waits for approvals, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading

EXITS = text("""
select e.id, e.account_id as account, coalesce(m.name, '') as name, e.amount, e.fee, e.reason,
       coalesce(x.reference, '') as proof, e.asked_by, coalesce(asker.name, '') as asker,
       e.asked_at, e.first_by, coalesce(first.name, '') as first, e.first_at,
       coalesce(decider.name, '') as decider, e.decided_at, e.is_granted, p.seq,
       done.kind as settled_by, b.id as bank_account, b.iban, b.holder
  from ledger.exit_request as e
       join ledger.account as a on a.id = e.account_id
       left join people.member as m on m.id = a.owner
       left join people.exit_proof as x on x.request_id = e.id
       left join people.person as asker on asker.id =
         case when e.asked_by ~ '^person:[0-9a-f-]{36}$' then substr(e.asked_by, 8)::uuid end
       left join people.person as first on first.id =
         case when e.first_by ~ '^person:[0-9a-f-]{36}$' then substr(e.first_by, 8)::uuid end
       left join people.person as decider on decider.id =
         case when e.decided_by ~ '^person:[0-9a-f-]{36}$' then substr(e.decided_by, 8)::uuid end
       left join ledger.posting as p on p.id = e.id
       left join ledger.posting as done on done.settles = e.id
       left join lateral (select id, iban, holder from people.bank_account
                           where account_id = e.account_id and is_granted is not false
                           order by asked_at desc limit 1) as b on true
 where cast(:id as uuid) is null or e.id = :id
 order by e.decided_at is not null, e.asked_at desc limit :limit
""")


@dataclass(frozen=True, slots=True)
class ExitLine:
    """A resident who leaves, in cents; the bank account is encrypted."""

    id: UUID
    account: int
    name: str
    amount: int
    fee: int
    reason: str
    proof: str
    asked_by: str
    asker: str
    asked_at: datetime
    first_by: str | None
    first: str
    first_at: datetime | None
    decider: str
    decided_at: datetime | None
    is_granted: bool | None
    seq: int | None
    settled_by: str | None
    bank_account: UUID | None
    iban: bytes | None
    holder: bytes | None

    @property
    def payout(self) -> int:
        """The euros that the resident receives."""
        return self.amount - self.fee

    @property
    def state(self) -> str:
        """`asked`, `once_approved`, `refused`, `granted`, then `paid` or `returned`."""
        if self.decided_at is None:
            return "once_approved" if self.first_by else "asked"
        if not self.is_granted:
            return "refused"
        return (self.settled_by or "granted").removeprefix("redemption_")


async def list_exits(engine: AsyncEngine, *, limit: int = 60) -> list[ExitLine]:
    """List the exits that wait, then the latest that were decided."""
    async with reading(engine) as connection:
        found = await connection.execute(EXITS, {"id": None, "limit": limit})
        return [ExitLine(**row) for row in found.mappings()]


async def find_exit(engine: AsyncEngine, id: UUID) -> ExitLine:
    """Find the exit of a resident.

    Raises:
        NotFound: there is none.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(EXITS, {"id": id, "limit": 1})).mappings().first()
    if row is None:
        raise NotFound
    return ExitLine(**row)
