"""The counter sets the ceiling of one account: lower at once, higher by a second signature."""

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.checks import decide_at_checks
from admin.enrolment_form import Mistyped, Typed
from admin.request import DOOR, Controller, Teller, keeper_of, read_reason, served_account
from admin.signing import SignedForm
from ledger.core.account import Tier
from ledger.core.countersignature import SignedAct
from ledger.core.own_ceiling import Ceiling, most_by_law
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import AskedAlready, ExplanationNeeded
from ledger.core.refusal_ceiling import CeilingBeyondLaw, CeilingDateWrong, CeilingUnchanged
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.ceilings import ceiling_ends_on
from ledger.reports.closings import is_asked
from ledger.reports.desk import show_desk_member
from ledger.reports.policy import show_policy
from ledger.use_cases.set_ceiling import decide_ceiling, set_ceiling

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/ceiling"
FIELD_OF: dict[type[Exception], str] = {
    AskedAlready: "amount",
    CeilingBeyondLaw: "amount",
    CeilingUnchanged: "amount",
    CeilingDateWrong: "ends_on",
    ExplanationNeeded: "reason",
}
"""Beside which field a refusal is told."""
TOLD: tuple[type[Exception], ...] = (Mistyped, *FIELD_OF)


@router.get(PAGE)
async def show_ceiling(request: Request, teller: Teller, account: str) -> Response:
    """Show how far the balance of an account may go, and ask for another ceiling."""
    wallet = await served_account(request, teller, account)
    return await _page(request, teller, wallet, Typed({}))


@router.post(PAGE)
async def change_ceiling(
    request: Request,
    teller: Teller,
    account: str,
    reason: Text = "",
) -> Response:
    """Lower it at once, or ask a second person to raise it."""
    wallet, services = await served_account(request, teller, account), services_of(request)
    typed = Typed(await request.form())
    typed.words["reason"] = why = read_reason(reason)
    try:
        wanted, by = _read(typed), keeper_of(teller)
        counts = await set_ceiling(services.clearing, wallet, wanted, why, by=by, now=utc_now())
    except TOLD as error:
        return await _page(request, teller, wallet, typed, error)
    return see_other(f"/console/desk?member={account}" if counts else PAGE.format(account=account))


@router.post("/console/checks/ceilings/{id}")
async def decide(request: Request, controller: Controller, id: str, form: SignedForm) -> Response:
    """Raise a ceiling as the second person, or refuse to."""
    return await decide_at_checks(request, controller, id, form, decide_ceiling)


def _read(typed: Typed) -> Ceiling:
    amount = typed.amount_or_none("amount")
    ends_on = typed.day("ends_on") if typed.words.get("ends_on") else None
    typed.check()
    return Ceiling(amount, ends_on)


async def _page(
    request: Request,
    teller: Access,
    wallet: int,
    typed: Typed,
    error: Exception | None = None,
) -> Response:
    reader, today = services_of(request).reader, paris_day(utc_now())
    member = await show_desk_member(reader, wallet, day=today)
    if member.tier is None or member.status == "closed":
        raise NotFound
    tier = Tier(member.tier)
    return render(
        request,
        DOOR,
        "ceiling.html",
        status=STATUS[error.code] if isinstance(error, Refused) else 422 if error else 200,
        access=teller,
        member=member,
        ends_on=await ceiling_ends_on(reader, wallet),
        of_tier=(await show_policy(reader, today)).tiers[tier].balance,
        by_law=most_by_law(tier),
        is_asked=await is_asked(reader, SignedAct.CEILING, wallet),
        typed=defaultdict(str, typed.words),
        errors=defaultdict(str, _errors(request, error)),
        today=today,
    )


def _errors(request: Request, error: Exception | None) -> dict[str, str]:
    if isinstance(error, Mistyped):
        return {name: words(request, sentence) for name, sentence in error.errors.items()}
    if error is None:
        return {}
    return {FIELD_OF[type(error)]: say(request, error)}
