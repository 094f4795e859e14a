"""Units back into euros: a quote, a confirmation, then where each stands."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.exchange import Quote
from ledger.core.money import Money
from ledger.core.refusal import Refused
from ledger.core.refusal_payout import RedemptionInBatch
from ledger.failures import Unreadable
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    origin_of,
    own_account,
    read_amount,
    read_id,
    read_uuid,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.policy import show_policy
from ledger.reports.redemptions import list_redemptions
from ledger.reports.wallet import show_wallet
from ledger.use_cases.decide_redemption import cancel_redemption
from ledger.use_cases.redeem_currency import quote_redemption, redeem_currency
from merchant_app.request import Owner, Redeemer, show
from ui.format import AmountNotUnderstood

router = APIRouter()
LONGEST_FIGURE = 15
Text = Annotated[str, Form()]


@router.get("/pro/redemptions")
async def show_redemptions(request: Request, redeemer: Redeemer, amount: str = "") -> Response:
    """Show the redemptions of the shop; with an amount, quote it first."""
    return await _page(request, redeemer, typed=amount)


@router.post("/pro/redemptions")
async def redeem(
    request: Request, redeemer: Owner, amount: Text = "", fee: Text = "", operation: Text = ""
) -> Response:
    """Take the units at the quoted fee; the euros are payable from that moment."""
    is_short = max(len(amount), len(fee)) <= LONGEST_FIGURE
    if not (is_short and amount.isdecimal() and fee.isdecimal() and 0 < int(amount) > int(fee)):
        raise Unreadable("amount")
    quote = Quote(Money(int(amount)), Money(int(fee)))
    try:
        await redeem_currency(
            services_of(request).clearing,
            read_uuid(operation),
            quote,
            wallet=own_account(redeemer),
            origin=origin_of(redeemer),
        )
    except Refused as refusal:
        return await _page(request, redeemer, status=409, error=say(request, refusal))
    return see_other("/pro/redemptions?done")


@router.post("/pro/redemptions/{id}/cancellation")
async def cancel(request: Request, redeemer: Owner, id: str) -> Response:
    """Give the units back while no batch holds their euros."""
    clearing, wallet = services_of(request).clearing, own_account(redeemer)
    try:
        await cancel_redemption(
            clearing, read_id("pst", id), wallet=wallet, origin=origin_of(redeemer)
        )
    except RedemptionInBatch as refusal:
        return await _page(request, redeemer, status=409, late=say(request, refusal))
    return see_other("/pro/redemptions?cancelled")


async def _page(
    request: Request,
    redeemer: Access,
    *,
    typed: str = "",
    status: int = 200,
    error: str = "",
    late: str = "",
) -> Response:
    services, account = services_of(request), own_account(redeemer)
    policy = await show_policy(services.reader, paris_day(utc_now()))
    quote = None
    if typed:
        try:
            quote = quote_redemption(policy, read_amount(typed))
        except AmountNotUnderstood:
            status = 422
            error = words(request, "Écrivez un montant en chiffres, par exemple 420.")
    return show(
        request,
        redeemer,
        "redemptions.html",
        status=status,
        wallet=await show_wallet(services.reader, account),
        redemptions=await list_redemptions(services.reader, account=account),
        policy=policy,
        quote=quote,
        typed=typed,
        error=error,
        late=late,
        is_cancelled="cancelled" in request.query_params,
        is_done="done" in request.query_params,
        operation=new_id(),
    )
