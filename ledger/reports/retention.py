"""What the last run of the retention table removed, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

LAST = text("""
select rule, day, removed, ended_at,
       cast(sum(removed) over (partition by rule) as bigint) as ever
  from ledger.retention_run
 order by day
""")


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What a line removed on the last day that it ran, and ever; not ended: it goes on."""

    rule: str
    day: date
    removed: int
    ended_at: datetime | None
    ever: int


async def last_runs(engine: AsyncEngine) -> Mapping[str, RuleRun]:
    """Give the last run of each line that has run."""
    async with reading(engine) as connection:
        return {row["rule"]: RuleRun(**row) for row in (await connection.execute(LAST)).mappings()}
