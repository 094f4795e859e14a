"""The house: one application that opens the doors which the settings name."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

import admin.app
import admin.locking
import merchant_app.app
import resident_app.app
from ledger.account_session import RememberAccountSession
from ledger.api.app import open_api
from ledger.api.health import CountRequests, count_batch
from ledger.api.operations import OPERATIONS
from ledger.api.problems import problem
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import SessionLocked
from ledger.core.role import Act
from ledger.database import Unavailable
from ledger.demo_doors import demo_pages, sign_in_pages
from ledger.demo_guard import DemoGuard
from ledger.demo_keys import played_signatures
from ledger.demo_mail import mail_pages, opened_sink
from ledger.demo_registration import demo_registration
from ledger.door import Door
from ledger.failures import Unreadable
from ledger.language_pages import router as language_router
from ledger.pages import tell_refusal
from ledger.services import close_services, open_services
from ledger.settings import Settings
from ui.environment import STATIC
from ui.files import KitFiles
from ui.guard import SameOrigin, SecurityHeaders

OpenDoor = Callable[..., None]
SHARED = Path(__file__).parent / "static"
"""Scripts of several doors: keys of phones, what they sign, how it is sent."""
PAGE_DOORS: dict[str, tuple[Door, OpenDoor]] = {
    "merchant": (merchant_app.app.DOOR, merchant_app.app.open_door),
    "console": (admin.app.DOOR, admin.app.open_door),
    "resident": (resident_app.app.DOOR, resident_app.app.open_door),
}


def make_house(settings: Settings | None = None) -> FastAPI:
    """Make the application; its connections open with it and close after its last answer."""
    chosen = settings or Settings()
    middleware = [Middleware(CountRequests, templates={o.handler: o.path for o in OPERATIONS})]
    middleware += [Middleware(DemoGuard, port=chosen.port)] if chosen.demo else []
    middleware += [Middleware(RememberAccountSession)]
    middleware += [Middleware(SecurityHeaders), Middleware(SameOrigin, exempt=("/v1",))]
    app = FastAPI(
        openapi_url=None, lifespan=_lifespan(chosen), middleware=middleware, redirect_slashes=False
    )
    for error in (
        Refused,
        Unavailable,
        Unreadable,
        RequestValidationError,
        HTTPException,
        Exception,
    ):
        app.add_exception_handler(error, _tell)
    open_api(app)
    app.mount("/ui", KitFiles(STATIC), "kit")
    app.mount("/shared", KitFiles(SHARED), "shared")
    app.include_router(language_router)
    for name, (door, open_door) in PAGE_DOORS.items():
        if name in chosen.doors:
            open_door(app, sign_in_pages(door), *(_demo_routes(door) if chosen.demo else ()))
    if chosen.demo:
        app.include_router(mail_pages(PAGE_DOORS["resident"][0]))
    return app


def _demo_routes(door: Door) -> tuple[APIRouter, ...]:
    """The ways in that only the demonstration has."""
    registers = {"resident": Act.PAY, "merchant": Act.ASK_PAYMENT}
    if door.name not in registers:
        return demo_pages(door), played_signatures(door)
    return demo_pages(door), demo_registration(door, registers[door.name])


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with opened_sink(settings) as (app.state.mail_sink, leading):
            app.state.services = await open_services(leading, count_batch)
            yield
            await close_services(app.state.services)

    return lifespan


def _door_of(path: str) -> Door:
    first = path.split("/", 2)[1] if "/" in path else ""
    names = {"pro": "merchant", "console": "console"}
    return PAGE_DOORS[names.get(first, "resident")][0]


async def _tell(request: Request, error: Exception) -> Response:
    """Answer a refusal or failure: a problem document to machines, a page to people."""
    if isinstance(error, RequestValidationError):
        error = Unreadable("form")
    elif isinstance(error, HTTPException):
        error = NotFound()
    accept = request.headers.get("accept", "")
    if accept == "text/event-stream" and isinstance(error, Refused):
        return Response(status_code=204)  # the one answer after which a browser asks no more
    is_machine = request.url.path.startswith("/v1/") or request.url.path == "/metrics"
    if is_machine or accept == "application/json":
        return problem(request, error)
    if isinstance(error, SessionLocked):
        return await admin.locking.tell_locked(request)
    return tell_refusal(request, _door_of(request.url.path), error)
