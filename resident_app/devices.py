"""The phones and passkeys of an account: listed, added under an approval, revoked at once."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, read_json
from ledger.confirm_pages import facts_of
from ledger.fresh import paris_day, utc_now
from ledger.new_passkey import creation_options, site_of
from ledger.pages import forget_access, own_account, read_uuid, render, see_other, services_of
from ledger.proof import ADD_KEY, challenge_bytes
from ledger.reports.cards import find_latest_card
from ledger.reports.devices import find_accepted_terms, list_devices, show_pin
from ledger.reports.freezes import has_freeze_code
from ledger.reports.policy import show_policy
from ledger.use_cases.add_device import revoke_device
from ledger.use_cases.add_passkey import Offer, add_passkey
from ledger.use_cases.issue_card import block_card_of
from resident_app.request import DOOR, Holder, Payer

router = APIRouter()
LONGEST_NAME = 40


class PasskeyIn(msgspec.Struct, forbid_unknown_fields=True):
    """A new passkey (`registration`: the browser's JSON), approved by a key at hand."""

    challenge: str
    registration: str
    credential: str
    name: str
    approval: ApprovalIn


@router.get("/devices")
async def show_devices(request: Request, payer: Payer) -> Response:
    """Show what may approve payments of this wallet."""
    reader = services_of(request).reader
    devices = await list_devices(reader, own_account(payer))
    policy = await show_policy(reader, paris_day(utc_now()))
    return render(
        request,
        DOOR,
        "devices.html",
        devices=devices,
        facts=facts_of(request, DOOR, payer, devices, await show_pin(reader, own_account(payer))),
        limit=policy.approval.low_value_payment,
        card_limit=policy.approval.card_per_day,
        plastic=await find_latest_card(reader, own_account(payer)),
        has_code=await has_freeze_code(reader, own_account(payer)),
        accepted=await find_accepted_terms(reader, payer.person_id),
    )


@router.post("/devices/card/blocking")
async def block_card(request: Request, payer: Payer) -> Response:
    """Block the card of this wallet: it pays nothing from now on."""
    clearing, account = services_of(request).clearing, own_account(payer)
    await block_card_of(clearing, account, by=payer.principal, now=utc_now())
    return see_other("/devices")


@router.post("/devices/{id}/revoke")
async def revoke(request: Request, holder: Holder, id: str) -> Response:
    """Revoke a phone or passkey: nothing that it signs is paid from now on."""
    await revoke_device(
        services_of(request).clearing, read_uuid(id), account=own_account(holder), now=utc_now()
    )
    forget_access(request)
    return see_other("/devices")


@router.post("/devices/passkeys/options")
async def offer_passkey(request: Request, holder: Holder) -> Response:
    """Say how the browser shall make a passkey; the challenge is what a key at hand approves."""
    holder_id = own_account(holder).to_bytes(8)
    options = creation_options(request, ADD_KEY, holder_id, holder.account_name)
    return JSONResponse(options)


@router.post("/devices/passkeys")
async def add(request: Request, holder: Holder) -> Response:
    """Add a passkey that a phone or passkey of this account has approved."""
    services, now = services_of(request), utc_now()
    form = await read_json(request, PasskeyIn)
    challenge = challenge_bytes(services.clearing, ADD_KEY, form.challenge, now)
    offer = Offer(
        registration=form.registration,
        challenge=challenge,
        site=site_of(request),
        name=form.name[:LONGEST_NAME] or "–",
        person_id=holder.person_id,
        account=own_account(holder),
    )
    content = ADD_KEY + f"{form.challenge}\n{form.credential}".encode()
    await add_passkey(services.clearing, offer, form.approval.read(), content=content, now=now)
    return JSONResponse({"next": "/devices"}, 201)
