"""Is the process alive, can payments be taken, what does it count."""

from collections.abc import Mapping
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.api.answer import answer
from ledger.api.request import services_of

BATCH_SIZE = Histogram(
    "mlc_batch_postings",
    "Drafts in one transaction of the posting queue.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048),
)
BATCH_SECONDS = Histogram(
    "mlc_batch_seconds",
    "Time from taking the journal lock to the commit of a batch.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
)
POSTED = Counter("mlc_drafts_judged", "Drafts judged by the posting queue.")
WAITING = Gauge("mlc_drafts_waiting", "Drafts that wait for the next transaction.")
REQUESTS = Counter("mlc_http_requests", "Answers by route and status.", ("route", "status"))
SECONDS = Histogram(
    "mlc_http_seconds",
    "Time to the first byte of an answer, by route.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


def count_batch(size: int, seconds: float) -> None:
    """Count a batch of the posting queue."""
    BATCH_SIZE.observe(size)
    BATCH_SECONDS.observe(seconds)
    POSTED.inc(size)


async def show_health(request: Request) -> Response:
    """Say `ok` once payments can be taken, 503 before and while stopping."""
    services = services_of(request)
    if services.clearing.is_ready:
        return answer({"status": "ok"})
    return answer({"status": "unavailable"}, 503)


async def show_liveness(_request: Request) -> Response:
    """Say that the process answers at all."""
    return answer({"status": "alive"})


async def show_metrics(request: Request) -> Response:
    """Give the counters to Prometheus."""
    WAITING.set(services_of(request).clearing.waiting)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class CountRequests:
    """Count answers by route template: never by address, which may carry a code."""

    def __init__(self, app: ASGIApp, *, templates: Mapping[object, str]) -> None:
        self.app = app
        self.templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on and count the answer when it begins."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                page = getattr(scope.get("route"), "path", None)
                route = page or self.templates.get(scope.get("endpoint"), "other")
                REQUESTS.labels(route, message["status"]).inc()
                SECONDS.labels(route).observe(perf_counter() - began)
            await send(message)

        await self.app(scope, receive, send_and_count)
