"""The wallet: balance at a glance, receipts."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import SignInNeeded
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import paris_day, utc_now
from ledger.pages import (
    attachment,
    issuer_line,
    own_account,
    read_id,
    render,
    services_of,
    session_token,
    words,
)
from ledger.reports.devices import list_newcomers
from ledger.reports.wallet import list_statement, show_receipt, show_wallet
from resident_app.lines import kind_name
from resident_app.proof import proof_of
from resident_app.request import DOOR, Payer
from ui.format import amount_text, instant_short
from ui.language import language_of

router = APIRouter()
RECENT = 6
NEWS = timedelta(hours=24)
"""How long the other devices tell of a new one."""


@router.get("/")
async def show_welcome(request: Request) -> Response:
    """Say what this is and where to go; whoever is signed in goes to their wallet by one link."""
    try:
        is_signed_in = bool(session_token(request, DOOR))
    except SignInNeeded:
        is_signed_in = False
    return render(request, DOOR, "welcome.html", is_signed_in=is_signed_in)


@router.get("/wallet")
async def show_own_wallet(request: Request, payer: Payer) -> Response:
    """Show the balance and the latest movements."""
    reader, account = services_of(request).reader, own_account(payer)
    wallet = await show_wallet(reader, account)
    page = await list_statement(reader, account, limit=RECENT)
    return render(
        request,
        DOOR,
        "wallet.html",
        name=payer.person_name,
        account_name=payer.account_name,
        wallet=wallet,
        account=account,
        lines=page.lines,
        today=paris_day(utc_now()),
        newcomers=await list_newcomers(reader, account, since=utc_now() - NEWS, but=payer.key_id),
    )


@router.get("/payments/{id}")
async def show_payment_receipt(
    request: Request, payer: Payer, id: str, done: str | None = None
) -> Response:
    """Show one receipt; `done` in its address says that it has just been paid."""
    lines = await show_receipt(services_of(request).reader, own_account(payer), read_id("pst", id))
    return render(
        request,
        DOOR,
        "receipt.html",
        line=lines[0],
        total=sum(line.change for line in lines),
        id=id,
        payer=payer.person_name,
        is_done=done is not None,
        proof=await proof_of(request, lines[0]),
    )


@router.get("/payments/{id}/receipt.pdf")
async def give_receipt(request: Request, payer: Payer, id: str) -> Response:
    """Give one receipt on paper."""
    services, now = services_of(request), utc_now()
    lines = await show_receipt(services.reader, own_account(payer), read_id("pst", id))
    line, total = lines[0], sum(each.change for each in lines)
    number = id.removeprefix("pst_").upper()
    language = language_of(request)
    facts = [(words(request, "Date"), instant_short(line.posted_at, language=language))]
    facts += [(words(request, "Lieu"), line.place)] if line.place else []
    facts += [(words(request, "Titulaire"), payer.person_name)]
    values = {
        "brand": services.currency.name,
        "symbol": services.currency.symbol,
        "issuer": issuer_line(request),
        "number": number,
        "kind": kind_name(line, language=language),
        "with": line.other_name or "",
        "amount": amount_text(total, services.currency.symbol, language=language),
        "facts": facts,
    }
    made = await typeset("receipt", values, made_at=now, language=language)
    return attachment(made, PDF, f"recu-{number}.pdf")
