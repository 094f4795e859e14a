"""An alert is given to somebody, examined and closed; each step stays, with who and when.

Nobody handles an alert about themselves, nor learns that there is one: for them it does not exist.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.watch import Outcome, StepKind
from ledger.fresh import new_id
from ledger.storage.watch import NewStep, concerns, examines, insert_step, is_open
from ledger.use_cases.clearing import Clearing

NOTE = "people.watch_step.note"


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does about an alert: give it to a person, note something, close it."""

    kind: StepKind
    note: str = ""
    assignee: UUID | None = None
    outcome: Outcome | None = None


async def take_step(
    clearing: Clearing, alert: UUID, step: Step, *, by: UUID, now: datetime
) -> None:
    """Do something about an alert.

    Raises:
        ExplanationNeeded: it is noted or closed, and nothing is said.
        NotFound: no such alert is open, or not for them; or it is given to whom it concerns, or to
            somebody who examines none.
    """
    if step.kind is not StepKind.ASSIGNED and not step.note:
        raise ExplanationNeeded
    id = new_id()
    note = clearing.columns.encrypt(step.note, note_place(id)) if step.note else None
    async with clearing.pool.acquire() as connection, connection.transaction():
        people = {by, step.assignee or by}
        if not await is_open(connection, alert):
            raise NotFound
        for person in people:
            if await concerns(connection, alert, person) or not await examines(connection, person):
                raise NotFound
        new = NewStep(id, alert, step.kind, step.assignee, step.outcome, note, f"person:{by}", now)
        if not await insert_step(connection, new):
            raise NotFound


def note_place(step: UUID) -> str:
    """Say for which place the note of a step is encrypted."""
    return f"{NOTE} {step}"
