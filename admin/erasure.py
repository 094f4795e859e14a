"""The counter asks that a person be erased; a second person signs it."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.request import DOOR, Controller, Teller, keeper_of, read_account
from admin.signing import SignedForm
from ledger.core.countersignature import SignedAct
from ledger.core.refusal_retention import AccountsStillOpen, HeldByLaw
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.closings import is_asked
from ledger.reports.desk import show_desk_member
from ledger.use_cases.erase_person import Erasable, ask_erasure, decide_erasure, find_erasable
from ledger.use_cases.keep_relatives import check_served

router = APIRouter()
Text = Annotated[str, Form()]
ADDRESS = "/console/members/{account}/erasure"


@router.get(ADDRESS)
async def show_erasure(request: Request, teller: Teller, account: str) -> Response:
    """Say what is erased at once, and what the law holds until when."""
    wallet, clearing = read_account(account), services_of(request).clearing
    await check_served(clearing, teller.principal, wallet)
    try:
        stands = await find_erasable(clearing, wallet, now=utc_now())
    except AccountsStillOpen as refusal:
        return await _page(request, teller, wallet, error=say(request, refusal))
    return await _page(request, teller, wallet, stands=stands)


@router.post(ADDRESS)
async def ask(request: Request, teller: Teller, account: str, whole: Text = "") -> Response:
    """Ask that the person be erased, or what no law holds of them."""
    wallet, clearing = read_account(account), services_of(request).clearing
    try:
        await ask_erasure(
            clearing, wallet, is_whole=whole == "yes", by=keeper_of(teller), now=utc_now()
        )
    except (AccountsStillOpen, HeldByLaw) as refusal:
        return await _page(request, teller, wallet, error=say(request, refusal))
    return see_other(f"/console/members/{account}/erasure")


@router.post("/console/checks/erasures/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Erase as the second person, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_erasure)


async def _page(
    request: Request,
    teller: Access,
    wallet: int,
    *,
    stands: Erasable | None = None,
    error: str = "",
) -> Response:
    reader = services_of(request).reader
    return render(
        request,
        DOOR,
        "erasure.html",
        status=409 if error and request.method == "POST" else 200,
        access=teller,
        member=await show_desk_member(reader, wallet, day=paris_day(utc_now())),
        stands=stands,
        is_asked=await is_asked(reader, SignedAct.ERASURE, wallet),
        error=error,
    )
