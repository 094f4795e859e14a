"""The customer pays by card: the till scans it, the customer types the PIN, the till signs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, is_json, read_expiry, read_json
from ledger.core.card import CardOrder, Presented
from ledger.core.identifier import IdentifierUnreadable, account_id_text, code_from, uuid_text
from ledger.core.money import Money
from ledger.core.pin import CARD_DIGITS
from ledger.core.refusal import Refused, TillNotPaired
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import own_account, read_amount, read_id, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.payees import RequestView
from ledger.reports.takings import show_takings
from ledger.use_cases.pay_by_card import pay_by_card, recognise_card
from ledger.use_cases.request_payment import open_request
from merchant_app.charge import amount_page, describe_sale, live_line, own_request
from merchant_app.live import day_told
from merchant_app.request import Till, show
from ui.format import AmountNotUnderstood
from ui.guard import SCANNER_POLICY
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
MISTYPED = french("Ce numéro n’est pas celui d’une carte : vérifiez chaque caractère.")


class CardPaymentIn(msgspec.Struct, forbid_unknown_fields=True):
    """What a till sends: amount, payee and request it must not choose, they are the sale's."""

    id: UUID
    card: str
    expires_at: datetime
    approval: ApprovalIn
    pin: str


@router.post("/pro/cards")
async def take_card(
    request: Request, till: Till, amount: Text = "", reference: Text = "", operation: Text = ""
) -> Response:
    """Open the sale, and ask for the card."""
    try:
        sale = describe_sale(request, till, read_amount(amount), reference, operation)
    except AmountNotUnderstood:
        return await amount_page(request, till, typed=amount, status=422)
    if till.paired_with is None:
        error = say(request, TillNotPaired())
        return await amount_page(request, till, typed=amount, status=403, error=error)
    await open_request(services_of(request).clearing, sale)
    return see_other(f"/pro/requests/{uuid_text('req', sale.id)}/card")


@router.get("/pro/requests/{id}/card")
async def show_card_scanner(request: Request, till: Till, id: str) -> Response:
    """Look for the card's code, or let its number be typed."""
    return _scanner(request, till, await own_request(request, till, id))


@router.post("/pro/requests/{id}/card")
async def ask_pin(request: Request, till: Till, id: str) -> Response:
    """Ask for the PIN; nothing on the page tells whether anybody carries that card.

    The page's script sends the payment to the same address, as JSON.
    """
    view = await own_request(request, till, id)
    if is_json(request):
        return await _pay(request, till, view)
    code = str((await request.form()).get("code", ""))
    if view.state(utc_now()) != "open":
        return see_other(f"/pro/requests/{id}")
    clearing, shop, now = services_of(request).clearing, own_account(till), utc_now()
    try:
        card = await recognise_card(clearing, code_from(code), shop=shop, now=now)
    except IdentifierUnreadable:
        return _scanner(request, till, view, typed=code, error=words(request, MISTYPED), status=404)
    except Refused as refusal:
        error, status = say(request, refusal), STATUS[refusal.code]
        return _scanner(request, till, view, typed=code, error=error, status=status)
    return await _pin_page(request, till, view, card)


async def _pay(request: Request, till: Access, view: RequestView) -> Response:
    """Pay the sale from the card whose PIN was typed; the till signed what it shows."""
    form = await read_json(request, CardPaymentIn)
    order = CardOrder(
        card=read_id("crd", form.card),
        payee=own_account(till),
        amount=Money(view.amount),
        request_id=view.id,
        expires_at=read_expiry(form.expires_at),
        till=view.place,
    )
    await pay_by_card(
        services_of(request).clearing,
        form.id,
        order,
        Presented(form.approval.read(), form.pin[: CARD_DIGITS + 1]),
        principal=till.principal,
        now=utc_now(),
    )
    return JSONResponse({"receipt": f"/pro/requests/{uuid_text('req', view.id)}"}, 201)


def _scanner(
    request: Request,
    till: Access,
    view: RequestView,
    *,
    typed: str = "",
    error: str = "",
    status: int = 200,
) -> Response:
    page = show(request, till, "card.html", status=status, view=view, typed=typed, error=error)
    page.headers["content-security-policy"] = SCANNER_POLICY
    return page


async def _pin_page(request: Request, till: Access, view: RequestView, card: UUID) -> Response:
    services, account = services_of(request), own_account(till)
    takings = await show_takings(services.reader, account, paris_day(utc_now()))
    facts: dict[str, object] = {
        "amount": view.amount,
        "book": services.currency.code,
        "card": uuid_text("crd", card),
        "instance": services.clearing.instance,
        "now": utc_now().isoformat(),
        "payee": account_id_text(account),
        "payer": account_id_text(account),  # whose key of this browser signs: the shop's
        "request": uuid_text("req", view.id),
        "till": view.place,
    }
    if services.settings.demo:
        facts["demo_phone"] = "/pro/demo/phone"
    return show(
        request,
        till,
        "pin.html",
        view=view,
        order=facts,
        stream=await live_line(request, view.id),
        day=day_told(request, takings),
    )
