"""Requests of every shape that the description allows, and of many that it forbids."""

import asyncio

import httpx2
import pytest
import schemathesis
from callers import Caller, CallerFor
from hypothesis import HealthCheck, given, seed, settings
from personas import Town
from schemathesis import Case, GenerationMode

from ledger.api.openapi import describe_api

DOCUMENT = describe_api("test")
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
DESCRIBED = {
    f"{method.upper()} {path}": (path, method)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
}
TAKES_NOTHING = {
    name
    for name, (path, method) in DESCRIBED.items()
    if not {"parameters", "requestBody"}
    & {k for k, v in DOCUMENT["paths"][path][method].items() if v}
}


@pytest.mark.parametrize("name", DESCRIBED)
async def test_a_request_as_described_gets_an_answer_as_described(
    client: httpx2.AsyncClient, town: Town, caller_for: CallerFor, name: str
) -> None:
    await _try_many(client, await caller_for(town.bakery), name, GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", [name for name in DESCRIBED if name not in TAKES_NOTHING])
async def test_a_request_of_a_forbidden_shape_gets_a_described_refusal(
    client: httpx2.AsyncClient, town: Town, caller_for: CallerFor, name: str
) -> None:
    await _try_many(client, await caller_for(town.bakery), name, GenerationMode.NEGATIVE)


async def _try_many(
    client: httpx2.AsyncClient, caller: Caller, name: str, mode: GenerationMode
) -> None:
    path, method = DESCRIBED[name]
    described = SCHEMA[path][method]
    statuses = set(described.definition.raw["responses"])
    loop = asyncio.get_running_loop()

    @seed(20261123)
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(case=described.as_strategy(generation_mode=mode))
    def try_one(case: Case) -> None:
        sending = asyncio.run_coroutine_threadsafe(_send(client, caller, case), loop)
        answer = sending.result(timeout=30)
        assert str(answer.status_code) in statuses, (case.as_curl_command(), answer.text)

    await asyncio.to_thread(try_one)


async def _send(client: httpx2.AsyncClient, caller: Caller, case: Case) -> httpx2.Response:
    parts = case.as_transport_kwargs(base_url="http://localhost:8000")
    body = parts.get("data")
    return await client.request(
        parts["method"],
        parts["url"],
        params=parts.get("params"),
        headers={**(parts.get("headers") or {}), "Authorization": f"Bearer {caller.key}"},
        **({"content": body} if body is not None else {"json": parts.get("json")}),
    )
