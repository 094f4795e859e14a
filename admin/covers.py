"""Cover transfers: what the dedicated account is owed for what the issuer gave, and its arrival."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.bank import NOTED
from admin.books import KINDS
from admin.listing import Cells, give_sheet, sheet_day
from admin.request import DOOR, BankKeeper, keeper_of, read_piece
from ledger.core.posting import Kind
from ledger.core.refusal import Refused
from ledger.fresh import new_id, utc_now
from ledger.pages import (
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
from ledger.use_cases.bank_lines import BankCredit, note_cover
from ui.format import AmountNotUnderstood, amount_figures
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/covers"
COLUMNS = (french("Jour"), french("Nature"), french("Écritures"), french("Euros"))


@router.get(PAGE)
async def show_covers(request: Request, keeper: BankKeeper) -> Response:
    """List what has to be transferred, day by day, with its sum."""
    return await _page(request, keeper)


@router.get(f"{PAGE}.csv")
async def give_covers(request: Request, _keeper: BankKeeper) -> Response:
    """Give what has to be transferred as a sheet, what is older than two months in one line."""
    services = services_of(request)
    covers = await list_covers(services.reader, services.currency.code)
    rows: list[Cells] = [
        (
            sheet_day(each.day),
            words(request, KINDS[Kind(each.kind)]),
            str(each.postings),
            each.amount,
        )
        for each in covers.lines
    ]
    if covers.earlier > 0:
        rows.append(("", words(request, french("Avant")), "", covers.earlier))
    return give_sheet(request, COLUMNS, rows, "couverture")


@router.post(PAGE)
async def record(
    request: Request,
    keeper: BankKeeper,
    amount: Text = "",
    piece: Text = "",
    operation: Text = "",
) -> Response:
    """Note a transfer that the statement of the dedicated account shows."""
    try:
        await note_cover(
            services_of(request).clearing,
            read_uuid(operation),
            BankCredit(read_amount(amount), read_piece(piece)),
            by=keeper_of(keeper),
            now=utc_now(),
        )
    except AmountNotUnderstood:
        sentence = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        return await _page(request, keeper, typed=amount, error=sentence, status=422)
    except Refused as refusal:
        error = say(request, refusal)
        return await _page(request, keeper, typed=amount, error=error, status=409)
    return see_other(NOTED)


async def _page(
    request: Request, keeper: Access, *, typed: str = "", error: str = "", status: int = 200
) -> Response:
    services = services_of(request)
    covers = await list_covers(services.reader, services.currency.code)
    return render(
        request,
        DOOR,
        "covers.html",
        status=status,
        access=keeper,
        covers=covers,
        kinds=KINDS,
        typed=typed or amount_figures(max(covers.due, 0)),
        error=error,
        operation=new_id(),
    )
