"""Transfers between the issuer's accounts: cover that arrives, commissions that leave."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
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
from ledger.use_cases.bank_lines import BankCredit, note_commission, note_cover
from ui.format import AmountNotUnderstood, amount_figures
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
Note = Callable[..., Awaitable[None]]
PAGE = "/console/covers"
NOTHING_TYPED: Mapping[str, str] = {}
COLUMNS = (french("Jour"), french("Nature"), french("Écritures"), french("Euros"))


@dataclass(frozen=True, slots=True)
class TransferForm:
    """A transfer of the statement, as typed."""

    amount: Text = ""
    piece: Text = ""
    operation: Text = ""


Sent = Annotated[TransferForm, Depends()]


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
async def record(request: Request, keeper: BankKeeper, sent: Sent) -> Response:
    """Note a transfer that the statement of the dedicated account shows as received."""
    return await _note(request, keeper, sent, "cover", note_cover)


@router.post(f"{PAGE}/commissions")
async def record_commission(request: Request, keeper: BankKeeper, sent: Sent) -> Response:
    """Note that commissions left the dedicated account, as its statement shows."""
    return await _note(request, keeper, sent, "commission", note_commission)


async def _note(
    request: Request, keeper: Access, sent: TransferForm, form: str, note: Note
) -> Response:
    typed = {form: sent.amount}
    try:
        credit = BankCredit(read_amount(sent.amount), read_piece(sent.piece))
        id, by = read_uuid(sent.operation), keeper_of(keeper)
        await note(services_of(request).clearing, id, credit, by=by, now=utc_now())
    except AmountNotUnderstood:
        sentence = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        return await _page(request, keeper, typed=typed, error=sentence, status=422)
    except Refused as refusal:
        error = say(request, refusal)
        return await _page(request, keeper, typed=typed, error=error, status=409)
    return see_other(NOTED)


async def _page(
    request: Request,
    keeper: Access,
    *,
    typed: Mapping[str, str] = NOTHING_TYPED,
    error: str = "",
    status: int = 200,
) -> Response:
    """Show the page; `typed`: the amount of the form that was sent, by its name."""
    services = services_of(request)
    covers = await list_covers(services.reader, services.currency.code)
    owed = {"cover": covers.due, "commission": covers.earned}
    return render(
        request,
        DOOR,
        "covers.html",
        status=status,
        access=keeper,
        covers=covers,
        kinds=KINDS,
        amounts={form: amount_figures(max(cents, 0)) for form, cents in owed.items()} | dict(typed),
        errors=defaultdict(str, dict.fromkeys(typed, error)),
        operation=new_id(),
    )
