"""Who holds the cookie of an unattended session reads, signs and unlocks nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from personas import Desk, Member, Town

from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.officer import IDLE_LOCK
from ledger.core.role import Role
from ledger.demo_officers import sign_as_played
from ledger.fresh import new_id, token_hash, utc_now
from ledger.proof import UNLOCK
from ledger.use_cases.sign_in_officer import OfficerPost, open_officer_session
from ui.guard import session_cookie_name

ADDRESS, BROWSER = "http://localhost:8000", "the-browser-of-the-counter"
MACHINE = {"accept": "application/json"}


@dataclass
class Counter:
    """The browser of a teller, whose session may be left alone."""

    house: FastAPI
    town: Town
    person: UUID
    browser: httpx2.AsyncClient

    async def leave(self, *, idle: timedelta = IDLE_LOCK) -> None:
        """Let the session stand unused for some time."""
        async with self.town.clearing.pool.acquire() as connection:
            await connection.execute(
                "update people.session set last_used_at = clock_timestamp() - $1::interval", idle
            )
        self.house.state.services.gate.forget()

    async def unlock(self, person: UUID | None = None, challenge: str = "") -> httpx2.Response:
        """Unlock with the key of somebody."""
        if not challenge:
            asked = await self.browser.post("/console/locked/challenge", headers=MACHINE)
            challenge = asked.json()["challenge"]
        content, who = UNLOCK + challenge.encode(), f"person:{person or self.person}"
        given = await sign_as_played(self.town.clearing, who, content, now=utc_now())
        approval = {
            "key": str(given.key_id),
            "signature": base64url(given.signature),
            "authenticator_data": base64url(given.authenticator_data),
            "client_data": base64url(given.client_data),
        }
        sent = {
            "challenge": challenge,
            "credential": base64url(given.key_id.bytes),
            "approval": approval,
        }
        return await self.browser.post("/console/locked/key", json=sent, headers=MACHINE)


@asynccontextmanager
async def _opened(house: FastAPI, town: Town, desk: Desk) -> AsyncIterator[Counter]:
    async with town.clearing.pool.acquire() as connection:
        institution = await connection.fetchval(
            "select institution from people.standing where person_id = $1", desk.teller
        )
    token = await open_officer_session(
        town.clearing,
        OfficerPost(desk.teller, Role.TELLER, institution),
        browser=token_hash(BROWSER),
        expires_at=utc_now() + timedelta(hours=1),
    )
    cookies = {
        session_cookie_name("console", secure=False): token,
        session_cookie_name("browser", secure=False): BROWSER,
    }
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=house),
        base_url=ADDRESS,
        cookies=cookies,
        headers={"Origin": ADDRESS},
    ) as browser:
        yield Counter(house, town, desk.teller, browser)


@pytest.fixture
async def counter(house: FastAPI, town: Town, town_hall_desk: Desk) -> AsyncIterator[Counter]:
    """Give a counter at which a teller is signed in."""
    async with _opened(house, town, town_hall_desk) as opened:
        yield opened


async def test_a_page_leads_to_the_lock_and_back(counter: Counter) -> None:
    await counter.leave(idle=IDLE_LOCK - timedelta(seconds=10))
    assert (await counter.browser.get("/console/desk")).status_code == 200
    await counter.leave()

    asked = await counter.browser.get("/console/members?q=awa+b")
    lock = await counter.browser.get(asked.headers["location"])

    assert asked.status_code == 303
    assert lock.status_code == 200
    assert "Session verrouillée" in lock.text
    assert 'data-lock-after="/console/members?q=awa+b"' in unescape(lock.text)
    assert (await counter.unlock()).status_code == 201
    back = await counter.browser.get(asked.headers["location"])
    assert back.headers["location"] == "/console/members?q=awa+b"
    assert (await counter.browser.get("/console/desk")).status_code == 200


@pytest.mark.parametrize("next", ["https://example.com/", "//example.com", "/wallet"])
async def test_the_lock_leads_nowhere_else(counter: Counter, next: str) -> None:
    await counter.leave()

    lock = await counter.browser.get("/console/locked", params={"next": next})

    assert 'data-lock-after="/console/desk"' in lock.text


async def test_a_stolen_cookie_reads_signs_and_unlocks_nothing(
    counter: Counter, awa: Member
) -> None:
    await counter.leave()
    browser, account = counter.browser, account_id_text(awa.wallet)

    pages = ("/console", "/console/desk", "/console/members.csv", f"/console/desk?member={account}")
    for page in pages:
        answer = await browser.get(page)
        assert answer.headers["location"].startswith("/console/locked"), page
        assert awa.name not in answer.text
    said = await browser.get("/console/members", headers=MACHINE)
    assert (said.status_code, said.json()["code"]) == (401, "session_locked")
    assert said.headers["content-type"] == "application/problem+json"
    woken = await browser.post("/console/awake", headers=MACHINE)
    assert woken.json()["code"] == "session_locked"
    posted = await browser.post(f"/console/members/{account}/card/blocking")
    assert posted.status_code == 401

    assert (await browser.post("/console/demo/unlock")).status_code == 404
    stranger = await counter.unlock(new_id())
    assert (stranger.status_code, stranger.json()["code"]) == (403, "key_of_another")
    forged = await counter.unlock(challenge="AAAA")
    assert forged.json()["code"] == "challenge_spent"
    browser.cookies.delete(session_cookie_name("browser", secure=False))
    elsewhere = await counter.unlock()
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "session_elsewhere")
    assert (await browser.get("/console/desk")).status_code == 303


async def test_a_challenge_unlocks_once_and_this_session_alone(
    counter: Counter, house: FastAPI, town: Town, town_hall_desk: Desk
) -> None:
    await counter.leave()
    asked = await counter.browser.post("/console/locked/challenge", headers=MACHINE)
    challenge = asked.json()["challenge"]
    async with _opened(house, town, town_hall_desk) as other:
        assert (await other.unlock(challenge=challenge)).json()["code"] == "challenge_spent"

    assert (await counter.unlock(challenge=challenge)).status_code == 201
    await counter.leave()

    assert (await counter.unlock(challenge=challenge)).json()["code"] == "challenge_spent"


async def test_what_a_page_asks_by_itself_does_not_keep_the_session(counter: Counter) -> None:
    await counter.leave(idle=timedelta(minutes=4))
    by_itself = {"sec-fetch-mode": "cors"}

    assert (await counter.browser.get("/console/desk", headers=by_itself)).status_code == 200
    async with counter.town.clearing.pool.acquire() as connection:
        idle = "select clock_timestamp() - last_used_at from people.session"
        assert await connection.fetchval(idle) > timedelta(minutes=4)
        assert (await counter.browser.post("/console/awake")).status_code == 204
        assert await connection.fetchval(idle) < timedelta(minutes=1)


async def test_an_issuance_that_was_typed_is_found_again_and_posted_once(
    counter: Counter, town: Town, awa: Member
) -> None:
    await counter.leave()
    operation = str(new_id())
    typed = {"member": account_id_text(awa.wallet), "amount": "50", "operation": operation}

    sent = await counter.browser.post("/console/issuances", data=typed)
    assert sent.headers["location"].startswith("/console/locked?next=%2Fconsole%2Fdesk")
    assert (await counter.unlock()).status_code == 201
    back = await counter.browser.get(sent.headers["location"], follow_redirects=True)
    assert operation in back.text
    assert 'value="50"' in back.text

    before = await town.balance(awa.wallet)
    for _ in range(2):
        await counter.browser.post("/console/issuances", data=typed)
    assert await town.balance(awa.wallet) == Money(before.minor + 5000)


async def test_any_other_form_is_carried_along_except_a_secret(
    counter: Counter, awa: Member
) -> None:
    await counter.leave()
    account = account_id_text(awa.wallet)
    page = f"/console/members/{account}/freeze"

    kept = await counter.browser.post(page, data={"reason": 'perdu "hier"'})
    secret = await counter.browser.post(
        f"/console/members/{account}/card", data={"pin": "4831", "again": "4831"}
    )

    assert kept.status_code == 401
    assert f'action="{page}" data-lock-draft hidden' in kept.text
    assert 'name="reason" value="perdu "hier""' in unescape(kept.text)
    assert "data-lock-draft" not in secret.text
    assert "4831" not in secret.text


async def test_an_officer_who_leaves_locks_the_session_at_once(counter: Counter) -> None:
    assert (await counter.browser.get("/console/desk")).status_code == 200

    locked = await counter.browser.post("/console/locked")

    assert locked.headers["location"] == "/console/locked?next=%2Fconsole%2Fdesk"
    assert (await counter.browser.get("/console/desk")).status_code == 303
    assert (await counter.unlock()).status_code == 201
    assert (await counter.browser.get("/console/desk")).status_code == 200


async def test_whoever_cannot_unlock_may_leave(counter: Counter) -> None:
    await counter.leave()

    left = await counter.browser.post("/console/sign-out")

    assert left.headers["location"] == "/console/sign-in"
    assert (
        (await counter.browser.get("/console/locked"))
        .headers["location"]
        .startswith("/console/sign-in")
    )
