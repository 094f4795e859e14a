"""The bank's statement: credits noted by one person wait here for the signature of another."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, BankKeeper, Treasurer, keeper_of
from admin.signing import SignedForm, decide_signed, signing
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.failures import STATUS
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.bank_lines import list_noted_lines
from ledger.use_cases.confirm_bank_line import confirm_bank_line
from ui.translation import french

router = APIRouter()
PAGE = "/console/bank"
NOTED = f"{PAGE}?noted"
"""Where whoever noted a line sees that it waits."""
TABS = (
    (french("À confirmer"), PAGE),
    (french("Virements reçus"), "/console/top-ups"),
    (french("Bordereaux"), "/console/slips-sent"),
    (french("Chèques"), "/console/cheques"),
    (french("Virements internes"), "/console/covers"),
)
"""The pages on which a line of the statement is noted."""
DOOR.share(bank_tabs=TABS)


@router.get(PAGE)
async def show_bank(request: Request, keeper: BankKeeper) -> Response:
    """List the lines that wait for a second person."""
    return await _page(request, keeper)


@router.post("/console/bank/{id}")
async def decide(request: Request, treasurer: Treasurer, id: str, form: SignedForm) -> Response:
    """Confirm what a colleague saw on the statement, or refuse it."""
    try:
        await decide_signed(request, treasurer, id, form, confirm_bank_line)
    except Refused as refusal:
        return await _page(request, treasurer, refusal=refusal)
    return see_other(PAGE)


async def _page(request: Request, access: Access, *, refusal: Refused | None = None) -> Response:
    institution = keeper_of(access).institution
    lines = await list_noted_lines(services_of(request).reader, institution)
    waiting = {act: [each.id for each in lines if each.act == act] for act in SignedAct}
    return render(
        request,
        DOOR,
        "bank.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=access,
        lines=lines,
        signing=await signing(request, access, waiting),
        was_noted="noted" in request.query_params,
        error=say(request, refusal) if refusal else "",
    )
