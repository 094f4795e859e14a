"""An amount that a payer cannot pay: they may tell the till which part they can, and wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.core.identifier import uuid_text
from ledger.core.money import LARGEST_AMOUNT
from ledger.core.refusal import Refused, refusal_of
from ledger.core.reply import CODES, would_lower_do
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import own_account, read_id, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.payees import RequestView
from ledger.reports.replies import Reply, find_own_reply
from ledger.use_cases.reply_to_till import tell_till
from resident_app.request import Payer

router = APIRouter()
Text = Annotated[str, Form()]
LONGEST_FIGURE = 15


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why an amount cannot be paid, and how much can, in minor units; 0 where nothing can."""

    sentence: str
    part: int


@router.post("/pay/{id}/part")
async def offer_part(request: Request, payer: Payer, id: str, part: Text = "") -> Response:
    """Tell the till, because the payer wants it to know, which part of the amount they can pay."""
    minor = _minor(part)
    if not minor:
        raise Unreadable("part")
    asked = read_id("req", id)
    clearing, account = services_of(request).clearing, own_account(payer)
    await tell_till(clearing, asked, payer=account, part=minor, now=utc_now())
    return see_other(f"/pay/{id}")


async def tell_if_lower_would_do(
    request: Request, payer: Access, view: RequestView, refusal: Refused
) -> None:
    """Let the till know that its amount did not pass; what is on the wallet is not said."""
    if would_lower_do(refusal):
        clearing, account = services_of(request).clearing, own_account(payer)
        await tell_till(clearing, view.id, payer=account, part=None, now=utc_now())


def shortfall(request: Request, view: RequestView, balance: int) -> Shortfall | None:
    """Find what stops a payer: a refusal just met, told by the address, or else the balance."""
    met = _refusal_met(request)
    if met is not None:
        left = int(met.facts["left"])
        return Shortfall(say(request, met), min(left, balance, view.amount - 1))
    if balance < view.amount:
        return Shortfall("", max(balance, 0))
    return None


def _refusal_met(request: Request) -> Refused | None:
    asked = request.query_params
    code, left, limit = asked.get("why", ""), _minor(asked.get("left", "")), asked.get("limit")
    if code not in CODES or left is None:
        return None
    limits = {} if limit is None else {"limit": _minor(limit) or 0}
    return refusal_of(code, {"left": left, **limits})


def _minor(figure: str) -> int | None:
    is_figure = figure.isascii() and figure.isdecimal() and len(figure) <= LONGEST_FIGURE
    return int(figure) if is_figure and int(figure) <= LARGEST_AMOUNT else None


async def find_word(request: Request, payer: Access, view: RequestView) -> Reply | None:
    """Find what this payer told the till of a request."""
    return await find_own_reply(services_of(request).reader, view.id, payer=own_account(payer))


def where_it_leads(
    request: Request, view: RequestView, word: Reply | None, now: datetime
) -> Response | None:
    """Lead to what was asked instead; tell a page that waits where its request stands."""
    again = word.asked_again if word else None
    if request.headers.get("accept") == "application/json":
        return JSONResponse({"state": "asked_again" if again else view.state(now)})
    return see_other(f"/pay/{uuid_text('req', again)}") if again else None
