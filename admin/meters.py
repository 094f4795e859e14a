"""The two meters that the law asks of an exempt issuer, for any day."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import Cells, give_sheet, read_day
from admin.request import DOOR, LaunchReader
from ledger.core.meters import ALERT_PER_CENT, MeterState
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, services_of
from ledger.reports.meters import show_meters
from ui.translation import french

router = APIRouter()
PAGE = "/console/meters"
COLUMNS = (french("Mois"), french("Payé en douze mois"), french("En circulation"))
STATES = {
    MeterState.BELOW: (french("sous le seuil"), "done"),
    MeterState.NEAR: (french("à préparer"), "waiting"),
    MeterState.BEYOND: (french("à déclarer"), "refused"),
}


@router.get(PAGE)
async def show(request: Request, reader: LaunchReader, day: str = "") -> Response:
    """Show both meters on a day, today unless asked otherwise."""
    today = paris_day(utc_now())
    meters = await show_meters(services_of(request).reader, min(read_day(day) or today, today))
    return render(
        request,
        DOOR,
        "meters.html",
        access=reader,
        meters=meters,
        states=STATES,
        alert=ALERT_PER_CENT,
        today=today,
    )


@router.get(f"{PAGE}.csv")
async def give(request: Request, _reader: LaunchReader) -> Response:
    """Give both meters of every month as a sheet."""
    meters = await show_meters(services_of(request).reader, paris_day(utc_now()))
    rows: list[Cells] = [(f"{each.month:%Y-%m}", each.paid, each.held) for each in meters.months]
    return give_sheet(request, COLUMNS, rows, "seuils")
