"""What somebody is at the console: their roles, their passkeys, the role they act in now."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.officers import role_names
from admin.request import DOOR, LINKS, landing
from ledger.core.refusal import NotAllowed
from ledger.fresh import utc_now
from ledger.pages import (
    forget_access,
    is_secure,
    render,
    see_other,
    services_of,
    session_token,
)
from ledger.reports.access import Access
from ledger.reports.officers import list_living_keys, list_own_roles
from ledger.use_cases.sign_in import close_session
from ledger.use_cases.sign_in_officer import AtHand, OfficerPost, take_role
from ui.guard import set_session_cookie

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/me"


@router.get(PAGE)
async def show_own_access(request: Request) -> Response:
    """Show one's roles and keys."""
    access = await _officer(request)
    reader = services_of(request).reader
    return render(
        request,
        DOOR,
        "own_access.html",
        access=access,
        roles=await list_own_roles(reader, access.person_id),
        keys=await list_living_keys(reader, access.principal),
        role_names=role_names(request),
        now=utc_now(),
    )


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


async def _officer(request: Request) -> Access:
    access = await services_of(request).gate.session(session_token(request, DOOR), DOOR.name)
    if access.role not in LINKS:
        raise NotAllowed
    return access
