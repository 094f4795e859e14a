"""Payments and refunds: value moves, so each asks for an Idempotency-Key."""

from starlette.requests import Request
from starlette.responses import Response

from ledger.api.answer import answer
from ledger.api.forms import PaymentIn, PostingOut, RefundIn
from ledger.api.request import (
    account_id,
    asking,
    idempotency_key,
    money,
    origin_of,
    own_account,
    path_id,
    services_of,
    text_or_none,
    uuid_id,
)
from ledger.approval_form import read_expiry, read_json
from ledger.core.payment import PaymentOrder
from ledger.core.refusal import NotFound
from ledger.core.role import Act
from ledger.use_cases.pay_merchant import pay_merchant, pay_with_approval
from ledger.use_cases.refund_payment import refund_payment


async def create_payment(request: Request) -> Response:
    """Pay a shop from the wallet of the key, best with the approval of its holder's phone."""
    access = await asking(request, Act.PAY)
    id = idempotency_key(request)
    form = await read_json(request, PaymentIn)
    order = PaymentOrder(
        payer=own_account(access),
        payee=account_id(form.payee, "payee"),
        amount=money(request, form.amount, form.currency),
        request_id=uuid_id(form.request, "req", "request"),
        expires_at=read_expiry(form.expires_at) if form.expires_at else None,
        till=text_or_none(form.till, "till"),
        replaces=form.replaces,
    )
    services = services_of(request)
    if form.approval is None:
        posted = await pay_merchant(services.clearing, id, order, origin=origin_of(access))
    else:
        posted = await pay_with_approval(
            services.clearing, id, order, form.approval.read(), principal=access.principal
        )
    return answer(PostingOut.of(posted, services.currency.code, seen_from=order.payer), 201)


async def show_payment(request: Request) -> Response:
    """Show a posting of the key's own wallet; absent means not known yet: resend to settle it."""
    access = await asking(request, Act.SEE_WALLET)
    services = services_of(request)
    account = own_account(access)
    posted = await services.clearing.find(path_id(request, "pst"))
    if account not in {side for leg in posted.legs for side in (leg.debit, leg.credit)}:
        raise NotFound
    return answer(PostingOut.of(posted, services.currency.code, seen_from=account))


async def create_refund(request: Request) -> Response:
    """Give back all or part of a payment that the key's shop received."""
    access = await asking(request, Act.REFUND)
    id = idempotency_key(request)
    form = await read_json(request, RefundIn)
    services = services_of(request)
    payee = own_account(access)
    posted = await refund_payment(
        services.clearing,
        id,
        path_id(request, "pst"),
        money(request, form.amount, form.currency),
        payee=payee,
        origin=origin_of(access),
    )
    return answer(PostingOut.of(posted, services.currency.code, seen_from=payee), 201)
