"""The door of machines: what it answers, what it refuses, and that it says the same thing twice."""

import re

import httpx2
import pytest
from callers import Caller, CallerFor
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.fresh import new_id


async def test_health_is_ok_once_payments_can_be_taken(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_payment_sent_twice_is_paid_once_and_answered_twice_the_same(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    caller, id = await caller_for(awa), new_id()
    first = await caller.pay(bakery, 12_50, id=id)
    again = await caller.pay(bakery, 12_50, id=id)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["balance"] == 37_50
    assert await town.balance(bakery) == Money(12_50)


async def test_a_key_used_for_another_payment_is_refused_and_tells_nothing(
    town: Town, awa: Member, lucie: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    id = new_id()
    await (await caller_for(awa)).pay(bakery, 12_50, id=id)
    answer = await (await caller_for(lucie)).pay(bakery, 12_50, id=id)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "key_reused"
    assert "facts" not in problem
    assert "12" not in problem["detail"]


async def test_a_refused_payment_stays_refused_after_the_wallet_is_filled(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    caller, id = await caller_for(awa), new_id()
    refused = await caller.pay(bakery, 12_50, id=id)
    await town.issue(awa, Money(50_00))
    again = await caller.pay(bakery, 12_50, id=id)
    assert refused.status_code == again.status_code == 409
    assert refused.json() == again.json()
    assert again.json()["code"] == "floor_reached"
    assert await town.balance(bakery) == Money(0)


async def test_a_refusal_is_a_problem_in_french_or_in_english(
    awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    caller = await caller_for(awa)
    answer = await caller.pay(bakery, 12_50)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Solde insuffisant : il vous reste 0,00")
    english = await caller.client.post(
        "/v1/payments",
        json={"payee": account_id_text(bakery.wallet), "amount": 1, "currency": "DLE"},
        headers={
            "Authorization": f"Bearer {caller.key}",
            "Idempotency-Key": str(new_id()),
            "Accept-Language": "en",
        },
    )
    assert english.json()["detail"].startswith("Not enough")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 10**13}, "amount"),
        ({"amount": 12.5}, ""),
        ({"amount": "12"}, ""),
        ({"amount": None}, ""),
        ({"currency": "EUR"}, "currency"),
        ({"payee": "acc_nonsense"}, "payee"),
        ({"payee": "\x00"}, "payee"),
        ({"request": "req_1"}, "request"),
        ({"surprise": 1}, ""),
    ],
)
async def test_what_cannot_be_read_is_refused_by_the_part_that_is_wrong(
    change: dict[str, object], where: str, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    body = {"payee": account_id_text(bakery.wallet), "amount": 1, "currency": "DLE"} | change
    answer = await (await caller_for(awa)).post("/v1/payments", body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "request_not_understood"
    assert answer.json()["where"].startswith(where)


@pytest.mark.parametrize("key", ["", "not-a-uuid", "1" * 400])
async def test_a_payment_without_a_usable_key_is_refused(
    key: str, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    caller = await caller_for(awa)
    answer = await caller.client.post(
        "/v1/payments",
        json={"payee": account_id_text(bakery.wallet), "amount": 1, "currency": "DLE"},
        headers={"Authorization": f"Bearer {caller.key}", "Idempotency-Key": key},
    )
    assert (answer.status_code, answer.json()["where"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"{" * 20_000])
async def test_a_body_that_is_not_the_documented_json_is_refused(
    body: bytes, awa: Member, caller_for: CallerFor
) -> None:
    caller = await caller_for(awa)
    headers = {"Authorization": f"Bearer {caller.key}", "Idempotency-Key": str(new_id())}
    answer = await caller.client.post("/v1/payments", content=body, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer nobody", "Basic abc", "Bearer \x7f"]
)
async def test_nobody_moves_money_without_a_living_key(
    authorization: str, client: httpx2.AsyncClient
) -> None:
    answer = await client.post("/v1/payments", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_single_use_request_is_paid_once(
    town: Town, awa: Member, lucie: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    await town.issue(lucie, Money(50_00))
    shop = await caller_for(bakery)
    asked = await shop.post("/v1/payment-requests", {"amount": 750, "currency": "DLE"})
    request = asked.json()
    assert asked.status_code == 201
    assert request["url"] == f"http://localhost:8000/r#{request['code']}"
    paid = await (await caller_for(awa)).pay(bakery, 750, request=request["id"])
    second = await (await caller_for(lucie)).pay(bakery, 750, request=request["id"])
    assert paid.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "request_already_paid")
    shown = await shop.get(f"/v1/payment-requests/{request['id']}")
    assert (shown.json()["state"], shown.json()["payment"]) == ("paid", paid.json()["id"])


async def test_a_withdrawn_request_cannot_be_paid(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    shop = await caller_for(bakery)
    request = (await shop.post("/v1/payment-requests", {"amount": 750, "currency": "DLE"})).json()
    withdrawn = await shop.post(f"/v1/payment-requests/{request['id']}/withdrawal", {})
    answer = await (await caller_for(awa)).pay(bakery, 750, request=request["id"])
    assert withdrawn.json()["state"] == "withdrawn"
    assert (answer.status_code, answer.json()["code"]) == (409, "request_withdrawn")


async def test_a_refund_is_bounded_by_what_is_left_of_the_payment(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    payment = (await (await caller_for(awa)).pay(bakery, 16_80)).json()
    shop, path = await caller_for(bakery), f"/v1/payments/{payment['id']}/refunds"
    given = await shop.post(path, {"amount": 420, "currency": "DLE"})
    beyond = await shop.post(path, {"amount": 13_00, "currency": "DLE"})
    assert (given.status_code, given.json()["kind"]) == (201, "refund")
    assert (beyond.status_code, beyond.json()["facts"]) == (409, {"left": 12_60})


async def test_another_shop_cannot_refund_or_read_a_payment(
    town: Town, awa: Member, bakery: Member, miller: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(50_00))
    payment = (await (await caller_for(awa)).pay(bakery, 16_80)).json()
    stranger = await caller_for(miller)
    refund = await stranger.post(
        f"/v1/payments/{payment['id']}/refunds", {"amount": 1, "currency": "DLE"}
    )
    read = await stranger.get(f"/v1/payments/{payment['id']}")
    assert (refund.status_code, read.status_code) == (404, 404)


async def test_the_desk_issues_and_a_resident_does_not(
    town: Town, awa: Member, teller: Caller, caller_for: CallerFor
) -> None:
    body = {"wallet": account_id_text(awa.wallet), "amount": 50_00, "currency": "DLE", "dues": 500}
    issued = await teller.post("/v1/issuances", body)
    refused = await (await caller_for(awa)).post("/v1/issuances", body)
    assert (issued.status_code, issued.json()["balance"]) == (201, 50_00)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert await town.balance(awa) == Money(50_00)


async def test_a_shop_redeems_at_the_quoted_fee_only(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(200_00))
    await town.pay(awa, bakery, Money(150_00))
    shop = await caller_for(bakery)
    cheap = await shop.post("/v1/redemptions", {"amount": 100_00, "fee": 1, "currency": "DLE"})
    fair = await shop.post("/v1/redemptions", {"amount": 100_00, "fee": 5_00, "currency": "DLE"})
    assert (cheap.status_code, cheap.json()["facts"]["fee"]) == (409, 5_00)
    assert (fair.status_code, fair.json()["balance"]) == (201, 50_00)


async def test_a_resident_does_not_redeem(town: Town, awa: Member, caller_for: CallerFor) -> None:
    await town.issue(awa, Money(100_00))
    body = {"amount": 60_00, "fee": 3_00, "currency": "DLE"}
    answer = await (await caller_for(awa)).post("/v1/redemptions", body)
    assert answer.status_code == 403


async def test_a_statement_is_read_page_by_page_to_its_first_line(
    town: Town, awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    await town.issue(awa, Money(100_00))
    for _ in range(53):
        await town.pay(awa, bakery, Money(1_00))
    caller = await caller_for(awa)
    first = (await caller.get("/v1/accounts/me/statement")).json()
    second = (await caller.get(f"/v1/accounts/me/statement?after={first['next']}")).json()
    amounts = [line["amount"] for line in first["lines"] + second["lines"]]
    assert amounts == [-1_00] * 53 + [100_00]
    assert (len(first["lines"]), second["next"]) == (50, None)
    assert first["lines"][0]["balance"] == 47_00


async def test_nobody_reads_the_account_of_another(
    awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    answer = await (await caller_for(awa)).get(f"/v1/accounts/{account_id_text(bakery.wallet)}")
    assert answer.status_code == 404


async def test_metrics_count_by_route_and_never_by_address(
    awa: Member, bakery: Member, caller_for: CallerFor
) -> None:
    caller = await caller_for(awa)
    await caller.pay(bakery, 100)
    await caller.get("/v1/payments/pst_01jd5m8q6re1q8w4t0z2x3c4v5")
    text = (await caller.client.get("/metrics")).text
    assert 'mlc_http_requests_total{route="/v1/payments",status="409"}' in text
    assert "mlc_batch_postings_bucket" in text
    assert "01jd5m8q6re1q8w4t0z2x3c4v5" not in text


async def test_the_reference_page_loads_nothing_from_elsewhere(client: httpx2.AsyncClient) -> None:
    page = await client.get("/v1/docs")
    assert page.status_code == 200
    loaded = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page.text)
    assert loaded
    assert all(re.match(r"/[^/]", address) for address in loaded)
    assert "default-src 'none'" in page.headers["content-security-policy"]
