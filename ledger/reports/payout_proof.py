"""Verify again that no euros leave without the decisions that they take."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.policy import REDEMPTION_CEILING
from ledger.database import reading

UNPROVED = text("""
select 'redemption ' || n.redemption_id || ' is in a batch and nobody approved it' as finding
  from ledger.payout_line as n
       join ledger.posting as p on p.id = n.redemption_id
       join ledger.policy as rules on rules.version = p.policy_version
       left join ledger.redemption_decision as d on d.redemption_id = p.id
 where not n.is_dropped and d.is_granted is not true and p.kind = 'redemption_requested'
   and (select sum(amount) from ledger.leg where posting_seq = p.seq)
       > coalesce((rules.document ->> 'redemption_ceiling')::bigint, :ceiling)
 union all
select 'the decision on redemption ' || d.redemption_id || ' is not signed'
  from ledger.redemption_decision as d
 where not exists (select from ledger.signature as s
                    where s.act = 'redemption' and s.subject = d.redemption_id
                      and s.is_granted = d.is_granted and s.principal = d.decided_by)
 union all
select 'redemption ' || d.redemption_id || ' is refused and its units were not given back'
  from ledger.redemption_decision as d
 where not d.is_granted
   and not exists (select from ledger.posting as r
                    where r.settles = d.redemption_id and r.kind = 'redemption_returned')
 union all
select 'exit ' || p.id || ' was paid out without two signatures'
  from ledger.posting as p left join ledger.exit_request as e on e.id = p.id
 where p.kind = 'exit_requested'
   and (e.is_granted is not true
        or not exists (select from ledger.signature as s
                        where s.act = 'exit_first' and s.subject = e.id and s.is_granted
                          and s.principal = e.first_by)
        or not exists (select from ledger.signature as s
                        where s.act = 'exit' and s.subject = e.id and s.is_granted
                          and s.principal = e.decided_by))
 union all
select 'batch ' || b.number || ' is decided and not signed'
  from ledger.payout_batch as b
 where b.decided_at is not null
   and not exists (select from ledger.signature as s
                    where s.act = 'payout_batch' and s.subject = b.id
                      and s.is_granted = b.is_sent and s.principal = b.decided_by)
""")


async def find_unapproved(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each payout that lacks its decision, and each decision its proof."""
    async with reading(engine) as connection:
        rows = (await connection.execute(UNPROVED, {"ceiling": REDEMPTION_CEILING})).all()
    for row in rows:
        yield str(row.finding)
