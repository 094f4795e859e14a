"""Euros that came by bank transfer: recorded as the statement shows them, then made units."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import NOTHING_ASKED, Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, Treasurer, read_piece
from ledger.core.bank_reference import account_of
from ledger.core.identifier import IdentifierUnreadable
from ledger.core.refusal import AccountUnknown, Refused
from ledger.door import posting_id_text
from ledger.fresh import new_id
from ledger.pages import (
    origin_of,
    read_amount,
    read_id,
    read_uuid,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.lists import ISSUED_TOP_UPS, IssuedTopUp
from ledger.reports.top_ups import list_top_ups
from ledger.use_cases.top_up import issue_top_up, receive_top_up
from ui.format import AmountNotUnderstood
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]


PAGE = "/console/top-ups"
FORTNIGHT = timedelta(days=14)
"""By another column than the date a period is read whole: who looks further asks for it."""
ISSUED = ConsoleList(PAGE, ISSUED_TOP_UPS, "-noted", usual=FORTNIGHT)
COLUMNS = (
    french("Porte-monnaie"), french("Ligne du relevé"), french("Noté le"), french("Crédité le"),
    french("Euros"), french("Écriture"),
)  # fmt: skip


@router.get(PAGE)
async def show_top_ups(
    request: Request, treasurer: Treasurer, asked: Annotated[Asked, Depends()]
) -> Response:
    """List transfers received without units yet, then those that have become units."""
    return await _page(request, treasurer, asked)


@router.get(f"{PAGE}.csv")
async def give_top_ups(
    request: Request, _treasurer: Treasurer, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the transfers that have become units as a sheet."""

    def cells(each: IssuedTopUp) -> Cells:
        return (
            each.name,
            each.piece,
            day_cell(each.posted_at),
            day_cell(each.issued_at),
            each.amount,
            posting_id_text(each.id),
        )

    return await ISSUED.sheet(request, asked, COLUMNS, cells)


@router.post("/console/top-ups")
async def receive(
    request: Request,
    treasurer: Treasurer,
    amount: Text = "",
    piece: Text = "",
    reference: Text = "",
    operation: Text = "",
) -> Response:
    """Record a transfer of the bank statement; with a reference, issue its units."""
    id = read_uuid(operation)
    try:
        await receive_top_up(
            services_of(request).clearing,
            id,
            read_amount(amount),
            piece=read_piece(piece),
            origin=origin_of(treasurer),
        )
    except AmountNotUnderstood:
        error = words(request, "Écrivez le montant du relevé en chiffres, par exemple 50,00.")
        return await _page(request, treasurer, error=error, status=422)
    if not reference:
        return _back()
    # Pressed twice, received once and issued once.
    return await _issue(request, treasurer, id, reference, operation=uuid5(id, "issuance"))


@router.post("/console/top-ups/{id}/issuance")
async def issue(
    request: Request, treasurer: Treasurer, id: str, reference: Text = "", operation: Text = ""
) -> Response:
    """Issue the units of a transfer to the wallet of a reference."""
    received = read_id("pst", id)
    return await _issue(request, treasurer, received, reference, operation=read_uuid(operation))


async def _issue(
    request: Request, treasurer: Access, received: UUID, reference: str, *, operation: UUID
) -> Response:
    try:
        await issue_top_up(
            services_of(request).clearing,
            operation,
            received,
            wallet=_wallet(reference),
            origin=origin_of(treasurer),
        )
    except Refused as refusal:
        return await _page(request, treasurer, error=say(request, refusal), status=409)
    return _back()


def _wallet(reference: str) -> int:
    try:
        return account_of(reference)
    except IdentifierUnreadable:
        raise AccountUnknown from None


def _back() -> Response:
    return see_other("/console/top-ups")


async def _page(
    request: Request,
    treasurer: Access,
    asked: Asked = NOTHING_ASKED,
    *,
    error: str = "",
    status: int = 200,
) -> Response:
    top_ups = await list_top_ups(services_of(request).reader)
    return render(
        request,
        DOOR,
        "top_ups.html",
        status=status,
        access=treasurer,
        waiting=top_ups,
        issued=await ISSUED.show(request, asked),
        operation=new_id(),
        operations={each.id: new_id() for each in top_ups},
        error=error,
    )
