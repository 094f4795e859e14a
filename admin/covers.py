"""Cover transfers: what the dedicated account is owed for what the issuer gave, and its arrival."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.books import KINDS
from admin.request import DOOR, Treasurer, read_piece
from ledger.core.refusal import Refused
from ledger.fresh import new_id
from ledger.pages import (
    origin_of,
    read_amount,
    read_uuid,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.covers import list_covers
from ledger.use_cases.record_cover import record_cover
from ui.format import AmountNotUnderstood, amount_figures

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/covers"


@router.get(PAGE)
async def show_covers(request: Request, treasurer: Treasurer) -> Response:
    """List what has to be transferred, day by day, with its sum."""
    return await _page(request, treasurer)


@router.post(PAGE)
async def record(
    request: Request,
    treasurer: Treasurer,
    amount: Text = "",
    piece: Text = "",
    operation: Text = "",
) -> Response:
    """Record a transfer that the statement of the dedicated account shows."""
    try:
        await record_cover(
            services_of(request).clearing,
            read_uuid(operation),
            read_amount(amount),
            piece=read_piece(piece),
            origin=origin_of(treasurer, treasurer.institution),
        )
    except AmountNotUnderstood:
        sentence = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        return await _page(request, treasurer, typed=amount, error=sentence, status=422)
    except Refused as refusal:
        error = say(request, refusal)
        return await _page(request, treasurer, typed=amount, error=error, status=409)
    return see_other(PAGE)


async def _page(
    request: Request, treasurer: Access, *, typed: str = "", error: str = "", status: int = 200
) -> Response:
    services = services_of(request)
    covers = await list_covers(services.reader, services.currency.code)
    return render(
        request,
        DOOR,
        "covers.html",
        status=status,
        access=treasurer,
        covers=covers,
        kinds=KINDS,
        typed=typed or amount_figures(max(covers.due, 0)),
        error=error,
        operation=new_id(),
    )
