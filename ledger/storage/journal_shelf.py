"""What the journal reads once and keeps: the policy in force, the issuer's own accounts."""

import json

from asyncpg import Connection

from ledger.core.account import Tier
from ledger.core.coverage import TELLS_COVERAGE
from ledger.core.law import ensure
from ledger.core.policy import Policy

POLICY = "select version, valid_from, document::text from ledger.policy where version = $1"
OWN_ACCOUNTS = "select id from ledger.account where kind = any($1::text[])"


class PolicyShelf:
    """The policy of the last batch and the issuer's accounts, kept by the one task that reads."""

    def __init__(self) -> None:
        self.current: Policy | None = None
        self._issuers_own: list[int] = []

    @property
    def tiers_with_rolling_cap(self) -> list[str]:
        """The tiers for which a thirty-day sum is read; before the first policy, all of them."""
        if self.current is None:
            return list(Tier)
        return [
            t for t, limits in self.current.tiers.items() if limits.paid_per_30_days is not None
        ]

    async def fetch(self, connection: Connection, version: int | None) -> Policy:
        """Load the policy of that version, unless it is the one at hand."""
        ensure(version is not None, "a policy is in force on every day")
        if self.current is None or self.current.version != version:
            row = await connection.fetchrow(POLICY, version)
            document = json.loads(row["document"])
            self.current = Policy.from_document(row["version"], row["valid_from"], document)
        return self.current

    async def own_accounts(self, connection: Connection) -> list[int]:
        """Name the accounts that tell the coverage; a house opens them once and keeps them."""
        if not self._issuers_own:
            rows = await connection.fetch(OWN_ACCOUNTS, [kind.value for kind in TELLS_COVERAGE])
            self._issuers_own = [row["id"] for row in rows]
        return self._issuers_own
