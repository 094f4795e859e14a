"""The people of a shop: taken on with a code of their own, let go in one press."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import PinRefused
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import forget_access, read_uuid, read_words, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.staff import list_staff_of
from ledger.use_cases.keep_staff import change_staff_code, dismiss_employee, hire_employee
from merchant_app.request import StaffKeeper, own_member, show
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
LONGEST_NAME = 60
DIFFERENT = french("Les deux codes ne sont pas les mêmes : recommencez.")
NAMELESS = french("Écrivez le nom de la personne.")


@router.get("/pro/staff")
async def show_staff(request: Request, owner: StaffKeeper) -> Response:
    """Show who may open the tills of this shop."""
    return await _page(request, owner)


@router.post("/pro/staff")
async def hire(
    request: Request, owner: StaffKeeper, name: Text = "", pin: Text = "", again: Text = ""
) -> Response:
    """Take somebody on, with the code that they typed twice."""
    known_as = read_words(name, longest=LONGEST_NAME)
    if not known_as:
        return await _page(request, owner, error=words(request, NAMELESS))
    if pin != again:
        return await _page(request, owner, error=words(request, DIFFERENT), typed=known_as)
    try:
        await hire_employee(
            services_of(request).clearing, own_member(owner), known_as, pin, now=utc_now()
        )
    except PinRefused as refusal:
        return await _page(request, owner, error=say(request, refusal), typed=known_as)
    return see_other("/pro/staff")


@router.post("/pro/staff/{id}/code")
async def change_code(
    request: Request, owner: StaffKeeper, id: str, pin: Text = "", again: Text = ""
) -> Response:
    """Give somebody another code: theirs was forgotten, or typed wrong too often."""
    if pin != again:
        return await _page(request, owner, error=words(request, DIFFERENT))
    try:
        await change_staff_code(
            services_of(request).clearing,
            read_uuid(id),
            pin,
            shop=own_member(owner),
            now=utc_now(),
        )
    except PinRefused as refusal:
        return await _page(request, owner, error=say(request, refusal))
    return see_other("/pro/staff")


@router.post("/pro/staff/{id}/dismissal")
async def dismiss(request: Request, owner: StaffKeeper, id: str) -> Response:
    """Let somebody go: their next request is refused, their screens go dark."""
    await dismiss_employee(
        services_of(request).clearing, read_uuid(id), shop=own_member(owner), now=utc_now()
    )
    forget_access(request)
    return see_other("/pro/staff")


async def _page(request: Request, owner: Access, *, error: str = "", typed: str = "") -> Response:
    staff = await list_staff_of(services_of(request).reader, own_member(owner))
    status = STATUS[PinRefused.code] if error else 200
    return show(request, owner, "staff.html", status=status, staff=staff, error=error, typed=typed)
