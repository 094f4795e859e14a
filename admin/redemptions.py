"""What shops asked to turn into euros, and the bank lines that settle it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, Treasurer, read_piece
from ledger.bank_account_shown import ShownPayout, read_payout
from ledger.door import posting_id_text
from ledger.fresh import new_id, utc_now
from ledger.pages import origin_of, read_id, read_uuid, render, see_other, services_of, words
from ledger.reports.journal import list_names, list_waiting_redemptions
from ledger.reports.lists import SETTLED_REDEMPTIONS, SettledRedemption
from ledger.reports.payouts import list_payouts
from ledger.use_cases.prepare_payouts import prepare_payouts
from ledger.use_cases.settle_redemptions import return_redemption, settle_redemption
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]


SETTLED = ConsoleList(
    "/console/redemptions", SETTLED_REDEMPTIONS, "-asked", states=("paid", "returned")
)
COLUMNS = (
    french("Professionnel"), french("Demandé le"), french("État"), french("Unités"),
    french("Euros"), french("Écriture"),
)  # fmt: skip
STATES = {"paid": french("viré"), "returned": french("rendu")}


@router.get("/console/redemptions")
async def show_redemptions(
    request: Request, treasurer: Treasurer, asked: Annotated[Asked, Depends()]
) -> Response:
    """List redemptions to be paid, then those that are settled."""
    reader = services_of(request).reader
    redemptions = await list_waiting_redemptions(reader)
    names = await list_names(reader, [redemption.account for redemption in redemptions])
    return render(
        request,
        DOOR,
        "redemptions.html",
        access=treasurer,
        waiting=redemptions,
        settled=await SETTLED.show(request, asked),
        names=names,
        payouts=await _payouts(request, [each.id for each in redemptions]),
        now=utc_now(),
        operations={redemption.id: new_id() for redemption in redemptions},
    )


@router.post("/console/redemptions/payouts")
async def prepare(request: Request, treasurer: Treasurer) -> Response:
    """Freeze where the euros of all that waits go; accounts changed lately are left out."""
    services = services_of(request)
    waiting = [each.id for each in await list_waiting_redemptions(services.reader)]
    by = treasurer.principal
    await prepare_payouts(services.clearing, waiting, by=by, now=utc_now())
    return see_other("/console/redemptions")


@router.get("/console/redemptions.csv")
async def give_redemptions(
    request: Request, _treasurer: Treasurer, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the settled redemptions as a sheet."""

    def cells(each: SettledRedemption) -> Cells:
        return (
            each.name,
            day_cell(each.posted_at),
            words(request, STATES[each.state]),
            each.amount,
            each.payout,
            posting_id_text(each.id),
        )

    return await SETTLED.sheet(request, asked, COLUMNS, cells)


@router.post("/console/redemptions/{id}/settlement")
async def settle(
    request: Request, treasurer: Treasurer, id: str, piece: Text = "", operation: Text = ""
) -> Response:
    """Record the transfer that the bank statement shows."""
    await settle_redemption(
        services_of(request).clearing,
        read_uuid(operation),
        read_id("pst", id),
        piece=read_piece(piece),
        origin=origin_of(treasurer),
    )
    return see_other("/console/redemptions")


@router.post("/console/redemptions/{id}/return")
async def give_back(
    request: Request, treasurer: Treasurer, id: str, operation: Text = ""
) -> Response:
    """Give the units back, fee included."""
    await return_redemption(
        services_of(request).clearing,
        read_uuid(operation),
        read_id("pst", id),
        origin=origin_of(treasurer),
    )
    return see_other("/console/redemptions")


async def _payouts(request: Request, redemptions: list[UUID]) -> dict[UUID, ShownPayout]:
    """Show where each redemption's euros go, in clear once they are prepared."""
    services = services_of(request)
    lines = await list_payouts(services.reader, redemptions)
    return {line.redemption: read_payout(services.clearing.columns, line) for line in lines}
