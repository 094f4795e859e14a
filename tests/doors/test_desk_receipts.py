"""The receipt of a counter bears its number, who took what, and the cash of the month."""

import httpx2
import pypdfium2
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id


def text_of(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        assert document.is_tagged()
        [page] = document
        return "".join(str(page.get_textpage().get_text_bounded()).split())


async def test_a_receipt_says_all_that_a_receipt_must(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    await town.issue(awa, Money(20_00))
    posted = await town.issue(awa, Money(100_00), dues=Money(5_00))
    address = f"/console/till/lines/{uuid_text('pst', posted.id)}/receipt.pdf"

    async with seated_staff(Role.TELLER) as desk:
        text = text_of(await desk.get(address))

    for said in (
        str(posted.seq), "105,00 €", "100,00 Đ", "5,00 €", "120,00 €", "Mina Leroy",
        "Lille, caisse 1", "SIREN", account_id_text(awa.wallet),
    ):  # fmt: skip
        assert "".join(said.split()) in text, said


async def test_a_receipt_of_another_till_is_not_given(
    town: Town, awa: Member, bakery: Member, seated_staff: SeatedStaff
) -> None:
    await town.issue(awa, Money(20_00))
    paid = await town.pay(awa, bakery, Money(1_00))

    async with seated_staff(Role.TELLER) as desk:
        for id in (paid.id, new_id()):
            answer = await desk.get(f"/console/till/lines/{uuid_text('pst', id)}/receipt.pdf")
            assert answer.status_code == 404
