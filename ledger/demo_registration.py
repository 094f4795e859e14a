"""The demonstration plays the tellers: a browser that picks somebody becomes a phone of theirs.

One that picks somebody of a shop becomes a till of that shop.

It takes the same slip as everybody, at once confirmed and dated two days back, so that a newcomer
is not held to the limits of a phone's first day. Without `--demo` this route does not exist.
"""

from datetime import timedelta

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import read_json
from ledger.core.approval import from_base64url
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.role import Act
from ledger.core.terms import TERMS
from ledger.demo_officers import cosigned
from ledger.door import Door
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import own_account, services_of, signed_in
from ledger.reports.access import find_holder
from ledger.use_cases.add_device import (
    NewPhone,
    SlipOrder,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
)
from ledger.use_cases.sign import Decision, Keeper

SECOND_PERSON = Keeper("demo, second person", "demo")
TRUSTED_SINCE = timedelta(days=2)
SLIP_MINUTES = 15
LONGEST_NAME = 40


class PhoneIn(msgspec.Struct, forbid_unknown_fields=True):
    """The public key of a browser (base 64 of URLs) and what it calls itself."""

    public_key: str
    name: str


def demo_registration(door: Door, act: Act) -> APIRouter:
    """The route by which the demonstration registers a browser of whoever may do `act`."""
    router = APIRouter()

    @router.post(f"{door.home.rstrip('/')}/demo/phone")
    async def register_browser(request: Request) -> Response:
        """Make this browser a device of the wallet's holder, as the desk does with a slip."""
        picked = await signed_in(request, door, act)
        holder = await find_holder(services_of(request).reader, own_account(picked))
        form = await read_json(request, PhoneIn)
        clearing, now = services_of(request).clearing, utc_now() - TRUSTED_SINCE
        wanted = SlipOrder(
            holder.person_id, own_account(holder), "demo", SLIP_MINUTES, IdentityDocument.PASSPORT
        )
        slip, code = await issue_slip(clearing, wanted, now=now)
        await open_enrolment(
            clearing,
            code,
            NewPhone(public_key=_point(form), name=form.name[:LONGEST_NAME], terms=TERMS.version),
            now=now,
        )
        compared = Decision(SignedAct.RECOVERY, slip)
        signed = await cosigned(clearing, SECOND_PERSON, compared, now=now)
        key = await confirm_enrolment(
            clearing, slip, confirmed_by=signed.principal, signed=signed, now=now
        )
        return JSONResponse({"key": str(key), "name": holder.account_name}, 201)

    return router


def _point(form: PhoneIn) -> bytes:
    try:
        return from_base64url(form.public_key)
    except ValueError:
        raise Unreadable("public_key") from None
