"""The receipt of a counter goes by e-mail: asked for, or by itself to who wishes letters; once."""

from collections.abc import AsyncIterator
from functools import partial

import httpx2
import pytest
from callers import SeatedStaff
from cheque_town import sent_back
from mail_server import MailServer, opened_mail_server
from personas import Member, Town
from test_desk_receipts import text_of

from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id, utc_now
from ledger.letter_text import compose
from ledger.settings import Settings
from ledger.smtp import make_deliver
from ledger.use_cases.send_letters import send_due_letters
from ui.format import amount_text

ADDRESS = "awa.diallo@exemple.fr"


@pytest.fixture(autouse=True)
def by_the_clock_of_the_doors(town: Town) -> None:
    """Let the journal's instants be those of the pages."""
    town.clock.now = None


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    """Give a mail server."""
    async with opened_mail_server() as server:
        yield server


@pytest.fixture
async def teller(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of the teller."""
    async with seated_staff(Role.TELLER) as browser:
        yield browser


async def confirmed(town: Town, who: Member, *, wishes: bool = False) -> None:
    """Give a member an address, and whether they wish a letter for each movement."""
    change = """
    update people.person set email = $2,
           letters_from = case when $3 then (select coalesce(max(seq), 0) from ledger.posting) end
     where id = $1
    """
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(change, who.person, ADDRESS, wishes)


async def sent(town: Town, mail: MailServer) -> list[str]:
    """Send what is due; give the receipts among it."""
    settings = Settings(smtp_host="127.0.0.1", smtp_port=mail.port, smtp_security="none")
    write = partial(compose, settings=settings, clearing=town.clearing)
    await send_due_letters(town.clearing, make_deliver(settings, write), now=utc_now())
    both = zip(mail.subjects, mail.texts, strict=True)
    return [text for subject, text in both if "quittance" in subject]


async def exchange(teller: httpx2.AsyncClient, who: Member, **form: str) -> str:
    """Take cash; give the address of the page that says so."""
    typed = {"amount": "100", "dues": "5", "operation": str(new_id()), **form}
    done = await teller.post(
        "/console/issuances", data={"member": account_id_text(who.wallet), **typed}
    )
    assert done.status_code == 303, done.text
    return done.headers["location"]


def posting_in(address: str) -> str:
    return address.rpartition("done=")[2]


async def test_a_receipt_is_sent_where_somebody_asks_once_and_says_all_of_it(
    town: Town, awa: Member, teller: httpx2.AsyncClient, mail: MailServer
) -> None:
    await confirmed(town, awa)
    address = await exchange(teller, awa)
    letter = f"/console/till/lines/{posting_in(address)}/letter"
    shown = await teller.get(address)
    none_yet = await sent(town, mail)
    for _ in range(2):
        done = await teller.post(letter)
        assert done.headers["location"] == address
    after = await teller.get(address)
    [text] = await sent(town, mail)

    assert none_yet == []
    assert f'action="{letter}"' in shown.text
    assert "envoyée par e-mail" in after.text
    assert f'action="{letter}"' not in after.text
    plain = " ".join(text.split())
    for said in (
        amount_text(105_00, "€"), amount_text(100_00, "Đ"), amount_text(5_00, "€"), "Awa Diop",
        account_id_text(awa.wallet), "Mina Leroy", "Lille, caisse 1", "SIREN", "in cash",
    ):  # fmt: skip
        assert " ".join(said.split()) in plain, said


async def test_whoever_wishes_letters_has_it_without_asking_once_for_a_form(
    town: Town, awa: Member, teller: httpx2.AsyncClient, mail: MailServer
) -> None:
    await confirmed(town, awa, wishes=True)
    operation = str(new_id())
    first, again = [await exchange(teller, awa, operation=operation) for _ in range(2)]
    assert first == again
    assert "envoyée par e-mail" in (await teller.get(first)).text
    assert len(await sent(town, mail)) == 1


async def test_a_receipt_names_the_cheque(
    town: Town, awa: Member, teller: httpx2.AsyncClient, mail: MailServer
) -> None:
    await confirmed(town, awa, wishes=True)
    await exchange(teller, awa, amount="150", dues="", cheque="4410")
    [text] = await sent(town, mail)
    assert "by cheque 4410" in text
    assert "To be credited once the cheque is paid" in text


async def test_nothing_goes_to_whoever_gave_no_address(
    town: Town, awa: Member, teller: httpx2.AsyncClient, mail: MailServer
) -> None:
    address = await exchange(teller, awa)
    page = await teller.get(address)
    await teller.post(f"/console/till/lines/{posting_in(address)}/letter")
    assert "e-mail" not in page.text
    assert await sent(town, mail) == []


async def test_the_receipt_of_a_paid_debt_names_the_member(
    town: Town, awa: Member, teller: httpx2.AsyncClient, mail: MailServer
) -> None:
    debt = await sent_back(town, awa)
    await confirmed(town, awa)
    form = {"member": account_id_text(awa.wallet), "operation": str(new_id()), "amount": "60"}
    paid = await teller.post(f"/console/debts/{debt}", data=form)
    line = f"/console/till/lines/{posting_in(paid.headers['location'])}"
    receipt = text_of(await teller.get(f"{line}/receipt.pdf"))
    await teller.post(f"{line}/letter")
    [text] = await sent(town, mail)

    assert "AwaDiop" in receipt
    assert "Règlementd’unchèquerenvoyé" in receipt
    assert "Awa Diop" in text
    assert "Payment of a cheque sent back" in text


async def test_the_receipt_of_dues_names_the_member(
    bakery: Member, teller: httpx2.AsyncClient
) -> None:
    form = {"member": account_id_text(bakery.wallet), "operation": str(new_id()), "dues": "20"}
    taken = await teller.post("/console/dues", data=form)
    line = f"/console/till/lines/{posting_in(taken.headers['location'])}"
    assert "BoulangerieduMarché" in text_of(await teller.get(f"{line}/receipt.pdf"))


async def test_a_receipt_of_another_till_is_not_sent(
    town: Town, awa: Member, bakery: Member, teller: httpx2.AsyncClient
) -> None:
    await exchange(teller, awa)
    paid = await town.pay(awa, bakery, Money(1_00))
    for id in (paid.id, new_id()):
        answer = await teller.post(f"/console/till/lines/{uuid_text('pst', id)}/letter")
        assert answer.status_code == 404
