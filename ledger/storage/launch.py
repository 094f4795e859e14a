"""Write what is planned anew and what is proved of the launch."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Connection

from ledger.core.launch import NotedCost, NotedProof, PhaseReview
from ledger.storage.attached_files import FileNamed


class Noted(NamedTuple):
    """Who notes something, and when."""

    by: str
    at: datetime


INSERT_PLAN = """
insert into ledger.milestone_plan (id, milestone, month_due, reason, planned_by, planned_at)
select $1, id, $3, $4, $5, $6 from ledger.milestone where id = $2
"""
INSERT_PROOF = """
insert into ledger.milestone_proof
       (id, milestone, value, reference, noted_by, noted_at, file, file_digest)
select $1, id, $3, $4, $5, $6, $7, $8 from ledger.milestone where id = $2
"""
INSERT_COST = """
insert into ledger.launch_cost
       (id, month, amount, reference, noted_by, noted_at, file, file_digest)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
INSERT_REVIEW = """
insert into ledger.phase_review
       (id, phase, is_go, held_on, reference, reason, noted_by, noted_at, file, file_digest)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def insert_plan(
    connection: Connection, id: UUID, plan: tuple[str, int, str], *, by: str, now: datetime
) -> bool:
    """Write that a milestone (its id, a month, a reason) is planned anew; say whether it exists."""
    done: str = await connection.execute(INSERT_PLAN, id, *plan, by, now)
    return done == "INSERT 0 1"


async def insert_proof(
    connection: Connection, id: UUID, proof: NotedProof, file: FileNamed, noted: Noted
) -> bool:
    """Write what a document shows of a milestone; say whether that exists."""
    said = (proof.milestone, proof.value, proof.reference)
    done: str = await connection.execute(INSERT_PROOF, id, *said, *noted, *file)
    return done == "INSERT 0 1"


async def insert_review(
    connection: Connection, id: UUID, review: PhaseReview, file: FileNamed, noted: Noted
) -> None:
    """Write what a review said; the latest of a phase counts, all stay."""
    said = (review.phase, review.is_go, review.held_on, review.reference, review.reason)
    await connection.execute(INSERT_REVIEW, id, *said, *noted, *file)


async def insert_cost(
    connection: Connection, id: UUID, cost: NotedCost, file: FileNamed, noted: Noted
) -> None:
    """Write what a month cost."""
    said = (cost.month, cost.amount.minor, cost.reference)
    await connection.execute(INSERT_COST, id, *said, *noted, *file)
