"""Answers of the API: JSON by msgspec, never kept by a cache."""

import msgspec
from starlette.responses import Response

JSON = "application/json"
_HEADERS = {"cache-control": "no-store"}


def answer(content: object, status: int = 200) -> Response:
    """Write an answer."""
    return Response(msgspec.json.encode(content), status, _HEADERS, media_type=JSON)
