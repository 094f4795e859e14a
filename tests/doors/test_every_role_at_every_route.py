"""Every address of the console, asked for by every role: who may not is told so."""

import re

import pytest
from callers import SeatedStaff
from fastapi import APIRouter, FastAPI
from httpx2 import ASGITransport, AsyncClient

from ledger.core.identifier import account_id_text
from ledger.core.officer import OFFICERS
from ledger.core.role import Act, Role, may

ROUTES: dict[Act, tuple[str, ...]] = {
    Act.ACCREDIT: (
        "POST /console/acceptors/{account}/agreements",
        "POST /console/acceptors/{account}/agreements/{id}",
        "POST /console/acceptors/{account}/bank-accounts/{id}",
    ),
    Act.CHECK_DESK: (
        "GET /console/checks", "POST /console/checks/closings/{id}",
        "POST /console/checks/counts/{day}", "POST /console/checks/erasures/{id}",
        "POST /console/checks/floats/{day}", "POST /console/checks/mergers/{id}",
        "POST /console/checks/movements/{movement}", "POST /console/checks/reversals/{id}",
        "POST /console/checks/slips/{id}", "POST /console/checks/ceilings/{id}",
        "POST /console/checks/reopenings/{id}", "POST /console/checks/households/{id}",
    ),
    Act.ENROL: (
        "GET /console/members/{account}/identity", "POST /console/members/{account}/identity",
        "GET /console/enrolment", "GET /console/enrolment/contact",
        "GET /console/enrolment/identified", "GET /console/enrolment/professional",
        "POST /console/enrolment/contact", "POST /console/enrolment/contact/code",
        "POST /console/enrolment/identified", "POST /console/enrolment/professional",
    ),
    Act.ISSUE: (
        "GET /console/members/{account}/household", "POST /console/members/{account}/household",
        "POST /console/members/{account}/household/leaving",
        "GET /console/members/{account}/ceiling", "GET /console/members/{account}/freeze",
        "GET /console/members/{account}/reopening", "POST /console/members/{account}/ceiling",
        "POST /console/members/{account}/reopening/{id}",
        "GET /console/members/{account}/association", "GET /console/members/{account}/card",
        "GET /console/members/{account}/closing", "GET /console/members/{account}/data",
        "GET /console/members/{account}/erasure", "GET /console/members/{account}/merger",
        "GET /console/members/{account}/receipt", "GET /console/members/{account}/recovery",
        "GET /console/slips/{id}", "GET /console/till/closing", "POST /console/cards/card.pdf",
        "POST /console/debts/{id}", "POST /console/dues", "POST /console/issuances",
        "POST /console/members/{account}/association", "POST /console/members/{account}/card",
        "POST /console/members/{account}/card/blocking",
        "POST /console/members/{account}/closing", "POST /console/members/{account}/data",
        "POST /console/members/{account}/erasure", "POST /console/members/{account}/freeze",
        "POST /console/members/{account}/merger", "POST /console/members/{account}/receipt",
        "POST /console/members/{account}/reopening", "POST /console/members/{account}/slips",
        "POST /console/members/{account}/slips/slip.pdf", "POST /console/slips/{id}/confirm",
        "POST /console/till/closing", "POST /console/till/end",
        "POST /console/till/lines/{id}/reversal", "POST /console/till/movements",
        "POST /console/till/opening", "POST /console/till/receipts",
        "POST /console/till/receipts/void",
    ),
    Act.KEEP_DESKS: (
        "GET /console/desks", "POST /console/desks", "POST /console/desks/changes",
        "POST /console/desks/requests/{id}", "POST /console/desks/tills",
        "POST /console/desks/tills/{account}/closing",
    ),
    Act.KEEP_DUES: (
        "GET /console/members/{account}/dues", "POST /console/members/{account}/dues",
    ),
    Act.KEEP_FREEZE_LIST: (
        "GET /console/freeze-list", "POST /console/freeze-list",
        "POST /console/freeze-list/hits/{id}",
    ),
    Act.KEEP_LAUNCH: (
        "POST /console/launch/figures/costs", "POST /console/launch/reviews",
        "POST /console/launch/{milestone}/plans", "POST /console/launch/{milestone}/proofs",
    ),
    Act.KEEP_OFFICERS: (
        "GET /console/officers", "GET /console/officers.csv", "POST /console/officers",
        "POST /console/officers/requests/{id}",
        "POST /console/officers/{person}/end", "POST /console/officers/{person}/key",
    ),
    Act.KEEP_POLICY: (
        "GET /console/policy/change", "POST /console/policy/change",
        "POST /console/policy/changes/{id}", "POST /console/policy/changes/{id}/withdrawal",
    ),
    Act.LET_LEAVE: (
        "GET /console/exits", "GET /console/exits/{id}/receipt.pdf", "POST /console/exits",
        "POST /console/exits/{id}",
    ),
    Act.NOTE_BANK: (
        "GET /console/bank", "GET /console/cheques", "GET /console/cheques.csv",
        "GET /console/covers", "GET /console/covers.csv", "GET /console/dues",
        "GET /console/dues.csv", "GET /console/slips-sent", "GET /console/slips-sent.csv",
        "GET /console/top-ups", "GET /console/top-ups.csv", "POST /console/cheques/{id}/unpaid",
        "POST /console/covers", "POST /console/covers/commissions",
        "POST /console/members/{account}/dues/transfer",
        "POST /console/slips-sent/{id}/credit", "POST /console/top-ups",
        "POST /console/top-ups/{id}/issuance",
    ),
    Act.REPORT_UNUSUAL: (
        "GET /console/members/{account}/unusual", "POST /console/members/{account}/unusual",
    ),
    Act.SEE_BOOKS: (
        "GET /console/coverage", "GET /console/journal", "GET /console/journal.csv",
    ),
    Act.SEE_DESK: (
        "POST /console/desk/search", "POST /console/till/lines/{id}/letter",
        "GET /console/desk", "GET /console/members", "GET /console/members.csv",
        "GET /console/till", "GET /console/till/lines/{id}",
        "GET /console/till/lines/{id}/receipt.pdf", "GET /console/till/receipts",
        "GET /console/till/receipts/{book}.pdf",
    ),
    Act.SEE_LAUNCH: (
        "GET /console/meters", "GET /console/meters.csv",
        "GET /console/launch", "GET /console/launch/files/{id}",
        "GET /console/launch/figures", "GET /console/launch/figures.csv",
        "GET /console/policy",
    ),
    Act.SEE_REGISTER: (
        "GET /console/acceptors", "GET /console/acceptors.csv",
        "GET /console/acceptors/{account}",
    ),
    Act.SEE_RETENTION: (
        "GET /console/retention",
    ),
    Act.SEE_TRAIL: (
        "GET /console/trail", "GET /console/trail.csv",
    ),
    Act.SETTLE: (
        "GET /console/redemptions", "GET /console/redemptions.csv",
        "GET /console/redemptions/batches/{number}",
        "GET /console/redemptions/batches/{number}/transfers.csv", "POST /console/bank/{id}",
        "POST /console/cheques/requests/{id}", "POST /console/cheques/{id}/release",
        "POST /console/redemptions/batches/{number}/sending",
        "POST /console/redemptions/batches/{number}/settlement",
        "POST /console/redemptions/payouts", "POST /console/redemptions/{id}/decision",
        "POST /console/redemptions/{id}/return", "POST /console/redemptions/{id}/settlement",
        "POST /console/slips-sent/requests/{id}",
    ),
    Act.WATCH: (
        "GET /console/alerts", "GET /console/alerts.csv", "GET /console/alerts/{id}",
        "POST /console/alerts/{id}/assignment", "POST /console/alerts/{id}/closing",
        "POST /console/alerts/{id}/notes",
    ),
}  # fmt: skip
"""What each address does, as the table of roles names it."""
OPEN = (
        "GET /console/locked", "POST /console/locked/challenge", "POST /console/locked/key",
        "POST /console/awake",
        "POST /console/locked",
        "GET /console", "GET /console/join", "GET /console/me", "GET /console/sign-in",
        "POST /console/join", "POST /console/join/options", "POST /console/me/relatives",
        "POST /console/me/relatives/{id}/end", "POST /console/me/role",
        "POST /console/sign-in/challenge", "POST /console/sign-in/key", "POST /console/sign-out",
)  # fmt: skip
"""Signing in and out, and what concerns oneself alone."""
SEARCHES = "GET /console/search"
"""Whoever sees a desk or the books finds something."""
FORBIDDEN = "Votre rôle ne permet pas"


