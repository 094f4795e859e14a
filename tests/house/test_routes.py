"""No route appears or vanishes unnoticed: people have its address on paper."""

from fastapi import APIRouter

from ledger.house import make_house
from ledger.settings import Settings

ROUTES = {
    "/language",
    "/", "/wallet", "/statement", "/payments/{id}", "/pay",
    "/statement.csv", "/statement.pdf", "/payments/{id}/receipt.pdf",
    "/pay/{id}", "/p/{code}", "/r",
    "/pay/{id}/part", "/pro/requests/{id}/again",
    "/pay/{id}/wrong", "/p/{code}/claims", "/claims/{id}", "/top-up", "/code", "/c",
    "/pro/customer", "/pro/customer/requests",
    "/pro/staff", "/pro/staff/{id}/code", "/pro/staff/{id}/dismissal", "/pro/open",
    "/pro/open/names",
    "/pro/cards", "/pro/requests/{id}/card",
    "/card", "/devices/card/blocking", "/console/members/{account}/card",
    "/console/members/{account}/card/blocking", "/console/cards/card.pdf",
    "/devices", "/devices/{id}/revoke", "/devices/passkeys", "/devices/passkeys/options",
    "/confirm", "/confirm/challenge", "/confirm/pin", "/confirm/extension", "/confirm/closing",
    "/account", "/limits", "/pin", "/pin/challenge", "/sessions", "/sessions/{id}/end",
    "/sessions/others/end", "/data", "/data.json",
    "/legal", "/terms", "/rules", "/privacy", "/accessibility", "/platforms",
    "/devices/freeze", "/devices/freeze-code", "/freeze",
    "/letters", "/letters/address", "/letters/code", "/letters/end", "/letters/movements",
    "/enrol", "/enrol/{slip}", "/sign-in", "/sign-in/challenge", "/sign-in/key", "/sign-out",
    "/pro", "/pro/charge", "/pro/requests", "/pro/requests/{id}", "/pro/requests/{id}/withdrawal",
    "/pro/codes", "/pro/codes/{code}/{sheet}.pdf", "/pro/codes/{code}/label",
    "/pro/codes/{code}/replacement", "/pro/takings.csv",
    "/pro/claims", "/pro/live", "/pro/takings",
    "/pro/payments/{id}", "/pro/payments/{id}/refund", "/pro/redemptions",
    "/pro/sign-in", "/pro/sign-out", "/pro/sign-in/challenge", "/pro/sign-in/key", "/pro/enrol",
    "/pro/enrol/{slip}", "/pro/devices", "/pro/devices/{id}/revoke",
    "/pro/devices/pairings/{id}/confirm", "/pro/devices/pairings/{id}/end",
    "/pro/confirm", "/pro/confirm/challenge", "/pro/confirm/pin", "/pro/confirm/extension",
    "/pro/confirm/closing", "/pro/till", "/pro/till/challenge", "/pro/till/keys",
    "/console", "/console/desk", "/console/issuances", "/console/till", "/console/redemptions",
    "/console/top-ups", "/console/top-ups/{id}/issuance",
    "/console/members/{account}/freeze", "/console/members/{account}/reopening",
    "/console/members/{account}/slips/slip.pdf",
    "/console/till/opening", "/console/till/movements", "/console/till/closing",
    "/console/till/end",
    "/console/dues",
    "/console/till/lines/{id}/receipt.pdf", "/console/till/lines/{id}",
    "/console/till/lines/{id}/reversal",
    "/console/checks/reversals/{id}",
    "/console/launch", "/console/launch/{milestone}/proofs", "/console/launch/{milestone}/plans",
    "/console/slips-sent", "/console/slips-sent/{id}/credit", "/console/slips-sent/requests/{id}",
    "/console/checks", "/console/checks/floats/{day}", "/console/checks/counts/{day}",
    "/console/checks/movements/{movement}",
    "/console/enrolment", "/console/enrolment/identified", "/console/enrolment/contact",
    "/console/enrolment/contact/code",
    "/console/officers", "/console/officers/{person}/key", "/console/officers/{person}/end",
    "/console/officers/requests/{id}", "/console/me", "/console/me/role",
    "/console/join", "/console/join/options", "/console/sign-in/challenge", "/console/sign-in/key",
    "/console/enrolment/professional",
    "/console/acceptors", "/console/acceptors/{account}",
    "/console/acceptors/{account}/bank-accounts/{id}", "/console/redemptions/payouts",
    "/pro/bank-account",
    "/console/acceptors/{account}/agreements", "/console/acceptors/{account}/agreements/{id}",
    "/console/members/{account}/slips", "/console/members/{account}/recovery",
    "/console/slips/{id}", "/console/slips/{id}/confirm",
    "/console/exits", "/console/exits/{id}", "/console/exits/{id}/receipt.pdf",
    "/console/redemptions/{id}/decision", "/pro/redemptions/{id}/cancellation",
    "/console/redemptions/batches/{number}", "/console/redemptions/batches/{number}/transfers.csv",
    "/console/redemptions/batches/{number}/sending",
    "/console/redemptions/batches/{number}/settlement",
    "/console/redemptions/{id}/settlement", "/console/redemptions/{id}/return",
    "/console/journal.csv", "/console/redemptions.csv", "/console/top-ups.csv",
    "/console/slips-sent.csv", "/console/members", "/console/members.csv", "/console/search",
    "/console/coverage", "/console/journal", "/console/sign-in", "/console/sign-out",
    "/v1/payments", "/v1/payments/{id}", "/v1/payments/{id}/refunds", "/v1/payment-requests",
    "/v1/payment-requests/{id}", "/v1/payment-requests/{id}/withdrawal", "/v1/accounts/{id}",
    "/v1/accounts/{id}/statement", "/v1/issuances", "/v1/redemptions", "/v1/health",
    "/v1/liveness", "/v1/openapi.json", "/v1/docs", "/v1/problems", "/metrics",
    "/sw.js", "/offline", "/pro/sw.js", "/pro/offline", "/ui", "/shared",
    "/static", "/pro/static", "/console/static",
}  # fmt: skip
_NONE = APIRouter()


def test_the_house_serves_these_routes_and_no_other() -> None:
    routes = make_house(Settings(demo=False)).routes
    pages = [page for each in routes for page in getattr(each, "original_router", _NONE).routes]
    served = {path for each in [*routes, *pages] if (path := getattr(each, "path", ""))}
    assert served == ROUTES
