"""The launch team plans a milestone anew, notes what a document shows, or what a review said."""

from datetime import datetime

from ledger.core.attached_file import AttachedFile
from ledger.core.launch import NotedCost, NotedProof, PhaseReview
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.attached_files import NO_FILE, FileNamed, insert_attached_file
from ledger.storage.launch import Noted, insert_cost, insert_plan, insert_proof, insert_review
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


async def note_proof(clearing: Clearing, proof: NotedProof, *, by: str, now: datetime) -> None:
    """Note the value that a document shows; the latest counts, all stay.

    Raises:
        NotFound: there is no such milestone.
        ExplanationNeeded: no document is named.
    """
    if not proof.reference:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        file = await _keep(connection, proof.file, by=by, now=now)
        if not await insert_proof(connection, new_id(), proof, file, Noted(by, now)):
            raise NotFound
        await note_deed(connection, clearing, Deed(StaffAct.MILESTONE_PROVED, by), now=now)


async def note_review(clearing: Clearing, review: PhaseReview, *, by: str, now: datetime) -> None:
    """Note whether a phase may begin; a policy of that phase can be proposed after a go.

    Raises:
        ExplanationNeeded: no document is named, or it is no-go and nothing says why.
    """
    if not review.reference or not (review.is_go or review.reason):
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        file = await _keep(connection, review.file, by=by, now=now)
        await insert_review(connection, new_id(), review, file, Noted(by, now))
        await note_deed(connection, clearing, Deed(StaffAct.REVIEW_NOTED, by), now=now)


async def note_cost(clearing: Clearing, cost: NotedCost, *, by: str, now: datetime) -> None:
    """Note what a month of the launch cost; what is noted adds up.

    Raises:
        ExplanationNeeded: no document is named.
    """
    if not cost.reference:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        file = await _keep(connection, cost.file, by=by, now=now)
        await insert_cost(connection, new_id(), cost, file, Noted(by, now))
        await note_deed(connection, clearing, Deed(StaffAct.COST_NOTED, by), now=now)


async def _keep(
    connection: WriterConnection, file: AttachedFile | None, *, by: str, now: datetime
) -> FileNamed:
    if file is None:
        return NO_FILE
    return await insert_attached_file(connection, new_id(), file, by=by, now=now)
