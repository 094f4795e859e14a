"""The account session: what the person opens, rather than the phone alone, and for how long.

A known device pays, shows the balance and ninety days of history. For the rest the person confirms
who they are; that holds for five idle minutes and thirty in all. It is a sealed cookie, bound to
the session beside which it stands: nothing is written for it, and it ends with that session.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.core.approval import base64url, from_base64url
from ledger.core.refusal_access import ConfirmationNeeded
from ledger.fresh import token_hash, utc_now
from ledger.use_cases.clearing import Clearing
from ui.guard import clear_session_cookie, session_cookie_name, set_session_cookie

IDLE: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(minutes=30)
_INSTANT, _SEAL = 8, 32


@dataclass(frozen=True, slots=True)
class AccountSession:
    """When the person confirmed who they are, and when they last did something."""

    opened_at: datetime
    seen_at: datetime

    @property
    def closes_at(self) -> datetime:
        """When it ends if nothing is done until then."""
        return min(self.seen_at + IDLE, self.opened_at + LONGEST)

    @property
    def may_be_extended(self) -> bool:
        """Say whether doing something still puts the end off."""
        return self.seen_at + IDLE < self.opened_at + LONGEST


@dataclass(frozen=True, slots=True)
class AccountCookie:
    """Where an account session is remembered: the name of a door, https or not."""

    door: str
    is_secure: bool

    @property
    def name(self) -> str:
        """Name the cookie, apart from the one of the door's session."""
        return session_cookie_name(self._place, secure=self.is_secure)

    @property
    def _place(self) -> str:
        return f"{self.door}_account"

    def set(self, response: Response, value: str) -> None:
        """Remember until the browser closes."""
        set_session_cookie(response, self._place, value, secure=self.is_secure)

    def clear(self, response: Response) -> None:
        """Forget."""
        clear_session_cookie(response, self._place, secure=self.is_secure)


def sealed(clearing: Clearing, session: AccountSession, token: str) -> str:
    """Write an account session as its cookie holds it; `token`: of the session beside it."""
    content = b"".join(
        int(instant.timestamp()).to_bytes(_INSTANT)
        for instant in (session.opened_at, session.seen_at)
    )
    return base64url(content + clearing.seal(_sealed_content(content, token)))


def unsealed(clearing: Clearing, value: str, token: str) -> AccountSession | None:
    """Read an account session back; nothing where it is not ours, or past its time."""
    try:
        whole = from_base64url(value)
    except ValueError:
        return None
    content, seal = whole[:-_SEAL], whole[-_SEAL:]
    if not hmac.compare_digest(seal, clearing.seal(_sealed_content(content, token))):
        return None
    opened_at, seen_at = (
        datetime.fromtimestamp(int.from_bytes(part), UTC)
        for part in (content[:_INSTANT], content[_INSTANT:])
    )
    session = AccountSession(opened_at, seen_at)
    return session if utc_now() < session.closes_at else None


def _sealed_content(content: bytes, token: str) -> bytes:
    return b"account-session\n" + token_hash(token) + content


def require_account_session(
    request: Request, clearing: Clearing, cookie: AccountCookie, token: str
) -> AccountSession:
    """Let pass who has confirmed lately; the answer renews their time.

    Raises:
        ConfirmationNeeded: nobody has, or too long ago.
    """
    session = unsealed(clearing, request.cookies.get(cookie.name, ""), token)
    if session is None:
        raise ConfirmationNeeded
    renewed = AccountSession(session.opened_at, utc_now())
    renew(request, clearing, cookie, renewed, token)
    return renewed


def renew(
    request: Request, clearing: Clearing, cookie: AccountCookie, session: AccountSession, token: str
) -> None:
    """Have the answer to this request remember an account session."""
    carrier = Response()
    cookie.set(carrier, sealed(clearing, session, token))
    request.state.account_session = session
    request.state.account_cookie = carrier.headers["set-cookie"]


class RememberAccountSession:
    """Add the cookie of an account session that a request has opened or renewed to its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the cookie where there is one."""

        async def send_with_cookie(message: Message) -> None:
            cookie = scope.get("state", {}).get("account_cookie")
            if cookie and message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)
