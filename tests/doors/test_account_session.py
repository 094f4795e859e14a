"""What asks the person to confirm is closed to a known device alone, and after its time."""

import re
from contextlib import suppress
from datetime import timedelta

import httpx2
import pytest
from callers import Seated
from fastapi import FastAPI
from personas import Member, Town
from use_cases.signed_town import slip_for

from ledger.account_session import IDLE, LONGEST, AccountCookie, AccountSession, sealed
from ledger.core.money import Money
from ledger.core.pin import MOST_TRIES
from ledger.core.refusal_access import AccountPinLocked, AccountPinWrong
from ledger.core.terms import TERMS
from ledger.demo_phone import new_private_key, point_of
from ledger.fresh import new_token, utc_now
from ledger.use_cases.add_device import (
    NewPhone,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
)
from ledger.use_cases.keep_pin import prove_pin
from ui.guard import session_cookie_name

COOKIE = AccountCookie("resident", is_secure=False).name
ASKED = (
    "/limits",
    "/association",
    "/pin",
    "/sessions",
    "/data",
    "/data.json",
    "/statement.csv?month=2026-06",
)
MOMENT = timedelta(seconds=2)
ELSEWHERE = ("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example")
_NEXT = re.compile(r'data-(?:confirm|sign-in)-next="([^"]*)"')


async def limits_after(
    browser: httpx2.AsyncClient, house: FastAPI, *, opened: timedelta, seen: timedelta
) -> httpx2.Response:
    """Ask for a page with an account session opened and last used so long ago."""
    token = browser.cookies[session_cookie_name("resident", secure=False)]
    session = AccountSession(utc_now() - opened, utc_now() - seen)
    value = sealed(house.state.services.clearing, session, token)
    return await browser.get("/limits", headers={"cookie": _with(browser, value)})


async def status_of(browser: httpx2.AsyncClient, path: str) -> tuple[int, str]:
    answer = await browser.get(path)
    return answer.status_code, answer.headers.get("location", "")


@pytest.mark.parametrize("path", ASKED)
async def test_a_known_device_alone_is_sent_to_confirm(
    awa: Member, seated: Seated, path: str
) -> None:
    async with seated(awa) as browser:
        assert (await status_of(browser, path))[0] == 200
        del browser.cookies[COOKIE]

        status, address = await status_of(browser, path)

        assert status == 303
        assert address.startswith("/confirm?next=")
        assert (await browser.get("/wallet")).status_code == 200


async def test_it_ends_when_idle_and_after_its_longest(
    house: FastAPI, awa: Member, seated: Seated
) -> None:
    async with seated(awa) as browser:
        for opened, seen, status in (
            (LONGEST - MOMENT, IDLE - MOMENT, 200),
            (LONGEST - MOMENT, IDLE + MOMENT, 303),
            (LONGEST + MOMENT, timedelta(0), 303),
        ):
            answer = await limits_after(browser, house, opened=opened, seen=seen)
            assert answer.status_code == status


async def test_what_is_done_puts_the_end_off_and_not_beyond(
    house: FastAPI, awa: Member, seated: Seated
) -> None:
    async with seated(awa) as browser:
        ago = timedelta(minutes=10), timedelta(minutes=4)
        answer = await limits_after(browser, house, opened=ago[0], seen=ago[1])
        assert COOKIE in answer.headers["set-cookie"]


async def test_it_is_of_one_session_and_of_this_house(
    house: FastAPI, awa: Member, seated: Seated
) -> None:
    session = AccountSession(utc_now(), utc_now())
    async with seated(awa) as browser:
        clearing = house.state.services.clearing
        good = browser.cookies[COOKIE]
        for forged in (sealed(clearing, session, new_token()), good[:-2] + "AA", "", "é", "A" * 64):
            answer = await browser.get("/limits", headers={"cookie": _with(browser, forged)})
            assert answer.status_code == 303


def _with(browser: httpx2.AsyncClient, forged: str) -> bytes:
    name = session_cookie_name("resident", secure=False)
    return f"{name}={browser.cookies[name]}; {COOKIE}={forged}".encode()


async def test_a_stolen_session_cannot_confirm(awa: Member, seated: Seated) -> None:
    async with seated(awa) as browser:
        del browser.cookies[COOKIE]
        challenge = (await browser.post("/confirm/challenge")).json()["challenge"]
        nobody = {"key": "0190f5a0-0000-7000-8000-000000000000", "signature": "A" * 86}
        body = {"challenge": challenge, "approval": nobody}
        answer = await browser.post("/confirm", json=body, headers={"accept": "application/json"})

        assert answer.status_code == 403
        assert COOKIE not in browser.cookies


async def test_ninety_days_are_shown_and_older_movements_ask(
    town: Town, awa: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))  # in June, long before today
    async with seated(awa) as browser:
        assert "50,00" in (await browser.get("/statement?month=2026-06")).text
        del browser.cookies[COOKIE]

        status, address = await status_of(browser, "/statement?month=2026-06")
        first = (await browser.get("/statement")).text

    assert (status, address) == (303, "/confirm?next=%2Fstatement%3Fmonth%3D2026-06")
    assert "Voir plus ancien" in first


async def test_own_data_is_whole_and_nobody_elses(
    town: Town, awa: Member, lucie: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    await town.issue(lucie, Money(33_33))
    async with seated(awa) as browser:
        data = (await browser.get("/data.json")).json()

    assert [line["change"] for line in data["movements"]] == [50_00]
    assert data["wallet"][0]["balance"] == 50_00
    assert "Lucie" not in str(data)


@pytest.mark.parametrize("next", ELSEWHERE)
@pytest.mark.parametrize("page", ["/confirm", "/sign-in"])
async def test_nobody_is_led_to_another_host(
    awa: Member, seated: Seated, page: str, next: str
) -> None:
    async with seated(awa) as browser:
        led = _NEXT.findall((await browser.get(page, params={"next": next})).text)
        right = _NEXT.findall((await browser.get(page, params={"next": "/limits"})).text)
    assert led in (["/account"], [""])
    assert right == ["/limits"]


async def test_a_locked_pin_is_told_where_it_would_be_asked(
    town: Town, awa: Member, seated: Seated
) -> None:
    phone = NewPhone(point_of(new_private_key()), "phone", TERMS.version, "274905")
    now = town.clock.reading
    slip, code = await issue_slip(town.clearing, slip_for(awa), now=now)
    await open_enrolment(town.clearing, code, phone, now=now)
    await confirm_enrolment(town.clearing, slip, confirmed_by="teller", now=now)
    for _ in range(MOST_TRIES):
        with suppress(AccountPinWrong, AccountPinLocked):
            await prove_pin(town.clearing, awa.wallet, "830164", about="nothing", now=now)

    async with seated(awa) as browser:
        page = (await browser.get("/confirm")).text

    assert "Cinq codes faux" in page
    assert "data-confirm-by" not in page
