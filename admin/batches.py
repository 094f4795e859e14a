"""A batch of transfers: prepared, sent to the bank by a signature, settled by its statement."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import give_sheet
from admin.redemptions import PAGE
from admin.request import DOOR, Treasurer, keeper_of, read_piece
from admin.signing import SignedForm, cosigner_of, signing
from ledger.bank_account_shown import list_shown_payouts
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.door import posting_id_text
from ledger.fresh import new_id, utc_now
from ledger.pages import origin_of, read_uuid, render, see_other, services_of, words
from ledger.reports.batches import find_batch
from ledger.reports.journal import list_names
from ledger.reports.redemptions import list_batch, list_waiting_redemptions
from ledger.use_cases.payout_batches import prepare_batch, send_batch, settle_batch
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
LONGEST_NUMBER = 9
COLUMNS = (
    french("Professionnel"), french("Titulaire sur le RIB"), french("IBAN"), french("Euros"),
    french("État"), french("Écriture"),
)  # fmt: skip
STATES = {
    "batched": french("à envoyer"), "sent": french("envoyé"), "paid": french("viré"),
    "returned": french("rendu"),
}  # fmt: skip


@router.post("/console/redemptions/payouts")
async def prepare(request: Request, treasurer: Treasurer, operation: Text = "") -> Response:
    """Put all that may be paid in a batch; accounts changed lately are left out."""
    services = services_of(request)
    waiting = [each.id for each in await list_waiting_redemptions(services.reader)]
    by, id = keeper_of(treasurer), read_uuid(operation)
    await prepare_batch(services.clearing, id, waiting, by=by, now=utc_now())
    return see_other(PAGE)


@router.get("/console/redemptions/batches/{number}")
async def show_batch(request: Request, treasurer: Treasurer, number: str) -> Response:
    """Show the transfers of a batch, its total, and what is to be done with it."""
    services = services_of(request)
    batch = await find_batch(services.reader, _number(number))
    lines = await list_batch(services.reader, batch.id)
    to_sign = [batch.id] if batch.state == "prepared" else []
    return render(
        request,
        DOOR,
        "batch.html",
        access=treasurer,
        batch=batch,
        lines=lines,
        names=await list_names(services.reader, [each.account for each in lines]),
        payouts=await list_shown_payouts(services, [each.id for each in lines]),
        signing=await signing(request, treasurer, {SignedAct.PAYOUT_BATCH: to_sign}),
        operations={each.id: new_id() for each in lines},
    )


@router.get("/console/redemptions/batches/{number}/transfers.csv")
async def give_batch(request: Request, _treasurer: Treasurer, number: str) -> Response:
    """Give the transfers of a batch as a sheet."""
    services = services_of(request)
    batch = await find_batch(services.reader, _number(number))
    lines = await list_batch(services.reader, batch.id)
    names = await list_names(services.reader, [each.account for each in lines])
    payouts = await list_shown_payouts(services, [each.id for each in lines])
    banks = [payouts[each.id].bank for each in lines]
    rows = [
        (
            names.get(each.account, ""),
            bank.holder if bank else "",
            bank.iban if bank else "",
            each.payout,
            words(request, STATES[each.state]),
            posting_id_text(each.id),
        )
        for each, bank in zip(lines, banks, strict=True)
    ]
    return give_sheet(request, COLUMNS, rows, f"batch-{batch.number}")


@router.post("/console/redemptions/batches/{number}/sending")
async def send(
    request: Request,
    treasurer: Treasurer,
    number: str,
    form: SignedForm,
) -> Response:
    """Sign that a batch goes to the bank, or drop it."""
    services = services_of(request)
    batch = await find_batch(services.reader, _number(number))
    by = cosigner_of(treasurer, form.signature)
    await send_batch(services.clearing, batch.id, is_granted=form.is_granted, by=by, now=utc_now())
    return see_other(f"{PAGE}/batches/{batch.number}")


@router.post("/console/redemptions/batches/{number}/settlement")
async def settle(request: Request, treasurer: Treasurer, number: str, piece: Text = "") -> Response:
    """Record the line of the bank statement that shows a batch."""
    services = services_of(request)
    batch = await find_batch(services.reader, _number(number))
    origin, noted = origin_of(treasurer), read_piece(piece)
    await settle_batch(services.clearing, batch.id, piece=noted, origin=origin)
    return see_other(f"{PAGE}/batches/{batch.number}")


def _number(text: str) -> int:
    """Read the number of a batch.

    Raises:
        NotFound: it is not one.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise NotFound
    return int(text)
