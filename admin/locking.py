"""A session that nobody uses is locked; its officer's passkey opens it where it was left.

What a form had sent meanwhile was not done: the page that says so carries it along, and whoever
has unlocked the session confirms it, under the id that it had.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from admin.request import DOOR, landing
from admin.sign_in import KeyIn, browser_token, read_credential
from ledger.approval_form import is_json, read_json
from ledger.core.officer import IDLE_LOCK
from ledger.core.refusal import SignatureInvalid
from ledger.core.refusal_access import ChallengeSpent, SessionLocked
from ledger.fresh import token_hash, utc_now
from ledger.pages import (
    address_to_come_back,
    forget_access,
    render,
    see_other,
    services_of,
    session_of,
    session_token,
)
from ledger.proof import UNLOCK, challenge_answer, challenge_bytes
from ledger.reports.access import Access
from ledger.use_cases.unlock_session import Unlocking, lock_session, unlock_session

router = APIRouter()
PAGE = "/console/locked"
NEVER_KEPT = ("pin", "again")
"""Fields that no page writes again: the secret code of a customer's card."""
DOOR.share(idle_lock_s=int(IDLE_LOCK.total_seconds()))
Typed = Sequence[tuple[str, str]]


@router.get(PAGE)
async def show_lock(request: Request, next: str = "") -> Response:
    """Ask for the key of whoever opened the session, then go on to `next`, a page of this door."""
    gate, token = services_of(request).gate, session_token(request, DOOR)
    access = await gate.locked_session(token)
    wanted = next if DOOR.leads_within(next) else landing(access)
    try:
        await gate.session(token, DOOR.name, is_use=False)
    except SessionLocked:
        return _page(request, access, next=wanted)
    return see_other(wanted)


@router.post(PAGE)
async def lock(request: Request) -> Response:
    """Lock the session at once."""
    access, services = await session_of(request, DOOR), services_of(request)
    await lock_session(services.clearing, session_token(request, DOOR), now=utc_now())
    forget_access(request)
    return lead_to_lock(landing(access))


@router.post(f"{PAGE}/challenge")
async def give_challenge(request: Request) -> Response:
    """Give a challenge that can be nothing but the unlocking of this session, once."""
    token = session_token(request, DOOR)
    await services_of(request).gate.locked_session(token)
    return challenge_answer(services_of(request).clearing, _purpose(token))


@router.post(f"{PAGE}/key")
async def unlock(request: Request) -> Response:
    """Open the session again for whoever opened it first."""
    services, now, token = services_of(request), utc_now(), session_token(request, DOOR)
    form = await read_json(request, KeyIn)
    try:
        challenge_bytes(services.clearing, _purpose(token), form.challenge, now)
    except SignatureInvalid:
        raise ChallengeSpent from None
    unlocking = Unlocking(
        read_credential(form.credential),
        form.approval.read(),
        UNLOCK + form.challenge.encode(),
        token_hash(browser_token(request)),
    )
    await unlock_session(services.clearing, token, unlocking, now=now)
    access = await services.gate.locked_session(token)
    return JSONResponse({"person": str(access.person_id)}, 201)


@router.post("/console/awake")
async def stay_awake(request: Request) -> Response:
    """Hear that somebody works on an open page, without asking for another."""
    await session_of(request, DOOR)
    return Response(status_code=204)


async def tell_locked(request: Request) -> Response:
    """Lead to the lock, from a page that was asked for or from a form that was sent."""
    if request.method == "GET":
        return lead_to_lock(address_to_come_back(request, DOOR))
    access = await services_of(request).gate.locked_session(session_token(request, DOOR))
    return _page(request, access, next=landing(access), typed=await _typed(request), status=401)


def lead_to_lock(address: str) -> Response:
    """Lead to the lock, and from there to a page."""
    return see_other(f"{PAGE}?{urlencode({'next': address})}")


def _page(
    request: Request, access: Access, *, next: str, typed: Typed = (), status: int = 200
) -> Response:
    return render(
        request,
        DOOR,
        "locked.html",
        status=status,
        access=access,
        next=next,
        typed=typed,
        is_form=request.method != "GET",
        action=request.url.path,
    )


async def _typed(request: Request) -> Typed:
    """Read what a form had sent; nothing of one with a file or a secret, which is typed anew."""
    if is_json(request):
        return ()
    fields = (await request.form()).multi_items()
    texts = [(name, text) for name, text in fields if isinstance(text, str)]
    is_whole = len(texts) == len(fields) and not any(name in NEVER_KEPT for name, _ in texts)
    return texts if is_whole else ()


def _purpose(token: str) -> bytes:
    return UNLOCK + token_hash(token)
