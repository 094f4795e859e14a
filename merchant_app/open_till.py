"""A till is opened by whoever works there: its device signs, the person types a code."""

from datetime import timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, read_json
from ledger.core.approval import Approval
from ledger.core.pin import STAFF_DIGITS
from ledger.fresh import utc_now
from ledger.pages import is_secure, render, services_of
from ledger.proof import SIGN_IN, challenge_bytes
from ledger.use_cases.open_till import list_staff, open_till_with_code
from merchant_app.request import DOOR
from ui.guard import set_session_cookie

router = APIRouter()


class TillIn(msgspec.Struct, forbid_unknown_fields=True):
    """A challenge that the till signed; then, who stands there and their code."""

    challenge: str
    approval: ApprovalIn
    person: UUID | None = None
    pin: str = ""


@router.get("/pro/open")
async def show_opening(request: Request) -> Response:
    """Ask who opens the till; the names come once its device has signed."""
    return render(request, DOOR, "open.html")


@router.post("/pro/open/names")
async def tell_names(request: Request) -> Response:
    """Tell a till of a shop who may open it."""
    _, approval, content = await _signed(request)
    names = await list_staff(services_of(request).clearing, approval, content)
    return JSONResponse({"staff": [{"id": str(id), "name": name} for id, name in names]})


@router.post("/pro/open")
async def open_till(request: Request) -> Response:
    """Open the till for somebody who typed their code on it."""
    form, approval, content = await _signed(request)
    services, now = services_of(request), utc_now()
    token = await open_till_with_code(
        services.clearing,
        approval,
        content,
        (form.person or UUID(int=0), form.pin[: STAFF_DIGITS + 1]),
        now=now,
        expires_at=now + timedelta(hours=services.settings.session_hours),
    )
    response = JSONResponse({"next": "/pro/charge"}, 201)
    set_session_cookie(response, DOOR.name, token, secure=is_secure(request))
    return response


async def _signed(request: Request) -> tuple[TillIn, Approval, bytes]:
    """Read what a till signed.

    Raises:
        SignatureInvalid: the challenge is not of this house, or past its time.
    """
    form = await read_json(request, TillIn)
    challenge_bytes(services_of(request).clearing, SIGN_IN, form.challenge, utc_now())
    return form, form.approval.read(), SIGN_IN + form.challenge.encode()
