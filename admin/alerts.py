"""What the watch found: given to somebody, examined, closed. For those who examine, alone."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.books import KINDS
from admin.listing import Asked, Cells, ConsoleList
from admin.request import DOOR, Watcher
from ledger.column_keys import ColumnKeys
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.watch import Outcome, StepKind, WatchRule
from ledger.failures import STATUS, Unreadable
from ledger.fresh import utc_now
from ledger.pages import read_uuid, read_words, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.watch import ALERTS, AlertLine, AlertShown, StepLine, show_alert
from ledger.use_cases.examine_alerts import Step, note_place, take_step
from ledger.use_cases.tell_unusual import facts_place, reason_place
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/alerts"
LONGEST_NOTE = 2_000
RULES = {
    WatchRule.SPLIT_LOADS: french("Versements fractionnés"),
    WatchRule.CASH_OUT: french("Crédité puis reconverti"),
    WatchRule.UNUSUAL: french("Opération atypique"),
}
STATES = {
    "open": french("à examiner"),
    "assigned": french("en cours"),
    "closed": french("close"),
}
OUTCOMES = {
    Outcome.EXPLAINED: french("Expliquée"),
    Outcome.WATCHED: french("À surveiller"),
    Outcome.DECLARED: french("Déclarée à Tracfin"),
}
LIST = ConsoleList(PAGE, ALERTS, "-number", states=tuple(STATES))
COLUMNS = (
    french("N°"), french("Jour"), french("Motif"), french("Adhérent"), french("Crédité"),
    french("Reconverti"), french("État"), french("Confiée à"), french("Conclusion"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its note in clear."""

    line: StepLine
    note: str


@router.get(PAGE)
async def show_alerts(
    request: Request, watcher: Watcher, asked: Annotated[Asked, Depends()]
) -> Response:
    """List what waits to be examined, and what was closed within the period."""
    alerts = await LIST.show(request, asked, {"person": watcher.person_id})
    return render(
        request, DOOR, "alerts.html", access=watcher, alerts=alerts, rules=RULES, states=STATES
    )


@router.get(f"{PAGE}.csv")
async def give_alerts(
    request: Request, watcher: Watcher, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the alerts as a sheet, without a note."""

    def cells(each: AlertLine) -> Cells:
        return (
            str(each.number),
            f"{each.day:%d/%m/%Y}",
            words(request, RULES[each.rule]),
            each.name,
            each.loaded,
            each.redeemed,
            words(request, STATES[each.state]),
            each.assignee,
            words(request, OUTCOMES[each.outcome]) if each.outcome else "",
        )

    return await LIST.sheet(request, asked, COLUMNS, cells, also={"person": watcher.person_id})


@router.get(f"{PAGE}/{{id}}")
async def show_one(request: Request, watcher: Watcher, id: str) -> Response:
    """Show the facts of an alert, and what was done about it."""
    return await _page(request, watcher, id)


@router.post(f"{PAGE}/{{id}}/assignment")
async def assign(request: Request, watcher: Watcher, id: str, assignee: Text = "") -> Response:
    """Give an alert to somebody who examines."""
    return await _step(request, watcher, id, Step(StepKind.ASSIGNED, assignee=read_uuid(assignee)))


@router.post(f"{PAGE}/{{id}}/notes")
async def note(request: Request, watcher: Watcher, id: str, note: Text = "") -> Response:
    """Write down what the examination shows."""
    return await _step(request, watcher, id, Step(StepKind.NOTED, _note(note)))


@router.post(f"{PAGE}/{{id}}/closing")
async def close(
    request: Request, watcher: Watcher, id: str, closing: Text = "", outcome: Text = ""
) -> Response:
    """Close an alert: what it was, and why one may say so."""
    if outcome not in list(Outcome):
        raise Unreadable("outcome")
    step = Step(StepKind.CLOSED, _note(closing), outcome=Outcome(outcome))
    return await _step(request, watcher, id, step)


async def _step(request: Request, watcher: Access, id: str, step: Step) -> Response:
    clearing = services_of(request).clearing
    try:
        await take_step(clearing, read_uuid(id), step, by=watcher.person_id, now=utc_now())
    except ExplanationNeeded as refusal:
        return await _page(request, watcher, id, refusal=refusal, wrong=step.kind)
    return see_other(f"{PAGE}/{id}")


async def _page(
    request: Request, watcher: Access, id: str, *, refusal: Refused | None = None, wrong: str = ""
) -> Response:
    services = services_of(request)
    alert = await show_alert(services.reader, read_uuid(id), person=watcher.person_id)
    columns = services.clearing.columns
    return render(
        request,
        DOOR,
        "alert.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=watcher,
        alert=alert,
        told=_told(columns, alert),
        steps=[
            ShownStep(each, columns.decrypt(each.note, note_place(each.id)) if each.note else "")
            for each in alert.steps
        ],
        rules=RULES,
        states=STATES,
        outcomes=OUTCOMES,
        kinds=KINDS,
        wrong=wrong,
        error=say(request, refusal) if refusal else "",
    )


def _told(columns: ColumnKeys, alert: AlertShown) -> dict[str, str]:
    if alert.reason is None or alert.facts is None:
        return {}
    id = alert.line.id
    return {
        "reason": columns.decrypt(alert.reason, reason_place(id)),
        "facts": columns.decrypt(alert.facts, facts_place(id)),
    }


def _note(text: str) -> str:
    return read_words(" ".join(text.split()), longest=LONGEST_NOTE)
