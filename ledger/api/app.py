"""Open the door of machines on an application."""

from pathlib import Path

from fastapi import FastAPI
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ledger.api.answer import answer
from ledger.api.openapi import describe_api
from ledger.api.operations import OPERATIONS
from ledger.failures import STATUS
from ui.environment import make_environment
from ui.guard import API_REFERENCE_POLICY
from ui.wording import SENTENCES

VERSION = "0.1.0"
LINKS = [
    ("Référence", "/v1/docs", "file-text"),
    ("Refus et pannes", "/v1/problems", "octagon-x"),
]
_TEMPLATES: Environment = make_environment(Path(__file__).parent / "templates")


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


async def show_reference(_request: Request) -> Response:
    """Show the API reference; everything it needs is served from here."""
    page = _TEMPLATES.get_template("ui/api_reference.html").render(
        openapi_url="/v1/openapi.json", links=LINKS
    )
    return HTMLResponse(page, headers={"content-security-policy": API_REFERENCE_POLICY})


async def list_problems(_request: Request) -> Response:
    """List every refusal with its status and its two sentences: where `type` leads."""
    rows = [(code, STATUS[code], *SENTENCES[code]) for code in STATUS]
    page = _TEMPLATES.get_template("problems.html").render(rows=rows)
    return HTMLResponse(page)
