"""The counter gives a copy of all that is held of somebody alone, for a noted reason."""

import io
import json
import zipfile

from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from admin.data_words import FIELDS, SECTIONS
from ledger.core.bank_account import BankAccount
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import utc_now
from ledger.reports.personal_data import HELD, OF_ACCOUNT
from ledger.use_cases.change_bank_account import ask_bank_account

RIB = BankAccount("FR7630006000011234567890189", "BOULANGERIE DU MARCHE SARL")
REASON = "Demande écrite du 12 mars"


def page_of(who: Member) -> str:
    return f"/console/members/{account_id_text(who.wallet)}/data"


async def test_the_copy_is_whole_and_names_no_other_resident(
    town: Town, awa: Member, lucie: Member, bakery: Member, seated_staff: SeatedStaff
) -> None:
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_50))
    await town.send(awa, lucie, Money(5_00))
    town.clock.now = None
    async with seated_staff(Role.TELLER) as nadia:
        english = await nadia.get(page_of(awa), headers=ENGLISH)
        unsaid = await nadia.post(page_of(awa), data={"reason": " "})
        given = await nadia.post(page_of(awa), data={"reason": REASON})
        foreign = await nadia.post(page_of(awa), data={"reason": REASON}, headers=ENGLISH)
    async with seated_staff(Role.COMPLIANCE_OFFICER) as mathilde:
        trail = await mathilde.get("/console/trail")

    archive = zipfile.ZipFile(io.BytesIO(given.content))
    sheet = archive.read("donnees.csv").decode("utf-8-sig")
    held = json.loads(archive.read("donnees.json"))
    movements = held["accounts"][0]["movements"]
    assert (unsaid.status_code, given.status_code) == (422, 200)
    assert given.headers["cache-control"] == "no-store"
    assert [line["change"] for line in movements] == [50_00, -12_50, -5_00]
    assert movements[1]["with"] == "Boulangerie du Marché"
    assert movements[2]["with_account"] == account_id_text(lucie.wallet)
    assert "Awa Diop" in sheet
    assert "Porte-monnaie;1;solde;32,50" in sheet
    assert "Lucie" not in sheet + str(held)
    assert "Wallet;1;balance" in zipfile.ZipFile(io.BytesIO(foreign.content)).read(
        "donnees.csv"
    ).decode("utf-8-sig")
    assert "Copie des données remise" in trail.text
    assert REASON in trail.text
    assert_english(english)


async def test_a_shop_reads_its_own_bank_account(
    town: Town, bakery: Member, seated_staff: SeatedStaff
) -> None:
    await ask_bank_account(town.clearing, bakery.wallet, RIB, by="person:x", now=utc_now())
    async with seated_staff(Role.TELLER) as nadia:
        given = await nadia.post(page_of(bakery), data={"reason": REASON})
        other = await nadia.get("/console/members/acc_1/data")
    held = zipfile.ZipFile(io.BytesIO(given.content)).read("donnees.json").decode()
    assert RIB.iban in held
    assert RIB.holder in held
    assert other.status_code == 404


async def test_every_section_and_field_has_a_name(town: Town) -> None:
    assert set(HELD) == set(SECTIONS)
    assert "bank_accounts" in OF_ACCOUNT
    async with town.clearing.pool.acquire() as connection:
        for name, question in HELD.items():
            asked = question.replace(":person", "$1").replace(":account", "$1")
            columns = (await connection.prepare(asked)).get_attributes()
            told = {each.name for each in columns} - {"representative_born", "member_id"}
            assert told <= set(FIELDS), name
