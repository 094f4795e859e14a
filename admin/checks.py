"""The second person of a desk: floats and counts that differ, cash to and from the safe."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Controller, read_reason
from admin.signing import Decide, SignedForm, cosigner_of, decide_signed, signing
from admin.trail import VALUES
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.core.refusal_access import NotServedByThem, ReasonNeeded
from ledger.core.till_day import DayState
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.ceilings import list_ceilings
from ledger.reports.closings import list_closings
from ledger.reports.duplicates import list_mergers
from ledger.reports.erasures import list_erasures
from ledger.reports.freezes import list_reopenings
from ledger.reports.policy import show_policy
from ledger.reports.reversals import list_reversal_requests
from ledger.reports.till_days import list_checks
from ledger.use_cases.close_till import close_till_day
from ledger.use_cases.sign_slip import sign_slip
from ledger.use_cases.till_day import check_till_float, confirm_till_cash

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/checks"


@router.get(PAGE)
async def show_checks(request: Request, controller: Controller) -> Response:
    """Show what waits for a second person."""
    return await checks_page(request, controller)


@router.post("/console/checks/floats/{day}")
async def check_float(
    request: Request, controller: Controller, day: str, signature: Text = ""
) -> Response:
    """Let a till open whose float differs, counted again."""
    clearing, by = services_of(request).clearing, cosigner_of(controller, signature)
    await check_till_float(clearing, read_uuid(day), by=by, now=utc_now())
    return see_other(PAGE)


@router.post("/console/checks/counts/{day}")
async def check_count(
    request: Request, controller: Controller, day: str, reason: Text = "", signature: Text = ""
) -> Response:
    """Explain a difference and close the day."""
    clearing, why = services_of(request).clearing, read_reason(reason)
    try:
        by = cosigner_of(controller, signature)
        await close_till_day(clearing, read_uuid(day), by=by, reason=why, now=utc_now())
    except ReasonNeeded as refusal:
        return await checks_page(request, controller, wrong=day, error=say(request, refusal))
    return see_other(PAGE)


@router.post("/console/checks/movements/{movement}")
async def confirm_movement(
    request: Request, controller: Controller, movement: str, signature: Text = ""
) -> Response:
    """Confirm that cash was brought or taken."""
    clearing, by = services_of(request).clearing, cosigner_of(controller, signature)
    await confirm_till_cash(clearing, read_uuid(movement), by=by, now=utc_now())
    return see_other(PAGE)


@router.post("/console/checks/slips/{id}")
async def check_slip(
    request: Request, controller: Controller, id: str, signature: Text = ""
) -> Response:
    """Sign the slip of a till that was counted right."""
    clearing, by = services_of(request).clearing, cosigner_of(controller, signature)
    await sign_slip(clearing, read_uuid(id), by=by, now=utc_now())
    return see_other(PAGE)


async def decide_at_checks(
    request: Request, controller: Access, id: str, form: SignedForm, decide: Decide
) -> Response:
    """Decide as the second person; what cannot be, or not yet, is told beside what waits."""
    try:
        await decide_signed(request, controller, id, form, decide)
    except Refused as refusal:
        if STATUS[refusal.code] != HTTPStatus.CONFLICT and not isinstance(refusal, NotServedByThem):
            raise
        return await checks_page(request, controller, wrong=id, error=say(request, refusal))
    return see_other(PAGE)


async def checks_page(
    request: Request, controller: Access, *, wrong: str = "", error: str = ""
) -> Response:
    """Show what waits, beside why something was refused."""
    reader, institution = services_of(request).reader, controller.institution or ""
    checks = await list_checks(reader, institution)
    reversals = await list_reversal_requests(reader, institution)
    closings = await list_closings(reader, institution)
    mergers = await list_mergers(reader, institution)
    erasures = await list_erasures(reader, institution)
    reopenings = await list_reopenings(reader, institution)
    ceilings = await list_ceilings(reader, institution)
    days = {state: [d.id for d in checks.days if d.state == state] for state in DayState}
    to_sign = {
        SignedAct.FLOAT: days[DayState.FLOAT_DIFFERS],
        SignedAct.COUNT: days[DayState.COUNTED],
        SignedAct.MOVEMENT: [each.id for each in checks.movements],
        SignedAct.SLIP: [each.id for each in checks.slips],
        SignedAct.REVERSAL: [each.id for each in reversals],
        SignedAct.CLOSING: [each.id for each in closings],
        SignedAct.MERGER: [each.id for each in mergers],
        SignedAct.ERASURE: [each.id for each in erasures],
        SignedAct.REOPENING: [each.id for each in reopenings],
        SignedAct.CEILING: [each.id for each in ceilings],
    }
    return render(
        request,
        DOOR,
        "checks.html",
        status=422 if error else 200,
        access=controller,
        checks=checks,
        reversals=reversals,
        closings=closings,
        mergers=mergers,
        erasures=erasures,
        ceilings=ceilings,
        reopenings=reopenings,
        policy=await show_policy(reader, paris_day(utc_now())),
        closing_reasons=VALUES,
        signing=await signing(request, controller, to_sign),
        wrong=wrong,
        error=error,
    )
