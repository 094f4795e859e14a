"""Machines that speak for members and tellers, each with a key of its own."""

import json
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

import httpx2
from personas import Member

from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.demo_officers import sign_as_played
from ledger.fresh import new_id, utc_now
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Caller:
    """A machine that speaks for a member or a teller, with a key of its own."""

    client: httpx2.AsyncClient
    key: str

    async def get(self, path: str) -> httpx2.Response:
        """Ask for something."""
        return await self.client.get(path, headers=self._headers())

    async def post(self, path: str, body: object, *, id: UUID | None = None) -> httpx2.Response:
        """Ask for an operation under an id, a fresh one unless told."""
        headers = {**self._headers(), "Idempotency-Key": str(id or new_id())}
        return await self.client.post(path, json=body, headers=headers)

    async def pay(
        self, payee: Member, amount: int, *, id: UUID | None = None, request: str | None = None
    ) -> httpx2.Response:
        """Pay a shop."""
        body: dict[str, Any] = {
            "payee": account_id_text(payee.wallet),
            "amount": amount,
            "currency": "DLE",
        }
        if request:
            body["request"] = request
        return await self.post("/v1/payments", body, id=id)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


class StaffBrowser(httpx2.AsyncClient):
    """The browser of an officer, beside which lies a passkey of theirs."""

    clearing: Clearing
    principal: str

    async def sign(
        self, page: str, action: str, decision: str = "grant", **form: str
    ) -> httpx2.Response:
        """Sign the decision of a form of a page as it stands there, and send it."""
        shown = (await self.get(page)).text
        found = re.search(rf'action="{action}" data-sign="([^"]+)"', shown)
        content = json.loads(unescape(found[1]))[decision] if found else ""
        given = await sign_as_played(self.clearing, self.principal, content.encode(), now=utc_now())
        signature = {
            "key": str(given.key_id),
            "signature": base64url(given.signature),
            "authenticator_data": base64url(given.authenticator_data),
            "client_data": base64url(given.client_data),
        }
        sent = {**form, "decision": decision, "signature": json.dumps(signature)}
        return await self.post(action, data=sent)

    async def confirm_lines(self, decision: str = "grant") -> list[httpx2.Response]:
        """Sign every line of the bank's statement that waits for them."""
        page = (await self.get("/console/bank")).text
        paths = re.findall(r'action="(/console/bank/[0-9a-f-]+)"', page)
        return [await self.sign("/console/bank", path, decision) for path in paths]


CallerFor = Callable[[Member], Awaitable[Caller]]
Seated = Callable[[Member], AbstractAsyncContextManager[httpx2.AsyncClient]]
"""A browser in which a member is signed in."""
SeatedStaff = Callable[[Role], AbstractAsyncContextManager["StaffBrowser"]]
"""A browser in which somebody of a role is signed in at the console."""
