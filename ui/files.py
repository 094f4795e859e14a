"""Static files as a slow network wants them: compressed, and asked for once."""

from pathlib import Path
from typing import Final

from starlette.datastructures import URL, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST: Final = 400
"""Bytes below which compressing saves no packet."""
_PACKED: Final = (".woff2", ".png")
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_FOR_A_WEEK: Final = "public, max-age=604800"
_ASK_AGAIN: Final = "no-cache"


class KitFiles:
    """Serve a folder: an address with a version (`?v=…`) never changes, others are asked for again.

    Pages are not compressed: what they repeat of a form beside what they tell could be guessed by
    its length (BREACH). Files hold nothing of anybody.
    """

    def __init__(self, directory: Path) -> None:
        files = StaticFiles(directory=directory)
        self._plain: ASGIApp = files
        self._compressed: ASGIApp = GZipMiddleware(files, minimum_size=SMALLEST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file, and say for how long it may be kept."""
        kept = _kept_for(scope)

        async def send_with_life(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in {200, 304}:
                MutableHeaders(scope=message)["cache-control"] = kept
            await send(message)

        serve = self._plain if scope["path"].endswith(_PACKED) else self._compressed
        await serve(scope, receive, send_with_life)


def _kept_for(scope: Scope) -> str:
    if "v=" in URL(scope=scope).query:
        return _FOR_GOOD
    return _FOR_A_WEEK if scope["path"].endswith(_PACKED) else _ASK_AGAIN
