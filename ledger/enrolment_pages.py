"""A phone comes to its account by the slip of a desk: open it, compare four words, be let in."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import read_json
from ledger.core.approval import from_base64url
from ledger.core.identifier import IdentifierUnreadable, account_id_text, code_from
from ledger.core.refusal import SlipNotValid
from ledger.core.terms import TERMS
from ledger.door import Door
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import read_uuid, render, services_of
from ledger.reports.devices import find_key_of_slip, show_slip
from ledger.use_cases.add_device import NewPhone, open_enrolment

LONGEST_NAME = 40


class SlipIn(msgspec.Struct, forbid_unknown_fields=True):
    """The code of a slip, the terms accepted, the phone's public key (base 64 of URLs), a PIN."""

    code: str
    terms: int
    public_key: str
    name: str
    pin: str = ""


def enrolment_pages(door: Door, *, takes_pin: bool = False) -> APIRouter:
    """Serve the pages by which a phone comes to an account of a door.

    `takes_pin`: they offer to choose the PIN of the account with it.
    """
    router = APIRouter()
    home = door.home.rstrip("/")

    @router.get(f"{home}/enrol")
    async def show_enrolment(request: Request) -> Response:
        """Open the slip whose code stands after `#`, or is typed."""
        action = f"{home}/enrol"
        return render(request, door, "enrol.html", terms=TERMS, action=action, takes_pin=takes_pin)

    router.add_api_route(f"{home}/enrol", _open_slip, methods=["POST"])
    router.add_api_route(f"{home}/enrol/{{slip}}", _show_enrolment_state, methods=["GET"])
    return router


async def _open_slip(request: Request) -> Response:
    """Open a slip with this phone; the four words are for the person at the desk."""
    form = await read_json(request, SlipIn)
    try:
        code, point = code_from(form.code), from_base64url(form.public_key)
    except IdentifierUnreadable:
        raise SlipNotValid from None
    except ValueError:
        raise Unreadable("public_key") from None
    opened = await open_enrolment(
        services_of(request).clearing,
        code,
        NewPhone(point, form.name[:LONGEST_NAME] or "–", form.terms, form.pin),
        now=utc_now(),
    )
    return JSONResponse({"slip": str(opened.slip), "words": opened.words}, 201)


async def _show_enrolment_state(request: Request, slip: str) -> Response:
    """Say whether the desk has confirmed; then, which key this phone has become."""
    services, id = services_of(request), read_uuid(slip)
    seen = await show_slip(services.reader, id)
    key = await find_key_of_slip(services.reader, id)
    return JSONResponse(
        {
            "state": seen.state(utc_now()),
            "key": str(key) if key else None,
            "account": account_id_text(seen.account) if key else None,
        }
    )
