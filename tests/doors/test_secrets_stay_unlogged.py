"""What opens a wallet stands in no log, however much is logged: codes, PINs, tokens, approvals."""

import json
import logging
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
import pytest
from callers import Seated, SeatedStaff
from fastapi import FastAPI
from kept_logs import FIXED, find_secrets, noted
from personas import Member, Town

from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text, uuid_from
from ledger.core.money import Money
from ledger.core.order import LIFE, order_bytes, second_text
from ledger.core.payment import PaymentOrder
from ledger.core.role import Role
from ledger.core.terms import TERMS
from ledger.demo_phone import Phone, new_private_key, point_of
from ledger.fresh import new_id, utc_now

JSON = {"accept": "application/json"}
CARD_PIN, STAFF_PIN = "2580", "258013"
PRICE = 7_50


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Log all that any library can say; what SQLAlchemy says beyond statements are the rows."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")
    return caplog


@dataclass
class Day:
    """A phone before the doors, and what it signed."""

    phone: httpx2.AsyncClient
    town: Town
    owner: Member
    private: Phone | None = None
    signed: list[str] = field(default_factory=list)

    async def enrol(self, desk: httpx2.AsyncClient) -> None:
        """Open a slip of the desk, which confirms."""
        private = new_private_key()
        await desk.post(f"/console/members/{account_id_text(self.owner.wallet)}/slips")
        body = {"code": noted()[-1], "terms": TERMS.version, "name": "phone"}
        body["public_key"] = base64url(point_of(private))
        slip = (await self.phone.post("/enrol", json=body, headers=JSON)).json()["slip"]
        await desk.post(f"/console/slips/{slip}/confirm")
        key = (await self.phone.get(f"/enrol/{slip}", headers=JSON)).json()["key"]
        self.private = Phone(private, UUID(key))

    def sign(self, content: bytes) -> dict[str, str]:
        """Sign, and remember the signature."""
        assert self.private is not None
        self.signed.append(base64url(self.private.approve(content).signature))
        return {"key": str(self.private.key_id), "signature": self.signed[-1]}

    async def sign_in(self) -> None:
        """Sign the challenge of the house."""
        challenge = (await self.phone.post("/sign-in/challenge")).json()["challenge"]
        self.signed.append(challenge)
        approval = self.sign(f"mlc/sign-in/v1\n{challenge}".encode())
        body = {"challenge": challenge, "approval": approval}
        answer = await self.phone.post("/sign-in/key", json=body, headers=JSON)
        assert answer.status_code == 201

    async def confirm(self) -> None:
        """Confirm who is there by this phone, which has nothing better."""
        challenge = (await self.phone.post("/confirm/challenge")).json()["challenge"]
        approval = self.sign(f"mlc/confirm/v1\n{challenge}".encode())
        body = {"challenge": challenge, "approval": approval}
        answer = await self.phone.post("/confirm", json=body, headers=JSON)
        assert answer.status_code == 201, answer.text

    async def pay(self, till: httpx2.AsyncClient) -> None:
        """Take the code that the till shows, sign what it asks, send it."""
        asked = await till.post(
            "/pro/requests", data={"amount": "7,50", "operation": str(new_id())}
        )
        code = noted()[-1]
        assert f"{code[:4]}-{code[4:]}" in (await till.get(asked.headers["location"])).text
        page = (await self.phone.post("/r", data={"code": code})).headers["location"]
        facts = re.findall('data-order="([^"]+)"', (await self.phone.get(page)).text)
        id, expires_at = new_id(), (utc_now() + LIFE).replace(microsecond=0)
        order = PaymentOrder(
            self.owner.wallet,
            self.town.bakery.wallet,
            Money(PRICE),
            uuid_from("req", urlsplit(page).path.rpartition("/")[2]),
            expires_at=expires_at,
            till=json.loads(unescape(*facts))["till"],
        )
        clearing = self.town.clearing
        content = order_bytes(id, order, instance=clearing.instance, book=clearing.book)
        body = {"id": str(id), "amount": PRICE, "expires_at": second_text(expires_at)}
        body["approval"] = self.sign(content)
        answer = await self.phone.post(page, json=body, headers=JSON)
        assert answer.status_code == 201, answer.text


@pytest.fixture
async def house(everything_logged: pytest.LogCaptureFixture, house: FastAPI) -> FastAPI:
    """Give a house whose connections were opened while everything is logged."""
    assert everything_logged
    return house


async def test_no_secret_of_a_day_at_the_doors_is_logged(  # noqa: PLR0917 # fixtures
    town: Town,
    awa: Member,
    bakery: Member,
    client: httpx2.AsyncClient,
    seated: Seated,
    seated_staff: SeatedStaff,
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    await town.issue(awa, Money(20_00))
    client.headers["Origin"] = str(client.base_url)
    day, before = Day(client, town, awa), len(noted())
    card = f"/console/members/{account_id_text(awa.wallet)}/card"

    async with seated(bakery) as till, seated_staff(Role.TELLER) as desk:
        await day.enrol(desk)
        await day.sign_in()
        await day.pay(till)
        carded = await desk.post(card, data={"pin": CARD_PIN, "again": CARD_PIN})
        staff = {"name": "Noé", "pin": STAFF_PIN, "again": STAFF_PIN}
        hired = await till.post("/pro/staff", data=staff)
        await client.post("/code")
        refused = await client.post("/r", data={"code": "AAAAAAAA0"})
        await day.confirm()
        await client.post("/devices/freeze-code")
        frozen = await client.post("/freeze", data={"code": noted()[-1]})

    statuses = [each.status_code for each in (carded, hired, refused, frozen)]
    assert statuses == [200, 303, 404, 200]
    handed_out = noted()[before:]
    assert len(handed_out) >= 8
    log = "\n".join(record.getMessage() for record in everything_logged.records)
    assert "insert into" in log.lower() or "select" in log.lower()
    assert find_secrets(log, [*handed_out, *day.signed, *FIXED]) == []


def test_secrets_are_found_as_carried_as_read_aloud_and_digit_by_digit() -> None:
    secrets = ["7K2MQ9XW3", "Zx81-token_of-a-session"]

    assert find_secrets("GET /r/7K2MQ9XW3 then 7K2-MQ9-XW3", secrets) == ["7K2MQ9XW3"]
    assert find_secrets("cookie mlc=Zx81-token_of-a-session;", secrets) == secrets[1:]
    assert find_secrets("pin=2580 and 'again': '258013'", secrets) == ["2580", "258013"]
    assert find_secrets("7K2MQ9 12:2580 0.2580 25801 took 2580.1", secrets) == []
