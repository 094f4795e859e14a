"""The table of the API: each operation with what it takes, what it gives, what it may refuse."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ledger.api import accounts, exchange, forms, health, payment_requests, payments

Handler = Callable[[Request], Awaitable[Response]]
_ACCOUNT = "acc_0a1b2c3d4e5f6"
_POSTING = "pst_01jd5m8q6re1q8w4t0z2x3c4v5"
_REQUEST = "req_01jd5m8q6re1q8w4t0z2x3c4v5"
_AT = "2026-11-22T10:05:00Z"
_POSTED = {
    "id": _POSTING,
    "kind": "payment",
    "amount": 1250,
    "currency": "DLE",
    "debited": _ACCOUNT,
    "credited": "acc_06k7m8n9p0q1r",
    "posted_at": _AT,
    "balance": 3750,
    "refunds": None,
    "request": _REQUEST,
}
_ASKED = {
    "id": _REQUEST,
    "code": "K7Q2M9XA4",
    "url": "https://payer.deule.example/r#K7Q2M9XA4",
    "amount": 1250,
    "currency": "DLE",
    "payee": "acc_06k7m8n9p0q1r",
    "payee_name": "Fromagerie Delebarre",
    "payee_place": "Place Nouvelle-Aventure, Lille",
    "reference": "table 4",
    "expires_at": _AT,
    "state": "open",
    "payment": None,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API."""

    method: str
    path: str
    handler: Handler
    form: type[msgspec.Struct] | None = None
    answer: type[msgspec.Struct] | None = None
    examples: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    moves_value: bool = False
    is_public: bool = False
    status: int = 200


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/v1/payments",
        payments.create_payment,
        form=forms.PaymentIn,
        answer=forms.PostingOut,
        examples={
            "form": {
                "payee": "acc_06k7m8n9p0q1r",
                "amount": 1250,
                "currency": "DLE",
                "request": _REQUEST,
            },
            "answer": _POSTED,
        },
        refusals=(
            "key_reused",
            "order_expired",
            "signature_invalid",
            "device_not_accepted",
            "replacement_refused",
            "strong_approval_needed",
            "account_unknown",
            "account_not_open",
            "kind_not_allowed",
            "request_unknown",
            "request_already_paid",
            "request_withdrawn",
            "request_expired",
            "request_mismatch",
            "not_accredited",
            "floor_reached",
            "ceiling_reached",
            "daily_limit_reached",
            "rolling_limit_reached",
            "territory_not_open",
        ),
        moves_value=True,
        status=201,
    ),
    Operation(
        "GET",
        "/v1/payments/{id}",
        payments.show_payment,
        answer=forms.PostingOut,
        examples={"answer": _POSTED},
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        "/v1/payments/{id}/refunds",
        payments.create_refund,
        form=forms.RefundIn,
        answer=forms.PostingOut,
        examples={
            "form": {"amount": 420, "currency": "DLE"},
            "answer": _POSTED | {"kind": "refund", "amount": 420, "refunds": _POSTING},
        },
        refusals=(
            "not_found",
            "key_reused",
            "account_not_open",
            "refund_too_late",
            "refund_too_large",
            "floor_reached",
        ),
        moves_value=True,
        status=201,
    ),
    Operation(
        "POST",
        "/v1/payment-requests",
        payment_requests.create_payment_request,
        form=forms.PaymentRequestIn,
        answer=forms.PaymentRequestOut,
        examples={
            "form": {
                "amount": 1250,
                "currency": "DLE",
                "reference": "table 4",
                "place": "Caisse 1",
            },
            "answer": _ASKED,
        },
        refusals=("key_reused",),
        moves_value=True,
        status=201,
    ),
    Operation(
        "GET",
        "/v1/payment-requests/{id}",
        payment_requests.show_payment_request,
        answer=forms.PaymentRequestOut,
        examples={"answer": _ASKED},
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        "/v1/payment-requests/{id}/withdrawal",
        payment_requests.withdraw,
        answer=forms.PaymentRequestOut,
        examples={"answer": _ASKED | {"state": "withdrawn"}},
        refusals=("not_found", "request_already_paid"),
    ),
    Operation(
        "GET",
        "/v1/accounts/{id}",
        accounts.show_account,
        answer=forms.AccountOut,
        examples={
            "answer": {
                "id": _ACCOUNT,
                "kind": "resident",
                "status": "open",
                "balance": 3750,
                "currency": "DLE",
            }
        },
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        "/v1/accounts/{id}/statement",
        accounts.show_statement,
        answer=forms.StatementOut,
        examples={
            "answer": {
                "currency": "DLE",
                "lines": [
                    {
                        "id": _POSTING,
                        "kind": "payment",
                        "amount": -1250,
                        "balance": 3750,
                        "posted_at": _AT,
                        "party": "Fromagerie Delebarre",
                    }
                ],
                "next": None,
            }
        },
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        "/v1/issuances",
        exchange.create_issuance,
        form=forms.IssuanceIn,
        answer=forms.PostingOut,
        examples={
            "form": {"wallet": _ACCOUNT, "amount": 5000, "currency": "DLE", "dues": 500},
            "answer": _POSTED | {"kind": "issuance", "amount": 5500, "request": None},
        },
        refusals=(
            "key_reused",
            "account_unknown",
            "account_not_open",
            "kind_not_allowed",
            "issuance_suspended",
            "ceiling_reached",
            "cash_limit_reached",
            "group_cash_limit_reached",
            "territory_not_open",
        ),
        moves_value=True,
        status=201,
    ),
    Operation(
        "POST",
        "/v1/redemptions",
        exchange.create_redemption,
        form=forms.RedemptionIn,
        answer=forms.PostingOut,
        examples={
            "form": {"amount": 42000, "fee": 2100, "currency": "DLE"},
            "answer": _POSTED | {"kind": "redemption_requested", "amount": 42000, "request": None},
        },
        refusals=(
            "key_reused",
            "account_not_open",
            "redemption_not_allowed",
            "quote_outdated",
            "floor_reached",
        ),
        moves_value=True,
        status=201,
    ),
    Operation("GET", "/v1/health", health.show_health, is_public=True),
    Operation("GET", "/v1/liveness", health.show_liveness, is_public=True),
    Operation("GET", "/metrics", health.show_metrics, is_public=True),
)
