"""Open the door of machines on an application."""

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from ledger.api.answer import answer
from ledger.api.openapi import describe_api
from ledger.api.operations import OPERATIONS
from ledger.door import Door
from ledger.failures import STATUS
from ledger.pages import render
from ui.environment import make_environment
from ui.guard import API_REFERENCE_POLICY
from ui.language import LANGUAGES
from ui.translation import french
from ui.wording import SENTENCES

VERSION = "0.1.0"
LINKS = (
    (french("Référence"), "/v1/docs", "file-text"),
    (french("Refus et pannes"), "/v1/problems", "octagon-x"),
)
_TEMPLATES = Path(__file__).parent / "templates"
DOOR = Door(
    "api",
    "API",
    "/v1/docs",
    {language: make_environment(_TEMPLATES, language=language) for language in LANGUAGES.values()},
)
"""Two pages about the door of machines, for those who write its callers."""
DOOR.share(links=LINKS)


def open_api(app: FastAPI) -> None:
    """Serve the operations of the table, their description, and the page of problems."""
    for operation in OPERATIONS:
        app.router.add_route(operation.path, operation.handler, methods=[operation.method])
    app.router.add_route("/v1/openapi.json", show_description)
    app.router.add_route("/v1/docs", show_reference)
    app.router.add_route("/v1/problems", list_problems)


async def show_description(_request: Request) -> Response:
    """Give the OpenAPI document."""
    return answer(describe_api(VERSION))


async def show_reference(request: Request) -> Response:
    """Show the API reference; everything it needs is served from here."""
    page = render(
        request, DOOR, "ui/api_reference.html", openapi_url="/v1/openapi.json", current="/v1/docs"
    )
    page.headers["content-security-policy"] = API_REFERENCE_POLICY
    return page


async def list_problems(request: Request) -> Response:
    """List every refusal with its status and its two sentences: where `type` leads."""
    rows = [(code, STATUS[code], SENTENCES[code]) for code in STATUS]
    return render(request, DOOR, "problems.html", rows=rows)
