"""The freeze that stands on an account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

FREEZE = text("""
select frozen_at, asked_by from ledger.freeze where account_id = :account and lifted_at is null
""")
HAS_CODE = text("select exists (select from people.freeze_code where account_id = :account)")


@dataclass(frozen=True, slots=True)
class Freeze:
    """Since when an account is frozen, and who asked to reopen it."""

    frozen_at: datetime
    asked_by: str | None


async def find_freeze(engine: AsyncEngine, account: int) -> Freeze | None:
    """Find the freeze that stands on an account; None where it is open or closed."""
    async with reading(engine) as connection:
        row = (await connection.execute(FREEZE, {"account": account})).mappings().first()
    return Freeze(**row) if row else None


async def has_freeze_code(engine: AsyncEngine, account: int) -> bool:
    """Say whether an account has been given a freeze code."""
    async with reading(engine) as connection:
        return bool(await connection.scalar(HAS_CODE, {"account": account}))
