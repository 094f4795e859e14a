"""Files that leave the house: what a month adds up to, and codes that a camera reads on paper."""

import codecs
import csv
import io
import re
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
import pypdfium2
import pytest
from callers import Seated
from personas import Member, Town
from printed import codes_on

from ledger.core.identifier import uuid_text
from ledger.core.location_code import accepted_keys, is_ours
from ledger.core.money import Money
from ledger.core.posting import Kind
from ledger.documents.sheet import csv_bytes
from ledger.fresh import new_id, new_location_code, paris_day
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
        ("", "10,00"),
    ]
    assert {row["Commission"] for row in rows} == {"0,00"}
    assert rows[-1]["Date"] == "Total"


async def test_the_sum_of_a_month_is_what_the_page_of_its_one_day_says(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    town.clock.now = None  # the page shows today
    await town.issue(awa, Money(50_00))
    paid = await town.pay(awa, bakery, Money(1_05))
    await town.pay(awa, bakery, Money(20_00))
    await town.refund(paid, Money(1_00), by=bakery)
    month = paris_day(town.clock.reading).strftime("%Y-%m")
    async with seated(bakery) as browser:
        sheet = await browser.get(f"/pro/takings.csv?month={month}")
        page = (await browser.get("/pro/takings")).text

    assert sheet.content.startswith(codecs.BOM_UTF8)
    *lines, total = rows_of(sheet)
    cents = [int(row["Montant"].replace(",", "")) for row in lines]
    assert sum(cents) == int(total["Montant"].replace(",", ""))
    assert f"{total['Montant']}\u202fĐ aujourd’hui" in page
    assert all(row["Reçu"].startswith("pst_") for row in lines)


async def test_what_a_shop_pays_is_not_among_what_it_took(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_50))
    bought = await town.pay(bakery, cheese_stall, Money(4_00))
    await town.refund(bought, Money(1_00), by=cheese_stall)
    async with seated(bakery) as browser:
        *lines, total = rows_of(await browser.get("/pro/takings.csv?month=2026-06"))

    assert [(row["Opération"], row["Montant"]) for row in lines] == [("Paiement reçu", "12,50")]
    assert total["Montant"] == "12,50"


async def test_a_month_without_a_payment_adds_up_to_nothing(bakery: Member, seated: Seated) -> None:
    async with seated(bakery) as browser:
        [total] = rows_of(await browser.get("/pro/takings.csv?month=2026-06"))
    assert total["Montant"] == "0,00"


async def test_a_redemption_is_quoted_asked_and_followed_until_it_is_paid(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.top_up(awa, Money(60_00))  # euros on the bank account, not in a till
    await town.pay(awa, bakery, Money(60_00))
    async with seated(bakery) as browser:
        quote = (await browser.get("/pro/redemptions?amount=60")).text
        form = {"amount": "6000", "fee": "300", "operation": str(new_id())}
        outdated = await browser.post("/pro/redemptions", data={**form, "fee": "299"})
        form["operation"] = str(new_id())
        asked = [await browser.post("/pro/redemptions", data=form) for _ in range(2)]
        waiting = (await browser.get("/pro/redemptions")).text
        await town.settle_redemption(
            await town.clearing.find(UUID(form["operation"]), Kind.REDEMPTION_REQUESTED)
        )
        paid = (await browser.get("/pro/redemptions")).text

    assert re.sub("<[^>]+>", "", quote).count("57,00") >= 1
    assert "3,00" in quote
    assert outdated.status_code == 409
    assert [each.status_code for each in asked] == [303, 303]
    assert waiting.count("57,00\u202f€ à recevoir") == 1
    assert paid.count("57,00\u202f€ reçus") == 1
    assert "à recevoir" not in paid


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
