"""What a signature costs: the service's processor time for a payment, signed and unsigned."""

import asyncio
import json
import random
import signal
import statistics
from contextlib import suppress
from datetime import UTC, datetime

import asyncpg
import psutil
import uvloop

from ledger.core.approval import Approval, base64url
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.order import LIFE, order_bytes, second_text
from ledger.core.payment import PaymentOrder
from ledger.demo_phone import Passkey, Phone, cose_of, new_private_key, point_of
from ledger.fresh import new_id
from ledger.storage.provision import find_instance
from loadtests.ground import RESIDENTS, SHOPS, Ground, load_now
from loadtests.http_rates import CONNECTIONS, free_port, give_keys, start_service

PAYMENTS = 4_000
RUNS = 5
ORIGIN, RP_ID = "http://localhost:8000", "localhost"
KINDS = ("unsigned", "device", "passkey")
LIFT_COUNTERS = """
update ledger.policy set document = document || '{"approval": {"low_value_payment": 100000,
  "low_value_total": 1000000000, "low_value_count": 1000000, "new_device_hours": 0}}'
"""
INSERT_KEY = """
insert into ledger.approval_key (id, account_id, kind, public_key, credential_id, origin, rp_id,
                                 registered_under, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, 'load', now() - interval '2 days')
"""
Holder = Phone | Passkey


async def _give_holders(ground: Ground) -> dict[str, list[Holder]]:
    """Give each payer a phone and a passkey."""
    connection = await asyncpg.connect(ground.superuser_dsn)
    await connection.execute(LIFT_COUNTERS)
    holders: dict[str, list[Holder]] = {"device": [], "passkey": []}
    for account in range(1, CONNECTIONS + 1):
        private, of_phone, of_passkey = new_private_key(), new_id(), new_id()
        phone, passkey = point_of(private), cose_of(private)
        await connection.execute(INSERT_KEY, of_phone, account, "device", phone, None, "", "")
        await connection.execute(
            INSERT_KEY, of_passkey, account, "passkey", passkey, of_passkey.bytes, ORIGIN, RP_ID
        )
        holders["device"].append(Phone(private, of_phone))
        holders["passkey"].append(Passkey(private, of_passkey, ORIGIN, RP_ID))
    await connection.close()
    return holders


async def _read_instance(ground: Ground) -> str:
    connection = await asyncpg.connect(ground.superuser_dsn)
    instance = await find_instance(connection)
    await connection.close()
    return instance


def _request(key: str, payer: int, holder: Holder | None, instance: str) -> bytes:
    id, payee = new_id(), RESIDENTS + random.randint(1, SHOPS)
    expires_at = (datetime.now(UTC) + LIFE).replace(microsecond=0)
    order = PaymentOrder(payer, payee, Money(random.randint(1, 50)), expires_at=expires_at)
    form: dict[str, object] = {
        "payee": account_id_text(payee), "amount": order.amount.minor, "currency": "DLE",
        "expires_at": second_text(expires_at),
    }  # fmt: skip
    if holder is not None:
        approval = holder.approve(order_bytes(id, order, instance=instance, book="DLE"))
        form["approval"] = _approval_json(approval)
    body = json.dumps(form, separators=(",", ":"))
    return (
        f"POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
        f"Idempotency-Key: {id}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _approval_json(approval: Approval) -> dict[str, str]:
    return {
        "key": str(approval.key_id),
        "signature": base64url(approval.signature),
        "authenticator_data": base64url(approval.authenticator_data),
        "client_data": base64url(approval.client_data),
    }


async def _send(port: int, requests: list[list[bytes]]) -> int:
    """Send each payer's requests one after the other; answer with how many were not paid."""

    async def payer(own: list[bytes]) -> int:
        failed = 0
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in own:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            failed += b" 201 " not in head[:16]
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        return failed

    return sum(await asyncio.gather(*(payer(own) for own in requests)))


def measure(ground: Ground) -> None:
    """Measure the processor time of the service for a payment of each kind, and print."""
    keys, holders = asyncio.run(give_keys(ground)), asyncio.run(_give_holders(ground))
    instance = asyncio.run(_read_instance(ground))
    port = free_port()
    service = start_service(ground, port)
    watched = psutil.Process(service.pid)
    costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
    failed = 0
    try:
        for run in range(RUNS + 1):
            for kind in KINDS:
                of_kind = holders.get(kind, [None] * CONNECTIONS)
                requests = [
                    [
                        _request(keys[n], n + 1, of_kind[n], instance)
                        for _ in range(PAYMENTS // CONNECTIONS)
                    ]
                    for n in range(CONNECTIONS)
                ]
                before = sum(watched.cpu_times()[:2])
                failed += uvloop.run(_send(port, requests))
                spent = sum(watched.cpu_times()[:2]) - before
                if run:  # the first one warms up
                    costs[kind].append(spent / sum(map(len, requests)) * 1e6)
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(15)
    print(f"\nmedians of {RUNS} runs, {PAYMENTS} payments of each kind, {load_now()}")
    for kind in KINDS:
        print(f"  {kind:<10} {statistics.median(costs[kind]):>6,.0f} µs of the service's processor")
    print(f"  not answered by 201 {failed:>6}")
