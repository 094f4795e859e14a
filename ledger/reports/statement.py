"""A wallet over time: a month with its totals, and what matches some words."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.fresh import paris_day
from ledger.reports.period import WITHIN, month_after, months_between
from ledger.reports.wallet import LINE, Line

MONTH = text(f"{LINE} where e.account_id = :account and {WITHIN} order by e.posting_seq, e.n")
BALANCE_BEFORE = text("""
select coalesce((
  select e.balance_after from ledger.entry as e
   where e.account_id = :account
     and e.posting_seq < (select coalesce(min(first_seq), 4611686018427387904)
                            from ledger.journal_day where day >= :first)
   order by e.posting_seq desc, e.n desc
   limit 1), 0)
""")
FIRST_POSTED = text("""
select p.posted_at
  from ledger.entry as e join ledger.posting as p on p.seq = e.posting_seq
 where e.account_id = :account
 order by e.posting_seq
 limit 1
""")
FOUND = text(
    LINE
    + """
 where e.account_id = :account
   and (abs(e.change) = :amount or p.place ilike :pattern
        or ((o.kind <> 'resident' or p.kind = 'transfer') and m.name ilike :pattern))
 order by e.posting_seq desc, e.n desc
 limit :limit
"""
)


@dataclass(frozen=True, slots=True)
class MonthStatement:
    """A month of an account, oldest line first; amounts in minor units."""

    month: date
    opening: int
    lines: tuple[Line, ...]

    @property
    def came_in(self) -> int:
        """What came in."""
        return sum(line.change for line in self.lines if line.change > 0)

    @property
    def went_out(self) -> int:
        """What went out, as a positive number."""
        return -sum(line.change for line in self.lines if line.change < 0)

    @property
    def closing(self) -> int:
        """The balance at the end of the month, or now while it runs."""
        return self.opening + self.came_in - self.went_out


async def show_month(engine: AsyncEngine, account: int, month: date) -> MonthStatement:
    """Show the month that begins on a day."""
    within = {"account": account, "first": month, "until": month_after(month)}
    async with reading(engine) as connection:
        opening = await connection.scalar(BALANCE_BEFORE, {"account": account, "first": month})
        found = await connection.execute(MONTH, within)
        return MonthStatement(month, opening, tuple(Line(**row) for row in found.mappings()))


async def list_months(engine: AsyncEngine, account: int, today: date) -> list[date]:
    """List the months since the first movement of an account, newest first."""
    async with reading(engine) as connection:
        first = await connection.scalar(FIRST_POSTED, {"account": account})
    return months_between(paris_day(first), today) if first else []


async def search_lines(
    engine: AsyncEngine, account: int, words: str, amount: int | None, *, limit: int
) -> tuple[Line, ...]:
    """Find lines by the other's name or place as typed, or by their amount; newest first."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked = {"account": account, "amount": amount, "pattern": f"%{escaped}%", "limit": limit}
    async with reading(engine) as connection:
        found = await connection.execute(FOUND, asked)
        return tuple(Line(**row) for row in found.mappings())
