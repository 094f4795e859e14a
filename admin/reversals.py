"""An operation of the day taken back by its mirror: the teller asks, a controller grants."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import PAGE as CHECKS
from admin.checks import checks_page
from admin.request import DOOR, Controller, DeskReader, Teller, keeper_of, read_reason, till_of
from admin.signing import SignedForm, decide_signed
from ledger.core.refusal import FloorReached, Refused
from ledger.fresh import paris_day, utc_now
from ledger.pages import (
    read_id,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.reversals import show_done
from ledger.use_cases.countersign import ask_reversal

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/console/till/lines/{id}")
async def show_line(request: Request, teller: DeskReader, id: str) -> Response:
    """Show one operation of the till, and how to take it back."""
    return await _page(request, teller, id)


@router.post("/console/till/lines/{id}/reversal")
async def ask(request: Request, teller: Teller, id: str, reason: Text = "") -> Response:
    """Ask a controller to take an operation back."""
    try:
        await ask_reversal(
            services_of(request).clearing,
            read_id("pst", id),
            reason=read_reason(reason),
            till=till_of(teller),
            by=keeper_of(teller),
            now=utc_now(),
        )
    except Refused as refusal:
        return await _page(request, teller, id, error=say(request, refusal))
    return see_other(f"/console/till/lines/{id}")


@router.post("/console/checks/reversals/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Take the operation back, or refuse to."""
    try:
        await decide_signed(request, controller, id, form)
    except FloorReached:
        spent = words(
            request,
            "Ces unités ont déjà été dépensées : rien n’est annulé. Refusez la demande, et "
            "signalez-la à la trésorerie.",
        )
        return await checks_page(request, controller, wrong=id, error=spent)
    return see_other(CHECKS)


async def _page(request: Request, teller: Access, id: str, *, error: str = "") -> Response:
    reader = services_of(request).reader
    line = await show_done(reader, read_id("pst", id), till=till_of(teller))
    return render(
        request,
        DOOR,
        "till_line.html",
        status=409 if error else 200,
        access=teller,
        line=line,
        is_today=paris_day(line.posted_at) == paris_day(utc_now()),
        error=error,
    )
