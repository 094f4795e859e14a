"""The counter reopens a frozen account after checking who is there; for more, another signs."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.request import DOOR, Controller, Teller, keeper_of, read_reason, served_account
from admin.signing import SignedForm, decide_signed, signing
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.core.refusal_access import AskedAlready, ExplanationNeeded
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.freezes import find_freeze
from ledger.reports.policy import show_policy
from ledger.use_cases.reopen_account import decide_reopening, reopen_account

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/reopening"


@router.get(PAGE)
async def show_reopening(request: Request, teller: Teller, account: str) -> Response:
    """Ask who was seen and why; or, asked by somebody else, have it signed."""
    return await _page(request, teller, await served_account(request, teller, account))


@router.post(PAGE)
async def reopen(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Reopen an account, or ask a second person of the desk to."""
    wallet, clearing = await served_account(request, teller, account), services_of(request).clearing
    why, by = read_reason(reason), keeper_of(teller)
    try:
        is_open = await reopen_account(clearing, wallet, why, by=by, now=utc_now())
    except (AskedAlready, ExplanationNeeded) as refusal:
        return await _page(request, teller, wallet, refusal)
    return see_other(f"/console/desk?member={account}" if is_open else PAGE.format(account=account))


@router.post(f"{PAGE}/{{id}}")
async def sign(
    request: Request, teller: Teller, account: str, id: str, form: SignedForm
) -> Response:
    """Reopen as the second person, at the counter, or refuse to."""
    await served_account(request, teller, account)
    await decide_signed(request, teller, id, form, decide_reopening)
    return see_other(f"/console/desk?member={account}")


@router.post("/console/checks/reopenings/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Reopen as the second person, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_reopening)


async def _page(
    request: Request, teller: Access, wallet: int, refusal: Refused | None = None
) -> Response:
    reader, today = services_of(request).reader, paris_day(utc_now())
    policy = await show_policy(reader, today)
    freeze = await find_freeze(reader, wallet)
    waits = freeze.request if freeze else None
    is_theirs = freeze is not None and freeze.asked_by == teller.principal
    to_sign = [waits] if waits and not is_theirs else []
    return render(
        request,
        DOOR,
        "reopening.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=teller,
        member=await show_desk_member(reader, wallet, day=today),
        freeze=freeze,
        is_theirs=is_theirs,
        alone_up_to=policy.desk.alone_up_to,
        signing=await signing(request, teller, {SignedAct.REOPENING: to_sign}),
        error=say(request, refusal) if refusal else "",
    )
