"""The launch in eighteen months: targets, what is reached, what is planned anew."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.attached import (
    FILE_REFUSALS,
    FormWithFile,
    give_attached_file,
    read_form_with_file,
)
from admin.policy_terms import PHASES
from admin.request import DOOR, LaunchManager, LaunchReader, read_reason
from ledger.core.launch import NotedProof, Phase, PhaseReview, Standing
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import ReasonNeeded
from ledger.core.role import Act, may
from ledger.failures import STATUS, Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.launch import show_launch
from ledger.use_cases.keep_launch import note_proof, note_review, plan_anew

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/launch"
LONGEST_FIGURE = 9
LAST_MONTH = 60
DEMO_MONTH = 9
"""In which month of its launch the demonstration town is."""


@router.get(PAGE)
async def show_calendar(request: Request, reader: LaunchReader) -> Response:
    """Show the calendar and where it stands."""
    return await _page(request, reader)


@router.get("/console/launch/files/{id}")
async def give_file(request: Request, _reader: LaunchReader, id: str) -> Response:
    """Give a file that shows what was noted of the launch."""
    return await give_attached_file(request, id)


@router.post("/console/launch/{milestone}/proofs")
async def add_proof(request: Request, manager: LaunchManager, milestone: str) -> Response:
    """Note what a document shows of a milestone; the document itself may come with it."""
    clearing = services_of(request).clearing
    try:
        form = await read_form_with_file(request)
        reached = _whole(form.text("value"), "value", most=10**LONGEST_FIGURE)
        proof = NotedProof(milestone, reached, read_reason(form.text("reference")), form.file())
        await note_proof(clearing, proof, by=manager.principal, now=utc_now())
    except (ReasonNeeded, *FILE_REFUSALS) as refusal:
        return await _page(request, manager, wrong=milestone, refusal=refusal)
    return see_other(f"{PAGE}#{milestone}")


@router.post("/console/launch/{milestone}/plans")
async def plan_milestone(
    request: Request, manager: LaunchManager, milestone: str, month: Text = "", reason: Text = ""
) -> Response:
    """Plan a milestone for another month."""
    clearing, why = services_of(request).clearing, read_reason(reason)
    planned = _whole(month, "month", most=LAST_MONTH)
    if not planned:
        raise Unreadable("month")
    try:
        await plan_anew(clearing, milestone, planned, why, by=manager.principal, now=utc_now())
    except ReasonNeeded as refusal:
        return await _page(request, manager, wrong=milestone, refusal=refusal)
    return see_other(f"{PAGE}#{milestone}")


@router.post(f"{PAGE}/reviews")
async def add_review(request: Request, manager: LaunchManager) -> Response:
    """Note what a review said of the phase that would begin."""
    clearing = services_of(request).clearing
    try:
        review = _review(await read_form_with_file(request))
        await note_review(clearing, review, by=manager.principal, now=utc_now())
    except (ReasonNeeded, *FILE_REFUSALS) as refusal:
        return await _page(request, manager, wrong="reviews", refusal=refusal)
    return see_other(f"{PAGE}#reviews")


def _review(form: FormWithFile) -> PhaseReview:
    """Read what a review said.

    Raises:
        Unreadable: it is none of the page.
    """
    decision = form.text("decision")
    try:
        phase, held_on = Phase(form.text("phase")), date.fromisoformat(form.text("held_on"))
    except ValueError:
        raise Unreadable("review") from None
    if phase is Phase.PREPARATION or decision not in {"go", "no_go"}:
        raise Unreadable("review")
    reference, reason = read_reason(form.text("reference")), read_reason(form.text("reason"))
    return PhaseReview(phase, decision == "go", held_on, reference, reason, form.file())


def _whole(typed: str, where: str, *, most: int) -> int:
    typed = typed.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_FIGURE):
        raise Unreadable(where)
    if int(typed) > most:
        raise Unreadable(where)
    return int(typed)


async def _page(
    request: Request, reader: Access, *, wrong: str = "", refusal: Refused | None = None
) -> Response:
    services, today = services_of(request), paris_day(utc_now())
    launch = await show_launch(services.reader, first_month(request, today), today)
    if wrong and wrong != "reviews" and wrong not in {each.plan.id for each in launch.milestones}:
        raise NotFound
    return render(
        request,
        DOOR,
        "launch.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=reader,
        launch=launch,
        phases=PHASES,
        today=today,
        may_keep=may(reader.role, Act.KEEP_LAUNCH),
        standings=Standing,
        wrong=wrong,
        is_of_file=isinstance(refusal, FILE_REFUSALS),
        error=say(request, refusal) if refusal else "",
    )


def first_month(request: Request, today: date) -> date:
    """Tell in which month the launch began."""
    settings = services_of(request).settings
    if settings.launch_month is not None:
        return settings.launch_month.replace(day=1)
    months = today.year * 12 + today.month - 1 - (DEMO_MONTH - 1 if settings.demo else 0)
    return date(months // 12, months % 12 + 1, 1)
