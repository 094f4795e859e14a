"""The second person of a desk: floats and counts that differ, cash to and from the safe."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Protocol
from uuid import UUID

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
from ledger.reports.households import list_leavings
from ledger.reports.policy import show_policy
from ledger.reports.reversals import list_reversal_requests
from ledger.reports.till_days import list_checks
from ledger.use_cases.close_till import close_till_day
from ledger.use_cases.sign_slip import sign_slip
from ledger.use_cases.till_day import check_till_float, confirm_till_cash

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/checks"


class Waiting(Protocol):
    """What a second person decides, under its id."""

    @property
    def id(self) -> UUID:
        """The id of the request."""


ListWaiting = Callable[..., Awaitable[Sequence[Waiting]]]
OF_ACCOUNTS: tuple[tuple[str, SignedAct, ListWaiting], ...] = (
    ("reversals", SignedAct.REVERSAL, list_reversal_requests),
    ("closings", SignedAct.CLOSING, list_closings),
    ("mergers", SignedAct.MERGER, list_mergers),
    ("erasures", SignedAct.ERASURE, list_erasures),
    ("reopenings", SignedAct.REOPENING, list_reopenings),
    ("ceilings", SignedAct.CEILING, list_ceilings),
    ("leavings", SignedAct.HOUSEHOLD, list_leavings),
)
"""What waits about accounts of members, by the name that the page gives it."""


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
    waiting: Mapping[str, Sequence[Waiting]] = {
        name: await list_waiting(reader, institution) for name, _, list_waiting in OF_ACCOUNTS
    }
    days = {state: [d.id for d in checks.days if d.state == state] for state in DayState}
    to_sign = {
        SignedAct.FLOAT: days[DayState.FLOAT_DIFFERS],
        SignedAct.COUNT: days[DayState.COUNTED],
        SignedAct.MOVEMENT: [each.id for each in checks.movements],
        SignedAct.SLIP: [each.id for each in checks.slips],
    } | {act: [each.id for each in waiting[name]] for name, act, _ in OF_ACCOUNTS}
    return render(
        request,
        DOOR,
        "checks.html",
        status=422 if error else 200,
        access=controller,
        checks=checks,
        **waiting,
        policy=await show_policy(reader, paris_day(utc_now())),
        closing_reasons=VALUES,
        signing=await signing(request, controller, to_sign),
        wrong=wrong,
        error=error,
    )
