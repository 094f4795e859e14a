"""The live line of a till: it turns green the moment the journal holds the payment."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ledger.core.identifier import IdentifierUnreadable, decode, encode, uuid_text
from ledger.core.refusal import NotFound, Refused
from ledger.core.role import Act
from ledger.database import Unavailable
from ledger.door import posting_id_text
from ledger.fresh import paris_day, utc_now
from ledger.pages import own_account, services_of, signed_in
from ledger.reports.access import Access
from ledger.reports.live import CLAIM, Event
from ledger.reports.takings import Takings, show_takings
from merchant_app.request import DOOR, Till
from ui.format import Language, amount_text, time_text
from ui.language import language_of
from ui.translation import in_language

router = APIRouter()
CURSOR_LENGTH = 13
LAST = 2**63 - 1
"""No posting has a larger number."""
CHECK_S = 1.5
"""How often a stream asks again whether its person may still hear it."""
CHECKS_PER_BEAT = 4
BEAT = "event: beat\ndata: {}\n\n"
AGAIN_MS = 1000
"""How soon a browser whose line was cut asks for it again."""


def day_text(count: int, total: int, symbol: str, *, language: Language = "fr") -> str:
    """Write the day's count and total."""
    if not count and not total:
        return in_language("Aucun paiement aujourd’hui", language)
    amount = amount_text(total, symbol, language=language)
    if count == 1 or (not count and language == "fr"):  # French plural begins at two
        return in_language(
            "{count} paiement, {amount} aujourd’hui", language, count=count, amount=amount
        )
    return in_language(
        "{count} paiements, {amount} aujourd’hui", language, count=count, amount=amount
    )


def day_told(request: Request, takings: Takings) -> str:
    """Write the day of a shop for the page that asks."""
    symbol = services_of(request).currency.symbol
    return day_text(takings.count, takings.total, symbol, language=language_of(request))


@router.get("/pro/live")
async def stream_payments(request: Request, till: Till, after: str = "") -> Response:
    """Stream the payments of the shop that is signed in; the shop is never a parameter."""
    cursor = request.headers.get("last-event-id") or after
    try:
        start = decode(cursor) if cursor else await services_of(request).feed.head()
    except IdentifierUnreadable:
        raise NotFound from None
    if start > LAST:
        raise NotFound
    asked = request.query_params.get("request", "")
    return StreamingResponse(
        _stream(request, till, start, asked),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _stream(request: Request, till: Access, after: int, asked: str) -> AsyncIterator[str]:
    """Write the stream; where nothing can be promised any more it ends, and is taken up anew."""
    yield f"retry: {AGAIN_MS}\n{BEAT}"
    with suppress(Unavailable):
        silent_checks = 0
        events = services_of(request).feed.events(own_account(till), after=after, beat_s=CHECK_S)
        async for event in events:
            if not await _may_still_hear(request):
                return
            if event is None:
                silent_checks += 1
                if silent_checks % CHECKS_PER_BEAT == 0:
                    yield BEAT
            elif event.kind == CLAIM:
                yield "event: claim\ndata: {}\n\n"
            elif event.kind == "payment":
                yield await _written(request, till, event, asked)


async def _may_still_hear(request: Request) -> bool:
    if services_of(request).stopping.is_set():
        return False
    try:
        await signed_in(request, DOOR, Act.ASK_PAYMENT)
    except Refused:
        return False
    return True


async def _written(request: Request, till: Access, event: Event, asked: str) -> str:
    """Write a payment for the screen that hears it, texts ready to show."""
    services = services_of(request)
    symbol, language = services.currency.symbol, language_of(request)
    day = paris_day(utc_now())
    takings = await show_takings(services.reader, own_account(till), day)
    is_here = event.settles is not None and uuid_text("req", event.settles) == asked
    told = {
        "id": posting_id_text(event.id),
        "here": is_here,
        "amount": event.amount,
        "currency": services.currency.code,
        "amount_text": amount_text(event.amount, symbol, language=language),
        "at_text": time_text(event.posted_at, language=language),
        "reference": event.reference or "",
        "place": event.asked_at or event.place or in_language("Autre caisse", language),
        "count": takings.count,
        "total": takings.total,
        "day_text": day_text(takings.count, takings.total, symbol, language=language),
    }
    return f"event: paid\nid: {encode(event.seq, CURSOR_LENGTH)}\ndata: {json.dumps(told)}\n\n"