def _routes(house: FastAPI) -> set[str]:
    none = APIRouter()
    pages = [
        page for each in house.routes for page in getattr(each, "original_router", none).routes
    ]
    return {
        f"{method} {page.path}"
        for page in pages
        for method in page.methods - {"HEAD"}
        if page.path.startswith("/console")
    }


async def ask(browser: AsyncClient, route: str) -> tuple[int, str]:
    method, path = route.split()
    path = path.replace("{account}", account_id_text(1)).replace("{milestone}", "P03")
    path = re.sub(r"\{(number|book)\}", "1", path)
    path = re.sub(r"\{\w+\}", "00000000-0000-4000-8000-000000000001", path)
    answer = await browser.request(method, path)
    return answer.status_code, answer.text


def test_every_address_of_the_console_is_somebodys(house: FastAPI) -> None:
    listed = [route for routes in ROUTES.values() for route in routes]
    assert sorted([*listed, *OPEN, SEARCHES]) == sorted(_routes(house))


@pytest.mark.parametrize("role", OFFICERS)
async def test_a_role_opens_what_is_its_own_and_nothing_else(
    seated_staff: SeatedStaff, role: Role
) -> None:
    async with seated_staff(role) as browser:
        wrong = [
            (route, status)
            for act, routes in ROUTES.items()
            for route in routes
            for status, text in [await ask(browser, route)]
            if (status == 403 and FORBIDDEN in text) is may(role, act)
        ]
        search, _ = await ask(browser, SEARCHES)
    assert wrong == []
    assert (search == 200) is (may(role, Act.SEE_DESK) or may(role, Act.SEE_BOOKS))


async def test_a_stranger_opens_nothing(house: FastAPI) -> None:
    transport = ASGITransport(app=house)
    async with AsyncClient(
        transport=transport,
        base_url="http://localhost:8000",
        headers={"Origin": "http://localhost:8000"},
    ) as browser:
        opened = [
            (route, status)
            for routes in ROUTES.values()
            for route in routes
            for status, _ in [await ask(browser, route)]
            if status not in {303, 401, 403}
        ]
    assert opened == []
