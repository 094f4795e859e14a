"""Freezing a wallet: by a code from any phone, day and night, or from one's own pages."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.core.refusal import FreezeCodeUnknown
from ledger.fresh import utc_now
from ledger.pages import own_account, render, say, see_other, services_of
from ledger.use_cases.freeze_account import freeze_account, freeze_by_code, give_freeze_code
from resident_app.request import DOOR, Holder, Payer

router = APIRouter()


@router.get("/freeze")
async def show_freeze_form(request: Request) -> Response:
    """Ask for a freeze code; nobody needs to be signed in."""
    return render(request, DOOR, "freeze.html", typed="", error="", is_done=False)


@router.post("/freeze")
async def freeze(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Freeze the wallet of a code; whose it is remains unsaid."""
    try:
        await freeze_by_code(services_of(request).clearing, _read(code), now=utc_now())
    except FreezeCodeUnknown as error:
        told = say(request, error)
        return render(
            request, DOOR, "freeze.html", status=404, typed=code, error=told, is_done=False
        )
    return render(request, DOOR, "freeze.html", typed="", error="", is_done=True)


@router.post("/devices/freeze")
async def freeze_own(request: Request, payer: Payer) -> Response:
    """Freeze the wallet of the person signed in."""
    await freeze_account(
        services_of(request).clearing, own_account(payer), by=payer.principal, now=utc_now()
    )
    return see_other("/wallet")


@router.post("/devices/freeze-code")
async def make_code(request: Request, holder: Holder) -> Response:
    """Give a new freeze code, shown this once."""
    code = await give_freeze_code(services_of(request).clearing, own_account(holder), now=utc_now())
    return render(request, DOOR, "freeze_code.html", code=code)


def _read(code: str) -> str:
    try:
        return code_from(code)
    except IdentifierUnreadable:
        raise FreezeCodeUnknown from None
