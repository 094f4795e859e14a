"""Paying: a code leads to who, where and how much; one press pays."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.approval_form import is_json
from ledger.core.identifier import IdentifierUnreadable, code_from, uuid_text
from ledger.core.refusal import (
    ApprovalMissing,
    CodeUnknown,
    NotAllowed,
    NotFound,
    Refused,
    TooManyCodes,
)
from ledger.door import posting_id_text
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import own_account, read_amount, read_id, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.claims import find_claim_of
from ledger.reports.payees import (
    RequestView,
    find_location,
    find_request,
    find_request_by_code,
)
from ledger.reports.replies import Reply
from ledger.reports.wallet import show_receipt, show_wallet
from ledger.use_cases.guess_codes import allow_code, note_missed_code
from resident_app.approve import order_facts, post_approved
from resident_app.claims import may_type_amount, show_arrival
from resident_app.codes import LOCATION_CODE, location_code
from resident_app.offer import find_word, shortfall, tell_if_lower_would_do, where_it_leads
from resident_app.request import DOOR, MaybePayer, Payer
from resident_app.stranger import show_stranger
from ui.format import AmountNotUnderstood
from ui.guard import SCANNER_POLICY

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/pay")
async def show_code_form(request: Request, _payer: Payer) -> Response:
    """Look for a QR code, or ask for the code that stands under it."""
    return _code_page(request)


@router.post("/pay")
async def find_code(request: Request, payer: Payer, code: Text = "") -> Response:
    """Lead a typed code to the page of its shop or of its request."""
    return await _lead(request, payer, code)


@router.get("/r")
async def show_fragment_form(request: Request, _payer: Payer) -> Response:
    """Take the code after `#`, which no server and no log has seen, and post it."""
    return render(request, DOOR, "fragment.html")


@router.post("/r")
async def open_request(request: Request, payer: Payer, code: Text = "") -> Response:
    """Lead a scanned code to the page of its request."""
    return await _lead(request, payer, code)


async def _lead(request: Request, payer: Access, code: str) -> Response:
    clearing, account, now = services_of(request).clearing, own_account(payer), utc_now()
    try:
        read = code_from(code)
        await allow_code(clearing, account, now=now)
        return see_other(await _where(request, read))
    except IdentifierUnreadable:
        refusal: Refused = CodeUnknown()
    except CodeUnknown as unknown:
        refusal = unknown
        await note_missed_code(clearing, account, now=now)
    except TooManyCodes as stopped:
        refusal = stopped
    status = STATUS[refusal.code]
    return _code_page(request, status=status, error=say(request, refusal), typed=code)


async def _where(request: Request, code: str) -> str:
    """Find where a code leads.

    Raises:
        CodeUnknown: nobody carries it.
    """
    reader = services_of(request).reader
    if len(code) == LOCATION_CODE:
        await find_location(reader, code)
        return f"/p/{code}"
    return f"/pay/{uuid_text('req', (await find_request_by_code(reader, code)).id)}"


def _code_page(
    request: Request, *, status: int = 200, error: str = "", typed: str = ""
) -> Response:
    services = services_of(request)
    keys = services.clearing.location_keys(services.settings.location_key)
    page = render(
        request, DOOR, "code.html", status=status, error=error, typed=typed, location_keys=keys
    )
    page.headers["content-security-policy"] = SCANNER_POLICY
    return page


@router.get("/pay/{id}")
async def show_request(request: Request, payer: Payer, id: str) -> Response:
    """Show who asks, where and how much; whoever waits for another amount is led to it."""
    view = await find_request(services_of(request).reader, read_id("req", id))
    word = await find_word(request, payer, view)
    led = where_it_leads(request, view, word, utc_now())
    return led or await _request_page(request, payer, view, word=word)


@router.post("/pay/{id}")
async def pay_request(request: Request, payer: Payer, id: str) -> Response:
    """Pay a request as its payer approved it; without script there is no approval."""
    view = await find_request(services_of(request).reader, read_id("req", id))
    if not is_json(request):
        refusal = say(request, ApprovalMissing())
        return await _request_page(request, payer, view, status=403, refusal=refusal)
    try:
        return await post_approved(request, payer, view)
    except Refused as refused:
        await tell_if_lower_would_do(request, payer, view, refused)
        raise


async def _request_page(
    request: Request,
    payer: Payer,
    view: RequestView,
    *,
    word: Reply | None = None,
    status: int = 200,
    refusal: str = "",
) -> Response:
    services = services_of(request)
    wallet = await show_wallet(services.reader, own_account(payer))
    return render(
        request,
        DOOR,
        "confirm.html",
        status=status,
        view=view,
        state=view.state(utc_now()),
        claim=await find_claim_of(services.reader, view.id),
        is_anothers=view.reserved_for not in {None, own_account(payer)},
        offered=word.part if word else None,
        short=shortfall(request, view, wallet.balance),
        wallet=wallet,
        account_name=payer.account_name,
        receipt=await _own_receipt(request, payer, view),
        error=refusal,
        order=await order_facts(request, payer, view),
    )


@router.get("/p/{code}")
async def show_location(
    request: Request, payer: MaybePayer, code: str, without_network: str | None = None
) -> Response:
    """Show the shop behind a printed code; a till takes it from there, or the amount is typed.

    Whoever is not signed in may be a stranger: they are told what this is.
    """
    view = await find_location(services_of(request).reader, location_code(code))
    if payer is None:
        return await show_stranger(request, view)
    is_typed = not view.is_tended or without_network is not None
    if not (is_typed and await may_type_amount(request, view)):
        return await show_arrival(request, view)
    return await _location_page(request, payer, code)


@router.post("/p/{code}")
async def pay_location(request: Request, payer: Payer, code: str) -> Response:
    """Pay the typed amount to the shop of a printed code, as its payer approved it."""
    if is_json(request):
        view = await find_location(services_of(request).reader, location_code(code))
        if not await may_type_amount(request, view):
            raise NotAllowed
        return await post_approved(request, payer, view)
    typed = str((await request.form()).get("amount", ""))
    try:
        read_amount(typed)
    except AmountNotUnderstood:
        return await _location_page(request, payer, code, typed=typed, status=422)
    refusal = say(request, ApprovalMissing())
    return await _location_page(request, payer, code, typed=typed, status=403, refusal=refusal)


async def _location_page(
    request: Request,
    payer: Payer,
    code: str,
    *,
    typed: str = "",
    status: int = 200,
    refusal: str = "",
) -> Response:
    services = services_of(request)
    view = await find_location(services.reader, location_code(code))
    wallet = await show_wallet(services.reader, own_account(payer))
    return render(
        request,
        DOOR,
        "amount.html",
        status=status,
        view=view,
        wallet=wallet,
        account_name=payer.account_name,
        typed=typed,
        error=refusal,
        is_unread=bool(typed) and not refusal,
        order=await order_facts(request, payer, view),
    )


async def _own_receipt(request: Request, payer: Payer, view: RequestView) -> str:
    """Find the receipt of a request that this person paid; nothing where somebody else did."""
    if view.paid_by is None:
        return ""
    with suppress(NotFound):
        await show_receipt(services_of(request).reader, own_account(payer), view.paid_by)
        return posting_id_text(view.paid_by)
    return ""
