"""Books of receipts printed at a till, entered from a member's file, voided with a reason."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pypdfium2
import pytest
from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id, paris_day, utc_now

PAGE = "/console/till/receipts"


@pytest.fixture(autouse=True)
def by_the_clock_of_the_doors(town: Town) -> None:
    """Let the journal's instants be those of the pages."""
    town.clock.now = None


@pytest.fixture
async def teller(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of a teller whose till is open."""
    async with seated_staff(Role.TELLER) as browser:
        yield browser


async def print_book(teller: httpx2.AsyncClient) -> httpx2.Response:
    return await teller.post(PAGE, data={"operation": str(new_id())})


def form(**typed: str) -> dict[str, str]:
    today = paris_day(utc_now()).isoformat()
    return {"operated_on": today, "amount": "20", "operation": str(new_id()), **typed}


async def test_a_book_is_numbered_once_and_printed_twice_over(teller: httpx2.AsyncClient) -> None:
    nothing = (await teller.get(PAGE)).text
    printed = await print_book(teller)
    page = (await teller.get(PAGE)).text
    address = page.partition('href="/console/till/receipts/')[2].partition('"')[0]
    sheet = await teller.get(f"{PAGE}/{address}")
    with pypdfium2.PdfDocument(sheet.content) as document:
        assert document.is_tagged()
        text = "".join(str(each.get_textpage().get_text_bounded()) for each in document)

    assert "Aucun carnet" in nothing
    assert printed.status_code == 303
    assert sheet.headers["content-type"] == "application/pdf"
    for number in ("CML-1-0001", "CML-1-0020"):
        assert text.count(number) >= 2, "a part for the member and one for the till"
    assert "CML-1-0021" not in text
    assert (await teller.get(f"{PAGE}/{new_id()}.pdf")).status_code == 404


async def test_a_receipt_is_entered_from_the_file_of_its_member(
    town: Town, awa: Member, teller: httpx2.AsyncClient
) -> None:
    entry = f"/console/members/{account_id_text(awa.wallet)}/receipt"
    await print_book(teller)
    blank = await teller.get(entry)
    sent = form(number="CML-1-0004")
    entered = [await teller.post(entry, data=sent) for _ in range(2)]
    again = await teller.post(entry, data=form(number="4"))
    told = (await teller.get(entered[0].headers["location"])).text
    page = (await teller.get(PAGE)).text

    assert blank.status_code == 200
    assert [each.status_code for each in entered] == [303, 303]
    assert again.status_code == 409
    assert "déjà été saisie ou annulée" in again.text
    assert await town.balance(awa) == Money(20_00)
    assert "20,00" in told
    assert "CML-1-0004" in page
    await town.check_books()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"number": "21"}, 404, "Aucune quittance de ce numéro"),
        ({"number": "quatre"}, 404, "Aucune quittance de ce numéro"),
        ({"amount": "beaucoup"}, 422, "Écrivez un montant"),
        ({"operated_on": "hier"}, 409, "close à cette caisse"),
        ({"operated_on": "2020-01-01"}, 404, "Aucune quittance de ce numéro"),
        ({"operated_on": (utc_now() + timedelta(days=3)).date().isoformat()}, 409, "pas encore"),
        ({"amount": "400"}, 409, "250,00"),
    ],
)
async def test_what_the_paper_cannot_say_credits_nothing_and_says_so(
    town: Town,
    awa: Member,
    teller: httpx2.AsyncClient,
    typed: dict[str, str],
    status: int,
    said: str,
) -> None:
    await print_book(teller)
    entry = f"/console/members/{account_id_text(awa.wallet)}/receipt"
    told = await teller.post(entry, data=form(**{"number": "1", **typed}))

    assert told.status_code == status
    assert said in told.text
    assert await town.balance(awa) == Money(0)


async def test_a_spoilt_receipt_is_voided_with_a_reason(teller: httpx2.AsyncClient) -> None:
    await print_book(teller)
    why = await teller.post(f"{PAGE}/void", data={"number": "2", "reason": " "})
    voided = await teller.post(f"{PAGE}/void", data={"number": "2", "reason": "Tachée"})
    again = await teller.post(f"{PAGE}/void", data={"number": "2", "reason": "Tachée"})
    page = " ".join((await teller.get(PAGE)).text.split())

    assert [each.status_code for each in (why, voided, again)] == [422, 303, 409]
    assert "annulée : Tachée" in page
    assert "Encore vierges : 19" in page


async def test_books_are_read_in_english(awa: Member, teller: httpx2.AsyncClient) -> None:
    await print_book(teller)
    await teller.post(f"{PAGE}/void", data={"number": "2", "reason": "Stained"})
    for path in (PAGE, f"/console/members/{account_id_text(awa.wallet)}/receipt"):
        assert_english(await teller.get(path, headers=ENGLISH))
