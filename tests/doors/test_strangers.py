"""Somebody without a wallet scans a sticker: what this is, euros for today, where to begin."""

import re

import httpx2
import pytest
from callers import Seated
from personas import Member, Town

from ledger.fresh import new_location_code
from ledger.use_cases.enrol_member import add_location
from ledger.use_cases.open_books import NewDesk, add_desk

IN_ENGLISH = {"accept-language": "en"}


@pytest.fixture
async def sticker(town: Town, bakery: Member) -> str:
    """Give the sticker of a till of a bakery of Lille, where there is a desk, as in Roubaix."""
    for desk in (
        NewDesk("Comptoir A", "cml", "1 rue du Vieil Abreuvoir", "59512", "Le samedi, 9 h - 12 h"),
        NewDesk("Comptoir B", "cml", "2 rue Gantois", "59350", "Du lundi au vendredi, 9 h - 17 h"),
    ):
        await add_desk(town.clearing, desk)
    code = new_location_code()
    await add_location(town.clearing, code, wallet=bakery.wallet, label="Caisse 1")
    return code


async def test_a_stranger_is_told_to_pay_in_euros_and_where_the_next_desk_is(
    client: httpx2.AsyncClient, sticker: str
) -> None:
    answer = await client.get(f"/p/{sticker}")

    assert answer.status_code == 200
    for words in ("Boulangerie du Marché", "monnaie locale", "Payez en euros aujourd’hui."):
        assert words in answer.text
    assert f'href="/sign-in?next=/p/{sticker}"' in answer.text
    assert re.findall("Comptoir [AB]|Du lundi au vendredi|dans cette commune", answer.text) == [
        "Comptoir B",
        "dans cette commune",
        "Du lundi au vendredi",
        "Comptoir A",
    ]


async def test_a_stranger_is_told_so_in_english(client: httpx2.AsyncClient, sticker: str) -> None:
    page = (await client.get(f"/p/{sticker}", headers=IN_ENGLISH)).text

    for words in ("Pay in euros today.", "local currency", "Sign in to pay", "call at a desk"):
        assert words in page
    assert "Payez" not in page


async def test_a_resident_who_is_signed_in_meets_the_till_and_no_such_page(
    awa: Member, sticker: str, seated: Seated
) -> None:
    async with seated(awa) as phone:
        page = (await phone.get(f"/p/{sticker}")).text
    assert "Payez en euros aujourd’hui." not in page
    assert "Prendre mon numéro" in page


async def test_a_stranger_takes_no_number_and_reads_no_unknown_code(
    client: httpx2.AsyncClient, sticker: str
) -> None:
    taken = await client.post(f"/p/{sticker}/claims", headers={"origin": "http://localhost:8000"})
    assert taken.headers["location"].startswith("/sign-in")
    assert (await client.get("/p/AAAAAAA")).status_code == 404
