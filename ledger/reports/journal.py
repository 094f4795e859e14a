"""The journal as the auditor reads it: pseudonymous, newest first; and redemptions on their way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.wallet import END

PAGE = text("""
select p.seq, p.id, p.kind, p.posted_at, p.policy_version, p.evidence_kind, p.piece, l.n, l.part,
       l.amount, d.chart as debit_chart, d.id as debit, c.chart as credit_chart, c.id as credit
  from (select * from ledger.posting
         where seq < :before and (cast(:kind as text) = '' or kind = cast(:kind as text))
         order by seq desc limit :limit) as p
       join ledger.leg as l on l.posting_seq = p.seq
       join ledger.account as d on d.id = l.debit_account
       join ledger.account as c on c.id = l.credit_account
 order by p.seq desc, l.n
""")
_REDEMPTION = """
select p.id, p.posted_at, a.id as account, net.amount as payout,
       (select sum(amount)::bigint from ledger.leg where posting_seq = p.seq) as amount,
       done.kind as settled_by, later.kind as then_settled_by
  from ledger.posting as p
       join ledger.leg as net on net.posting_seq = p.seq and net.n = 0
       join ledger.account as a on a.id = net.debit_account
       left join ledger.posting as done on done.settles = p.id
       left join ledger.posting as later on later.settles = done.id
"""
REDEMPTIONS = text(
    _REDEMPTION + " where p.kind = 'redemption_requested' order by p.seq desc limit :limit"
)
OWN_REDEMPTIONS = text(
    _REDEMPTION
    + """
 where p.kind = 'redemption_requested' and net.debit_account = :account
 order by net.posting_seq desc limit :limit
"""
)
"""Those of one account are found by its own legs, however few they are among all."""
NAMES = text("""
select a.id, m.name from ledger.account as a join people.member as m on m.id = a.owner
 where a.id = any(:accounts)
""")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One leg of a posting, with the posting's own columns."""

    seq: int
    id: UUID
    kind: str
    posted_at: datetime
    policy_version: int
    evidence_kind: str
    piece: str | None
    n: int
    part: str
    amount: int
    debit_chart: str
    debit: int
    credit_chart: str
    credit: int


@dataclass(frozen=True, slots=True)
class Redemption:
    """Units turned into euros: asked for, then paid by the bank or given back."""

    id: UUID
    posted_at: datetime
    account: int
    payout: int
    amount: int
    settled_by: str | None
    then_settled_by: str | None

    @property
    def state(self) -> str:
        """`requested`, `paid` or `returned`."""
        last = self.then_settled_by or self.settled_by or "redemption_requested"
        return last.removeprefix("redemption_")


async def list_journal(
    engine: AsyncEngine, *, before: int = END, kind: str = "", limit: int = 50
) -> list[JournalLine]:
    """List postings with their legs, newest first, by keyset."""
    async with reading(engine) as connection:
        found = await connection.execute(PAGE, {"before": before, "kind": kind, "limit": limit})
        return [JournalLine(**row) for row in found.mappings()]


async def list_redemptions(
    engine: AsyncEngine, *, account: int | None = None, limit: int = 100
) -> list[Redemption]:
    """List redemptions and where each stands, newest first."""
    async with reading(engine) as connection:
        bound = {"limit": limit} | ({} if account is None else {"account": account})
        statement = REDEMPTIONS if account is None else OWN_REDEMPTIONS
        found = await connection.execute(statement, bound)
        return [Redemption(**row) for row in found.mappings()]


async def list_names(engine: AsyncEngine, accounts: list[int]) -> dict[int, str]:
    """Give the names of members behind accounts, to those who may know them."""
    async with reading(engine) as connection:
        rows = (await connection.execute(NAMES, {"accounts": accounts})).all()
    return {row.id: row.name for row in rows}
