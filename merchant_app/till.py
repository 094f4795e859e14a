"""This till: the device of a session answers for a location, and holds its keys of a week."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, read_json
from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text
from ledger.core.refusal import DeviceNotAccepted
from ledger.core.role import Act, may
from ledger.fresh import utc_now
from ledger.pages import (
    forget_access,
    own_account,
    read_uuid,
    see_other,
    services_of,
    session_token,
    with_account_session,
)
from ledger.proof import PAIR_TILL, challenge_answer, challenge_bytes
from ledger.reports.access import Access
from ledger.reports.payees import list_locations
from ledger.reports.tills import is_till_contested, list_pairings
from ledger.use_cases.pair_till import Asker, ask_pairing, confirm_pairing, unpair_till
from ledger.use_cases.sync_till import take_keys
from merchant_app.request import DOOR, Owner, Till, read_location, show

router = APIRouter()


class PairingIn(msgspec.Struct, forbid_unknown_fields=True):
    """The location chosen, and a challenge of the house signed with it by this device."""

    location: str
    challenge: str
    approval: ApprovalIn


@router.get("/pro/till")
async def show_till(request: Request, till: Till) -> Response:
    """Show which location this device answers for; while it waits, say only where it stands."""
    services, now = services_of(request), utc_now()
    pairings = await list_pairings(services.reader, own_account(till), now)
    own = [each for each in pairings if till.key_id == each.key_id]
    paired = next((each for each in own if each.is_confirmed), None)
    asked = next((each for each in own if not each.is_confirmed), None)
    state = "waiting" if asked else "paired" if paired else "free"
    if request.headers.get("accept") == "application/json":
        return JSONResponse({"state": state})
    served = {each.location for each in own}
    locations = await list_locations(services.reader, own_account(till))
    return show(
        request,
        till,
        "till.html",
        state=state,
        paired=paired,
        asked=asked,
        is_contested=is_till_contested(pairings, till.key_id, now),
        choices=[(code, label, "") for code, label in locations if code not in served],
        has_codes=bool(locations),
        facts=_facts(request, till),
        confirms=may(till.role, Act.REDEEM),
    )


@router.post("/pro/till/challenge")
async def give_challenge(request: Request, _till: Till) -> Response:
    """Give a challenge to sign: it pairs a till and does nothing else."""
    return challenge_answer(services_of(request).clearing, PAIR_TILL)


@router.post("/pro/till")
async def ask(request: Request, till: Till) -> Response:
    """Ask that this device answers for a location."""
    clearing, now = services_of(request).clearing, utc_now()
    if is_owner := may(till.role, Act.REDEEM):
        with_account_session(request, DOOR)  # what the owner asks is confirmed at once
    form = await read_json(request, PairingIn)
    challenge_bytes(clearing, PAIR_TILL, form.challenge, now)
    approval = form.approval.read()
    if till.key_id not in {None, approval.key_id}:
        raise DeviceNotAccepted
    asker = Asker(
        till.person_id,
        own_account(till),
        is_owner=is_owner,
        session=session_token(request, DOOR),
    )
    content = PAIR_TILL + f"{form.location}\n{form.challenge}".encode()
    location = read_location(form.location)
    await ask_pairing(clearing, asker, location, approval, content=content, now=now)
    forget_access(request)
    return JSONResponse({"next": "/pro/till"}, 201)


@router.get("/pro/till/keys")
async def give_keys(request: Request, till: Till) -> Response:
    """Give this device, if it is paired, the keys of its location for a week."""
    now = utc_now()
    held = await take_keys(
        services_of(request).clearing, till.key_id, account=own_account(till), now=now
    )
    keys = [
        {"first": each.first, "until": each.until, "key": base64url(each.key)} for each in held.keys
    ]
    content = {"label": held.label, "rotation": held.rotation, "now": now.isoformat(), "keys": keys}
    return JSONResponse(content, headers={"cache-control": "no-store"})


@router.post("/pro/devices/pairings/{id}/confirm")
async def confirm(request: Request, owner: Owner, id: str) -> Response:
    """Confirm, as the owner, that a device answers for a location."""
    await confirm_pairing(
        services_of(request).clearing,
        read_uuid(id),
        account=own_account(owner),
        confirmed_by=owner.principal,
        now=utc_now(),
    )
    forget_access(request)
    return see_other("/pro/devices")


@router.post("/pro/devices/pairings/{id}/end")
async def end(request: Request, owner: Owner, id: str) -> Response:
    """End a pairing, or turn an ask down."""
    clearing = services_of(request).clearing
    await unpair_till(clearing, read_uuid(id), account=own_account(owner), now=utc_now())
    forget_access(request)
    return see_other("/pro/devices")


def _facts(request: Request, till: Access) -> dict[str, str]:
    facts = {"payer": account_id_text(own_account(till))}
    if services_of(request).settings.demo:
        facts["demo_phone"] = "/pro/demo/phone"
    return facts
