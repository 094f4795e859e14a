"""Cheques: those that wait for the bank, those it sends back, and what members owe for them."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Treasurer, keeper_of, read_piece
from admin.signing import SignedForm, cosigner_of, signing
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.fresh import paris_day, utc_now
from ledger.pages import origin_of, read_id, read_uuid, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.cheques import list_cheques
from ledger.reports.policy import show_policy
from ledger.use_cases.cheques import release_cheque
from ledger.use_cases.countersign import ask_cheque_unpaid, countersign

router = APIRouter()
PAGE = "/console/cheques"


@router.get(PAGE)
async def show_cheques(request: Request, treasurer: Treasurer) -> Response:
    """List the cheques that wait, those credited at once lately, and what is owed."""
    return await _page(request, treasurer)


@router.post("/console/cheques/{id}/release")
async def release(request: Request, treasurer: Treasurer, id: str) -> Response:
    """Issue the units of a cheque that the bank has paid."""
    services, now = services_of(request), utc_now()
    try:
        await release_cheque(
            services.clearing,
            read_id("pst", id),
            policy=await show_policy(services.reader, paris_day(now)),
            origin=origin_of(treasurer, treasurer.institution),
            now=now,
        )
    except Refused as refusal:
        return await _page(request, treasurer, error=say(request, refusal))
    return see_other(PAGE)


@router.post("/console/cheques/{id}/unpaid")
async def ask_unpaid(
    request: Request, treasurer: Treasurer, id: str, piece: Annotated[str, Form()] = ""
) -> Response:
    """Ask a colleague to confirm that the bank has sent a cheque back."""
    clearing, by = services_of(request).clearing, keeper_of(treasurer)
    try:
        await ask_cheque_unpaid(
            clearing, read_id("pst", id), piece=read_piece(piece), by=by, now=utc_now()
        )
    except Refused as refusal:
        return await _page(request, treasurer, error=say(request, refusal))
    return see_other(PAGE)


@router.post("/console/cheques/requests/{id}")
async def decide_unpaid(
    request: Request, treasurer: Treasurer, id: str, form: SignedForm
) -> Response:
    """Confirm what a colleague saw on the statement, or refuse it."""
    await countersign(
        services_of(request).clearing,
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(treasurer, form.signature),
        now=utc_now(),
    )
    return see_other(PAGE)


async def _page(request: Request, treasurer: Access, *, error: str = "") -> Response:
    services, now = services_of(request), utc_now()
    cheques = await list_cheques(services.reader, now)
    to_sign = [each.request for each in (*cheques.held, *cheques.at_once) if each.request]
    return render(
        request,
        DOOR,
        "cheques.html",
        status=409 if error else 200,
        access=treasurer,
        cheques=cheques,
        policy=await show_policy(services.reader, paris_day(now)),
        now=now,
        signing=await signing(request, treasurer, {SignedAct.CHEQUE_UNPAID: to_sign}),
        error=error,
    )
