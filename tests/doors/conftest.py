"""The doors over ASGI, on the database of the test, with callers who hold keys."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from callers import Caller, CallerFor, Seated, SeatedStaff, StaffBrowser
from fastapi import FastAPI
from personas import Desk, Member, Town
from storage.run_server import COLUMN_KEY

from ledger.account_session import AccountCookie, AccountSession, sealed
from ledger.core.role import Role
from ledger.demo_officers import played_browser
from ledger.fresh import new_id, utc_now
from ledger.house import make_house
from ledger.settings import Settings
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.sign_in import give_api_key, open_session
from ledger.use_cases.sign_in_officer import OfficerPost, open_officer_session
from ui.guard import session_cookie_name

ADDRESS = "http://localhost:8000"


@pytest.fixture
async def house(database: Any) -> AsyncIterator[FastAPI]:
    """Give the whole application, connected to the database of the test."""
    settings = Settings(
        database_url=database.app,
        auditor_database_url=database.auditor,
        server_key="the server key of the tests, 32 b",
        data_keys=COLUMN_KEY,
    )
    app = make_house(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(house: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Give a client without any key."""
    transport = httpx2.ASGITransport(app=house)
    async with httpx2.AsyncClient(transport=transport, base_url=ADDRESS) as opened:
        yield opened


@pytest.fixture
def caller_for(client: httpx2.AsyncClient, town: Town) -> CallerFor:
    """Give the way to a caller who speaks for a member."""

    async def give(member: Member) -> Caller:
        key = await give_api_key(
            town.clearing, member.person, label=member.name, role=member.role, member_id=member.id
        )
        return Caller(client, key)

    return give


@pytest.fixture
async def teller(client: httpx2.AsyncClient, town: Town, town_hall_desk: Desk) -> Caller:
    """Give a caller who speaks for the teller of the town hall's desk."""
    key = await give_api_key(
        town.clearing, town_hall_desk.teller, label="desk", role=Role.TELLER, member_id=None
    )
    return Caller(client, key)


@pytest.fixture
def seated(house: FastAPI, town: Town) -> Seated:
    """Give the way to a browser in which a member is signed in, and has just confirmed."""

    def seat(member: Member) -> AbstractAsyncContextManager[httpx2.AsyncClient]:
        door = "resident" if member.role is Role.RESIDENT else "merchant"
        return _browser(house, town, member.person, door, member.role, member.id)

    return seat


@pytest.fixture
def seated_staff(house: FastAPI, town: Town, town_hall_desk: Desk) -> SeatedStaff:
    """Give the way to a browser in which somebody of a role is signed in at the console."""

    @asynccontextmanager
    async def seat(role: Role) -> AsyncIterator[StaffBrowser]:
        person = town_hall_desk.teller
        if role is not Role.TELLER:
            person = new_id()
            await appoint_staff(town.clearing, person, role, role=role, institution="The house")
        principal = f"person:{person}"
        token = await open_officer_session(
            town.clearing,
            OfficerPost(person, role, await _institution(town, person)),
            browser=played_browser(principal),
            expires_at=utc_now() + timedelta(hours=1),
        )
        async with StaffBrowser(
            transport=httpx2.ASGITransport(app=house),
            base_url=ADDRESS,
            cookies={session_cookie_name("console", secure=False): token},
            headers={"Origin": ADDRESS},
        ) as browser:
            browser.clearing, browser.principal = town.clearing, principal
            yield browser

    return seat


async def _institution(town: Town, person: UUID) -> str:
    async with town.clearing.pool.acquire() as connection:
        found: str = await connection.fetchval(
            "select institution from people.standing where person_id = $1", person
        )
    return found


@asynccontextmanager
async def _browser(
    house: FastAPI, town: Town, person: UUID, door: str, role: Role, member: UUID | None
) -> AsyncIterator[httpx2.AsyncClient]:
    token = await open_session(
        town.clearing,
        person,
        door=door,
        role=role,
        member_id=member,
        expires_at=utc_now() + timedelta(hours=1),
    )
    now = utc_now()
    confirmed = sealed(house.state.services.clearing, AccountSession(now, now), token)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=house),
        base_url=ADDRESS,
        cookies={
            session_cookie_name(door, secure=False): token,
            AccountCookie(door, is_secure=False).name: confirmed,
        },
        headers={"Origin": ADDRESS},
    ) as browser:
        yield browser
