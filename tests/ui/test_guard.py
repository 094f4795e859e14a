"""What protects every door: headers, the origin of forms, the session's cookie."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Scope

from ui.guard import (
    API_REFERENCE_POLICY,
    PAGE_POLICY,
    SCANNER_POLICY,
    SameOrigin,
    SecurityHeaders,
    clear_session_cookie,
    content_security_policy,
    set_session_cookie,
)

HOUSE = "http://payer.example"


async def page(_: Request) -> Response:
    return PlainTextResponse("done")


async def scanner(_: Request) -> Response:
    return PlainTextResponse("scan", headers={"Content-Security-Policy": SCANNER_POLICY})


async def lines(_: Request) -> Response:
    async def two() -> AsyncIterator[bytes]:
        yield b"event: beat\n\n"
        yield b"event: paid\n\n"

    return StreamingResponse(two(), media_type="text/event-stream")


def door() -> SecurityHeaders:
    every = ["GET", "POST", "DELETE"]
    routes = [
        Route("/pay", page, methods=every),
        Route("/scan", scanner),
        Route("/live", lines),
        Route("/v1/payments", page, methods=every),
        Route("/v10", page, methods=every),
    ]
    return SecurityHeaders(SameOrigin(Starlette(routes=routes)))


def visitor(base_url: str = HOUSE) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=door()), base_url=base_url)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": HOUSE},
        {"Origin": HOUSE, "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_a_form_of_our_own_page_passes(headers: dict[str, str]) -> None:
    async with visitor() as client:
        answer = await client.post("/pay", headers=headers)
    assert answer.text == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://payer.example"},
        {"Origin": "http://payer.example:81"},
        {"Origin": "http://payer.example.evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Referer": f"{HOUSE}/pay"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
async def test_a_form_of_another_site_is_refused(headers: dict[str, str], method: str) -> None:
    async with visitor() as client:
        answer = await client.request(method, "/pay", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_same_origin"
    assert answer.headers["content-security-policy"] == PAGE_POLICY


async def test_reading_needs_no_origin() -> None:
    async with visitor() as client:
        assert (await client.get("/pay")).status_code == 200


async def test_the_api_is_exempt_and_its_namesakes_are_not() -> None:
    async with visitor() as client:
        assert (await client.post("/v1/payments")).status_code == 200
        assert (await client.post("/v10")).status_code == 403


async def test_every_answer_is_protected_even_one_that_was_not_found() -> None:
    async with visitor() as client:
        headers = (await client.get("/nowhere")).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["permissions-policy"].startswith("camera=(self)")


async def test_only_https_promises_https() -> None:
    async with visitor() as plain, visitor("https://payer.example") as safe:
        assert "strict-transport-security" not in (await plain.get("/pay")).headers
        assert "strict-transport-security" in (await safe.get("/pay")).headers


async def test_a_route_keeps_the_policy_that_it_chose() -> None:
    async with visitor() as client:
        headers = (await client.get("/scan")).headers
    assert headers.get_list("content-security-policy") == [SCANNER_POLICY]


def test_no_policy_lets_a_page_run_a_script_of_its_own() -> None:
    for policy in (PAGE_POLICY, SCANNER_POLICY, API_REFERENCE_POLICY):
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "'unsafe-" not in scripts.replace("'wasm-unsafe-eval'", "")
        assert "http" not in policy
    assert "unsafe-inline" not in PAGE_POLICY
    assert "require-trusted-types-for 'script'" in PAGE_POLICY


def test_a_directive_set_to_none_is_dropped() -> None:
    assert "trusted-types" not in content_security_policy(
        {"trusted-types": None, "require-trusted-types-for": None}
    )


async def test_a_live_stream_passes_line_by_line() -> None:
    sent: list[Message] = []
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/live",
        "raw_path": b"/live",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"payer.example")],
        "server": ("payer.example", 80),
        "client": ("192.0.2.1", 1),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await door()(scope, receive, send)

    bodies = [message["body"] for message in sent if message["type"] == "http.response.body"]
    assert bodies == [b"event: beat\n\n", b"event: paid\n\n", b""]


def test_a_session_cookie_is_bound_to_its_host_and_hidden_from_scripts() -> None:
    response = Response()
    set_session_cookie(response, "resident", "token", secure=True)
    parts = response.headers["set-cookie"].split("; ")
    assert parts[0] == "__Host-mlc_resident=token"
    assert {"HttpOnly", "Path=/", "Secure", "SameSite=lax"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)


def test_a_demo_cookie_has_a_plain_name_and_each_door_its_own() -> None:
    response = Response()
    set_session_cookie(response, "merchant", "token", secure=False)
    assert response.headers["set-cookie"].startswith("mlc_merchant=token; ")
    assert "Secure" not in response.headers["set-cookie"]


def test_a_cleared_cookie_has_the_attributes_that_it_was_set_with() -> None:
    response = Response()
    clear_session_cookie(response, "resident", secure=True)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith('__Host-mlc_resident=""')
    assert "Max-Age=0" in cookie
    assert {"HttpOnly", "Path=/", "Secure"} <= set(cookie.split("; "))
