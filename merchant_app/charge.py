"""Ask for a payment: an amount becomes a code that waits to turn green."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.core.identifier import encode, uuid_text
from ledger.core.money import Money
from ledger.core.refusal import ClaimNotOpen, NotFound
from ledger.fresh import new_id, new_request_code, paris_day, utc_now
from ledger.pages import (
    own_account,
    read_amount,
    read_id,
    read_uuid,
    read_words,
    say,
    see_other,
    services_of,
)
from ledger.reports.access import Access
from ledger.reports.claims import find_claim_of, list_waiting
from ledger.reports.payees import RequestView, find_request
from ledger.reports.replies import Reply, find_reply
from ledger.reports.takings import show_takings
from ledger.reports.tills import is_till_contested, list_pairings
from ledger.use_cases.claim_till import push_amount, take_back
from ledger.use_cases.request_payment import (
    NewRequest,
    RequestOrder,
    describe_request,
    open_request,
)
from merchant_app.live import day_told
from merchant_app.request import Till, show
from ui.format import AmountNotUnderstood
from ui.qr import qr_svg

router = APIRouter()
Text = Annotated[str, Form()]
CURSOR_LENGTH = 13
UNREAD = 422
LONGEST_REFERENCE = 64


@dataclass(frozen=True, slots=True)
class LowerRefused:
    """Why another amount was not asked of who replied, and what was typed."""

    status: int
    sentence: str
    typed: str


NOT_REFUSED = LowerRefused(200, "", "")


@router.get("/pro")
async def show_home(_till: Till) -> Response:
    """Lead to the till."""
    return see_other("/pro/charge")


@router.get("/pro/charge")
async def show_amount_form(request: Request, till: Till) -> Response:
    """Ask for the amount of the sale."""
    return await amount_page(request, till)


@router.post("/pro/requests")
async def ask_payment(
    request: Request,
    till: Till,
    amount: Text = "",
    operation: Text = "",
    reference: Text = "",
    claim: Text = "",
) -> Response:
    """Open a single-use request for an amount: shown as a code, or sent to the number pressed."""
    try:
        money = read_amount(amount)
    except AmountNotUnderstood:
        return await amount_page(request, till, typed=amount, status=422)
    services = services_of(request)
    described = describe_sale(request, till, money, reference, operation)
    if not claim:
        await open_request(services.clearing, described)
    else:
        try:
            pushed = read_id("clm", claim)
            await push_amount(services.clearing, pushed, described, now=utc_now())
        except ClaimNotOpen as refusal:
            error = say(request, refusal)
            return await amount_page(request, till, typed=amount, status=409, error=error)
    return see_other(f"/pro/requests/{uuid_text('req', described.id)}")


def describe_sale(
    request: Request, till: Access, amount: Money, reference: str, operation: str
) -> NewRequest:
    """Describe a sale as a single-use request of this till."""
    words = read_words(reference, longest=LONGEST_REFERENCE)
    return describe_request(
        read_uuid(operation),
        RequestOrder(own_account(till), amount, words or None, _place(till)),
        code=new_request_code(),
        now=utc_now(),
        minutes=services_of(request).settings.request_minutes,
    )


@router.get("/pro/claims")
async def list_claims(request: Request, till: Till) -> Response:
    """Tell the screen of a till which numbers wait before the shop's tills."""
    waiting = await list_waiting(services_of(request).reader, own_account(till), utc_now())
    numbers = [
        {"id": uuid_text("clm", each.id), "number": each.number, "place": each.place}
        for each in waiting
    ]
    return JSONResponse({"waiting": numbers})


@router.get("/pro/requests/{id}")
async def show_request(request: Request, till: Till, id: str) -> Response:
    """Show amount and code across the screen, and wait; tell what the payer said of it."""
    if request.headers.get("accept") == "application/json":
        view = await own_request(request, till, id)
        told = await find_reply(services_of(request).reader, view.id)
        return JSONResponse({"word": word_of(view, told)})
    return await waiting_page(request, till, id)


async def waiting_page(
    request: Request, till: Access, id: str, *, refused: LowerRefused = NOT_REFUSED
) -> Response:
    """Show a request as it stands, and why a lower amount was not asked."""
    services = services_of(request)
    # Before the request is read: a payment between both readings would be told to nobody.
    stream = await live_line(request, read_id("req", id))
    view = await own_request(request, till, id)
    told = await find_reply(services.reader, view.id)
    if told and told.asked_again:
        return see_other(f"/pro/requests/{uuid_text('req', told.asked_again)}")
    takings = await show_takings(services.reader, own_account(till), paris_day(utc_now()))
    link = f"{services.settings.base_url}/r#{view.code}"
    return show(
        request,
        till,
        "waiting.html",
        status=refused.status,
        view=view,
        id=id,
        told=told,
        word=word_of(view, told),
        refused=refused,
        operation=new_id(),
        state=view.state(utc_now()),
        svg=qr_svg(link),
        link=link,
        claim=await find_claim_of(services.reader, view.id),
        stream=stream,
        day=day_told(request, takings),
    )


def word_of(view: RequestView, told: Reply | None) -> str:
    """Sum up what a payer said of a request: a screen that shows another word shows it anew."""
    if told is None:
        return "withdrawn" if view.is_withdrawn else ""
    return f"{told.id}-{told.reason}-{told.part or 0}" + ("-again" if told.asked_again else "")


@router.post("/pro/requests/{id}/withdrawal")
async def withdraw(request: Request, till: Till, id: str) -> Response:
    """Take the request back; the number that it was sent to waits again."""
    view = await own_request(request, till, id)
    await take_back(
        services_of(request).clearing,
        view.id,
        payee=own_account(till),
        by=own_account(till),
        now=utc_now(),
    )
    return see_other("/pro/charge")


async def amount_page(
    request: Request, till: Access, *, typed: str = "", status: int = 200, error: str = ""
) -> Response:
    """Show the form of a sale, with what was typed and why it is refused."""
    services = services_of(request)
    stream = await live_line(request)
    takings = await show_takings(services.reader, own_account(till), paris_day(utc_now()))
    return show(
        request,
        till,
        "charge.html",
        status=status,
        typed=typed,
        is_unread=status == UNREAD,
        error=error,
        waiting=await list_waiting(services.reader, own_account(till), utc_now()),
        operation=new_id(),
        stream=stream,
        day=day_told(request, takings),
        is_contested=till.paired_with is not None and await _is_contested(request, till),
    )


async def _is_contested(request: Request, till: Access) -> bool:
    now = utc_now()
    pairings = await list_pairings(services_of(request).reader, own_account(till), now)
    return is_till_contested(pairings, till.key_id, now)


async def live_line(request: Request, asked: UUID | None = None) -> str:
    """Give the address of the live line from now on; `asked` names the sale of a screen."""
    cursor = encode(await services_of(request).feed.head(), CURSOR_LENGTH)
    named = f"request={uuid_text('req', asked)}&" if asked else ""
    return f"/pro/live?{named}after={cursor}"


def _place(till: Access) -> str:
    """Name the till that asks: as its location, or else after whoever keeps it, by first name."""
    return till.paired_with or f"Caisse de {till.person_name.split()[0]}"


async def own_request(request: Request, till: Access, id: str) -> RequestView:
    """Find a request of this shop.

    Raises:
        NotFound: it is another shop's, or nobody's.
    """
    view = await find_request(services_of(request).reader, read_id("req", id))
    if view.payee.account != own_account(till):
        raise NotFound
    return view
