"""The bank account that a shop's euros go to: its owner asks for another, who has confirmed."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.bank_account_shown import NO_IBAN, read_bank_accounts
from ledger.core.bank_account import BankAccount, IbanUnreadable, iban_from
from ledger.core.refusal import Refused
from ledger.core.refusal_access import AskedAlready
from ledger.core.refusal_agreement import BankAccountUnchanged
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import own_account, read_words, say, see_other, services_of, words
from ledger.reports.acceptors import list_bank_accounts
from ledger.reports.access import Access
from ledger.use_cases.change_bank_account import ask_bank_account, withdraw_bank_account
from merchant_app.request import Owner, show
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/pro/bank-account"
LONGEST = 70
NO_HOLDER = french("Écrivez le titulaire, exactement comme sur le RIB.")


@router.get(PAGE)
async def show_bank_account(request: Request, owner: Owner) -> Response:
    """Show where euros go, and what waits."""
    return await _page(request, owner)


@router.post(PAGE)
async def ask(request: Request, owner: Owner, iban: Text = "", holder: Text = "") -> Response:
    """Ask that euros go elsewhere."""
    typed = {
        "iban": read_words(iban, longest=LONGEST),
        "holder": read_words(holder, longest=LONGEST),
    }
    errors = _mistakes(request, typed)
    if errors:
        return await _page(request, owner, typed=typed, errors=errors, status=422)
    bank = BankAccount(iban_from(typed["iban"]), typed["holder"])
    clearing, account = services_of(request).clearing, own_account(owner)
    try:
        await ask_bank_account(clearing, account, bank, by=owner.principal, now=utc_now())
    except (AskedAlready, BankAccountUnchanged) as refusal:
        return await _refused(request, owner, typed, refusal)
    return see_other(PAGE)


@router.post(f"{PAGE}/withdrawal")
async def withdraw(request: Request, owner: Owner) -> Response:
    """Take back what was asked for."""
    clearing, account = services_of(request).clearing, own_account(owner)
    await withdraw_bank_account(clearing, account, by=owner.principal, now=utc_now())
    return see_other(PAGE)


def _mistakes(request: Request, typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    try:
        iban_from(typed["iban"])
    except IbanUnreadable:
        errors["iban"] = words(request, NO_IBAN)
    if not typed["holder"]:
        errors["holder"] = words(request, NO_HOLDER)
    return errors


async def _refused(
    request: Request, owner: Access, typed: dict[str, str], refusal: Refused
) -> Response:
    errors = {"iban": say(request, refusal)}
    return await _page(request, owner, typed=typed, errors=errors, status=STATUS[refusal.code])


async def _page(
    request: Request,
    owner: Access,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    services, none = services_of(request), {"iban": "", "holder": ""}
    lines = await list_bank_accounts(services.reader, own_account(owner))
    return show(
        request,
        owner,
        "bank_account.html",
        status=status,
        bank=read_bank_accounts(services.clearing.columns, lines),
        now=utc_now(),
        typed=typed or none,
        errors=none | (errors or {}),
        mistakes=list((errors or {}).items()),
    )
