"""A card that somebody found: the page behind its code tells nothing of whose it is."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.pages import render, services_of
from ledger.reports.desks import list_desks
from resident_app.request import DOOR

router = APIRouter()


@router.get("/card")
async def show_found_card(request: Request) -> Response:
    """Say what to do with it; the code stays in the address of the browser, nobody is sent it."""
    return render(
        request, DOOR, "found_card.html", desks=await list_desks(services_of(request).reader)
    )
