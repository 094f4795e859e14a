"""The counter freezes a member's account at once, and says why."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Teller, read_reason, served_account
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.use_cases.freeze_account import freeze_account

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/freeze"


@router.get(PAGE)
async def show_freeze(request: Request, teller: Teller, account: str) -> Response:
    """Ask why an account is to be frozen."""
    return await _page(request, teller, await served_account(request, teller, account))


@router.post(PAGE)
async def freeze(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Freeze the account of a member who asks for it."""
    wallet, clearing = await served_account(request, teller, account), services_of(request).clearing
    said, by = read_reason(reason), teller.principal
    try:
        await freeze_account(clearing, wallet, by=by, now=utc_now(), reason=said)
    except ExplanationNeeded as refusal:
        return await _page(request, teller, wallet, refusal)
    return see_other(f"/console/desk?member={account}")


async def _page(
    request: Request, teller: Access, wallet: int, refusal: Refused | None = None
) -> Response:
    day = paris_day(utc_now())
    return render(
        request,
        DOOR,
        "freezing.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=teller,
        member=await show_desk_member(services_of(request).reader, wallet, day=day),
        error=say(request, refusal) if refusal else "",
    )
