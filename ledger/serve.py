"""Run the house under uvicorn, and leave it cleanly."""

import signal
from types import FrameType

import uvicorn
from fastapi import FastAPI

from ledger.house import make_house
from ledger.settings import Settings

GRACE_S = 8


class HouseServer(uvicorn.Server):
    """A server that ends its live streams first, so that stopping never waits for a screen."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        """End the live streams and begin to stop; a second Ctrl-C does not wait.

        The signal ends here: uvicorn would raise it again once stopped, and take the house's
        PostgreSQL for granted.
        """
        services = getattr(self._app.state, "services", None)
        if services is not None:
            services.stopping.set()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def serve(settings: Settings) -> None:
    """Serve until told to stop: refuse new requests, finish what is being committed, exit."""
    if settings.workers > 1:
        uvicorn.run(
            "ledger.house:make_house",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        return
    app = make_house(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    HouseServer(config, app).run()
