"""The demonstration answers only to this machine: Host is localhost, no proxy stands between."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class DemoGuard:
    """Refuse what does not come straight from `http://localhost:PORT`."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self.app = app
        self.hosts = {f"localhost:{port}", "localhost"} if port == 80 else {f"localhost:{port}"}  # noqa: PLR2004 # the port that browsers leave out
        self.by_number = f"127.0.0.1:{port}"
        self.address = f"http://localhost:{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is local; lead 127.0.0.1 to localhost, where passkeys work."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if any(name in headers for name in PROXY_HEADERS):
            answer: Response = PlainTextResponse(
                "A demonstration does not stand behind a proxy.", 421
            )
        elif host in self.hosts:
            await self.app(scope, receive, send)
            return
        elif host == self.by_number and scope["method"] == "GET":
            answer = RedirectResponse(self.address + scope["path"], 307)
        else:
            answer = PlainTextResponse(f"This demonstration lives at {self.address}.", 421)
        await answer(scope, receive, send)
