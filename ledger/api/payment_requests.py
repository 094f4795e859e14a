"""Payment requests: an amount asked for, single use, ten minutes."""

from starlette.requests import Request
from starlette.responses import Response

from ledger.api.answer import answer
from ledger.api.forms import PaymentRequestIn, PaymentRequestOut
from ledger.api.request import (
    asking,
    idempotency_key,
    money,
    own_account,
    path_id,
    services_of,
    text_or_none,
)
from ledger.approval_form import read_json
from ledger.core.refusal import KeyReused, NotFound
from ledger.core.role import Act
from ledger.fresh import new_request_code, utc_now
from ledger.reports.payees import RequestView, find_request
from ledger.use_cases.request_payment import (
    RequestOrder,
    request_payment,
    withdraw_payment_request,
)


async def create_payment_request(request: Request) -> Response:
    """Ask for an amount; the answer holds the code and the link that it stands for."""
    access = await asking(request, Act.ASK_PAYMENT)
    id = idempotency_key(request)
    form = await read_json(request, PaymentRequestIn)
    order = RequestOrder(
        payee=own_account(access),
        amount=money(request, form.amount, form.currency),
        reference=text_or_none(form.reference, "reference"),
        place=text_or_none(form.place, "place"),
    )
    services = services_of(request)
    await request_payment(
        services.clearing,
        id,
        order,
        code=new_request_code(),
        now=utc_now(),
        minutes=services.settings.request_minutes,
    )
    view = await find_request(services.reader, id)
    if (view.payee.account, view.amount, view.reference, view.place) != (
        order.payee,
        order.amount.minor,
        order.reference,
        order.place,
    ):
        raise KeyReused
    return answer(_describe(request, view), 201)


async def show_payment_request(request: Request) -> Response:
    """Show a request: its payee, its amount, where it stands."""
    await asking(request, Act.SEE_WALLET)
    view = await find_request(services_of(request).reader, path_id(request, "req"))
    return answer(_describe(request, view))


async def withdraw(request: Request) -> Response:
    """Take a request back."""
    access = await asking(request, Act.ASK_PAYMENT)
    services = services_of(request)
    id, payee = path_id(request, "req"), own_account(access)
    view = await find_request(services.reader, id)
    if view.payee.account != payee:
        raise NotFound
    await withdraw_payment_request(services.clearing, id, payee=payee, now=utc_now())
    return answer(_describe(request, await find_request(services.reader, id)))


def _describe(request: Request, view: RequestView) -> PaymentRequestOut:
    services = services_of(request)
    return PaymentRequestOut.of(
        view,
        currency=services.currency.code,
        base_url=services.settings.base_url,
        now=utc_now(),
    )
