"""The register of acceptors: what committees decided, confirmed by a second person."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import Asked, Cells, ConsoleList, sheet_day
from admin.members import KINDS
from admin.request import (
    DOOR,
    Accrediter,
    RegisterReader,
    keeper_of,
    read_account,
    read_reason,
    served_account,
)
from admin.signing import SignedForm, cosigner_of, signing
from ledger.bank_account_shown import BankAccountsShown, read_bank_accounts
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_agreement import AgreementDatesWrong
from ledger.core.role import Act, may
from ledger.failures import STATUS, Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of, words
from ledger.reports.acceptors import (
    REGISTER,
    Acceptor,
    find_papers,
    list_agreements,
    list_bank_accounts,
    list_waiting_acceptors,
    show_acceptor,
)
from ledger.reports.access import Access
from ledger.use_cases.agreements import Decision, ask_agreement, decide_agreement
from ledger.use_cases.change_bank_account import decide_bank_account_change
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]


PAGE = "/console/acceptors"
FIELDS = ("committee", "starts_on", "ends_on", "reason")
STATES = {
    "in_force": french("Agréé"),
    "to_come": french("Agrément à venir"),
    "ended": french("Agrément fini"),
    "none": french("Sans agrément"),
}
LIST = ConsoleList(PAGE, REGISTER, "name", states=tuple(STATES), has_period=False)
COLUMNS = (
    french("Établissement"), french("Nature"), french("Activité"), french("Commune"),
    french("État"), french("Premier jour"), french("Dernier jour"),
)  # fmt: skip


@router.get(PAGE)
async def show_register(
    request: Request, reader: RegisterReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """List the acceptors; those for whom somebody has to decide first, before who may decide."""
    today, services = paris_day(utc_now()), services_of(request)
    accredits = may(reader.role, Act.ACCREDIT)
    return render(
        request,
        DOOR,
        "acceptors.html",
        access=reader,
        register=await LIST.show(request, asked, {"today": today}),
        waiting=await list_waiting_acceptors(services.reader) if accredits else [],
        kinds=KINDS,
        states=STATES,
        today=today,
    )


@router.get(f"{PAGE}.csv")
async def give_register(
    request: Request, _reader: RegisterReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the register as a sheet: who is agreed to, from which day to which; nobody's name."""
    today = paris_day(utc_now())

    def cells(each: Acceptor) -> Cells:
        return (
            each.name,
            words(request, KINDS[each.kind]),
            each.activity or "",
            each.town or "",
            words(request, STATES[each.state_on(today)]),
            sheet_day(each.agreed_from),
            sheet_day(each.agreed_until),
        )

    return await LIST.sheet(request, asked, COLUMNS, cells, also={"today": today})


@router.get(f"{PAGE}/{{account}}")
async def show_one(request: Request, reader: RegisterReader, account: str) -> Response:
    """Show the agreement of an acceptor, and every decision about it."""
    if may(reader.role, Act.ACCREDIT):
        return await acceptor_page(request, reader, account)
    return await _read_page(request, reader, account)


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


async def _read_page(request: Request, reader: Access, account: str) -> Response:
    """Show what the register says of an acceptor: no name of a person, little of the IBAN."""
    services, wallet = services_of(request), read_account(account)
    acceptor = await show_acceptor(services.reader, wallet)
    papers = await find_papers(services.reader, wallet)
    bank = (await _bank(request, wallet)).granted
    return render(
        request,
        DOOR,
        "acceptor_read.html",
        access=reader,
        acceptor=acceptor,
        state=acceptor.state_on(paris_day(utc_now())),
        kinds=KINDS,
        siren=papers.siren if papers else "",
        derogation=papers.derogation if papers else "",
        iban=bank.bank.iban if bank else "",
        iban_since=bank.line.counts_from if bank else None,
        agreements=await list_agreements(services.reader, wallet),
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
