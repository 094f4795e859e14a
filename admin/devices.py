"""The counter gives a phone to a member: a slip, four words to compare, one confirmation."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from admin.request import DOOR, Teller, read_reason, served_account
from admin.signing import cosigner_of, signing
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.role import Role
from ledger.failures import STATUS, Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of
from ledger.reports.access import Access, find_holder
from ledger.reports.desk import show_desk_member
from ledger.reports.devices import list_devices, list_opened_slips, show_slip
from ledger.reports.policy import show_policy
from ledger.use_cases.add_device import SlipOrder, confirm_enrolment, issue_slip, revoke_device
from ui.qr import qr_svg

router = APIRouter()
SLIP_MINUTES = 15
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]
NONE: list[str] = []


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip just issued to the holder of a wallet; `path`: the page that opens it."""

    slip: UUID
    code: str
    wallet: int
    holder: Access
    path: str


async def issue_at_desk(
    request: Request, teller: Access, account: str, identity: str, *, minutes: int
) -> IssuedSlip:
    """Issue a slip for a phone of whoever holds an account that this teller may serve."""
    services = services_of(request)
    wallet = await served_account(request, teller, account)
    holder = await find_holder(services.reader, wallet)
    browser = teller.browser or b""
    order = SlipOrder(holder.person_id, wallet, teller.principal, minutes, _seen(identity), browser)
    slip, code = await issue_slip(services.clearing, order, now=utc_now())
    path = "/pro/enrol" if holder.role is Role.SHOP_OWNER else "/enrol"
    return IssuedSlip(slip, code, wallet, holder, path)


def _seen(identity: str) -> IdentityDocument | None:
    try:
        return IdentityDocument(identity) if identity else None
    except ValueError:
        raise Unreadable("identity") from None


@router.get("/console/members/{account}/recovery")
async def show_recovery(request: Request, teller: Teller, account: str) -> Response:
    """Ask which document was seen and which phones are lost, before another one comes."""
    return await _recovery_page(request, teller, await served_account(request, teller, account))


async def _recovery_page(
    request: Request,
    teller: Access,
    wallet: int,
    typed: tuple[str, list[str]] = ("", NONE),
    *,
    error: str = "",
) -> Response:
    """Ask again, with the document and the phones that were ticked."""
    services, (identity, lost) = services_of(request), typed
    policy = await show_policy(services.reader, paris_day(utc_now()))
    return render(
        request,
        DOOR,
        "recovery.html",
        status=STATUS[ExplanationNeeded.code] if error else 200,
        access=teller,
        identity=identity,
        lost=lost,
        error=error,
        member=await show_desk_member(services.reader, wallet, day=paris_day(utc_now())),
        devices=await list_devices(services.reader, wallet),
        alone_up_to=policy.desk.alone_up_to,
    )


@router.post("/console/members/{account}/slips")
async def give_slip(
    request: Request,
    teller: Teller,
    account: str,
    identity: Text = "",
    lost: Texts = NONE,
    reason: Text = "",
) -> Response:
    """Issue a slip for a phone of a member; the lost ones are revoked at once, with a reason."""
    services, now, said = services_of(request), utc_now(), read_reason(reason)
    if lost and not said:
        wallet = await served_account(request, teller, account)
        unsaid = say(request, ExplanationNeeded())
        return await _recovery_page(request, teller, wallet, (identity, lost), error=unsaid)
    issued = await issue_at_desk(request, teller, account, identity, minutes=SLIP_MINUTES)
    wallet = issued.wallet
    by = teller.principal
    for key in map(read_uuid, lost):
        await revoke_device(services.clearing, key, account=wallet, now=now, by=by, reason=said)
    address = f"{services.settings.base_url}{issued.path}#{issued.code}"
    member = await show_desk_member(services.reader, wallet, day=paris_day(utc_now()))
    seen = await show_slip(services.reader, issued.slip)
    return render(
        request,
        DOOR,
        "slip.html",
        access=teller,
        slip=seen,
        takes_two=False,
        member=member,
        code=issued.code,
        identity=identity,
        qr=qr_svg(address),
        opened=await list_opened_slips(services.reader, wallet, utc_now()),
    )


@router.get("/console/slips/{id}")
async def show_slip_of_desk(request: Request, teller: Teller, id: str) -> Response:
    """Show where a slip stands: its code was shown once and is not shown again."""
    services = services_of(request)
    slip = await show_slip(services.reader, read_uuid(id))
    if request.headers.get("accept") == "application/json":
        return JSONResponse({"state": slip.state(utc_now())})
    member = await show_desk_member(services.reader, slip.account, day=paris_day(utc_now()))
    takes_two = slip.takes_two(await show_policy(services.reader, paris_day(utc_now())))
    to_sign = [slip.id] if takes_two else []
    return render(
        request,
        DOOR,
        "slip.html",
        access=teller,
        slip=slip,
        takes_two=takes_two,
        member=member,
        state=slip.state(utc_now()),
        signing=await signing(request, teller, {SignedAct.RECOVERY: to_sign}),
        code="",
        qr="",
    )


@router.post("/console/slips/{id}/confirm")
async def confirm(request: Request, teller: Teller, id: str, signature: Text = "") -> Response:
    """Confirm that the phone before the counter shows the same four words."""
    slip = read_uuid(id)
    await confirm_enrolment(
        services_of(request).clearing,
        slip,
        confirmed_by=teller.principal,
        signed=cosigner_of(teller, signature) if signature else None,
        now=utc_now(),
    )
    return see_other(f"/console/slips/{slip}")
