"""Confirming who is there, by a passkey or the PIN, for what a known phone is not enough."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.account_session import AccountSession, renew
from ledger.approval_form import ApprovalIn, read_json
from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text
from ledger.core.refusal_access import AccountPinLocked
from ledger.core.role import Act
from ledger.door import Door
from ledger.fresh import utc_now
from ledger.pages import (
    account_cookie,
    forget_account_session,
    own_account,
    render,
    say,
    see_other,
    services_of,
    session_token,
    signed_in,
    with_account_session,
)
from ledger.proof import CONFIRM, challenge_answer, challenge_bytes
from ledger.reports.access import Access
from ledger.reports.devices import Device, PinView, list_devices, show_pin
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_pin import Confirmation, check_person, prove_pin

LONGEST_ABOUT = 200


class PinIn(msgspec.Struct, forbid_unknown_fields=True):
    """A PIN, and what it is given for: an order with its expiry, or a challenge."""

    pin: str
    about: str


class ConfirmIn(msgspec.Struct, forbid_unknown_fields=True):
    """A challenge that the person has approved."""

    challenge: str
    approval: ApprovalIn

    def read(self, clearing: Clearing, purpose: bytes, now: datetime) -> Confirmation:
        """Read what was approved for a purpose; whether it was is not yet checked.

        Raises:
            SignatureInvalid: the challenge is not of this house, for that purpose, in its time.
            Unreadable: a part of the approval is not base 64.
        """
        challenge_bytes(clearing, purpose, self.challenge, now)
        content = purpose + self.challenge.encode()
        return Confirmation(self.approval.read(), content, self.challenge)


def confirm_pages(door: Door, act: Act, *, landing: str) -> APIRouter:
    """Serve what opens, keeps and closes the account session of whoever may do `act` at a door.

    `landing`: the page where whoever confirms goes on that asked for none.
    """
    router = APIRouter()
    _ask(router, door, act, landing)
    _give_proofs(router, door, act)
    _keep(router, door, act)
    return router


def _ask(router: APIRouter, door: Door, act: Act, landing: str) -> None:
    home = door.home.rstrip("/")

    @router.get(f"{home}/confirm")
    async def show_confirm(request: Request, next: str = "") -> Response:
        """Ask the person to confirm, then go on to `next`, a page of this door."""
        access, reader = await signed_in(request, door, act), services_of(request).reader
        account = own_account(access)
        devices, pin = await list_devices(reader, account), await show_pin(reader, account)
        return render(
            request,
            door,
            "confirm_person.html",
            facts=facts_of(request, door, access, devices, pin),
            landing=next if door.leads_within(next) else landing,
            locked=say(request, AccountPinLocked()) if pin and pin.is_locked else "",
        )

    @router.post(f"{home}/confirm")
    async def confirm(request: Request) -> Response:
        """Open the account session for whoever confirmed."""
        access, now = await signed_in(request, door, act), utc_now()
        form, clearing = await read_json(request, ConfirmIn), services_of(request).clearing
        given = form.read(clearing, CONFIRM, now)
        await check_person(clearing, own_account(access), given, now=now)
        token = session_token(request, door)
        renew(request, clearing, account_cookie(request, door), AccountSession(now, now), token)
        return JSONResponse({}, 201)


def _give_proofs(router: APIRouter, door: Door, act: Act) -> None:
    home = door.home.rstrip("/")

    @router.post(f"{home}/confirm/challenge")
    async def give_challenge(request: Request) -> Response:
        """Give a challenge that can be nothing but this confirmation."""
        await signed_in(request, door, act)
        return challenge_answer(services_of(request).clearing, CONFIRM)

    @router.post(f"{home}/confirm/pin")
    async def give_proof(request: Request) -> Response:
        """Prove the PIN of the account, for one thing."""
        access = await signed_in(request, door, act)
        form = await read_json(request, PinIn)
        proof = await prove_pin(
            services_of(request).clearing,
            own_account(access),
            form.pin,
            about=form.about[:LONGEST_ABOUT],
            now=utc_now(),
        )
        return JSONResponse({"proof": base64url(proof)}, 201)


def _keep(router: APIRouter, door: Door, act: Act) -> None:
    home = door.home.rstrip("/")

    @router.post(f"{home}/confirm/extension")
    async def extend(request: Request) -> Response:
        """Put the end of the account session off, in one press."""
        await signed_in(request, door, act)
        session = with_account_session(request, door)
        return JSONResponse({"closes_at": session.closes_at.isoformat()})

    @router.post(f"{home}/confirm/closing")
    async def close(request: Request) -> Response:
        """Close the account session; the phone stays known."""
        response = see_other(door.home)
        forget_account_session(request, door, response)
        return response


async def person_facts(request: Request, door: Door, access: Access) -> dict[str, object]:
    """Tell a page by what the person who is signed in can confirm that it is them."""
    reader, account = services_of(request).reader, own_account(access)
    devices, pin = await list_devices(reader, account), await show_pin(reader, account)
    return facts_of(request, door, access, devices, pin)


def facts_of(
    request: Request, door: Door, access: Access, devices: Sequence[Device], pin: PinView | None
) -> dict[str, object]:
    """Tell the same of devices and a PIN at hand."""
    facts: dict[str, object] = {
        "payer": account_id_text(own_account(access)),
        "passkeys": [
            {"key": str(device.id), "credential": base64url(device.credential_id)}
            for device in devices
            if device.is_passkey
        ],
        "has_pin": pin is not None and pin.counts(utc_now()),
    }
    if services_of(request).settings.demo:
        facts["demo_phone"] = f"{door.home.rstrip('/')}/demo/phone"
    return facts
