"""Euros that came by bank transfer: noted as the statement shows them, then made units."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.bank import NOTED
from admin.listing import NOTHING_ASKED, Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, BankKeeper, keeper_of, read_piece
from ledger.core.bank_reference import account_of
from ledger.core.identifier import IdentifierUnreadable
from ledger.core.refusal import AccountUnknown, Refused
from ledger.door import posting_id_text
from ledger.fresh import new_id, utc_now
from ledger.pages import (
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
from ledger.use_cases.bank_lines import BankCredit, note_attribution, note_top_up
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
    request: Request, keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """List transfers received without units yet, then those that have become units."""
    return await _page(request, keeper, asked)


@router.get(f"{PAGE}.csv")
async def give_top_ups(
    request: Request, _keeper: BankKeeper, asked: Annotated[Asked, Depends()]
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


@router.post(PAGE)
async def receive(
    request: Request,
    keeper: BankKeeper,
    amount: Text = "",
    piece: Text = "",
    reference: Text = "",
    operation: Text = "",
) -> Response:
    """Note a transfer of the bank statement, and whose units it is to be."""
    try:
        await note_top_up(
            services_of(request).clearing,
            read_uuid(operation),
            BankCredit(
                read_amount(amount), read_piece(piece), _wallet(reference) if reference else None
            ),
            by=keeper_of(keeper),
            now=utc_now(),
        )
    except AmountNotUnderstood:
        error = words(request, "Écrivez le montant du relevé en chiffres, par exemple 50,00.")
        return await _page(request, keeper, error=error, status=422)
    except Refused as refusal:
        return await _page(request, keeper, error=say(request, refusal), status=409)
    return see_other(NOTED)


@router.post("/console/top-ups/{id}/issuance")
async def issue(request: Request, keeper: BankKeeper, id: str, reference: Text = "") -> Response:
    """Note whose units the euros of a transfer are to be."""
    received, clearing, by = read_id("pst", id), services_of(request).clearing, keeper_of(keeper)
    try:
        await note_attribution(clearing, received, wallet=_wallet(reference), by=by, now=utc_now())
    except Refused as refusal:
        return await _page(request, keeper, error=say(request, refusal), status=409)
    return see_other(NOTED)


def _wallet(reference: str) -> int:
    try:
        return account_of(reference)
    except IdentifierUnreadable:
        raise AccountUnknown from None


async def _page(
    request: Request,
    keeper: Access,
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
        access=keeper,
        waiting=top_ups,
        issued=await ISSUED.show(request, asked),
        operation=new_id(),
        error=error,
    )
