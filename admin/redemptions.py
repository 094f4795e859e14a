"""What shops asked to turn into euros: decided above a ceiling, put in batches, settled."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.bank import NOTED
from admin.listing import Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, Treasurer, keeper_of, read_piece, read_reason
from admin.signing import SignedForm, cosigner_of, signing
from ledger.bank_account_shown import list_shown_payouts
from ledger.core.countersignature import SignedAct
from ledger.core.refusal_access import ExplanationNeeded
from ledger.door import posting_id_text
from ledger.fresh import new_id, utc_now
from ledger.pages import (
    origin_of,
    read_id,
    read_uuid,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.batches import list_batches
from ledger.reports.journal import list_names
from ledger.reports.lists import SETTLED_REDEMPTIONS, SettledRedemption
from ledger.reports.redemptions import list_waiting_redemptions
from ledger.use_cases.bank_lines import note_return
from ledger.use_cases.decide_redemption import decide_redemption
from ledger.use_cases.settle_redemptions import settle_redemption
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/redemptions"


SETTLED = ConsoleList(PAGE, SETTLED_REDEMPTIONS, "-asked", states=("paid", "returned"))
COLUMNS = (
    french("Professionnel"), french("Demandé le"), french("État"), french("Unités"),
    french("Euros"), french("Écriture"),
)  # fmt: skip
STATES = {"paid": french("viré"), "returned": french("rendu")}


@router.get(PAGE)
async def show_redemptions(
    request: Request, treasurer: Treasurer, asked: Annotated[Asked, Depends()]
) -> Response:
    """List what waits for a decision, for a batch, for the bank, then what is settled."""
    return await _page(request, treasurer, asked)


@router.post("/console/redemptions/{id}/decision")
async def decide(
    request: Request,
    treasurer: Treasurer,
    id: str,
    form: SignedForm,
    reason: Text = "",
) -> Response:
    """Approve a redemption above the ceiling, or refuse it for a reason."""
    try:
        await decide_redemption(
            services_of(request).clearing,
            read_id("pst", id),
            refused=None if form.is_granted else read_reason(reason),
            by=cosigner_of(treasurer, form.signature),
            now=utc_now(),
        )
    except ExplanationNeeded as refusal:
        return await _page(request, treasurer, Asked(), wrong=id, error=say(request, refusal))
    return see_other(PAGE)


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
    return see_other(PAGE)


@router.post("/console/redemptions/{id}/return")
async def give_back(request: Request, treasurer: Treasurer, id: str, piece: Text = "") -> Response:
    """Note that the units are to be given back, fee included."""
    await note_return(
        services_of(request).clearing,
        read_id("pst", id),
        piece=read_piece(piece),
        by=keeper_of(treasurer),
        now=utc_now(),
    )
    return see_other(NOTED)


async def _page(
    request: Request, treasurer: Access, asked: Asked, *, wrong: str = "", error: str = ""
) -> Response:
    services = services_of(request)
    waiting = await list_waiting_redemptions(services.reader)
    to_approve = [each for each in waiting if each.state == "to_approve"]
    to_sign = {SignedAct.REDEMPTION: [each.id for each in to_approve]}
    ready = [each for each in waiting if each.state in {"requested", "approved"}]
    return render(
        request,
        DOOR,
        "redemptions.html",
        status=422 if error else 200,
        access=treasurer,
        to_approve=to_approve,
        ready=ready,
        batches=await list_batches(services.reader),
        settled=await SETTLED.show(request, asked),
        names=await list_names(services.reader, [each.account for each in waiting]),
        payouts=await list_shown_payouts(services, [each.id for each in waiting]),
        signing=await signing(request, treasurer, to_sign),
        now=utc_now(),
        operation=new_id(),
        wrong=wrong,
        error=error,
    )
