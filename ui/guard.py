"""Guard every door: what a page may load, who may send a form, how a session is remembered."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROWSER_KNOWN_S: Final = 400 * 24 * 3600
"""As long as browsers keep a cookie (RFC 6265bis, §5.5)."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_DIRECTIVES: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "mlc-worker",  # worker.js makes it, for the address of our service worker
}


def content_security_policy(changed: Mapping[str, str | None] = {}) -> str:
    """Write the policy, with some directives changed, or dropped where the value is None."""
    directives = {**_DIRECTIVES, **changed}
    return "; ".join(f"{name} {value}" for name, value in directives.items() if value is not None)


PAGE_POLICY: Final = content_security_policy()
SCANNER_POLICY: Final = content_security_policy({"script-src": "'self' 'wasm-unsafe-eval'"})
# The API reference page is a library's: it writes HTML and styles of its own.
API_REFERENCE_POLICY: Final = content_security_policy(
    {
        "style-src": "'self' 'unsafe-inline'",
        "require-trusted-types-for": None,
        "trusted-types": None,
    }
)

_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ONLY_HTTPS: Final = "max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Add the protective headers to every answer; a route's own policy stands as it set it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, streams included, and complete the headers of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", _ONLY_HTTPS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuse what another site's page asks for in the name of the person signed in here.

    Paths under `exempt` take a key and never a cookie: no page can use them by stealth.
    """

    def __init__(self, app: ASGIApp, *, exempt: Iterable[str] = ("/v1",)) -> None:
        self.app = app
        self.exempt = tuple(prefix.rstrip("/") for prefix in exempt)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what only reads, what is exempt and what comes from our own pages."""
        if scope["type"] != "http" or self._may_pass(scope):
            await self.app(scope, receive, send)
            return
        await _refusal()(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        if scope["method"] in SAFE_METHODS or self._is_exempt(scope["path"]):
            return True
        headers = Headers(scope=scope)
        own_origin = f"{scope['scheme']}://{headers.get('host', '')}"
        if headers.get("origin") == own_origin:
            return True
        # Our pages send no referrer, so their forms carry `Origin: null`: ask the browser.
        return headers.get("sec-fetch-site") in {"same-origin", "none"}

    def _is_exempt(self, path: str) -> bool:
        return any(path == prefix or path.startswith(f"{prefix}/") for prefix in self.exempt)


def _refusal() -> Response:
    problem = {
        "type": "about:blank",
        "title": "Not sent from this site",
        "status": 403,
        "code": "not_same_origin",
        "detail": "Cette demande ne vient pas d’une page de ce site. Rien n’a été fait.",
    }
    return Response(json.dumps(problem), status_code=403, media_type="application/problem+json")


def session_cookie_name(door: str, *, secure: bool) -> str:
    """Name the session cookie of a door; browsers refuse `__Host-` where there is no https."""
    return f"__Host-mlc_{door}" if secure else f"mlc_{door}"


def set_session_cookie(response: Response, door: str, token: str, *, secure: bool) -> None:
    """Remember a session until the browser closes; how long it lives is the server's to say."""
    response.set_cookie(
        session_cookie_name(door, secure=secure),
        token,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(response: Response, door: str, *, secure: bool) -> None:
    """Forget the session of a door."""
    response.delete_cookie(
        session_cookie_name(door, secure=secure),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def remember_browser(response: Response, token: str, *, secure: bool) -> None:
    """Remember which browser this is, beyond every session: two people act in two of them."""
    response.set_cookie(
        session_cookie_name("browser", secure=secure),
        token,
        max_age=BROWSER_KNOWN_S,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
