"""The doors in English: every page asked for so, the choice at the foot, the refusals and files."""

import asyncio
import re
from typing import Any

import httpx2
import pypdfium2
import pytest
from callers import Seated, SeatedStaff
from personas import PERSONAS, Member, Town

from ledger.core.money import Money
from ledger.core.role import Role
from merchant_app.live import day_text
from ui.environment import make_environment

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
OPEN_TO_ALL = (
    "/", "/sign-in", "/enrol", "/freeze", "/c", "/legal", "/terms", "/rules", "/privacy",
    "/accessibility", "/offline", "/nowhere", "/pro/sign-in", "/pro/enrol", "/pro/offline",
    "/console/sign-in", "/v1/docs", "/v1/problems", "/platforms",
)  # fmt: skip
OF_A_RESIDENT = (
    "/wallet", "/statement", "/statement?month=2026-11", "/statement?q=zzz", "/pay", "/r", "/code",
    "/top-up", "/top-up?amount=beaucoup", "/devices",
)  # fmt: skip
OF_A_SHOP = (
    "/pro/charge", "/pro/takings", "/pro/codes", "/pro/redemptions", "/pro/redemptions?amount=60",
    "/pro/redemptions?amount=beaucoup", "/pro/devices",
)  # fmt: skip
FRENCH_WORDS = re.compile(
    r"\b(aucune?|avec|ce|cette|comptoir|dans|de|depuis|des|du|est|et|la|le|les|mais|mon|mes|ne|"
    r"nous|ou|où|pas|payer|payé|plus|pour|que|qui|rien|sans|sur|un|une|vos|votre|vous)\b",
    re.IGNORECASE,
)
FRENCH_NAMES = re.compile(
    r"Association La Deûle|place de la Démonstration|la présidence de l’association|"
    r"cette machine|Commission nationale[^\"]*|Libre réponse|Défenseur des droits"
)


def read(page: str) -> str:
    """Give what a page says, without its tags nor what is in French by nature."""
    page = re.sub(r'<(button|p)[^>]* lang="fr">[^<]*</\1>', "", page)
    heard = " ".join(re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', page))
    shown = re.sub(r"<[^>]*>", " ", page)
    said = FRENCH_NAMES.sub("", f"{shown} {heard}")
    for name in (persona.label for persona in PERSONAS):
        said = said.replace(name, "")
    return said


def assert_english(answer: httpx2.Response) -> None:
    assert '<html lang="en"' in answer.text
    said = read(answer.text)
    left = [said[found.start() - 30 : found.end() + 30] for found in FRENCH_WORDS.finditer(said)]
    assert left == []


@pytest.mark.parametrize("path", OPEN_TO_ALL)
async def test_a_page_open_to_all_is_english_when_asked(
    path: str, client: httpx2.AsyncClient
) -> None:
    assert_english(await client.get(path, headers=ENGLISH))
    assert '<html lang="fr"' in (await client.get(path)).text


async def test_the_pages_of_a_resident_are_english_when_asked(
    town: Town, awa: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(20_00))
    async with seated(awa) as browser:
        for path in OF_A_RESIDENT:
            assert_english(await browser.get(path, headers=ENGLISH))


async def test_the_pages_of_a_shop_are_english_when_asked(
    cheese_stall: Member, seated: Seated
) -> None:
    async with seated(cheese_stall) as browser:
        for path in OF_A_SHOP:
            assert_english(await browser.get(path, headers=ENGLISH))


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.TELLER, ("/console/desk", "/console/desk?q=zzz", "/console/till")),
        (Role.TREASURER, ("/console/redemptions", "/console/top-ups", "/console/journal")),
        (Role.AUDITOR, ("/console/coverage", "/console/journal?kind=melt")),
    ],
)
async def test_the_pages_of_the_console_are_english_when_asked(
    role: Role, paths: tuple[str, ...], seated_staff: SeatedStaff
) -> None:
    async with seated_staff(role) as browser:
        for path in paths:
            assert_english(await browser.get(path, headers=ENGLISH))


