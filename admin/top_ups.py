"""Euros that came by bank transfer: recorded as the statement shows them, then made units."""

from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Treasurer, read_piece
from ledger.core.bank_reference import account_of
from ledger.core.identifier import IdentifierUnreadable
from ledger.core.refusal import AccountUnknown, Refused
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
from ledger.reports.journal import list_names
from ledger.reports.top_ups import list_top_ups
from ledger.use_cases.top_up import issue_top_up, receive_top_up
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/console/top-ups")
async def show_top_ups(request: Request, treasurer: Treasurer) -> Response:
    """List transfers received, those without units first."""
    return await _page(request, treasurer)


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
    request: Request, treasurer: Access, *, error: str = "", status: int = 200
) -> Response:
    reader = services_of(request).reader
    top_ups = await list_top_ups(reader)
    accounts = [each.account for each in top_ups if each.account is not None]
    return render(
        request,
        DOOR,
        "top_ups.html",
        status=status,
        access=treasurer,
        top_ups=top_ups,
        names=await list_names(reader, accounts),
        operation=new_id(),
        operations={each.id: new_id() for each in top_ups},
        error=error,
    )
