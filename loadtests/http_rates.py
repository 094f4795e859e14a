"""Payments over HTTP: one worker, 64 connections kept alive, each with a resident's key."""

import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from time import perf_counter, sleep
from uuid import UUID

import asyncpg
import psutil
import uvloop

from ledger.core.identifier import account_id_text
from ledger.fresh import new_id, token_hash
from loadtests.ground import RESIDENTS, SHOPS, Ground, load_now
from loadtests.town import COLUMN_KEY

CONNECTIONS = 64
SECONDS = 5.0
RUNS = 5
READY_S = 20
KEYS = """
with member as (
  insert into people.member (id, kind, name) values ($1, 'resident', 'load') returning id),
person as (insert into people.person (id, name) values ($1, 'load') returning id),
standing as (insert into people.standing (person_id, role, member_id)
             values ($1, 'resident', $1) returning 1),
own as (update ledger.account set owner = $1 where id = $2 returning 1)
insert into people.api_key (token_hash, label, person_id, role, member_id)
values ($3, 'load', $1, 'resident', $1)
"""


async def give_keys(ground: Ground) -> list[str]:
    """Give the first payers a key each."""
    connection = await asyncpg.connect(ground.superuser_dsn)
    keys = []
    for number in range(1, CONNECTIONS + 1):
        key = f"mlc_load_{number}_{random.random()}"
        # Rows refer to each other: checked at the end of the one statement.
        await connection.execute(KEYS, UUID(int=number), number, token_hash(key))
        keys.append(key)
    await connection.close()
    return keys


def _request(key: str) -> bytes:
    payee = account_id_text(RESIDENTS + random.randint(1, SHOPS))
    body = f'{{"payee":"{payee}","amount":{random.randint(1, 50)},"currency":"DLE"}}'
    return (
        f"POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
        f"Idempotency-Key: {new_id()}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def _pay_over_http(port: int, keys: list[str]) -> tuple[float, list[float], int]:
    until = perf_counter() + SECONDS
    latencies: list[float] = []
    failed = 0

    async def payer(key: str) -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := perf_counter()) < until:
            writer.write(_request(key))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            failed += b" 201 " not in head[:16]
            latencies.append(perf_counter() - began)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    began = perf_counter()
    await asyncio.gather(*(payer(key) for key in keys))
    return len(latencies) / (perf_counter() - began), latencies, failed


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_service(ground: Ground, port: int) -> "subprocess.Popen[bytes]":
    """Start one worker of the service and wait until it takes payments."""
    settings = {
        "MLC_DATABASE_URL": ground.dsn,
        "MLC_SERVER_KEY": "k" * 32,
        "MLC_DATA_KEYS": COLUMN_KEY,
        "MLC_PORT": str(port),
    }
    command = [sys.executable, "-m", "ledger", "up"]
    process = subprocess.Popen(command, env={**os.environ, **settings})  # noqa: S603 # our own service
    for _ in range(READY_S * 20):
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health"),
        ):
            return process  # an answer other than 200 is raised
        sleep(0.05)
    process.kill()
    sentence = f"the service was not ready in {READY_S} s"
    raise TimeoutError(sentence)


def measure(ground: Ground) -> None:
    """Measure the service over HTTP and print."""
    keys = asyncio.run(give_keys(ground))
    port = free_port()
    service = start_service(ground, port)
    rates, tails, failures = [], [], 0
    try:
        uvloop.run(_pay_over_http(port, keys))
        for run in range(1, RUNS + 1):
            rate, latencies, failed = uvloop.run(_pay_over_http(port, keys))
            p99 = statistics.quantiles(latencies, n=100)[98] * 1000
            print(f"run {run}, {load_now()}: {rate:,.0f} payments/s, p99 {p99:.1f} ms", flush=True)
            rates.append(rate)
            tails.append(p99)
            failures += failed
        memory = psutil.Process(service.pid).memory_info().rss / 1e6
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(15)
    print(f"\nmedians of {RUNS} runs of {SECONDS:.0f} s, one worker, {CONNECTIONS} connections")
    print(f"  over HTTP              {statistics.median(rates):>9,.0f} payments/s")
    print(f"  99th percentile        {statistics.median(tails):>9.1f} ms")
    print(f"  not answered by 201    {failures:>9}")
    print(f"  memory of the service  {memory:>9.0f} MB")
