"""The demonstration signs for whoever was picked; without `--demo` there is no such route."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import read_json
from ledger.core.approval import base64url
from ledger.core.countersignature import DOMAIN
from ledger.core.refusal import NotAllowed
from ledger.demo_officers import sign_as_played
from ledger.door import Door
from ledger.fresh import utc_now
from ledger.pages import services_of, session_token


class ContentIn(msgspec.Struct, forbid_unknown_fields=True):
    """The text that the person in session signs."""

    content: str


def played_signatures(door: Door) -> APIRouter:
    """The route by which the demonstration signs at a door."""
    router = APIRouter()

    @router.post(f"{door.home}/demo/signature")
    async def sign(request: Request) -> Response:
        """Sign a decision as the passkey of the person in session does."""
        services = services_of(request)
        access = await services.gate.session(session_token(request, door), door.name)
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

    return router
