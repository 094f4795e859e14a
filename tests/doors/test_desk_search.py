"""One field at the counter finds by name, account, card or shown code; no code is in an address."""

import logging
from datetime import timedelta

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import new_card_code, new_request_code, utc_now
from ledger.use_cases.guess_codes import MOST_MISSES
from ledger.use_cases.issue_card import block_card_of, issue_card
from ledger.use_cases.show_code import show_personal_code

HOST = "http://localhost:8000"
UNKNOWN = "/console/desk?unknown=yes"


async def led_to(desk: httpx2.AsyncClient, typed: str) -> str:
    answer = await desk.post("/console/desk/search", data={"q": typed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def page_of(who: Member) -> str:
    return f"/console/desk?member={account_id_text(who.wallet)}"


async def test_a_name_an_account_a_card_and_a_shown_code_open_one_member(
    town: Town,
    awa: Member,
    seated_staff: SeatedStaff,
    caplog: pytest.LogCaptureFixture,
) -> None:
    now, clearing = utc_now(), town.clearing
    card = await issue_card(clearing, awa.wallet, "2580", issued_by="desk", now=now)
    await block_card_of(clearing, awa.wallet, by="desk", now=now)
    typed = [
        account_id_text(awa.wallet).upper(),
        card.number,
        f"{card.number[:3]} {card.number[3:6]} {card.number[6:]}".lower(),
        f"{HOST}/card#{card.code}",
        f" {HOST}/card#{card.code.lower()} ",
        card.code,
    ]
    with caplog.at_level(logging.DEBUG):
        async with seated_staff(Role.TELLER) as desk:
            for each in typed:
                assert await led_to(desk, each) == page_of(awa)
            shown = await show_personal_code(clearing, awa.wallet, now=utc_now())
            assert await led_to(desk, f"{HOST}/c#{shown.code}") == page_of(awa)
            assert await led_to(desk, shown.code) == UNKNOWN
            by_name = await led_to(desk, "Awa")
            opened = await desk.get(by_name)

    assert by_name == "/console/desk?q=Awa"
    assert "Awa Diop" in opened.text
    assert "Échanger des euros" in opened.text
    for secret in (card.code, card.number, shown.code):
        assert secret.lower() not in caplog.text.lower()


async def test_a_code_that_nobody_carries_is_said_to_be_unknown_and_stands_nowhere(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    long_ago = utc_now() - timedelta(minutes=10)
    expired = await show_personal_code(town.clearing, awa.wallet, now=long_ago)
    async with seated_staff(Role.TELLER) as desk:
        for typed in (new_card_code(), expired.code, f"{HOST}/card#nothing", "https://a.fr/#x"):
            assert await led_to(desk, typed) == UNKNOWN
        page = await desk.get(UNKNOWN)
        nobody = await desk.get(await led_to(desk, "zzz"))
        everybody = await led_to(desk, "  ")

    assert "Carte ou code inconnu" in page.text
    assert "Personne de ce nom" in nobody.text
    assert everybody == "/console/desk"


async def test_whoever_types_code_after_code_is_stopped(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TELLER) as desk:
        for _ in range(MOST_MISSES):
            assert await led_to(desk, new_request_code()) == UNKNOWN
        stopped = await desk.post("/console/desk/search", data={"q": new_request_code()})
        by_name = await led_to(desk, "Awa Diop")
    assert stopped.status_code == 429
    assert by_name == "/console/desk?q=Awa+Diop"


async def test_only_a_desk_searches_here(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TREASURER) as helene:
        answer = await helene.post("/console/desk/search", data={"q": "Awa"})
    assert answer.status_code == 403
