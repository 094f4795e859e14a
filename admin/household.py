"""The counter says who lives together; to leave a household takes a second signature."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.desk import LISTED
from admin.desk_search import LONGEST
from admin.request import DOOR, Controller, Teller, keeper_of, read_reason, served_account
from admin.signing import SignedForm
from ledger.core.account import AccountKind, Status
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import AskedAlready, ExplanationNeeded
from ledger.core.refusal_household import HouseholdAlone, HouseholdKnown, HouseholdOfResidents
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_words, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.closings import is_asked
from ledger.reports.desk import DeskMember, search_members, show_desk_member
from ledger.reports.households import list_household
from ledger.reports.policy import show_policy
from ledger.use_cases.keep_household import ask_leaving, decide_leaving, join_household

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/household"
TOLD = (AskedAlready, ExplanationNeeded, HouseholdAlone, HouseholdKnown, HouseholdOfResidents)


@router.get(PAGE)
async def show_household(request: Request, teller: Teller, account: str, q: str = "") -> Response:
    """Show who counts their cash together, and look for somebody to join."""
    wallet = await served_account(request, teller, account)
    return await _page(request, teller, wallet, searched=read_words(q, longest=LONGEST))


@router.post(PAGE)
async def join(request: Request, teller: Teller, account: str, other: Text = "") -> Response:
    """Count the cash of an account together with another's."""
    wallet = await served_account(request, teller, account)
    mate, clearing = await served_account(request, teller, other), services_of(request).clearing
    try:
        await join_household(clearing, wallet, mate, by=keeper_of(teller), now=utc_now())
    except TOLD as refusal:
        return await _page(request, teller, wallet, error=refusal)
    return see_other(PAGE.format(account=account))


@router.post(f"{PAGE}/leaving")
async def leave(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Ask a second person to let an account leave its household."""
    wallet = await served_account(request, teller, account)
    why, by = read_reason(reason), keeper_of(teller)
    try:
        await ask_leaving(services_of(request).clearing, wallet, why, by=by, now=utc_now())
    except TOLD as refusal:
        return await _page(request, teller, wallet, error=refusal)
    return see_other(PAGE.format(account=account))


@router.post("/console/checks/households/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Let an account leave its household, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_leaving)


async def _page(
    request: Request,
    teller: Access,
    wallet: int,
    *,
    searched: str = "",
    error: Refused | None = None,
) -> Response:
    reader, today = services_of(request).reader, paris_day(utc_now())
    member = await show_desk_member(reader, wallet, day=today)
    if member.kind != AccountKind.RESIDENT or member.status == Status.CLOSED:
        raise NotFound
    found = await search_members(reader, searched, day=today, limit=LISTED) if searched else []
    return render(
        request,
        DOOR,
        "household.html",
        status=STATUS[error.code] if error else 200,
        access=teller,
        member=member,
        household=await list_household(reader, wallet),
        is_asked=await is_asked(reader, SignedAct.HOUSEHOLD, wallet),
        cap=(await show_policy(reader, today)).group_cash_per_month,
        searched=searched,
        found=[each for each in found if _may_share(each, wallet)],
        error=say(request, error) if error else "",
        is_reason=isinstance(error, ExplanationNeeded),
    )


def _may_share(other: DeskMember, wallet: int) -> bool:
    is_open = other.status != Status.CLOSED and other.account != wallet
    return other.kind == AccountKind.RESIDENT and is_open
