"""Closed days are looked through once, away from the payments, for what is unusual."""

from datetime import date, datetime

from ledger.core.policy import WatchLimits
from ledger.core.watch import Finding, find_cash_outs, find_split_loads, groups_of
from ledger.database import WriterConnection
from ledger.storage.policies import policy_of_day
from ledger.storage.watch import (
    LOADS,
    REDEMPTIONS,
    insert_findings,
    movements_until,
    next_closed_day,
    ties_of,
)
from ledger.use_cases.clearing import Clearing


async def keep_watch(clearing: Clearing, *, now: datetime) -> bool:
    """Look through the next closed day; say whether there was one.

    Several processes may do so at once: a fact has one id, so it raises one alert.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        closed = await next_closed_day(connection)
        if closed is None:
            return False
        day, next_seq = closed
        policy = await policy_of_day(connection, day)
        findings = await _look(connection, policy.watch, day, next_seq)
        await insert_findings(connection, findings, day, now=now)
    return True


async def _look(
    connection: WriterConnection, limits: WatchLimits, day: date, next_seq: int
) -> list[Finding]:
    days = max(limits.split_days, limits.cash_out_days)
    loads = await movements_until(connection, LOADS, day, next_seq, days=days)
    redeemed = await movements_until(connection, REDEMPTIONS, day, next_seq, days=days)
    accounts = {each.account for each in (*loads, *redeemed)}
    groups = groups_of(await ties_of(connection, sorted(accounts)))
    return [
        *find_split_loads(loads, groups, limits, day=day),
        *find_cash_outs(loads, redeemed, groups, limits, day=day),
    ]
