"""A wire between the service and PostgreSQL that a test may cut, or hold, at any message.

It reads the messages that the service sends and counts the round trips of a transaction: of a lone
posting, the first takes the lock, the second reads, the third writes, the fourth commits.
"""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

LOCK, READ, WRITE, COMMIT = 1, 2, 3, 4
AFTER_COMMIT = -1
"""What a pool says to a connection that comes back."""
_WAITS_FOR_AN_ANSWER = {b"Q", b"S"}
_READY = b"Z\x00\x00\x00\x05"


class Trap(Enum):
    """What happens to the wire at a round trip."""

    CUT_BEFORE = "the server never hears it"
    CUT_AFTER = "the server does it, the service never hears"
    HOLD = "it waits until it is let go"


class Wire:
    """A socket of PostgreSQL through which all messages pass."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._socket = Path(parse_qs(urlsplit(dsn).query)["host"][0]) / ".s.PGSQL.5432"
        self._trap: tuple[int, Trap] | None = None
        self._released = asyncio.Event()
        self.sprung = asyncio.Event()
        self.round_trips: list[int] = []
        self.sent: list[bytes] = []

    @property
    def dsn(self) -> str:
        """The address of the database by way of the wire."""
        host = quote(str(self._socket.parent), safe="")
        return self._dsn.replace(host, quote(str(self._folder), safe=""))

    async def __aenter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="mlc-wire-"))
        path = self._folder / ".s.PGSQL.5432"
        self._server = await asyncio.start_unix_server(self._connect, path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        self._server.close()
        shutil.rmtree(self._folder)

    def set_trap(self, round_trip: int, trap: Trap) -> None:
        """Arm the wire, once, for a round trip of the next transaction that reaches it."""
        self._trap = round_trip, trap
        self.sprung.clear()
        self._released.clear()

    def release(self) -> None:
        """Let go what is held."""
        self._released.set()

    async def _connect(
        self, service: asyncio.StreamReader, to_service: asyncio.StreamWriter
    ) -> None:
        server, to_server = await asyncio.open_unix_connection(self._socket)
        answers = asyncio.create_task(_carry(server, to_service))
        try:
            await self._watch(service, to_server, server, answers)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            answers.cancel()
            to_server.transport.abort()
            to_service.transport.abort()

    async def _watch(
        self,
        service: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
        server: asyncio.StreamReader,
        answers: "asyncio.Task[None]",
    ) -> None:
        to_server.write(await _body(service))  # the greeting has no letter
        trip = 0
        while True:
            letter = await service.readexactly(1)
            body = await _body(service)
            if letter in _WAITS_FOR_AN_ANSWER:
                trip = 1 if b"begin" in body else trip + 1
                self.round_trips.append(trip)
                self.sent.append(body)
                is_trapped = self._is_trapped(trip, body)
                if is_trapped and not await self._spring(letter + body, to_server, server, answers):
                    return
            to_server.write(letter + body)
            await to_server.drain()

    def _is_trapped(self, trip: int, body: bytes) -> bool:
        if self._trap is None:
            return False
        trapped, _ = self._trap
        words = {COMMIT: b"\ncommit", AFTER_COMMIT: b"RESET ALL"}
        return words[trapped] in body if trapped in words else trapped == trip

    async def _spring(
        self,
        message: bytes,
        to_server: asyncio.StreamWriter,
        server: asyncio.StreamReader,
        answers: "asyncio.Task[None]",
    ) -> bool:
        """Do what the trap says; answer whether the wire still holds."""
        assert self._trap is not None
        (_, trap), self._trap = self._trap, None
        if trap is Trap.HOLD:
            self.sprung.set()
            await self._released.wait()
            return True
        if trap is Trap.CUT_AFTER:
            answers.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await answers
            to_server.write(message)
            heard = b""
            while _READY not in heard and (more := await server.read(65536)):
                heard += more
        self.sprung.set()
        return False


@asynccontextmanager
async def wired(dsn: str) -> AsyncIterator[Wire]:
    """Give a wire to a database."""
    async with Wire(dsn) as wire:
        yield wire


async def _body(stream: asyncio.StreamReader) -> bytes:
    length = await stream.readexactly(4)
    return length + await stream.readexactly(int.from_bytes(length) - 4)


async def _carry(server: asyncio.StreamReader, to_service: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # a server that ends with unread messages resets the wire
        while heard := await server.read(65536):
            to_service.write(heard)
            await to_service.drain()
    to_service.close()
