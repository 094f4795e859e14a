"""The slips of the desks: on their way, and the bank's credit recorded by two people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, BankKeeper, Treasurer, keeper_of, read_piece
from admin.signing import SignedForm, decide_signed, signing
from ledger.core.countersignature import SignedAct
from ledger.door import posting_id_text
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_id, render, see_other, services_of
from ledger.reports.lists import CREDITED_SLIPS, CreditedSlip
from ledger.reports.policy import show_policy
from ledger.reports.slips import list_slips
from ledger.use_cases.countersign import ask_slip_credit
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/slips-sent"


CREDITED = ConsoleList(PAGE, CREDITED_SLIPS, "-closed")
COLUMNS = (
    french("Bordereau"), french("Comptoir"), french("Clos le"), french("Crédité le"),
    french("Relevé"), french("Euros"), french("Écriture"),
)  # fmt: skip


@router.get(PAGE)
async def show_slips(
    request: Request, keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """List the slips on their way, then those that the bank has credited."""
    reader, today = services_of(request).reader, paris_day(utc_now())
    slips = await list_slips(reader)
    to_sign = [each.request for each in slips if each.request]
    return render(
        request,
        DOOR,
        "slips_sent.html",
        access=keeper,
        slips=slips,
        signing=await signing(request, keeper, {SignedAct.SLIP_CREDIT: to_sign}),
        credited=await CREDITED.show(request, asked),
        today=today,
        policy=await show_policy(reader, today),
    )


@router.get(f"{PAGE}.csv")
async def give_slips(
    request: Request, _keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the slips that the bank has credited as a sheet."""

    def cells(each: CreditedSlip) -> Cells:
        return (
            each.number,
            each.place,
            day_cell(each.posted_at),
            day_cell(each.credited_at),
            each.credited_by,
            each.amount,
            posting_id_text(each.id),
        )

    return await CREDITED.sheet(request, asked, COLUMNS, cells)


@router.post("/console/slips-sent/{id}/credit")
async def ask_credit(request: Request, keeper: BankKeeper, id: str, piece: Text = "") -> Response:
    """Ask a colleague to confirm that the bank has credited a slip."""
    clearing, by = services_of(request).clearing, keeper_of(keeper)
    await ask_slip_credit(
        clearing, read_id("pst", id), piece=read_piece(piece), by=by, now=utc_now()
    )
    return see_other(PAGE)


@router.post("/console/slips-sent/requests/{id}")
async def decide_credit(
    request: Request, treasurer: Treasurer, id: str, form: SignedForm
) -> Response:
    """Confirm what a colleague saw on the statement, or refuse it."""
    await decide_signed(request, treasurer, id, form)
    return see_other(PAGE)
