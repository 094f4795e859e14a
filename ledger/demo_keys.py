"""The demonstration signs for whoever was picked; without `--demo` there are no such routes."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import read_json
from ledger.core.approval import base64url
from ledger.core.countersignature import DOMAIN
from ledger.core.refusal import NotAllowed
from ledger.demo_officers import played_browser, sign_as_played
from ledger.door import Door
from ledger.fresh import utc_now
from ledger.pages import services_of, session_of, session_token
from ledger.proof import UNLOCK, new_challenge
from ledger.use_cases.unlock_session import Unlocking, unlock_session


class ContentIn(msgspec.Struct, forbid_unknown_fields=True):
    """The text that the person in session signs."""

    content: str


def played_signatures(door: Door) -> APIRouter:
    """The routes by which the demonstration signs at a door, and unlocks it."""
    router = APIRouter()

    @router.post(f"{door.home}/demo/signature")
    async def sign(request: Request) -> Response:
        """Sign a decision as the passkey of the person in session does."""
        services = services_of(request)
        access = await session_of(request, door)
        form = await read_json(request, ContentIn)
        content = form.content.encode()
        if access.institution is None or not content.startswith(DOMAIN):
            raise NotAllowed
        given = await sign_as_played(services.clearing, access.principal, content, now=utc_now())
        signed = {
            "key": str(given.key_id),
            "signature": base64url(given.signature),
            "authenticator_data": base64url(given.authenticator_data),
            "client_data": base64url(given.client_data),
        }
        return JSONResponse(signed, 201)

    @router.post(f"{door.home}/demo/unlock")
    async def unlock(request: Request) -> Response:
        """Unlock a session that was picked, as the passkey of its person does."""
        services, now, token = services_of(request), utc_now(), session_token(request, door)
        clearing, access = services.clearing, await services.gate.locked_session(token)
        content = UNLOCK + new_challenge(clearing, UNLOCK, now).encode()
        given = await sign_as_played(clearing, access.principal, content, now=now)
        browser = played_browser(access.principal)
        unlocking = Unlocking(given.key_id.bytes, given, content, browser)
        await unlock_session(clearing, token, unlocking, now=now)
        return JSONResponse({"person": str(access.person_id)}, 201)

    return router
