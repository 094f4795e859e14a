"""The limits that a holder has chosen: those that count, and those that wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.own_limit import ChosenLimit, LimitKind, in_force, pending
from ledger.database import reading

CHOSEN = text("""
select kind, amount, valid_from from ledger.own_limit
 where account_id = :account order by chosen_at, id
""")


@dataclass(frozen=True, slots=True)
class OwnLimitView:
    """A limit in minor units, None where nothing is chosen, and what will replace it."""

    amount: int | None
    waiting: ChosenLimit | None


async def show_own_limits(
    engine: AsyncEngine, account: int, now: datetime
) -> Mapping[LimitKind, OwnLimitView]:
    """Show the limits of an account, by kind."""
    async with reading(engine) as connection:
        rows = (await connection.execute(CHOSEN, {"account": account})).all()
    chosen = [ChosenLimit(LimitKind(kind), *rest) for kind, *rest in rows]
    return {
        kind: OwnLimitView(in_force(chosen, kind, now), pending(chosen, kind, now))
        for kind in LimitKind
    }
