"""Where the euros of redemptions go: frozen once a transfer is prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

PAYOUTS = text("""
select p.id as redemption, b.id as bank_account, b.iban, b.holder, latest.counts_from
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       left join people.payout as o on o.redemption_id = p.id
       left join people.bank_account as b on b.id = o.bank_account_id
       left join lateral (select counts_from from people.bank_account
                           where account_id = l.debit_account and is_granted
                           order by counts_from desc limit 1) as latest on true
 where p.id = any(:redemptions)
""")


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A redemption: the account it was prepared for, encrypted; since when the latest counts."""

    redemption: UUID
    bank_account: UUID | None
    iban: bytes | None
    holder: bytes | None
    counts_from: datetime | None


async def list_payouts(engine: AsyncEngine, redemptions: Sequence[UUID]) -> list[PayoutLine]:
    """List where the euros of redemptions go."""
    async with reading(engine) as connection:
        found = await connection.execute(PAYOUTS, {"redemptions": list(redemptions)})
        return [PayoutLine(**row) for row in found.mappings()]
