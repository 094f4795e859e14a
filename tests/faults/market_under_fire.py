"""A market day on which tills, writers and the database are killed, and what all were told."""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import psutil
from kept_logs import open_log
from personas import BOOK
from storage.run_server import SERVER_KEY, Database, Server, environment, start_by_a_passer_by

PROGRAM = Path(__file__).with_name("till_program.py")
WINDOW = 60
"""Orders for which a till has not been answered yet."""
STANDSTILL_S = 30
"""No answer for so long, and the town stands still."""


class Order(NamedTuple):
    """What a till is asked to pay."""

    id: str
    payer: int
    payee: int
    amount: int


class Till:
    """A program that pays orders; killed, it is started again and told what it did not answer."""

    def __init__(self, market: "Market") -> None:
        self._market = market
        self._process: asyncio.subprocess.Process | None = None
        self._ear: asyncio.Task[None] | None = None
        self._is_up = False
        self.unanswered: dict[str, Order] = {}

    async def start(self) -> None:
        """Start the program and send it all that is unanswered."""
        with open_log("till.stderr") as said:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                PROGRAM,
                self._market.database.app,
                SERVER_KEY.hex(),
                BOOK,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=said,
                env=environment(),
            )
        self._ear = asyncio.create_task(self._listen(self._process))
        self._is_up = True
        for order in self.unanswered.values():
            self._write(order)
            self._market.did["sent again"] += 1

    def send(self, order: Order) -> None:
        """Send an order."""
        self.unanswered[order.id] = order
        self._write(order)

    async def kill(self) -> None:
        """Kill it as nothing can be refused: -9."""
        if self._process is None or self._ear is None:
            return
        self._is_up = False
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._ear

    async def finish(self) -> int:
        """Let it end its work; answer with its exit code."""
        assert self._process is not None
        assert self._ear is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._ear
        return await self._process.wait()

    def _write(self, order: Order) -> None:
        """Write to the program; one that is down is told all that is open when it comes back."""
        if self._is_up and self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while (line := await process.stdout.readline()).endswith(b"\n"):
            id, answer = line.decode().rstrip("\n").split(" ", 1)
            self.unanswered.pop(id, None)
            self._market.hear(id, answer)
            self._market.feed(self)


@dataclass
class Market:
    """Tills at work on one database, and every answer that anybody was given."""

    server: Server
    database: Database
    wallets: list[int]
    chance: random.Random
    tills: list[Till] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    broken_words: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _is_open: bool = True

    async def open(self, tills: int) -> None:
        """Start the tills and their work."""
        self.tills = [Till(self) for _ in range(tills)]
        for till in self.tills:
            await till.start()
        for till in self.tills:
            self.feed(till)

    def hear(self, id: str, answer: str) -> None:
        """Note an answer; whoever is told again must be told the same."""
        if self.answers.setdefault(id, answer) != answer:
            self.broken_words.append(f"{id}: {self.answers[id]}, then {answer}")
        self.did["answers"] += 1
        self._heard.set()

    def feed(self, till: Till) -> None:
        """Keep a till busy, now and then with an order that another till has as well."""
        while self._is_open and len(till.unanswered) < WINDOW:
            payer, payee = self.chance.sample(self.wallets, 2)
            id = UUID(int=self.chance.getrandbits(128), version=4)
            order = Order(str(id), payer, payee, self.chance.choice((1, 5_00, 40_00, 300_00)))
            self.orders[order.id] = order
            for one in self.tills if self.chance.random() < 0.3 else [till]:
                one.send(order)

    async def answered(self, times: int) -> None:
        """Wait for so many more answers."""
        until = self.did["answers"] + times
        async with asyncio.timeout(STANDSTILL_S):
            while self.did["answers"] < until:
                self._heard.clear()
                await self._heard.wait()

    async def kill_something(self) -> None:
        """Kill a till, mostly; else the process that writes, else the database."""
        # At any point of a posting, not just after an answer.
        await asyncio.sleep(self.chance.random() * 0.02)
        victim = self.chance.choices(("till", "writer", "database"), (6, 1, 2))[0]
        self.did[f"kills of a {victim}"] += 1
        if victim == "till":
            till = self.chance.choice(self.tills)
            await till.kill()
            await till.start()
        elif victim == "writer":
            await self._kill_writer()
        else:
            self._kill_postmaster()
            await asyncio.to_thread(start_by_a_passer_by, self.server.embedded.directory)

    async def _kill_writer(self) -> None:
        """Kill a server process that posts; PostgreSQL then restarts all of them."""
        superuser = await self._connected()
        writers = await superuser.fetch(
            """select pid from pg_stat_activity
                where application_name = 'mlc-writer' and datname = current_database()"""
        )
        if writers:
            os.kill(self.chance.choice(writers)["pid"], signal.SIGKILL)
        superuser.terminate()

    async def _connected(self) -> asyncpg.Connection:
        """Connect, however often it takes: the kill before may have left the server recovering."""
        async with asyncio.timeout(STANDSTILL_S):
            while True:
                with suppress(OSError, asyncpg.PostgresError):
                    return await asyncpg.connect(self.database.superuser)

    def _kill_postmaster(self) -> None:
        noted = self.server.embedded.directory / "cluster" / "postmaster.pid"
        postmaster = psutil.Process(int(noted.read_text().split()[0]))
        postmaster.kill()

    async def close(self) -> list[int]:
        """Answer every order, then end the tills; answer with their exit codes."""
        self._is_open = False
        return [await till.finish() for till in self.tills]

    async def ask_again(self) -> dict[str, str]:
        """Ask a fresh till for everything that was ever ordered, and collect what it says."""
        till = Till(self)
        before, self.answers = self.answers, {}
        till.unanswered = dict(self.orders)
        await till.start()
        await till.finish()
        again, self.answers = self.answers, before
        return again
