"""Describe the API in OpenAPI 3.1, from the same table that serves it."""

from typing import Any

import msgspec

from ledger.api.operations import OPERATIONS, Operation
from ledger.api.problems import PROBLEM
from ledger.failures import STATUS

EVERY_CALL = ("sign_in_needed", "not_allowed", "unavailable")
EVERY_FORM = ("request_not_understood", "outcome_unknown", "queue_full")
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person, French first."},
        "code": {"type": "string", "enum": sorted(STATUS)},
        "facts": {"type": "object", "description": "Figures of the sentence, in minor units."},
        "where": {"type": "string", "description": "The part of the request that is wrong."},
    },
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "The id that you choose for this operation, best a UUID of version 7. "
    "Sent twice with the same content it is done once and answered twice the same; with "
    "another content it is refused.",
}
DESCRIPTION = (
    "Amounts are integers of minor units (1 unit = 100) beside their currency. "
    "Errors are problem documents (RFC 9457). After `outcome_unknown`, or no answer at all, "
    "send the same request with the same key again: "
    "only that tells what happened."
)


def describe_api(version: str) -> dict[str, Any]:
    """Write the OpenAPI document."""
    structs = [s for o in OPERATIONS for s in (o.form, o.answer) if s is not None]
    _, components = msgspec.json.schema_components(
        structs, ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        described = _describe(operation)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ledger API", "version": version, "description": DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": PROBLEM_SCHEMA},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": (operation.handler.__doc__ or "").strip(),
        "operationId": operation.handler.__name__,
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status): _answer(operation),
            **_refusals(operation),
        },
        "security": [] if operation.is_public else [{"key": []}],
    }
    if operation.form is not None:
        described["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {
                    "schema": _reference(operation.form),
                    "example": operation.examples["form"],
                }
            },
        }
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters = []
    if "{id}" in operation.path:
        parameters.append(
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        )
    if operation.path.endswith("/statement"):
        parameters.append({"name": "after", "in": "query", "schema": {"type": "string"}})
    if operation.moves_value:
        parameters.append(IDEMPOTENCY_KEY)
    return parameters


def _answer(operation: Operation) -> dict[str, Any]:
    if operation.path == "/metrics":
        return {"description": "Prometheus text", "content": {"text/plain": {}}}
    if operation.answer is None:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {"status": {"type": "string"}},
            "required": ["status"],
        }
        return {"description": "ok", "content": {"application/json": {"schema": schema}}}
    content = {"schema": _reference(operation.answer), "example": operation.examples["answer"]}
    return {"description": "ok", "content": {"application/json": content}}


def _refusals(operation: Operation) -> dict[str, Any]:
    codes = list(operation.refusals)
    codes += [] if operation.is_public else EVERY_CALL
    codes += EVERY_FORM if operation.form else ()
    if operation.path == "/v1/health":
        return {"503": {"description": "Payments cannot be taken now."}}
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS[code], []).append(code)
    if "after" in {parameter["name"] for parameter in _parameters(operation)}:
        by_status.setdefault(422, []).append("request_not_understood")
    return {
        str(status): {
            "description": ", ".join(codes),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, codes in sorted(by_status.items())
    }


def _reference(struct: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{struct.__name__}"}
