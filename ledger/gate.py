"""Who is asking: sessions and API keys, remembered for as long as nothing about access changes.

PostgreSQL says when access changes (`NOTIFY access`), and every process forgets at once. While a
process cannot hear, it remembers nothing.
"""

from ledger.core.refusal import SignInNeeded
from ledger.database import ReaderEngine
from ledger.fresh import token_hash, utc_now
from ledger.reports.access import Access, find_api_key, find_session

REMEMBERED = 20_000


class Gate:
    """Finds who stands behind a token."""

    def __init__(self, engine: ReaderEngine) -> None:
        self._engine = engine
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

    async def session(self, token: str, door: str) -> Access:
        """Find who is behind a session of a door.

        Raises:
            SignInNeeded: there is no such living session.
        """
        return await self._find(token, door)

    async def api_key(self, token: str) -> Access:
        """Find whom an API key speaks for.

        Raises:
            SignInNeeded: there is no such living key.
        """
        return await self._find(token, "")

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
