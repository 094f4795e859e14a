"""A sticker scanned by somebody without a wallet: what this is, and where to begin."""

from starlette.requests import Request
from starlette.responses import Response

from ledger.pages import render, services_of
from ledger.reports.desks import list_desks
from ledger.reports.payees import LocationView
from resident_app.request import DOOR


async def show_stranger(request: Request, view: LocationView) -> Response:
    """Say that the shop takes units, that euros will do today, and which desks open a wallet.

    Desks of the shop's own commune come first: nothing is asked of where the person is.
    """
    desks = await list_desks(services_of(request).reader)
    near = [desk for desk in desks if desk.commune == view.payee.commune]
    others = [desk for desk in desks if desk not in near]
    return render(request, DOOR, "stranger.html", view=view, near=near, others=others)
