"""Files that leave the house: what a month adds up to, and codes that a camera reads on paper."""

import csv
import io
from urllib.parse import urlsplit

import httpx2
import pypdfium2
import pytest
from callers import Seated
from personas import Member, Town
from printed import codes_on

from ledger.core.identifier import uuid_text
from ledger.core.location_code import accepted_keys, is_ours
from ledger.core.money import Money
from ledger.documents.sheet import csv_bytes
from ledger.fresh import new_location_code
from ledger.use_cases.enrol_member import add_location

SERVER_KEY = b"the server key of the tests, 32 b"


def rows_of(answer: httpx2.Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def text_of(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        assert document.is_tagged()
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


async def live_two_months(town: Town, awa: Member, bakery: Member) -> None:
    """Issue 50,00 and pay 12,50 in June, pay 3,20 in July."""
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_50))
    town.clock.advance(days=30)
    await town.pay(awa, bakery, Money(3_20))


async def test_a_month_in_a_sheet_holds_its_lines_and_no_other(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await live_two_months(town, awa, bakery)
    async with seated(awa) as browser:
        june = rows_of(await browser.get("/statement.csv?month=2026-06"))
        july = rows_of(await browser.get("/statement.csv?month=2026-07"))
        may = rows_of(await browser.get("/statement.csv?month=2026-05"))

    assert [(row["Montant"], row["Solde"]) for row in june] == [
        ("50,00", "50,00"),
        ("-12,50", "37,50"),
    ]
    assert [(row["Date"], row["Avec"], row["Montant"], row["Solde"]) for row in july] == [
        ("06/07/2026", "Boulangerie du Marché", "-3,20", "34,30")
    ]
    assert may == []


async def test_a_month_on_paper_begins_where_the_one_before_ended(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await live_two_months(town, awa, bakery)
    async with seated(awa) as browser:
        june = text_of(await browser.get("/statement.pdf?month=2026-06"))
        july = text_of(await browser.get("/statement.pdf?month=2026-07"))
        page = (await browser.get("/statement?month=2026-07")).text

    assert "Relevé de juin 2026" in june
    for amount in ("50,00", "12,50", "37,50"):
        assert amount in june
    assert "3,20" not in june
    for amount in ("37,50", "3,20", "34,30"):
        assert amount in july
        assert amount in page
    assert "Awa Diop" in july
    assert "SIREN" in july


async def test_a_receipt_is_given_on_paper_to_who_paid_and_to_nobody_else(
    town: Town, awa: Member, lucie: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    paid = await town.pay(awa, bakery, Money(12_50))
    address = f"/payments/{uuid_text('pst', paid.id)}/receipt.pdf"
    async with seated(awa) as browser:
        receipt = text_of(await browser.get(address))
    async with seated(lucie) as other:
        refused = await other.get(address)

    assert "Boulangerie du Marché" in receipt
    assert "12,50" in receipt
    assert refused.status_code == 404


@pytest.mark.parametrize(
    "month", ["", "2026", "2026-13", "juin", "2026-06-01", "9999-12", "２０２６-０６"]
)
async def test_a_month_that_is_none_is_not_found(month: str, awa: Member, seated: Seated) -> None:
    async with seated(awa) as browser:
        for name in ("statement.csv", "statement.pdf"):
            assert (await browser.get(f"/{name}?month={month}")).status_code == 404


async def test_files_are_for_who_is_signed_in(client: httpx2.AsyncClient) -> None:
    for path in ("/statement.csv?month=2026-06", "/statement.pdf?month=2026-06"):
        assert (await client.get(path)).status_code == 303
    assert (await client.get("/pro/takings.csv?month=2026-06")).status_code == 303


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("boulangerie", 1),
        ("12,50", 1),
        ("marché", 1),
        ("12,51", 0),
        ("%", 0),
        ("_", 0),
        ("\\", 0),
        ("boulan\0gerie", 1),
    ],
)
async def test_a_search_finds_a_name_or_an_amount_as_typed(
    words: str, count: int, town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_50))
    async with seated(awa) as browser:
        page = (await browser.get("/statement", params={"q": words})).text
    assert page.count('class="movement ') == count


async def test_a_shop_gets_its_month_with_refunds(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    paid = await town.pay(awa, bakery, Money(12_50))
    await town.refund(paid, Money(2_50), by=bakery)
    async with seated(bakery) as browser:
        rows = rows_of(await browser.get("/pro/takings.csv?month=2026-06"))
    assert [(row["Opération"], row["Montant"]) for row in rows] == [
        ("Paiement reçu", "12,50"),
        ("Remboursement", "-2,50"),
    ]


@pytest.mark.parametrize(("sheet", "count"), [("sticker", 4), ("poster", 1)])
async def test_every_printed_code_is_read_at_150_dots_per_inch(
    sheet: str, count: int, town: Town, bakery: Member, cheese_stall: Member, seated: Seated
) -> None:
    code = new_location_code()
    await add_location(town.clearing, code, wallet=bakery.wallet, label="Caisse du four")
    address = f"/pro/codes/{code}/{sheet}.pdf"
    async with seated(bakery) as browser:
        answer = await browser.get(address)
    async with seated(cheese_stall) as other:
        assert (await other.get(address)).status_code == 404
    async with seated(bakery) as browser:
        assert (await browser.get(f"/pro/codes/{code}/card.pdf")).status_code == 422

    text = text_of(answer)
    assert text.count("Boulangerie du Marché") == count
    assert text.count(code) >= count
    with pypdfium2.PdfDocument(answer.content) as document:
        assert len(document) == 1
    links = [urlsplit(link) for link in codes_on(answer.content)]
    assert len(links) == count
    for link in links:
        assert (link.netloc, link.path) == ("localhost:8000", f"/p/{code}")
        assert is_ours(accepted_keys(SERVER_KEY, 1), code, link.query.removeprefix("s="))


def test_a_cell_is_never_a_formula() -> None:
    sheet = csv_bytes(("A", "B"), [("=1+1", -5), ("@x", 123_45), ("normal", 0)])
    lines = sheet.decode("utf-8-sig").split("\r\n")
    assert lines == ["A;B", "'=1+1;-0,05", "'@x;123,45", "normal;0,00", ""]
