"""The description of the API: whole, and true to what is served."""

from typing import Any

import httpx2
import jsonschema

from ledger.api.openapi import describe_api
from ledger.api.operations import OPERATIONS

DOCUMENT = describe_api("test")


def _check(schema: dict[str, Any], example: object) -> None:
    whole = {"components": DOCUMENT["components"], **schema}
    jsonschema.Draft202012Validator(whole).validate(example)


def test_every_example_is_of_the_shape_that_it_illustrates() -> None:
    checked = 0
    for path in DOCUMENT["paths"].values():
        for operation in path.values():
            for part in (operation.get("requestBody"), *operation["responses"].values()):
                for content in ((part or {}).get("content") or {}).values():
                    if "example" in content:
                        _check(content["schema"], content["example"])
                        checked += 1
    assert checked >= 15


def test_every_operation_that_moves_value_asks_for_an_idempotency_key() -> None:
    for operation in OPERATIONS:
        described = DOCUMENT["paths"][operation.path][operation.method.lower()]
        names = {parameter["name"] for parameter in described["parameters"]}
        assert ("Idempotency-Key" in names) == operation.moves_value


async def test_the_description_is_served_and_every_path_in_it_answers(
    client: httpx2.AsyncClient,
) -> None:
    served = (await client.get("/v1/openapi.json")).json()
    assert set(served["paths"]) == {operation.path for operation in OPERATIONS}
    for operation in OPERATIONS:
        answer = await client.request(operation.method, operation.path.replace("{id}", "x"))
        assert answer.status_code in ((200,) if operation.is_public else (401,))
