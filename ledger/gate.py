"""Who is asking: sessions and API keys, remembered for as long as nothing about access changes.

PostgreSQL says when access changes (`NOTIFY access`), and every process forgets at once. While a
process cannot hear, it remembers nothing. When a session was last used only ever moves on: what is
remembered of it may lock too early, never too late, so that PostgreSQL is asked before it does.
"""

from dataclasses import replace
from typing import Final

from ledger.core.officer import IDLE_LOCK, USE_NOTED_EVERY
from ledger.core.refusal import SignInNeeded
from ledger.database import ReaderEngine
from ledger.fresh import token_hash, utc_now
from ledger.reports.access import Access, find_api_key, find_session
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.unlock_session import note_use

REMEMBERED = 20_000
LOCKS: Final = "console"
"""The door whose sessions are locked when nobody uses them."""


class Gate:
    """Finds who stands behind a token."""

    def __init__(self, engine: ReaderEngine, clearing: Clearing) -> None:
        self._engine = engine
        self._clearing = clearing
        self._known: dict[tuple[str, str], Access] = {}
        self._hears = False
        self._forgotten = 0

    def hear(self) -> None:
        """Start to remember: notices of change are heard from now on."""
        self.forget()
        self._hears = True

    def deafen(self) -> None:
        """Stop remembering: notices may be lost."""
        self._hears = False
        self.forget()

    def forget(self) -> None:
        """Forget everybody: some access has changed."""
        self._known.clear()
        self._forgotten += 1

    async def session(self, token: str, door: str, *, is_use: bool = True) -> Access:
        """Find who is behind a session of a door; `is_use`: a person asked, not a page by itself.

        Raises:
            SignInNeeded: there is no such living session.
            SessionLocked: it is of the console, and nobody has used it for five minutes.
        """
        access = await self._find(token, door)
        return await self._awake(access, token, is_use=is_use) if door == LOCKS else access

    async def locked_session(self, token: str) -> Access:
        """Find whose session of the console this is, locked or not: to open it, and nothing else.

        Raises:
            SignInNeeded: there is no such living session.
        """
        return await self._find(token, LOCKS)

    async def api_key(self, token: str) -> Access:
        """Find whom an API key speaks for.

        Raises:
            SignInNeeded: there is no such living key.
        """
        return await self._find(token, "")

    async def _awake(self, access: Access, token: str, *, is_use: bool) -> Access:
        now, before = utc_now(), self._forgotten
        used_at, pause = access.last_used_at, USE_NOTED_EVERY if is_use else IDLE_LOCK
        if used_at is not None and now < used_at + pause:
            return access
        used_at = await note_use(self._clearing, token, now=now, is_use=is_use)
        noted = replace(access, last_used_at=used_at)
        if self._forgotten == before and (LOCKS, token) in self._known:
            self._known[LOCKS, token] = noted
        return noted

    async def _find(self, token: str, door: str) -> Access:
        known = self._known.get((door, token))
        if known is not None and (known.expires_at is None or known.expires_at > utc_now()):
            return known
        before = self._forgotten
        hashed = token_hash(token)
        found = await (
            find_session(self._engine, hashed, door) if door else find_api_key(self._engine, hashed)
        )
        if found is None:
            raise SignInNeeded
        # A change heard while reading may have made this answer stale: use it once, do not keep it.
        if self._hears and self._forgotten == before and len(self._known) < REMEMBERED:
            self._known[door, token] = found
        return found
