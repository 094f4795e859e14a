"""The card of a wallet, as its holder and a desk see it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.fresh import paris_day

LATEST = text("""
select issued_at, blocked_at, blocked_by from ledger.card
 where account_id = :account order by issued_at desc, id desc limit 1
""")


@dataclass(frozen=True, slots=True)
class CardView:
    """The latest card of a wallet: since when, and whether it still pays."""

    issued_at: datetime
    blocked_at: datetime | None
    blocked_by: str | None

    @property
    def issued_on(self) -> date:
        """The day on which it was handed over."""
        return paris_day(self.issued_at)

    @property
    def is_blocked(self) -> bool:
        """Say whether it pays nothing any more."""
        return self.blocked_at is not None


async def find_latest_card(engine: AsyncEngine, account: int) -> CardView | None:
    """Find the latest card of a wallet; None where there never was one."""
    async with reading(engine) as connection:
        found = await connection.execute(LATEST, {"account": account})
        row = found.mappings().first()
    return CardView(**row) if row else None
