"""The code that a resident shows: it says to one till whose phone to send the amount to."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import uuid_text
from ledger.core.refusal import TooManyClaims
from ledger.fresh import utc_now
from ledger.pages import own_account, render, say, services_of
from ledger.use_cases.show_code import PersonalCode, show_personal_code
from resident_app.request import DOOR, Payer
from ui.qr import qr_svg

router = APIRouter()


@router.get("/code")
async def explain_code(request: Request, _payer: Payer) -> Response:
    """Say what the code is for; making one takes a press, for each serves once."""
    return _page(request)


@router.post("/code")
async def show_code(request: Request, payer: Payer) -> Response:
    """Show a code of two minutes, and wait for the amount."""
    clearing = services_of(request).clearing
    try:
        shown = await show_personal_code(clearing, own_account(payer), now=utc_now())
    except TooManyClaims as refusal:
        return _page(request, status=429, error=say(request, refusal))
    return _page(request, shown=shown)


@router.get("/c")
async def meet_code(request: Request) -> Response:
    """Tell whoever scanned somebody's code that it is for a till."""
    return render(request, DOOR, "met_code.html")


def _page(
    request: Request, *, status: int = 200, shown: PersonalCode | None = None, error: str = ""
) -> Response:
    svg = qr_svg(f"{services_of(request).settings.base_url}/c#{shown.code}") if shown else ""
    claim = uuid_text("clm", shown.claim) if shown else ""
    return render(
        request,
        DOOR,
        "own_code.html",
        status=status,
        shown=shown,
        svg=svg,
        claim=claim,
        error=error,
        is_used=False,
    )
