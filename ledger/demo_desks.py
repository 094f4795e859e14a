"""The tills of the demonstration town: opened on Mondays, counted to the cent on Saturdays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.posting import Kind, Posted
from ledger.core.till_day import DENOMINATIONS, Count, DayState
from ledger.demo_officers import cosigned
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.close_till import count_till, find_slip, till_figures
from ledger.use_cases.sign import Decision, Keeper
from ledger.use_cases.sign_slip import sign_slip
from ledger.use_cases.till_day import check_till_float, open_till_day

FLOAT: Final = 200_00


@dataclass(slots=True)
class KeptTill:
    """A till, who keeps it, who checks it, and the day that is open, if any."""

    account: int
    teller: Keeper
    controller: Keeper
    day: UUID | None = None


async def open_kept(clearing: Clearing, till: KeptTill, *, now: datetime) -> None:
    """Open a till with its float; the first time, somebody checks it."""
    opened = await open_till_day(
        clearing, till.account, counted(FLOAT), by=till.teller, reason="Fond de caisse", now=now
    )
    if opened.state is DayState.FLOAT_DIFFERS:
        checked = Decision(SignedAct.FLOAT, opened.id)
        controller = await cosigned(clearing, till.controller, checked, now=now)
        await check_till_float(clearing, opened.id, by=controller, now=now)
    till.day = opened.id


async def close_kept(clearing: Clearing, till: KeptTill, *, now: datetime) -> Posted | None:
    """Count a till, right to the cent; answer with its signed slip, if it has taken anything."""
    if till.day is None:
        return None
    day, till.day = till.day, None
    figures = await till_figures(clearing, day)
    await count_till(clearing, day, counted(figures.expected), by=till.teller, now=now)
    slip = await find_slip(clearing, day)
    if slip is None:
        return None
    signed = await cosigned(clearing, till.controller, Decision(SignedAct.SLIP, slip), now=now)
    await sign_slip(clearing, slip, by=signed, now=now)
    return await clearing.find(slip, Kind.SLIP_CLOSED)


def counted(total: int) -> Count:
    """Count a sum in as few notes and coins as possible."""
    pieces = {}
    for value in DENOMINATIONS:
        pieces[value], total = divmod(total, value)
    return Count(pieces)
