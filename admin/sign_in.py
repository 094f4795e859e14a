"""Officers sign in by a passkey of their own; an invitation brings the first one."""

from datetime import timedelta

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from admin.request import DOOR
from ledger.approval_form import ApprovalIn, read_json
from ledger.core.approval import from_base64url
from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.core.refusal_access import InvitationNotValid
from ledger.failures import Unreadable
from ledger.fresh import new_token, token_hash, utc_now
from ledger.new_passkey import creation_options, site_of
from ledger.pages import is_secure, render, services_of
from ledger.proof import ADD_KEY, SIGN_IN, challenge_answer, challenge_bytes
from ledger.use_cases.sign_in_officer import (
    Arrival,
    MadeHere,
    accept_invitation,
    find_invited,
    sign_in_officer,
)
from ui.guard import remember_browser, session_cookie_name, set_session_cookie

router = APIRouter()
PAGE = "/console/join"
SHIFT_HOURS = 12


class KeyIn(msgspec.Struct, forbid_unknown_fields=True):
    """A challenge that a passkey of the console has signed."""

    challenge: str
    credential: str
    approval: ApprovalIn


class CodeIn(msgspec.Struct, forbid_unknown_fields=True):
    """The code of an invitation."""

    code: str


class JoinIn(msgspec.Struct, forbid_unknown_fields=True):
    """The code of an invitation, and the passkey made for it (`registration`: the browser's)."""

    code: str
    challenge: str
    registration: str


@router.post("/console/sign-in/challenge")
async def give_challenge(request: Request) -> Response:
    """Give a challenge to sign: it can be nothing but a sign-in, and serves once."""
    return challenge_answer(services_of(request).clearing, SIGN_IN)


@router.post("/console/sign-in/key")
async def sign_in_with_key(request: Request) -> Response:
    """Open a session for whoever holds the key."""
    services, now = services_of(request), utc_now()
    form = await read_json(request, KeyIn)
    challenge_bytes(services.clearing, SIGN_IN, form.challenge, now)
    browser = browser_token(request)
    arrival = Arrival(
        read_credential(form.credential),
        form.approval.read(),
        SIGN_IN + form.challenge.encode(),
        token_hash(browser),
        now + timedelta(hours=min(services.settings.session_hours, SHIFT_HOURS)),
    )
    token = await sign_in_officer(services.clearing, arrival, now=now)
    response = JSONResponse({"next": DOOR.home}, 201)
    set_session_cookie(response, DOOR.name, token, secure=is_secure(request))
    remember_browser(response, browser, secure=is_secure(request))
    return response


@router.get(PAGE)
async def show_join(request: Request) -> Response:
    """Open the invitation whose code stands after `#`, or is typed."""
    return render(request, DOOR, "join.html")


@router.post(f"{PAGE}/options")
async def offer_key(request: Request) -> Response:
    """Say how the browser shall make the passkey of whoever is invited."""
    form = await read_json(request, CodeIn)
    invited = await find_invited(services_of(request).clearing, _code(form.code), now=utc_now())
    options = creation_options(request, ADD_KEY, invited.person.bytes, invited.name)
    return JSONResponse(options)


@router.post(PAGE)
async def join(request: Request) -> Response:
    """Register the passkey of whoever is invited; it opens the console from now on."""
    services, now = services_of(request), utc_now()
    form = await read_json(request, JoinIn)
    challenge = challenge_bytes(services.clearing, ADD_KEY, form.challenge, now)
    browser = browser_token(request)
    made = MadeHere(form.registration, challenge, site_of(request), token_hash(browser))
    await accept_invitation(services.clearing, _code(form.code), made, now=now)
    response = JSONResponse({"next": "/console/sign-in"}, 201)
    remember_browser(response, browser, secure=is_secure(request))
    return response


def browser_token(request: Request) -> str:
    """Read which browser this is; one that was never seen gets a name of its own."""
    name = session_cookie_name("browser", secure=is_secure(request))
    return request.cookies.get(name) or new_token()


def _code(text: str) -> str:
    try:
        return code_from(text)
    except IdentifierUnreadable:
        raise InvitationNotValid from None


def read_credential(text: str) -> bytes:
    """Read how an authenticator names a passkey.

    Raises:
        Unreadable: it is not base 64.
    """
    try:
        return from_base64url(text)
    except ValueError:
        raise Unreadable("credential") from None
