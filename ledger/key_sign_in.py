"""Signing in without a password: a phone or a passkey signs a challenge of the house."""

from datetime import timedelta

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ledger.approval_form import ApprovalIn, read_json
from ledger.core.approval import Approval, from_base64url
from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.door import Door
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import is_secure, own_account, services_of
from ledger.proof import SIGN_IN, challenge_answer, challenge_bytes
from ledger.use_cases.sign_in_by_key import find_credential, sign_in_by_key
from ui.guard import set_session_cookie

KNOWN_DEVICE = timedelta(days=180)


class SignInIn(msgspec.Struct, forbid_unknown_fields=True):
    """A signed challenge; a passkey is known by its `credential`, a phone by its key."""

    challenge: str
    approval: ApprovalIn
    credential: str = ""


def key_sign_in(door: Door, role: Role, *, landing: str) -> APIRouter:
    """Serve what signs people in at a door by a key of theirs, in a role; `landing`: where then."""
    router = APIRouter()
    home = door.home.rstrip("/")
    router.add_api_route(f"{home}/sign-in/challenge", _give_challenge, methods=["POST"])

    @router.post(f"{home}/sign-in/key")
    async def sign_in_with_key(request: Request) -> Response:
        """Open the session of a known device for whoever holds the key; say of which account."""
        services, now = services_of(request), utc_now()
        form = await read_json(request, SignInIn)
        challenge_bytes(services.clearing, SIGN_IN, form.challenge, now)
        token = await sign_in_by_key(
            services.clearing,
            await _approval(request, form),
            content=SIGN_IN + form.challenge.encode(),
            door=door.name,
            role=role,
            expires_at=now + KNOWN_DEVICE,
        )
        access = await services.gate.session(token, door.name)
        account = account_id_text(own_account(access))
        opened = {"next": landing, "account": account, "name": access.account_name}
        response = JSONResponse(opened, 201)
        set_session_cookie(response, door.name, token, secure=is_secure(request))
        return response

    return router


async def _give_challenge(request: Request) -> Response:
    """Give a challenge to sign: it can be nothing but a sign-in, and serves once."""
    return challenge_answer(services_of(request).clearing, SIGN_IN)


async def _approval(request: Request, form: SignInIn) -> Approval:
    given = form.approval.read()
    if not form.credential:
        return given
    try:
        credential = from_base64url(form.credential)
    except ValueError:
        raise Unreadable("credential") from None
    key = await find_credential(services_of(request).clearing, credential)
    return Approval(key, given.signature, given.authenticator_data, given.client_data)
