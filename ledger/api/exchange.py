"""Euros in at a desk, euros out for professionals."""

from starlette.requests import Request
from starlette.responses import Response

from ledger.api.answer import answer
from ledger.api.forms import IssuanceIn, PostingOut, RedemptionIn
from ledger.api.request import (
    account_id,
    asking,
    idempotency_key,
    money,
    origin_of,
    own_account,
    services_of,
)
from ledger.approval_form import read_json
from ledger.core.exchange import IssuanceOrder, Quote
from ledger.core.money import Money
from ledger.core.refusal import NotAllowed
from ledger.core.role import Act
from ledger.failures import Unreadable
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.redeem_currency import redeem_currency


async def create_issuance(request: Request) -> Response:
    """Issue units against cash counted at the teller's own till."""
    access = await asking(request, Act.ISSUE)
    id = idempotency_key(request)
    form = await read_json(request, IssuanceIn)
    if access.till_account is None:
        raise NotAllowed
    amount = money(request, form.amount, form.currency)
    dues = money(request, form.dues, form.currency) if form.dues else Money(0)
    order = IssuanceOrder(access.till_account, account_id(form.wallet, "wallet"), amount, dues)
    services = services_of(request)
    posted = await issue_currency(services.clearing, id, order, origin=origin_of(access))
    return answer(PostingOut.of(posted, services.currency.code, seen_from=order.wallet), 201)


async def create_redemption(request: Request) -> Response:
    """Turn units of the key's shop back into euros, at the fee that was quoted."""
    access = await asking(request, Act.REDEEM)
    id = idempotency_key(request)
    form = await read_json(request, RedemptionIn)
    amount = money(request, form.amount, form.currency)
    if not 0 <= form.fee < form.amount:
        raise Unreadable("fee")
    services = services_of(request)
    wallet = own_account(access)
    posted = await redeem_currency(
        services.clearing,
        id,
        Quote(amount, Money(form.fee)),
        wallet=wallet,
        origin=origin_of(access),
    )
    return answer(PostingOut.of(posted, services.currency.code, seen_from=wallet), 201)
