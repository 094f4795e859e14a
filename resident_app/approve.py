"""Approved orders: the payer's phone signed what its page showed; here they become payments."""

from datetime import datetime
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, read_expiry, read_json
from ledger.confirm_pages import person_facts
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import LARGEST_AMOUNT, Money
from ledger.core.payment import PaymentOrder
from ledger.core.refusal import SignInNeeded
from ledger.door import posting_id_text
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import own_account, services_of
from ledger.reports.access import Access
from ledger.reports.payees import LocationView, RequestView
from ledger.use_cases.pay_merchant import pay_with_approval
from resident_app.request import DOOR


class ApprovedIn(msgspec.Struct, forbid_unknown_fields=True):
    """What a page sends of an order; payee, till and request it must not choose.

    `payer` chooses nothing: it says whose order it is, where a browser has several accounts.
    """

    id: UUID
    amount: int
    expires_at: datetime
    approval: ApprovalIn
    replaces: UUID | None = None
    payer: str = ""


async def post_approved(
    request: Request, payer: Access, view: RequestView | LocationView
) -> Response:
    """Post an approved order to the payee whose page was shown; answer with its receipt.

    Raises:
        Unreadable: the order is not of the documented shape.
        SignInNeeded: it is of another account, which this session is told nothing of.
        Refused: as `pay_with_approval`.
    """
    form = await read_json(request, ApprovedIn)
    if not 0 < form.amount <= LARGEST_AMOUNT:
        raise Unreadable("amount")
    if form.payer not in {"", account_id_text(own_account(payer))}:
        raise SignInNeeded
    order = PaymentOrder(
        payer=own_account(payer),
        payee=view.payee.account,
        amount=Money(form.amount),
        request_id=view.id if isinstance(view, RequestView) else None,
        expires_at=read_expiry(form.expires_at),
        till=view.place,
        replaces=form.replaces,
    )
    posted = await pay_with_approval(
        services_of(request).clearing,
        form.id,
        order,
        form.approval.read(),
        principal=payer.principal,
    )
    receipt = f"/payments/{posting_id_text(posted.id)}?done"
    return JSONResponse({"receipt": receipt}, 201)


async def order_facts(
    request: Request, payer: Access, view: RequestView | LocationView
) -> dict[str, object]:
    """Tell a page what it needs to build the bytes of an order, besides what it shows."""
    services = services_of(request)
    facts: dict[str, object] = {
        "instance": services.clearing.instance,
        "book": services.currency.code,
        "payee": account_id_text(view.payee.account),
        "request": uuid_text("req", view.id) if isinstance(view, RequestView) else None,
        "till": view.place,
        "now": utc_now().isoformat(),
    }
    return facts | await person_facts(request, DOOR, payer)
