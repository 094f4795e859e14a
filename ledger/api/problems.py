"""Refusals and failures as problem documents (RFC 9457)."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import Refused
from ledger.database import Unavailable
from ledger.failures import STATUS, Unreadable, code_of
from ui.language import language_of
from ui.wording import sentence

RETRY_AFTER_S = "2"
PROBLEM = "application/problem+json"


def problem(request: Request, error: Exception) -> Response:
    """Answer with the problem document of a refusal or failure."""
    code = code_of(error)
    facts = error.facts if isinstance(error, Refused) else {}
    symbol = request.app.state.services.currency.symbol
    document = {
        "type": f"/v1/problems#{code}",
        "title": code.replace("_", " "),
        "status": STATUS[code],
        "detail": sentence(code, facts, symbol=symbol, language=language_of(request)),
        "code": code,
        **({"facts": facts} if facts else {}),
        **({"where": error.where} if isinstance(error, Unreadable) else {}),
    }
    headers = {"cache-control": "no-store"}
    if isinstance(error, Unavailable):
        headers["retry-after"] = RETRY_AFTER_S
    if code == "sign_in_needed":
        headers["www-authenticate"] = "Bearer"
    return Response(msgspec.json.encode(document), STATUS[code], headers, media_type=PROBLEM)
