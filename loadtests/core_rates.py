"""Postings through the queue, in process: alone, from 64 callers, on one shop, in batches."""

import asyncio
import os
import random
import statistics
from time import perf_counter

import asyncpg
import uvloop

from ledger.core.money import Money
from ledger.core.payment import PaymentOrder, plan_payment
from ledger.core.posting import Draft, Envelope, Evidence, Origin
from ledger.fresh import new_id
from ledger.services import settle_memory
from ledger.storage.queue import PostingQueue
from loadtests.ground import HOT_SHOP, RESIDENTS, SHOPS, Ground, load_now

CALLERS = 64
LARGE_BATCH = 2_000
SECONDS = 3.0
RUNS = 5
EVIDENCE = b"\0" * 220
"""As long as a passkey's assertion: evidence is part of the path."""
NAIVE = """
create or replace function public.naive_pay(p_id uuid, p_from bigint, p_to bigint, p_amount bigint)
returns bigint language plpgsql as $$
declare v_from bigint; v_to bigint; v_seq bigint;
begin
  perform 1 from public.naive_account where id in (p_from, p_to) order by id for update;
  update public.naive_account set balance = balance - p_amount where id = p_from
    returning balance into v_from;
  if v_from < 0 then raise exception 'floor'; end if;
  update public.naive_account set balance = balance + p_amount where id = p_to
    returning balance into v_to;
  insert into public.naive_posting (id, evidence) values (p_id, $e$x$e$) returning seq into v_seq;
  insert into public.naive_leg values (v_seq, p_from, p_to, p_amount, v_from, v_to);
  return v_seq;
end $$;
"""
NAIVE_TABLES = """
create table public.naive_account (id bigint primary key, balance bigint not null);
create table public.naive_posting (seq bigserial primary key, id uuid unique, evidence text);
create table public.naive_leg (seq bigint references public.naive_posting, debit bigint,
  credit bigint, amount bigint, debit_after bigint, credit_after bigint);
create index on public.naive_leg (debit, seq);
create index on public.naive_leg (credit, seq);
insert into public.naive_account select id, balance from ledger.account;
analyze public.naive_account;
"""


def a_payment(*, hot: bool) -> Draft:
    """Draft a payment between random accounts, or to the one hot shop."""
    payee = HOT_SHOP if hot else RESIDENTS + random.randint(1, SHOPS)
    order = PaymentOrder(random.randint(1, RESIDENTS), payee, Money(random.randint(1, 50)))
    origin = Origin("person:load", "Caisse 1", Evidence.PASSKEY, EVIDENCE)
    return plan_payment(order, Envelope(new_id(), os.urandom(32), origin))


async def rate(queue: PostingQueue, *, callers: int, hot: bool) -> tuple[float, float]:
    """Post from so many callers; answer with postings a second and the median latency in ms."""
    until = perf_counter() + SECONDS
    latencies: list[float] = []

    async def caller() -> None:
        while (began := perf_counter()) < until:
            await queue.post(a_payment(hot=hot))
            latencies.append(perf_counter() - began)

    began = perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return len(latencies) / (perf_counter() - began), statistics.median(latencies) * 1000


async def batch_rate(queue: PostingQueue) -> float:
    """Post lists of two thousand; answer with postings a second."""
    done, spent = 0, 0.0
    while spent < SECONDS:
        drafts = [a_payment(hot=False) for _ in range(LARGE_BATCH)]
        began = perf_counter()
        await queue.post_all(drafts)
        spent += perf_counter() - began
        done += LARGE_BATCH
    return done / spent


async def naive_rate(pool: asyncpg.Pool, *, hot: bool) -> float:
    """Pay by row locks, one transaction each, from as many callers on sixteen connections."""
    until = perf_counter() + SECONDS
    done = 0

    async def caller() -> None:
        nonlocal done
        while perf_counter() < until:
            payee = HOT_SHOP if hot else RESIDENTS + random.randint(1, SHOPS)
            async with pool.acquire() as connection:
                await connection.execute(
                    "select public.naive_pay($1, $2, $3, $4)",
                    new_id(), random.randint(1, RESIDENTS), payee, random.randint(1, 50),
                )  # fmt: skip
            done += 1

    began = perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return done / (perf_counter() - began)


async def _measure(ground: Ground) -> None:
    queue = PostingQueue(ground.dsn)
    await queue.start()
    pool = await asyncpg.create_pool(ground.superuser_dsn, min_size=16, max_size=16)
    await pool.execute(NAIVE_TABLES)
    await pool.execute(NAIVE)
    await rate(queue, callers=CALLERS, hot=False)
    settle_memory()
    runs: dict[str, list[float]] = {}
    for run in range(1, RUNS + 1):
        spread, _ = await rate(queue, callers=CALLERS, hot=False)
        hot, _ = await rate(queue, callers=CALLERS, hot=True)
        _, alone = await rate(queue, callers=1, hot=False)
        figures = {
            "spread": spread,
            "hot": hot,
            "alone_ms": alone,
            "batch": await batch_rate(queue),
            "naive_spread": await naive_rate(pool, hot=False),
            "naive_hot": await naive_rate(pool, hot=True),
        }
        print(f"run {run}, {load_now()}: {figures_text(figures)}", flush=True)
        for name, figure in figures.items():
            runs.setdefault(name, []).append(figure)
    await queue.stop()
    await pool.close()
    _conclude({name: statistics.median(figures) for name, figures in runs.items()})


def figures_text(figures: dict[str, float]) -> str:
    """Write figures in one line."""
    return ", ".join(f"{name} {figure:,.2f}" for name, figure in figures.items())


def _conclude(medians: dict[str, float]) -> None:
    print(
        f"\nmedians of {RUNS} runs of {SECONDS:.0f} s, fsync on, server and client on one machine"
    )
    print(f"  64 callers, spread     {medians['spread']:>9,.0f} postings/s")
    print(f"  64 callers, one shop   {medians['hot']:>9,.0f} postings/s")
    print(f"  lists of 2,000         {medians['batch']:>9,.0f} postings/s")
    print(f"  one caller             {medians['alone_ms']:>9.2f} ms, median")
    print(f"  row locks, spread      {medians['naive_spread']:>9,.0f} postings/s")
    print(f"  row locks, one shop    {medians['naive_hot']:>9,.0f} postings/s")
    print(
        f"  ratio to row locks: {medians['spread'] / medians['naive_spread']:.1f} spread, "
        f"{medians['hot'] / medians['naive_hot']:.1f} on one shop"
    )


def measure(ground: Ground) -> None:
    """Measure the core and print."""
    uvloop.run(_measure(ground))
