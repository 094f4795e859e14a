"""Top up: by bank transfer with a reference of one's own, or at a desk."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.account import Tier
from ledger.core.bank_reference import credit_transfer_text, reference_of, spaced
from ledger.core.money import Money
from ledger.fresh import paris_day, utc_now
from ledger.pages import own_account, read_amount, render, services_of
from ledger.reports.desks import list_desks
from ledger.reports.policy import show_policy
from ledger.reports.wallet import Wallet, show_wallet
from resident_app.request import DOOR, Payer
from ui.format import AmountNotUnderstood
from ui.qr import qr_svg

router = APIRouter()


@router.get("/top-up")
async def show_top_up(request: Request, payer: Payer, amount: str = "") -> Response:
    """Show how to transfer euros, with a code for the bank's app, and where the desks are."""
    services, account = services_of(request), own_account(payer)
    wallet = await show_wallet(services.reader, account)
    euros, is_unread = _read(amount)
    reference, settings = reference_of(account), services.settings
    text = credit_transfer_text(settings.issuer_name, settings.reserve_iban, reference, euros)
    return render(
        request,
        DOOR,
        "top_up.html",
        status=422 if is_unread else 200,
        room=await _room(request, wallet),
        beneficiary=settings.issuer_name,
        iban=spaced("".join(settings.reserve_iban.split())),
        reference=spaced(reference),
        svg=qr_svg(text),
        euros=euros,
        typed=amount,
        is_unread=is_unread,
        desks=await list_desks(services.reader),
    )


async def _room(request: Request, wallet: Wallet) -> int | None:
    """Say how much the wallet may still receive; None where its tier has no cap."""
    policy = await show_policy(services_of(request).reader, paris_day(utc_now()))
    cap = policy.tiers[Tier(wallet.tier)].balance if wallet.tier else None
    return None if cap is None else max(cap - wallet.balance, 0)


def _read(amount: str) -> tuple[Money | None, bool]:
    """Read the amount that the code shall carry, if any; say whether it was unreadable."""
    if not amount:
        return None, False
    try:
        return read_amount(amount), False
    except AmountNotUnderstood:
        return None, True
