"""What a door shows without network: its service worker and the page that this one keeps."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ledger.door import Door
from ledger.pages import render
from ui.environment import STATIC


def offline_pages(door: Door) -> APIRouter:
    """Serve the service worker under the door's own path, so that it governs no other door."""
    router = APIRouter()
    prefix = door.home.rstrip("/")

    @router.get(f"{prefix}/sw.js")
    async def give_service_worker() -> Response:
        return FileResponse(
            STATIC / "service-worker.js",
            media_type="text/javascript",
            headers={"cache-control": "no-cache"},
        )

    @router.get(f"{prefix}/offline")
    async def show_offline(request: Request) -> Response:
        return render(request, door, "offline.html")

    return router
