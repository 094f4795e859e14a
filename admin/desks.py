"""The agencies and tills of an institution: opened by two of its managers, changed by one."""

from collections import defaultdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment_form import Mistyped, Typed
from admin.request import DOOR, DeskKeeper, keeper_of, read_account
from admin.signing import SignedForm, decide_signed, signing
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import Refused
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.enrolments import list_communes
from ledger.reports.kept_desks import list_kept_desks, list_place_requests
from ledger.use_cases.keep_desks import (
    ask_desk,
    ask_till,
    change_desk_place,
    decide_place,
    retire_till,
)
from ledger.use_cases.open_books import NewDesk

router = APIRouter()
PAGE = "/console/desks"
FIELDS = ("name", "street", "commune", "hours")


@router.get(PAGE)
async def show_desks(request: Request, manager: DeskKeeper) -> Response:
    """List the agencies with their tills, and what waits for a second manager."""
    return await _page(request, manager)


@router.post(PAGE)
async def ask_for_desk(request: Request, manager: DeskKeeper) -> Response:
    """Ask that an agency be opened."""
    typed = Typed(await request.form())
    try:
        desk = await _read(request, manager, typed)
        clearing, by = services_of(request).clearing, keeper_of(manager)
        await ask_desk(clearing, desk, by=by, now=utc_now())
    except (Mistyped, Refused) as error:
        return await _page(request, manager, typed=typed, error=error)
    return see_other(PAGE)


@router.post(f"{PAGE}/changes")
async def change(request: Request, manager: DeskKeeper) -> Response:
    """Write where an agency is now, and when it is open."""
    typed = Typed(await request.form())
    try:
        desk = await _read(request, manager, typed)
    except Mistyped as error:
        return await _page(request, manager, typed=typed, error=error, changed=typed.text("name"))
    clearing, by = services_of(request).clearing, keeper_of(manager)
    await change_desk_place(clearing, desk, by=by, now=utc_now())
    return see_other(PAGE)


@router.post(f"{PAGE}/tills")
async def ask_for_till(request: Request, manager: DeskKeeper) -> Response:
    """Ask that a till be opened at an agency."""
    desk = Typed(await request.form()).text("desk")
    clearing, by = services_of(request).clearing, keeper_of(manager)
    await ask_till(clearing, desk, by=by, now=utc_now())
    return see_other(PAGE)


@router.post(f"{PAGE}/tills/{{account}}/closing")
async def close(request: Request, manager: DeskKeeper, account: str) -> Response:
    """Close a till for good."""
    till = read_account(account)
    clearing, by = services_of(request).clearing, keeper_of(manager)
    try:
        await retire_till(clearing, till, by=by, now=utc_now())
    except Refused as refusal:
        return await _page(request, manager, error=refusal, refused=till)
    return see_other(PAGE)


@router.post(f"{PAGE}/requests/{{id}}")
async def decide(request: Request, manager: DeskKeeper, id: str, form: SignedForm) -> Response:
    """Open what another manager asked for, or refuse it."""
    await decide_signed(request, manager, id, form, decide_place)
    return see_other(PAGE)


async def _read(request: Request, manager: Access, typed: Typed) -> NewDesk:
    """Read an agency as typed.

    Raises:
        Mistyped: fields cannot be read.
    """
    communes = await list_communes(services_of(request).reader)
    name, street, hours = (typed.text(each) for each in ("name", "street", "hours"))
    commune = typed.commune("commune", communes)
    typed.check()
    return NewDesk(name, manager.institution or "", street, commune.insee, hours)


async def _page(
    request: Request,
    manager: Access,
    *,
    typed: Typed | None = None,
    error: Refused | Mistyped | None = None,
    changed: str = "",
    refused: int = 0,
) -> Response:
    """Show the page; `changed`: whose form was mistyped, `refused`: which till is not closed."""
    reader, institution = services_of(request).reader, manager.institution or ""
    waiting = await list_place_requests(reader, institution)
    to_sign = [each for each in waiting if each.asked_by != manager.principal]
    acts = {
        act: [each.id for each in to_sign if each.act is act]
        for act in (SignedAct.DESK, SignedAct.TILL)
    }
    mistakes = error.errors if isinstance(error, Mistyped) else {}
    blank, is_new = dict.fromkeys(FIELDS, ""), not changed and not refused
    return render(
        request,
        DOOR,
        "desks.html",
        status=STATUS[error.code] if isinstance(error, Refused) else 422 if error else 200,
        access=manager,
        desks=await list_kept_desks(reader, institution),
        communes=await list_communes(reader),
        waiting=waiting,
        signing=await signing(request, manager, acts),
        typed=blank | (typed.words if typed else {}),
        blank=blank,
        is_new=is_new,
        errors=defaultdict(str, {name: words(request, said) for name, said in mistakes.items()}),
        error=say(request, error) if isinstance(error, Refused) else "",
        changed=changed,
    )
