"""Receipts on paper for when the network fails: printed before, entered after, or voided."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import (
    DOOR,
    DeskReader,
    Teller,
    keeper_of,
    read_account,
    read_reason,
    served_account,
    till_of,
)
from ledger.core.exchange import IssuanceOrder
from ledger.core.paper_receipt import PaperReceipt, number_from, receipt_name
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_receipt import ReceiptDayOver
from ledger.documents.typeset import PDF, typeset
from ledger.door import posting_id_text
from ledger.failures import STATUS
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    attachment,
    issuer_line,
    origin_of,
    read_amount,
    read_uuid,
    read_words,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.paper_receipts import list_receipts, show_book
from ledger.reports.policy import show_policy
from ledger.reports.till_days import show_till
from ledger.use_cases.paper_receipts import enter_receipt, print_receipts, void_receipt
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/till/receipts"
ENTRY = "/console/members/{account}/receipt"
LONGEST_NUMBER = 24
TYPED = ("number", "operated_on", "amount")


@router.get(PAGE)
async def show_receipts(request: Request, teller: DeskReader) -> Response:
    """Show the books of the till, and the numbers still blank."""
    return await _page(request, teller)


@router.post(PAGE)
async def number_book(request: Request, teller: Teller, operation: Text = "") -> Response:
    """Number a new book of the till, to be printed."""
    id, by, clearing = read_uuid(operation), keeper_of(teller), services_of(request).clearing
    await print_receipts(clearing, id, till=till_of(teller), by=by, now=utc_now())
    return see_other(f"{PAGE}#carnets")


@router.get(f"{PAGE}/{{book}}.pdf")
async def give_book(request: Request, teller: DeskReader, book: str) -> Response:
    """Give a book to print: each receipt twice, for the member and for the till."""
    services = services_of(request)
    printed = await show_book(services.reader, till_of(teller), read_uuid(book))
    names = [
        receipt_name(printed.code, printed.till_number, number)
        for number in range(printed.first, printed.last + 1)
    ]
    values = {
        "brand": services.currency.name,
        "symbol": services.currency.symbol,
        "issuer": issuer_line(request),
        "place": f"{printed.institution}, {printed.label}",
        "numbers": names,
    }
    made = await typeset("receipt_book", values, made_at=printed.printed_at)
    return attachment(made, PDF, f"quittances-{names[0]}.pdf")


@router.post(f"{PAGE}/void")
async def void(request: Request, teller: Teller, number: Text = "", reason: Text = "") -> Response:
    """Void a receipt that was spoilt."""
    clearing, by = services_of(request).clearing, keeper_of(teller)
    typed = read_words(number, longest=LONGEST_NUMBER)
    try:
        await void_receipt(
            clearing, till_of(teller), number_from(typed), reason=read_reason(reason), by=by,
            now=utc_now(),
        )  # fmt: skip
    except Refused as refusal:
        return await _page(request, teller, typed=typed, refusal=refusal)
    return see_other(PAGE)


@router.get(ENTRY)
async def show_entry(request: Request, teller: Teller, account: str) -> Response:
    """Ask for what a receipt on paper says."""
    await served_account(request, teller, account)
    return await _entry_page(request, teller, account, dict.fromkeys(TYPED, ""))


@router.post(ENTRY)
async def enter(request: Request, teller: Teller, account: str) -> Response:
    """Enter a receipt on paper, once."""
    wallet = await served_account(request, teller, account)
    form = await request.form()
    typed = {name: read_words(str(form.get(name, "")), longest=LONGEST_NUMBER) for name in TYPED}
    id, now, services = read_uuid(str(form.get("operation", ""))), utc_now(), services_of(request)
    try:
        order = IssuanceOrder(till_of(teller), wallet, read_amount(typed["amount"]))
        receipt = PaperReceipt(number_from(typed["number"]), _day(typed["operated_on"]), order)
        posted = await enter_receipt(
            services.clearing,
            id,
            receipt,
            policy=await show_policy(services.reader, paris_day(now)),
            origin=origin_of(teller, teller.institution),
            now=now,
        )
    except (Refused, AmountNotUnderstood) as error:
        return await _entry_page(request, teller, account, typed, error=error)
    return see_other(f"/console/desk?member={account}&done={posting_id_text(posted.id)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReceiptDayOver from None


async def _page(
    request: Request, teller: Access, *, typed: str = "", refusal: Refused | None = None
) -> Response:
    services = services_of(request)
    till = await show_till(services.reader, till_of(teller))
    return render(
        request,
        DOOR,
        "receipts.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=teller,
        label=till.label,
        receipts=await list_receipts(services.reader, till_of(teller)),
        name_of=lambda number: receipt_name(till.code, till.number, number),
        operation=new_id(),
        typed=typed,
        is_unexplained=isinstance(refusal, ExplanationNeeded),
        error=say(request, refusal) if refusal else "",
    )


async def _entry_page(
    request: Request,
    teller: Access,
    account: str,
    typed: dict[str, str],
    *,
    error: Exception | None = None,
) -> Response:
    services, today = services_of(request), paris_day(utc_now())
    amount_wrong = words(request, "Écrivez un montant en chiffres, par exemple 50.")
    told = say(request, error) if isinstance(error, Refused) else amount_wrong if error else ""
    return render(
        request,
        DOOR,
        "receipt_entry.html",
        status=STATUS[error.code] if isinstance(error, Refused) else 422 if error else 200,
        access=teller,
        member=await show_desk_member(services.reader, read_account(account), day=today),
        account=account,
        typed=typed,
        today=today,
        operation=new_id(),
        wrong_amount=isinstance(error, AmountNotUnderstood),
        error=told,
    )
