"""The phones and tablets that open a shop's door: listed, withdrawn at once."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.fresh import utc_now
from ledger.pages import forget_access, own_account, read_uuid, see_other, services_of
from ledger.reports.devices import list_devices
from ledger.reports.tills import contested_locations, list_pairings
from ledger.use_cases.add_device import revoke_device
from merchant_app.request import Owner, Redeemer, show

router = APIRouter()


@router.get("/pro/devices")
async def show_devices(request: Request, owner: Redeemer) -> Response:
    """Show what may open this shop's door as its owner."""
    reader, now = services_of(request).reader, utc_now()
    pairings = await list_pairings(reader, own_account(owner), now)
    return show(
        request,
        owner,
        "devices.html",
        devices=await list_devices(reader, own_account(owner)),
        pairings=pairings,
        contested=contested_locations(pairings, now),
    )


@router.post("/pro/devices/{id}/revoke")
async def revoke(request: Request, owner: Owner, id: str) -> Response:
    """Withdraw a device: its sessions end, and it opens nothing more."""
    await revoke_device(
        services_of(request).clearing, read_uuid(id), account=own_account(owner), now=utc_now()
    )
    forget_access(request)
    services_of(request).gate.forget()  # the notice of it may arrive after the next request
    return see_other("/pro/devices")
