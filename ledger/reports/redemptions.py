"""Units that become euros: where each request stands, from the shop to the bank."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.policy import REDEMPTION_CEILING
from ledger.database import reading

_REDEMPTION = """
select p.id, p.posted_at, p.principal as asked_by, net.debit_account as account,
       net.amount as payout, whole.amount,
       p.kind = 'exit_requested' as is_exit,
       p.kind <> 'exit_requested' and
       whole.amount > coalesce((rules.document ->> 'redemption_ceiling')::bigint, :ceiling)
         as needs_approval,
       d.is_granted, d.decided_at, d.reason, b.number as batch, b.prepared_at as batched_at,
       b.is_sent, b.decided_at as sent_at, done.kind as settled_by, done.id as settled_id,
       done.posted_at as settled_at, later.posted_at as sent_back_at
  from ledger.posting as p
       join ledger.leg as net on net.posting_seq = p.seq and net.n = 0
       join ledger.policy as rules on rules.version = p.policy_version
       cross join lateral (select sum(amount)::bigint as amount from ledger.leg
                            where posting_seq = p.seq) as whole
       left join ledger.redemption_decision as d on d.redemption_id = p.id
       left join ledger.payout_line as line on line.redemption_id = p.id and not line.is_dropped
       left join ledger.payout_batch as b on b.id = line.batch_id
       left join ledger.posting as done on done.settles = p.id
       left join ledger.posting as later on later.settles = done.id
"""
REDEMPTIONS = text(
    _REDEMPTION
    + " where p.kind in ('redemption_requested', 'exit_requested') order by p.seq desc limit :limit"
)
_WAITS = """(
  select r.* from ledger.posting as r
   where r.kind in ('redemption_requested', 'exit_requested')
     and not exists (select from ledger.posting as s where s.settles = r.id)
  offset 0
) as p"""
WAITING = text(
    _REDEMPTION.replace("ledger.posting as p", _WAITS, 1) + " order by p.seq desc limit :limit"
)
"""What waits is found first, by kind (`offset 0` keeps it so): what is done is not described."""
OWN = text(
    _REDEMPTION
    + """
 where p.kind = 'redemption_requested' and net.debit_account = :account
 order by net.posting_seq desc limit :limit
"""
)
"""Those of one account are found by its own legs, however few they are among all."""
OF_BATCH = text(_REDEMPTION + " where line.batch_id = :batch order by p.seq")
_CEILING = {"ceiling": REDEMPTION_CEILING}


@dataclass(frozen=True, slots=True)
class Redemption:
    """Units turned into euros: asked for, approved, put in a batch, paid or given back."""

    id: UUID
    posted_at: datetime
    asked_by: str
    account: int
    payout: int
    amount: int
    is_exit: bool
    needs_approval: bool
    is_granted: bool | None
    decided_at: datetime | None
    reason: str | None
    batch: int | None
    batched_at: datetime | None
    is_sent: bool | None
    sent_at: datetime | None
    settled_by: str | None
    settled_id: UUID | None
    settled_at: datetime | None
    sent_back_at: datetime | None

    @property
    def state(self) -> str:
        """Name where it stands.

        On its way: `requested`, `to_approve`, `approved`, `batched`, `sent`. At its end: `paid`,
        `refused`, `cancelled`, or `returned` by the bank.
        """
        if self.settled_by == "redemption_returned":
            return self._given_back
        if self.settled_by is not None:
            return "returned" if self.sent_back_at else "paid"
        if self.batch is not None:
            return "sent" if self.is_sent else "batched"
        if self.is_granted or self.is_exit:
            return "approved"
        return "to_approve" if self.needs_approval else "requested"

    @property
    def _given_back(self) -> str:
        if self.is_granted is False:
            return "refused"
        return "returned" if self.batch is not None else "cancelled"

    @property
    def since(self) -> datetime:
        """The instant from which it stands there."""
        after = (self.sent_back_at, self.settled_at, self.sent_at, self.batched_at, self.decided_at)
        return next((each for each in after if each is not None), self.posted_at)

    @property
    def is_waiting(self) -> bool:
        """Say whether its euros are still to be sent."""
        return self.settled_by is None

    @property
    def can_be_cancelled(self) -> bool:
        """Say whether its shop may still have its units back."""
        return self.is_waiting and self.batch is None


async def list_redemptions(
    engine: AsyncEngine, *, account: int | None = None, limit: int = 100
) -> list[Redemption]:
    """List redemptions and where each stands, newest first."""
    async with reading(engine) as connection:
        bound = {"limit": limit} | ({} if account is None else {"account": account})
        statement = REDEMPTIONS if account is None else OWN
        found = await connection.execute(statement, {**bound, **_CEILING})
        return [Redemption(**row) for row in found.mappings()]


async def list_waiting_redemptions(engine: AsyncEngine, *, limit: int = 100) -> list[Redemption]:
    """List redemptions whose euros are still to be sent, newest first."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"limit": limit, **_CEILING})
        return [Redemption(**row) for row in found.mappings()]


async def list_batch(engine: AsyncEngine, batch: UUID) -> list[Redemption]:
    """List the redemptions of a batch, the oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(OF_BATCH, {"batch": batch, **_CEILING})
        return [Redemption(**row) for row in found.mappings()]
