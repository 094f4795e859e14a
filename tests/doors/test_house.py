"""The house: which doors it opens, what it guards, how it says no to people."""

import re
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter
from storage.run_server import COLUMN_KEY

from ledger.house import make_house
from ledger.settings import Settings

_NONE = APIRouter()
KEY = "the server key of the tests, 32 b"


def _routes(settings: Settings) -> set[str]:
    routes = make_house(settings).routes
    pages = [page for each in routes for page in getattr(each, "original_router", _NONE).routes]
    return {getattr(route, "path", "") for route in [*routes, *pages]}


def test_without_the_demonstration_its_way_in_does_not_exist() -> None:
    routes = _routes(Settings(demo=False))
    assert not {route for route in routes if "demo" in route}
    assert "/demo/session" in _routes(Settings(demo=True))


async def test_no_request_can_open_the_demonstration_s_way_in(client: httpx2.AsyncClient) -> None:
    for path in ("/demo/session", "/pro/demo/session", "/console/demo/session"):
        answer = await client.post(
            path, data={"persona": "0"}, headers={"Origin": "http://localhost:8000"}
        )
        assert answer.status_code == 404


def test_a_process_opens_only_the_doors_that_its_settings_name() -> None:
    routes = _routes(Settings(doors=("resident",)))
    assert "/wallet" in routes
    assert not {route for route in routes if route.startswith(("/console", "/pro"))}


@pytest.mark.parametrize("path", ["/wallet", "/statement", "/pay", "/pro/charge", "/console/desk"])
async def test_who_is_not_signed_in_is_led_to_the_sign_in(
    path: str, client: httpx2.AsyncClient
) -> None:
    answer = await client.get(path)
    assert answer.status_code == 303
    assert re.match(r"/(pro/|console/)?sign-in\?next=", answer.headers["location"])


async def test_a_form_sent_from_another_site_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/pay", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


async def test_an_unknown_page_is_refused_in_french_with_a_way_out(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert 'href="/"' in answer.text


async def test_every_page_carries_a_policy_without_unsafe_words(
    client: httpx2.AsyncClient,
) -> None:
    for path in ("/", "/sign-in", "/pro/sign-in", "/console", "/v1/problems"):
        answer = await client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert " style=" not in answer.text
        assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)


async def test_a_demonstration_answers_to_localhost_alone(database: Any) -> None:
    settings = Settings(
        database_url=database.app, server_key=KEY, data_keys=COLUMN_KEY, demo=True, port=8000
    )
    app = make_house(settings)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport) as client:
            stranger = await client.get("http://town.example:8000/")
            proxied = await client.get(
                "http://localhost:8000/", headers={"X-Forwarded-For": "10.0.0.1"}
            )
            by_number = await client.get("http://127.0.0.1:8000/pay")
            local = await client.get("http://localhost:8000/")
    assert (stranger.status_code, proxied.status_code, local.status_code) == (421, 421, 200)
    assert by_number.headers["location"] == "http://localhost:8000/pay"
