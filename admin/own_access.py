"""What somebody is at the console: their roles, their passkeys, the role they act in now."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment_form import EARLIEST, MISSING, NO_DATE
from admin.officers import role_names
from admin.request import DOOR, LINKS, landing
from ledger.core.identity import folded
from ledger.core.refusal import NotAllowed
from ledger.core.refusal_access import RelativeKnown
from ledger.fresh import paris_day, utc_now
from ledger.pages import (
    forget_access,
    is_secure,
    read_uuid,
    read_words,
    render,
    say,
    see_other,
    services_of,
    session_of,
    session_token,
    words,
)
from ledger.reports.access import Access
from ledger.reports.officers import list_living_keys, list_own_roles
from ledger.reports.relatives import list_relatives
from ledger.use_cases.keep_relatives import declare_relative, end_relative, name_place
from ledger.use_cases.sign_in import close_session
from ledger.use_cases.sign_in_officer import AtHand, OfficerPost, take_role
from ui.guard import set_session_cookie

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/me"
LONGEST_NAME = 80
MISTAKES = {"name": MISSING, "birth_date": NO_DATE}


@router.get(PAGE)
async def show_own_access(request: Request) -> Response:
    """Show one's roles and keys."""
    return await _page(request, await _officer(request))


@router.post(f"{PAGE}/relatives")
async def declare(request: Request, name: Text = "", birth_date: Text = "") -> Response:
    """Declare somebody whom one will not serve."""
    access, clearing = await _officer(request), services_of(request).clearing
    typed = {"name": read_words(name, longest=LONGEST_NAME), "birth_date": birth_date}
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return await _page(request, access, typed=typed, wrong="birth_date")
    if not folded(typed["name"]) or not EARLIEST <= born <= paris_day(utc_now()):
        return await _page(
            request, access, typed=typed, wrong="birth_date" if folded(typed["name"]) else "name"
        )
    try:
        await declare_relative(clearing, access.person_id, typed["name"], born, now=utc_now())
    except RelativeKnown as refusal:
        return await _page(request, access, typed=typed, wrong="name", error=say(request, refusal))
    return see_other(f"{PAGE}#relatives")


@router.post(f"{PAGE}/relatives/{{id}}/end")
async def end(request: Request, id: str) -> Response:
    """End a declaration of one's own; it counts for a day more."""
    access, clearing = await _officer(request), services_of(request).clearing
    await end_relative(clearing, read_uuid(id), person=access.person_id, now=utc_now())
    return see_other(f"{PAGE}#relatives")


@router.post(f"{PAGE}/role")
async def change_role(request: Request, role: Text = "", institution: Text = "") -> Response:
    """Go on in another of one's roles, by the key that opened the session."""
    access, services = await _officer(request), services_of(request)
    if access.expires_at is None:
        raise NotAllowed
    current = AtHand(access.officer_key_id, access.browser or b"", access.expires_at)
    post = OfficerPost(access.person_id, role, institution)
    token = await take_role(services.clearing, post, current, now=utc_now())
    await close_session(services.clearing, session_token(request, DOOR))
    forget_access(request)
    response = see_other(landing(await services.gate.session(token, DOOR.name)))
    set_session_cookie(response, DOOR.name, token, secure=is_secure(request))
    return response


async def _page(
    request: Request,
    access: Access,
    *,
    typed: dict[str, str] | None = None,
    wrong: str = "",
    error: str = "",
) -> Response:
    services, now = services_of(request), utc_now()
    relatives = await list_relatives(services.reader, access.person_id, now=now)
    decrypt = services.clearing.columns.decrypt
    return render(
        request,
        DOOR,
        "own_access.html",
        status=409 if error else 422 if wrong else 200,
        access=access,
        roles=await list_own_roles(services.reader, access.person_id),
        keys=await list_living_keys(services.reader, access.principal),
        role_names=role_names(request),
        relatives=[(each, decrypt(each.name, name_place(each.id))) for each in relatives],
        typed=typed or {"name": "", "birth_date": ""},
        wrong=wrong,
        error=error or (words(request, MISTAKES[wrong]) if wrong else ""),
        today=paris_day(now),
        now=now,
    )


async def _officer(request: Request) -> Access:
    access = await session_of(request, DOOR)
    if access.role not in LINKS:
        raise NotAllowed
    return access
