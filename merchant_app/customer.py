"""The customer shows a code: the till scans or types it, and sends the amount to that phone."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import IdentifierUnreadable, code_from, uuid_text
from ledger.core.refusal import PersonalCodeUnknown, Refused
from ledger.failures import STATUS
from ledger.fresh import new_id, utc_now
from ledger.pages import read_amount, say, see_other, services_of
from ledger.reports.access import Access
from ledger.use_cases.show_code import push_to_code
from merchant_app.charge import amount_page, describe_sale
from merchant_app.request import Till, show
from ui.format import AmountNotUnderstood
from ui.guard import SCANNER_POLICY

router = APIRouter()
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the till has typed so far."""

    amount: str
    reference: str
    code: str = ""


@router.post("/pro/customer")
async def show_scanner(
    request: Request, till: Till, amount: Text = "", reference: Text = ""
) -> Response:
    """Keep the amount, and look for the customer's code."""
    try:
        read_amount(amount)
    except AmountNotUnderstood:
        return await amount_page(request, till, typed=amount, status=422)
    return _page(request, till, Typed(amount, reference))


@router.post("/pro/customer/requests")
async def ask_customer(
    request: Request,
    till: Till,
    amount: Text = "",
    reference: Text = "",
    operation: Text = "",
    code: Text = "",
) -> Response:
    """Send the amount to the phone that shows the code."""
    try:
        sale = describe_sale(request, till, read_amount(amount), reference, operation)
    except AmountNotUnderstood:
        return await amount_page(request, till, typed=amount, status=422)
    try:
        await push_to_code(services_of(request).clearing, _read(code), sale, now=utc_now())
    except Refused as refusal:
        return _page(request, till, Typed(amount, reference, code), refusal=refusal)
    return see_other(f"/pro/requests/{uuid_text('req', sale.id)}")


def _read(code: str) -> str:
    try:
        return code_from(code)
    except IdentifierUnreadable:
        raise PersonalCodeUnknown from None


def _page(
    request: Request, till: Access, typed: Typed, *, refusal: Refused | None = None
) -> Response:
    page = show(
        request,
        till,
        "customer.html",
        status=STATUS[refusal.code] if refusal else 200,
        sale=read_amount(typed.amount),
        typed=typed,
        operation=new_id(),
        error=say(request, refusal) if refusal else "",
    )
    page.headers["content-security-policy"] = SCANNER_POLICY
    return page
