"""The launch team plans a milestone anew, or notes what a document shows of it."""

from datetime import datetime

from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.staff_act import Deed, StaffAct
from ledger.fresh import new_id
from ledger.storage.launch import insert_plan, insert_proof
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed


async def plan_anew(
    clearing: Clearing, milestone: str, month: int, reason: str, *, by: str, now: datetime
) -> None:
    """Plan a milestone for another month; the first plan stays.

    Raises:
        NotFound: there is no such milestone.
        ExplanationNeeded: nothing says why.
    """
    if not reason:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        plan = (milestone, month, reason)
        if not await insert_plan(connection, new_id(), plan, by=by, now=now):
            raise NotFound
        await note_deed(connection, clearing, Deed(StaffAct.MILESTONE_PLANNED, by), now=now)


async def note_proof(
    clearing: Clearing, milestone: str, value: int, reference: str, *, by: str, now: datetime
) -> None:
    """Note the value that a document shows; the latest counts, all stay.

    Raises:
        NotFound: there is no such milestone.
        ExplanationNeeded: no document is named.
    """
    if not reference:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        proof = (milestone, value, reference)
        if not await insert_proof(connection, new_id(), proof, by=by, now=now):
            raise NotFound
        await note_deed(connection, clearing, Deed(StaffAct.MILESTONE_PROVED, by), now=now)
