"""The register of acceptors: what committees decided, confirmed by a second person."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Accrediter, keeper_of, read_reason, served_account
from admin.signing import SignedForm, cosigner_of, signing
from ledger.bank_account_shown import BankAccountsShown, read_bank_accounts
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_agreement import AgreementDatesWrong
from ledger.failures import STATUS, Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of
from ledger.reports.acceptors import (
    find_papers,
    list_acceptors,
    list_agreements,
    list_bank_accounts,
    show_acceptor,
)
from ledger.reports.access import Access
from ledger.use_cases.agreements import Decision, ask_agreement, decide_agreement
from ledger.use_cases.change_bank_account import decide_bank_account_change

router = APIRouter()
Text = Annotated[str, Form()]


PAGE = "/console/acceptors"
FIELDS = ("committee", "starts_on", "ends_on", "reason")


@router.get(PAGE)
async def show_register(request: Request, accrediter: Accrediter) -> Response:
    """List the acceptors, those for whom somebody has to decide first."""
    acceptors = await list_acceptors(services_of(request).reader)
    today = paris_day(utc_now())
    return render(
        request, DOOR, "acceptors.html", access=accrediter, acceptors=acceptors, today=today
    )


@router.get(f"{PAGE}/{{account}}")
async def show_one(request: Request, accrediter: Accrediter, account: str) -> Response:
    """Show the agreement of an acceptor, and every decision about it."""
    return await acceptor_page(request, accrediter, account)


@router.post(f"{PAGE}/{{account}}/agreements")
async def ask(request: Request, accrediter: Accrediter, account: str) -> Response:
    """Write what a committee decided; it waits for a second person."""
    form = await request.form()
    typed = {name: read_reason(str(form.get(name, ""))) for name in FIELDS}
    wallet = await served_account(request, accrediter, account)
    starts_on, ends_on = _day(typed["starts_on"]), _day(typed["ends_on"])
    decision = Decision(typed["committee"], starts_on, ends_on, typed["reason"])
    by, clearing = keeper_of(accrediter), services_of(request).clearing
    try:
        await ask_agreement(clearing, wallet, decision, by=by, now=utc_now())
    except (ExplanationNeeded, AgreementDatesWrong) as refusal:
        return await acceptor_page(request, accrediter, account, typed=typed, error=refusal)
    return see_other(f"{PAGE}/{account}")


@router.post(f"{PAGE}/{{account}}/agreements/{{id}}")
async def decide(
    request: Request, accrediter: Accrediter, account: str, id: str, form: SignedForm
) -> Response:
    """Confirm what somebody else asked, or turn it down."""
    return await _decide(request, accrediter, (account, id), form, decide_agreement)


@router.post(f"{PAGE}/{{account}}/bank-accounts/{{id}}")
async def decide_bank_account(
    request: Request, accrediter: Accrediter, account: str, id: str, form: SignedForm
) -> Response:
    """Agree that euros go to another bank account, or turn it down."""
    return await _decide(request, accrediter, (account, id), form, decide_bank_account_change)


async def _decide(
    request: Request,
    accrediter: Access,
    place: tuple[str, str],
    form: SignedForm,
    use_case: Callable[..., Awaitable[None]],
) -> Response:
    account, id = place
    await use_case(
        services_of(request).clearing,
        await served_account(request, accrediter, account),
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(accrediter, form.signature),
        now=utc_now(),
    )
    return see_other(f"{PAGE}/{account}")


async def acceptor_page(
    request: Request,
    accrediter: Access,
    account: str,
    *,
    typed: dict[str, str] | None = None,
    error: Refused | None = None,
) -> Response:
    """Show an acceptor, beside what was typed and why it was refused."""
    services, today = services_of(request), paris_day(utc_now())
    wallet = await served_account(request, accrediter, account)
    acceptor = await show_acceptor(services.reader, wallet)
    agreements = await list_agreements(services.reader, wallet)
    waiting = next((each for each in agreements if each.decided_at is None), None)
    bank = await _bank(request, wallet)
    to_sign = {
        SignedAct.AGREEMENT: [waiting.id] if waiting else [],
        SignedAct.BANK_ACCOUNT: [bank.waiting.line.id] if bank.waiting else [],
    }
    return render(
        request,
        DOOR,
        "acceptor.html",
        status=STATUS[error.code] if error else 200,
        access=accrediter,
        acceptor=acceptor,
        state=acceptor.state_on(today),
        papers=await find_papers(services.reader, wallet),
        agreements=agreements,
        waiting=waiting,
        bank=bank,
        signing=await signing(request, accrediter, to_sign),
        today=today,
        now=utc_now(),
        typed=typed or dict.fromkeys(FIELDS, ""),
        error=say(request, error) if error else "",
        wrong=_wrong_field(error, typed),
    )


async def _bank(request: Request, wallet: int) -> BankAccountsShown:
    services = services_of(request)
    lines = await list_bank_accounts(services.reader, wallet)
    return read_bank_accounts(services.clearing.columns, lines)


def _wrong_field(error: Refused | None, typed: dict[str, str] | None) -> str:
    if error is None:
        return ""
    if isinstance(error, AgreementDatesWrong):
        return "ends_on"
    return "reason" if typed and typed["committee"] else "committee"


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("day") from None
