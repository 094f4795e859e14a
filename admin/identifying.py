"""The counter verifies the identity of somebody who has a wallet without it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment import identity_page, resident_of
from admin.enrolment_form import Typed
from admin.enrolment_page import TOLD, desk_form
from admin.request import Enroller, served_account
from ledger.core.refusal import NotFound
from ledger.fresh import paris_day, utc_now
from ledger.pages import see_other, services_of
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.enrolments import list_communes
from ledger.use_cases.identify_holder import identify_holder

router = APIRouter()
PAGE = "/console/members/{account}/identity"


@router.get(PAGE)
async def show_identity(request: Request, teller: Enroller, account: str) -> Response:
    """Ask for what the document of a holder says."""
    wallet = await served_account(request, teller, account)
    return await _page(request, teller, wallet, Typed({}))


@router.post(PAGE)
async def identify(request: Request, teller: Enroller, account: str) -> Response:
    """Write what the document says; the account goes on with other caps."""
    wallet = await served_account(request, teller, account)
    typed, services = Typed(await request.form()), services_of(request)
    communes = await list_communes(services.reader)
    try:
        resident = await resident_of(request, teller, typed, communes)
        form = desk_form(teller, typed)
        await identify_holder(services.clearing, wallet, resident, form)
    except TOLD as error:
        return await _page(request, teller, wallet, typed, error)
    return see_other(f"/console/desk?member={account}")


async def _page(
    request: Request,
    teller: Access,
    wallet: int,
    typed: Typed,
    error: Exception | None = None,
) -> Response:
    reader, day = services_of(request).reader, paris_day(utc_now())
    member = await show_desk_member(reader, wallet, day=day)
    if member.kind != "resident" or member.status == "closed":
        raise NotFound
    return await identity_page(request, teller, "identify.html", (typed, error), member=member)
