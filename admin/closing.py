"""The counter closes an account for a reason; that of a shop waits for a second person."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.request import DOOR, Controller, Teller, keeper_of, served_account
from admin.signing import SignedForm
from ledger.core.account import AccountKind
from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.closings import is_asked
from ledger.reports.desk import show_desk_member
from ledger.use_cases.close_account import ask_closing, close_account, decide_closing
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
REASONS = {
    ClosingReason.ASKED: french("À la demande du titulaire"),
    ClosingReason.DEATH: french("Décès du titulaire"),
    ClosingReason.CEASED: french("Fin de l’activité"),
}
_NOT_OF_RESIDENTS = {ClosingReason.CEASED}


@router.get("/console/members/{account}/closing")
async def show_closing(request: Request, teller: Teller, account: str) -> Response:
    """Ask why an account is to be closed."""
    return await _page(request, teller, await served_account(request, teller, account))


@router.post("/console/members/{account}/closing")
async def close(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Close the account of a resident; ask a second person to close that of a shop."""
    wallet, services = await served_account(request, teller, account), services_of(request)
    why = next((each for each in REASONS if each == reason), None)
    if why is None:
        return await _page(request, teller, wallet, wrong=words(request, "Choisissez une raison."))
    member = await show_desk_member(services.reader, wallet, day=paris_day(utc_now()))
    try:
        if member.kind == AccountKind.RESIDENT:
            await close_account(services.clearing, wallet, why, by=teller.principal, now=utc_now())
        else:
            await ask_closing(services.clearing, wallet, why, by=keeper_of(teller), now=utc_now())
            return see_other(f"/console/members/{account}/closing")
    except Refused as refusal:
        return await _page(request, teller, wallet, error=say(request, refusal))
    return see_other(f"/console/desk?member={account}")


@router.post("/console/checks/closings/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Close the account of a shop as the second person, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_closing)


async def _page(
    request: Request, teller: Access, wallet: int, *, error: str = "", wrong: str = ""
) -> Response:
    services = services_of(request)
    member = await show_desk_member(services.reader, wallet, day=paris_day(utc_now()))
    kept = REASONS.keys() - _NOT_OF_RESIDENTS if member.kind == AccountKind.RESIDENT else REASONS
    return render(
        request,
        DOOR,
        "closing.html",
        status=409 if error else 422 if wrong else 200,
        access=teller,
        member=member,
        reasons=[
            (each.value, words(request, said), "") for each, said in REASONS.items() if each in kept
        ],
        is_asked=await is_asked(services.reader, SignedAct.CLOSING, wallet),
        error=error,
        wrong=wrong,
    )