async def test_the_choice_at_the_foot_leads_back_to_the_same_page_in_that_language(
    client: httpx2.AsyncClient,
) -> None:
    here = "/sign-in?next=/statement"
    page = (await client.get(here)).text
    assert 'value="en" lang="en">English</button>' in page
    assert f'name="next" value="{here}"' in page

    form = {"language": "en", "next": here}
    answer = await client.post("/language", data=form, headers={"Origin": "http://localhost:8000"})

    assert (answer.status_code, answer.headers["location"]) == (303, here)
    assert_english(await client.get(here))
    assert_english(await client.get("/terms", headers={"Accept-Language": "fr"}))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "//[",
        "/a\r\nSet-Cookie: a=b",
        "",
    ],
)
async def test_the_choice_never_leads_to_another_place(
    elsewhere: str, client: httpx2.AsyncClient
) -> None:
    form = {"language": "en", "next": elsewhere}
    answer = await client.post("/language", data=form, headers={"Origin": "http://localhost:8000"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("language", ["", "de", "EN", "en\x00", "<script>"])
async def test_a_language_that_is_none_of_ours_is_refused(
    language: str, client: httpx2.AsyncClient
) -> None:
    headers = {"Origin": "http://localhost:8000"}
    answer = await client.post("/language", data={"language": language}, headers=headers)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


async def test_another_site_does_not_choose_for_a_person(client: httpx2.AsyncClient) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = await client.post("/language", data={"language": "en"}, headers=headers)
    assert answer.status_code == 403


async def test_two_languages_asked_for_at_once_never_mix(client: httpx2.AsyncClient) -> None:
    wanted = ["fr", "en"] * 20
    answers = await asyncio.gather(
        *(client.get("/rules", headers={"Accept-Language": each}) for each in wanted)
    )
    for language, answer in zip(wanted, answers, strict=True):
        assert f'<html lang="{language}"' in answer.text
        assert ("Six questions, six answers" in answer.text) == (language == "en")


async def test_a_refusal_speaks_the_language_of_its_page(
    cheese_stall: Member, seated: Seated
) -> None:
    async with seated(cheese_stall) as browser:
        form = {"amount": "douze", "operation": "0"}
        answer = await browser.post("/pro/requests", data=form, headers=ENGLISH)
        assert_english(answer)
        assert "Write an amount in figures" in answer.text


async def test_a_sheet_names_its_columns_in_the_language_of_its_page(
    town: Town, awa: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(20_00))
    async with seated(awa) as browser:
        listed = (await browser.get("/statement")).text
        month = re.findall(r"\?month=(20[0-9-]+)", listed)[-1]
        french = (await browser.get(f"/statement.csv?month={month}")).text
        english = (await browser.get(f"/statement.csv?month={month}", headers=ENGLISH)).text
    assert french.splitlines()[0].endswith("Date;Heure;Opération;Avec;Lieu;Montant;Solde;Reçu")
    assert english.splitlines()[0].endswith("Date;Time;Operation;With;Place;Amount;Balance;Receipt")
    assert "Exchange desk" in english


async def test_the_terms_in_english_say_which_text_binds(client: httpx2.AsyncClient) -> None:
    english: Any = (await client.get("/terms", headers=ENGLISH)).text
    assert "Only the French text is binding" in english
    assert "fait foi" not in (await client.get("/terms")).text


def test_the_day_of_a_shop_is_counted_as_each_language_counts() -> None:
    assert day_text(0, 0, "Đ", language="en") == "No payment today"
    assert day_text(0, -2_50, "Đ", language="en") == "0 payments, \u22122.50\u202fĐ today"
    assert day_text(1, 8_75, "Đ", language="en") == "1 payment, 8.75\u202fĐ today"
    assert day_text(2, 8_75, "Đ", language="en") == "2 payments, 8.75\u202fĐ today"
    assert day_text(0, -2_50, "Đ") == "0 paiement, \u22122,50\u202fĐ aujourd’hui"
    assert day_text(2, 8_75, "Đ") == "2 paiements, 8,75\u202fĐ aujourd’hui"


def test_a_page_of_the_kit_is_english_by_its_environment() -> None:
    page = make_environment(language="en").get_template("ui/layout.html").render(demo=True)
    assert "Demonstration: this money is not real." in page


async def test_a_month_and_a_receipt_on_paper_speak_the_language_of_their_page(
    town: Town, awa: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(234_50))
    async with seated(awa) as browser:
        page = (await browser.get("/statement")).text
        month = re.findall(r"\?month=(20[0-9-]+)", page)[-1]
        [receipt] = re.findall(r'href="(/payments/pst_\w+)"', page)
        statement = text_of(await browser.get(f"/statement.pdf?month={month}", headers=ENGLISH))
        slip = text_of(await browser.get(f"{receipt}/receipt.pdf", headers=ENGLISH))
        french = text_of(await browser.get(f"{receipt}/receipt.pdf"))

    for said in ("Statement of ", "Balance at the end", "234.50", "Exchange desk", "Drawn up on"):
        assert said in statement
    for said in ("Receipt no.", "Holder", "234.50"):
        assert said in slip
    for said in (statement, slip):
        assert FRENCH_WORDS.findall(FRENCH_NAMES.sub("", said)) == []
    assert "Reçu n°" in french


def text_of(answer: httpx2.Response) -> str:
    with pypdfium2.PdfDocument(answer.content) as document:
        assert document.is_tagged()
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
