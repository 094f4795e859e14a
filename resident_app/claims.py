"""Before a till: the phone shows a number, the shop sends the amount to that number."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.core.identifier import uuid_text
from ledger.core.refusal import ClaimNotOpen, NotFound, Refused
from ledger.fresh import paris_day, utc_now
from ledger.pages import own_account, read_id, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.claims import Claim, show_claim
from ledger.reports.payees import LocationView, find_location, find_request
from ledger.reports.tills import knows_offline
from ledger.use_cases.claim_till import open_claim, take_back
from resident_app.codes import location_code
from resident_app.request import DOOR, Payer

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/p/{code}/claims")
async def claim(request: Request, payer: Payer, code: str) -> Response:
    """Take a number at the till whose code was scanned."""
    services = services_of(request)
    view = await find_location(services.reader, location_code(code))
    if not view.is_tended:
        raise NotFound
    try:
        opened = await open_claim(
            services.clearing,
            location=view.code,
            account=view.payee.account,
            payer=own_account(payer),
            now=utc_now(),
        )
    except Refused as refusal:
        return await show_arrival(request, view, error=say(request, refusal))
    return see_other(f"/claims/{uuid_text('clm', opened.id)}")


@router.get("/claims/{id}")
async def show_number(request: Request, payer: Payer, id: str) -> Response:
    """Show the number to say; once the amount has come, lead to it."""
    services, seen = services_of(request), await _own_claim(request, payer, id)
    state = seen.state(utc_now())
    if request.headers.get("accept") == "application/json":
        return JSONResponse({"state": state})
    if seen.request_id is not None:
        return see_other(f"/pay/{uuid_text('req', seen.request_id)}")
    if seen.location_code is None:  # a code that was shown: only its hash is kept
        return render(request, DOOR, "own_code.html", shown=None, error="", is_used=True)
    view = await find_location(services.reader, seen.location_code)
    return render(
        request,
        DOOR,
        "claim.html",
        view=view,
        claim=seen,
        state=state,
        id=id,
        may_type=await may_type_amount(request, view),
    )


@router.post("/pay/{id}/wrong")
async def refuse_amount(request: Request, payer: Payer, id: str, claim: Text = "") -> Response:
    """Send an amount back to the till: it is not what was agreed; the number waits again."""
    services = services_of(request)
    view = await find_request(services.reader, read_id("req", id))
    if view.reserved_for != own_account(payer):
        raise ClaimNotOpen
    await take_back(
        services.clearing,
        view.id,
        payee=view.payee.account,
        by=own_account(payer),
        now=utc_now(),
    )
    return see_other(f"/claims/{claim}" if claim else "/wallet")


async def show_arrival(request: Request, view: LocationView, *, error: str = "") -> Response:
    """Show the shop behind a tended code; the number is taken by a press, or by the page itself."""
    return render(
        request,
        DOOR,
        "arrival.html",
        status=429 if error else 200,
        view=view,
        error=error,
        may_type=await may_type_amount(request, view),
    )


async def may_type_amount(request: Request, view: LocationView) -> bool:
    """Say whether the payer may type the amount: no till is there, or it knows without network."""
    if not view.is_tended:
        return True
    return await knows_offline(services_of(request).reader, view.code, paris_day(utc_now()))


async def _own_claim(request: Request, payer: Access, id: str) -> Claim:
    return await show_claim(
        services_of(request).reader, read_id("clm", id), payer=own_account(payer)
    )
