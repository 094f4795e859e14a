"""The counter gives a phone to a member: a slip, four words to compare, one confirmation."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from admin.request import DOOR, Teller, served_account
from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, see_other, services_of
from ledger.reports.access import find_holder
from ledger.reports.desk import show_desk_member
from ledger.reports.devices import list_opened_slips, show_slip
from ledger.use_cases.add_device import confirm_enrolment, issue_slip
from ui.qr import qr_svg

router = APIRouter()
SLIP_MINUTES = 15


@router.post("/console/members/{account}/slips")
async def give_slip(request: Request, teller: Teller, account: str) -> Response:
    """Issue a slip for a phone of a member; tellers do not serve their own account."""
    services = services_of(request)
    wallet = await served_account(request, teller, account)
    holder = await find_holder(services.reader, wallet)
    slip, code = await issue_slip(
        services.clearing,
        holder.person_id,
        wallet,
        issued_by=teller.principal,
        now=utc_now(),
        minutes=SLIP_MINUTES,
    )
    door = "/pro" if holder.role is Role.SHOP_OWNER else ""
    address = f"{services.settings.base_url}{door}/enrol#{code}"
    member = await show_desk_member(services.reader, wallet, day=paris_day(utc_now()))
    seen = await show_slip(services.reader, slip)
    return render(
        request,
        DOOR,
        "slip.html",
        access=teller,
        slip=seen,
        member=member,
        code=code,
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
    return render(
        request,
        DOOR,
        "slip.html",
        access=teller,
        slip=slip,
        member=member,
        state=slip.state(utc_now()),
        code="",
        qr="",
    )


@router.post("/console/slips/{id}/confirm")
async def confirm(request: Request, teller: Teller, id: str) -> Response:
    """Confirm that the phone before the counter shows the same four words."""
    slip = read_uuid(id)
    await confirm_enrolment(
        services_of(request).clearing, slip, confirmed_by=teller.principal, now=utc_now()
    )
    return see_other(f"/console/slips/{slip}")
