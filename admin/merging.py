"""Two accounts of one person become one: the counter says which goes on, a second person signs."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.request import DOOR, Controller, Teller, keeper_of, served_account
from admin.signing import SignedForm
from ledger.core.countersignature import SignedAct
from ledger.core.merger import Merger
from ledger.core.refusal import Refused
from ledger.failures import Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.closings import is_asked
from ledger.reports.desk import show_desk_member
from ledger.reports.duplicates import list_alike
from ledger.use_cases.merge_accounts import ask_merger, decide_merger
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
IN_COMMON = {
    "person": french("mêmes nom et date de naissance"),
    "siren": french("même SIREN"),
    "bank_account": french("même compte bancaire"),
}


@router.get("/console/members/{account}/merger")
async def show_alike(request: Request, teller: Teller, account: str) -> Response:
    """Show the accounts that may be of the same person."""
    return await _page(request, teller, await served_account(request, teller, account))


@router.post("/console/members/{account}/merger")
async def ask(request: Request, teller: Teller, account: str, kept: Text = "") -> Response:
    """Ask that this account go on in the chosen one."""
    if not kept:
        raise Unreadable("kept")
    wallet = await served_account(request, teller, account)
    merger = Merger(wallet, await served_account(request, teller, kept))
    try:
        await ask_merger(services_of(request).clearing, merger, by=keeper_of(teller), now=utc_now())
    except Refused as refusal:
        return await _page(request, teller, wallet, error=say(request, refusal))
    return see_other(f"/console/members/{account}/merger")


@router.post("/console/checks/mergers/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Let the accounts become one, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_merger)


async def _page(request: Request, teller: Access, wallet: int, *, error: str = "") -> Response:
    services = services_of(request)
    return render(
        request,
        DOOR,
        "merger.html",
        status=409 if error else 200,
        access=teller,
        member=await show_desk_member(services.reader, wallet, day=paris_day(utc_now())),
        alike=await list_alike(services.reader, wallet),
        in_common={each: words(request, said) for each, said in IN_COMMON.items()},
        is_asked=await is_asked(services.reader, SignedAct.MERGER, wallet),
        error=error,
    )
