"""Whoever holds the journal and stops moving is put out, so that the town goes on paying."""

import asyncio
import json
import os
import signal
import sys
import time

import pytest
from personas import Member, Town
from storage.run_server import Database, environment, running_till

from ledger.core.money import Money
from ledger.fresh import new_id

HOLDER = """
import asyncio, sys
from ledger.database import connect_writer
from ledger.storage.journal import lock_journal
from ledger.storage.journal_shelf import PolicyShelf
from ledger.storage.commit import commit
async def main():
    connection = await connect_writer(sys.argv[1])
    await lock_journal(connection, PolicyShelf())
    print("locked", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await commit(connection)
    print("committed", flush=True)
asyncio.run(main())
"""
PATIENCE_S = 5.0
"""Two seconds of idleness, and what a busy machine needs for the rest."""


async def _holder(database: Database) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        database.app,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        env=environment(),
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"locked\n"
    return holder


async def test_a_stopped_holder_of_the_lock_keeps_the_others_for_two_seconds_and_no_more(
    town: Town, awa: Member, bakery: Member, database: Database
) -> None:
    await town.issue(awa, Money(20_00))
    holder = await _holder(database)
    os.kill(holder.pid, signal.SIGSTOP)
    began = time.monotonic()

    posted = await town.pay(awa, bakery, Money(5_00))
    waited = time.monotonic() - began
    os.kill(holder.pid, signal.SIGCONT)
    said, complaint = await holder.communicate(b"go on\n")

    assert waited < PATIENCE_S
    assert posted.seq == 2
    assert said == b"", "what it wanted to commit is not committed"
    assert b"Lost" in complaint or b"OutcomeUnknown" in complaint
    await town.check_books()


@pytest.mark.faults
async def test_a_program_stopped_in_full_work_goes_on_where_it_was(
    town: Town, awa: Member, bakery: Member, database: Database
) -> None:
    """Stopped at any moment, lock in hand or not; it then repeats what it does not know."""
    await town.issue(awa, Money(200_00))
    orders = [(str(new_id()), awa.wallet, bakery.wallet, 1) for _ in range(200)]
    asked = "".join(f"{json.dumps(order)}\n" for order in orders).encode()
    async with running_till(database) as till:
        assert till.stdin is not None
        assert till.stdout is not None
        till.stdin.write(asked)
        first = await till.stdout.readline()
        os.kill(till.pid, signal.SIGSTOP)
        async with asyncio.timeout(PATIENCE_S):
            await town.pay(awa, bakery, Money(5_00))
        os.kill(till.pid, signal.SIGCONT)
        rest, _ = await till.communicate(b"")

    answers = [first, *rest.splitlines()]
    assert len(answers) == 200
    assert all(b" posted " in answer for answer in answers)
    assert await town.balance(bakery) == Money(7_00)
    await town.check_books()
