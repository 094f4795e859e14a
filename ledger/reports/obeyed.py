"""An old day recomputes the same: what each posting was charged, by the policy that it names."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

WRONG_FEES = text("""
select p.seq, f.fee, f.due
  from ledger.posting as p
       join ledger.policy as v on v.version = p.policy_version
       cross join lateral (
         select coalesce(sum(l.amount) filter (where l.part = 'fee'), 0)::bigint as fee,
                (sum(l.amount)
                 * coalesce((v.document ->> case p.kind when 'exit_requested'
                                            then 'exit_fee_per_mille'
                                            else 'redemption_fee_per_mille' end)::bigint, 0)
                 + 500)::bigint / 1000 as due
           from ledger.leg as l where l.posting_seq = p.seq) as f
 where p.kind in ('redemption_requested', 'exit_requested') and f.fee <> f.due
 order by p.seq limit 10
""")
"""Rounded half up to the minor unit, as `Money.share` rounds."""


async def find_disobeyed(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each posting whose fee is not that of the policy it names."""
    async with reading(engine) as connection:
        for row in await connection.execute(WRONG_FEES):
            yield f"posting {row.seq} was charged {row.fee}, its policy says {row.due}"
