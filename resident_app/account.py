"""My account: limits of one's own, the PIN, where one is signed in, one's data."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import read_json
from ledger.confirm_pages import ConfirmIn, facts_of
from ledger.core.account import Tier
from ledger.core.own_limit import LimitKind
from ledger.core.policy import Policy
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import LimitTooHigh
from ledger.failures import STATUS, Unreadable
from ledger.fresh import paris_day, token_hash, utc_now
from ledger.pages import (
    attachment,
    forget_access,
    own_account,
    read_amount_or_nothing,
    render,
    say,
    see_other,
    services_of,
    session_token,
)
from ledger.proof import SET_PIN, challenge_answer
from ledger.reports.access import Access
from ledger.reports.devices import list_devices, show_pin
from ledger.reports.own_data import gather_own_data
from ledger.reports.own_limits import show_own_limits
from ledger.reports.policy import show_policy
from ledger.reports.sessions import SESSION_ID, list_sessions, session_id
from ledger.reports.wallet import show_wallet
from ledger.use_cases.choose_limits import Wish, choose_limit
from ledger.use_cases.keep_pin import set_pin
from ledger.use_cases.sign_in import end_other_sessions, end_session_of
from resident_app.request import DOOR, Holder, Payer
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]
JSON = "application/json"
OWN_KINDS = (LimitKind.ALONE, LimitKind.PER_DAY, LimitKind.CARD_PER_DAY)
"""The limits that a holder chooses; the one of a week is a guardian's."""


class NewPinIn(ConfirmIn, kw_only=True):
    """A PIN to be kept, and a challenge that a key at hand approved for it."""

    pin: str


@router.get("/account")
async def show_account(request: Request, payer: Payer) -> Response:
    """Lead to all that a holder may settle alone."""
    return render(
        request, DOOR, "account.html", account=own_account(payer), account_name=payer.account_name
    )


@router.get("/limits")
async def show_limits(request: Request, holder: Holder) -> Response:
    """Show the limits that count, and those that wait."""
    return await _limits_page(request, holder)


@router.post("/limits")
async def change_limit(
    request: Request, holder: Holder, kind: Text = "", amount: Text = "", none: Text = ""
) -> Response:
    """Lower a limit at once, or raise it from tomorrow."""
    if kind not in OWN_KINDS:
        raise Unreadable("kind")
    chosen, now = LimitKind(kind), utc_now()
    try:
        wished = None if none else read_amount_or_nothing(amount)
        most = await _most(request, holder)
        wish = Wish(chosen, wished, most[chosen])
        clearing, account = services_of(request).clearing, own_account(holder)
        await choose_limit(clearing, account, wish, by=holder.principal, now=now)
    except (AmountNotUnderstood, LimitTooHigh) as error:
        told = (kind, amount, say(request, error))
        status = STATUS["limit_too_high"]
        return await _limits_page(request, holder, status=status, told=told)
    return see_other("/limits")


async def _limits_page(
    request: Request, holder: Access, *, status: int = 200, told: tuple[str, str, str] | None = None
) -> Response:
    own = await show_own_limits(services_of(request).reader, own_account(holder), utc_now())
    return render(
        request,
        DOOR,
        "limits.html",
        status=status,
        own=own,
        most=await _most(request, holder),
        kinds=OWN_KINDS,
        told=told,
    )


async def _most(request: Request, holder: Access) -> dict[LimitKind, int | None]:
    """Say how far the policy lets a holder go; None where it says nothing."""
    reader = services_of(request).reader
    policy: Policy = await show_policy(reader, paris_day(utc_now()))
    wallet = await show_wallet(reader, own_account(holder))
    tier = policy.tiers[Tier(wallet.tier)] if wallet.tier else None
    return {
        LimitKind.ALONE: policy.approval.low_value_payment,
        LimitKind.PER_DAY: tier.paid_per_day if tier else None,
        LimitKind.CARD_PER_DAY: policy.approval.card_per_day,
    }


@router.get("/pin")
async def show_pin_form(request: Request, holder: Holder) -> Response:
    """Ask for a new PIN."""
    reader, account = services_of(request).reader, own_account(holder)
    devices, kept = await list_devices(reader, account), await show_pin(reader, account)
    facts = facts_of(request, DOOR, holder, devices, kept)
    return render(request, DOOR, "pin.html", facts=facts, kept=kept, now=utc_now())


@router.post("/pin/challenge")
async def give_pin_challenge(request: Request, _holder: Holder) -> Response:
    """Give what a key at hand approves, for a new PIN alone."""
    return challenge_answer(services_of(request).clearing, SET_PIN)


@router.post("/pin")
async def keep_pin(request: Request, holder: Holder) -> Response:
    """Keep a PIN that a key at hand approved."""
    clearing, now = services_of(request).clearing, utc_now()
    form = await read_json(request, NewPinIn)
    given = form.read(clearing, SET_PIN, now)
    await set_pin(clearing, own_account(holder), form.pin, given, now=now)
    return JSONResponse({"next": "/pin"}, 201)


@router.get("/sessions")
async def show_sessions(request: Request, holder: Holder) -> Response:
    """Show where this person is signed in."""
    found = await list_sessions(services_of(request).reader, holder.person_id, utc_now())
    here = session_id(token_hash(session_token(request, DOOR)))
    return render(request, DOOR, "sessions.html", sessions=found, here=here)


@router.post("/sessions/others/end")
async def end_the_others(request: Request, holder: Holder) -> Response:
    """Sign this person out everywhere but here."""
    token = session_token(request, DOOR)
    await end_other_sessions(services_of(request).clearing, holder.person_id, but=token)
    forget_access(request)
    return see_other("/sessions")


@router.post("/sessions/{id}/end")
async def end_one_session(request: Request, holder: Holder, id: str) -> Response:
    """Sign this person out of one place."""
    if not SESSION_ID.fullmatch(id):
        raise NotFound
    await end_session_of(services_of(request).clearing, holder.person_id, id)
    forget_access(request)
    return see_other("/sessions")


@router.get("/data")
async def show_data(request: Request, _holder: Holder) -> Response:
    """Say what is kept of this person, and give it."""
    return render(request, DOOR, "data.html")


@router.get("/data.json")
async def give_data(request: Request, holder: Holder) -> Response:
    """Give all that is kept of this person (GDPR, articles 15 and 20)."""
    services = services_of(request)
    gathered = await gather_own_data(
        services.reader, services.clearing.columns, holder.person_id, own_account(holder)
    )
    content = msgspec.json.format(msgspec.json.encode(gathered), indent=2)
    return attachment(content, JSON, "mes-donnees.json")
