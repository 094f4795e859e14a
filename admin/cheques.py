"""Cheques: those that wait for the bank, those it sends back, and what members owe for them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import NOTHING_ASKED, Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, BankKeeper, Treasurer, keeper_of, read_piece
from admin.signing import SignedForm, decide_signed, signing
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import origin_of, read_id, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.cheques import RECEIVED, ReceivedCheque, list_cheques
from ledger.reports.policy import show_policy
from ledger.use_cases.cheques import release_cheque
from ledger.use_cases.countersign import ask_cheque_unpaid
from ui.translation import french

router = APIRouter()
PAGE = "/console/cheques"
STATES = {
    "held": french("Gardé"),
    "at_once": french("Crédité tout de suite"),
    "credited": french("Crédité après encaissement"),
    "sent_back": french("Renvoyé par la banque"),
}
LIST = ConsoleList(PAGE, RECEIVED, "-received", states=tuple(STATES))
COLUMNS = (
    french("Adhérent"), french("Pièce"), french("Reçu le"), french("Bordereau"),
    french("Euros"), french("État"),
)  # fmt: skip


@router.get(PAGE)
async def show_cheques(
    request: Request, keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """List the cheques that wait, those credited at once lately, what is owed; then all of them."""
    return await _page(request, keeper, asked)


@router.get(f"{PAGE}.csv")
async def give_cheques(
    request: Request, _keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the cheques that tills took as a sheet."""

    def cells(each: ReceivedCheque) -> Cells:
        received, state = day_cell(each.received_at), words(request, STATES[each.state])
        return (each.name, each.piece, received, each.slip, each.amount, state)

    return await LIST.sheet(request, asked, COLUMNS, cells)


@router.post("/console/cheques/{id}/release")
async def release(request: Request, treasurer: Treasurer, id: str) -> Response:
    """Issue the units of a cheque that the bank has paid."""
    services, now = services_of(request), utc_now()
    try:
        await release_cheque(
            services.clearing,
            read_id("pst", id),
            policy=await show_policy(services.reader, paris_day(now)),
            origin=origin_of(treasurer, treasurer.institution),
            now=now,
        )
    except Refused as refusal:
        return await _page(request, treasurer, refusal=refusal)
    return see_other(PAGE)


@router.post("/console/cheques/{id}/unpaid")
async def ask_unpaid(
    request: Request, keeper: BankKeeper, id: str, piece: Annotated[str, Form()] = ""
) -> Response:
    """Ask a colleague to confirm that the bank has sent a cheque back."""
    clearing, by = services_of(request).clearing, keeper_of(keeper)
    try:
        await ask_cheque_unpaid(
            clearing, read_id("pst", id), piece=read_piece(piece), by=by, now=utc_now()
        )
    except Refused as refusal:
        return await _page(request, keeper, refusal=refusal)
    return see_other(PAGE)


@router.post("/console/cheques/requests/{id}")
async def decide_unpaid(
    request: Request, treasurer: Treasurer, id: str, form: SignedForm
) -> Response:
    """Confirm what a colleague saw on the statement, or refuse it."""
    await decide_signed(request, treasurer, id, form)
    return see_other(PAGE)


async def _page(
    request: Request,
    keeper: Access,
    asked: Asked = NOTHING_ASKED,
    *,
    refusal: Refused | None = None,
) -> Response:
    services, now = services_of(request), utc_now()
    cheques = await list_cheques(services.reader, now)
    to_sign = [each.request for each in (*cheques.held, *cheques.at_once) if each.request]
    return render(
        request,
        DOOR,
        "cheques.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=keeper,
        cheques=cheques,
        received=await LIST.show(request, asked),
        states=STATES,
        policy=await show_policy(services.reader, paris_day(now)),
        now=now,
        signing=await signing(request, keeper, {SignedAct.CHEQUE_UNPAID: to_sign}),
        error=say(request, refusal) if refusal else "",
    )
