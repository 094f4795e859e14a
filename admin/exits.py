"""A resident leaves: asked with a document, approved by two others, paid with the next batch."""

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, LeaveTaker, keeper_of, read_account, read_reason
from admin.signing import SignedForm, cosigner_of, signing
from ledger.bank_account_shown import NO_IBAN, decrypted
from ledger.core.bank_account import BankAccount, IbanUnreadable, iban_from
from ledger.core.countersignature import SignedAct
from ledger.core.identifier import account_id_text
from ledger.core.refusal import NotFound, Refused
from ledger.core.resident_exit import Exit, ExitReason
from ledger.core.role import Role
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    attachment,
    issuer_line,
    read_uuid,
    read_words,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.exits import ExitLine, find_exit, list_exits
from ledger.reports.policy import show_policy
from ledger.use_cases.let_leave import ask_exit, decide_on_exit
from ui.format import amount_text, instant_short
from ui.language import language_of
from ui.translation import french

router = APIRouter()
PAGE = "/console/exits"
LONGEST_WORDS = 80
Text = Annotated[str, Form()]
REASONS = {
    ExitReason.DEPARTURE: french("Départ de la métropole"),
    ExitReason.DEATH: french("Décès, remboursement aux héritiers"),
    ExitReason.CLOSURE: french("Fin de la monnaie"),
}


class ExitForm(BaseModel):
    """What is typed to ask for an exit."""

    account: str = ""
    reason: str = ""
    proof: str = ""
    iban: str = ""
    holder: str = ""
    operation: str = ""


NOTHING_TYPED = ExitForm()


@router.get(PAGE)
async def show_exits(request: Request, access: LeaveTaker) -> Response:
    """Show the exits that wait, those decided, and the form of another."""
    return await _page(request, access)


@router.post(PAGE)
async def ask(request: Request, access: LeaveTaker, form: Annotated[ExitForm, Form()]) -> Response:
    """Ask that a resident who leaves be paid what they hold."""
    services = services_of(request)
    wrong = _wrong(request, form)
    if wrong:
        return await _page(request, access, form=form, wrong=wrong)
    leaves = Exit(
        read_account(form.account.strip()),
        ExitReason(form.reason),
        read_reason(form.proof),
        BankAccount(iban_from(form.iban), read_words(form.holder, longest=LONGEST_WORDS)),
    )
    by, now = keeper_of(access), utc_now()
    policy = await show_policy(services.reader, paris_day(now))
    try:
        await ask_exit(
            services.clearing, read_uuid(form.operation), leaves, policy=policy, by=by, now=now
        )
    except Refused as refusal:
        return await _page(request, access, form=form, wrong={"account": say(request, refusal)})
    return see_other(PAGE)


@router.post("/console/exits/{id}")
async def decide(request: Request, access: LeaveTaker, id: str, form: SignedForm) -> Response:
    """Approve as the first or the second person, or refuse."""
    await decide_on_exit(
        services_of(request).clearing,
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(access, form.signature),
        is_treasury=access.role is Role.TREASURER,
        now=utc_now(),
    )
    return see_other(PAGE)


@router.get("/console/exits/{id}/receipt.pdf")
async def give_receipt(request: Request, _access: LeaveTaker, id: str) -> Response:
    """Give the receipt of an exit that two people approved, for the resident or the heirs."""
    services, language = services_of(request), language_of(request)
    line = await find_exit(services.reader, read_uuid(id))
    if line.seq is None or line.decided_at is None:
        raise NotFound
    symbol = services.currency.symbol
    values = {
        "brand": services.currency.name,
        "symbol": symbol,
        "issuer": issuer_line(request),
        "number": str(line.seq),
        "kind": words(request, "Remboursement d’un départ"),
        "with": line.name,
        "amount": amount_text(line.payout, "€", language=language),
        "facts": [
            (words(request, "Date"), instant_short(line.decided_at, language=language)),
            (words(request, "Raison"), words(request, REASONS[ExitReason(line.reason)])),
            (words(request, "Unités rendues"), amount_text(line.amount, symbol, language=language)),
            (words(request, "Commission"), amount_text(line.fee, "€", language=language)),
        ],
    }
    made = await typeset("receipt", values, made_at=utc_now(), language=language)
    return attachment(made, PDF, f"depart-{line.seq}.pdf")


def _wrong(request: Request, form: ExitForm) -> dict[str, str]:
    """Say what of a form cannot be read."""
    wrong = {}
    try:
        read_account(form.account.strip())
    except NotFound:
        wrong["account"] = words(request, "Copiez le numéro qui commence par acc_.")
    if form.reason not in set(ExitReason):
        wrong["reason"] = words(request, "Choisissez une raison.")
    if not read_reason(form.proof):
        wrong["proof"] = words(request, "Nommez le document qui le montre.")
    try:
        iban_from(form.iban)
    except IbanUnreadable:
        wrong["iban"] = words(request, NO_IBAN)
    if not read_words(form.holder, longest=LONGEST_WORDS):
        wrong["holder"] = words(request, "Recopiez le titulaire comme sur le RIB.")
    return wrong


async def _page(
    request: Request,
    access: Access,
    *,
    form: ExitForm = NOTHING_TYPED,
    wrong: dict[str, str] | None = None,
) -> Response:
    services = services_of(request)
    lines = await list_exits(services.reader)
    waiting = [each for each in lines if each.decided_at is None]
    to_sign = {
        SignedAct.EXIT_FIRST: [each.id for each in waiting if each.first_by is None],
        SignedAct.EXIT: [each.id for each in waiting if each.first_by is not None],
    }
    return render(
        request,
        DOOR,
        "exits.html",
        status=422 if wrong else 200,
        access=access,
        waiting=waiting,
        decided=[each for each in lines if each.decided_at is not None],
        banks={each.id: _bank(request, each) for each in waiting},
        accounts={each.id: account_id_text(each.account) for each in waiting},
        reasons=[(each.value, words(request, said)) for each, said in REASONS.items()],
        signing=await signing(request, access, to_sign),
        form=form,
        wrong=wrong or {},
        operation=form.operation or str(new_id()),
    )


def _bank(request: Request, line: ExitLine) -> BankAccount | None:
    if line.bank_account is None or line.iban is None or line.holder is None:
        return None
    columns = services_of(request).clearing.columns
    return decrypted(columns, line.bank_account, line.iban, line.holder)
