"""The console lets a resident leave: asked by one, signed by two others, with a receipt."""

import re

import pytest
from callers import SeatedStaff
from personas import Member, Town
from test_documents import text_of
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id

PAGE = "/console/exits"
IBAN = "FR7630006000011234567890189"


def form_of(who: Member) -> dict[str, str]:
    return {
        "account": account_id_text(who.wallet),
        "reason": "death",
        "proof": "acte n° 12",
        "iban": IBAN,
        "holder": "HERITIERS",
        "operation": str(new_id()),
    }


@pytest.fixture(autouse=True)
async def held(town: Town, awa: Member) -> None:
    """Give Awa what she will be paid out, by the clock of the doors."""
    town.clock.now = None
    await town.top_up(awa, Money(80_00))


async def test_an_exit_goes_from_the_form_to_its_receipt(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    form = form_of(awa)
    path = f"{PAGE}/{form['operation']}"
    async with (
        seated_staff(Role.DESK_CONTROLLER) as asker,
        seated_staff(Role.DESK_CONTROLLER) as first,
        seated_staff(Role.TREASURER) as second,
    ):
        asked = [await asker.post(PAGE, data=form) for _ in range(2)]
        own = await asker.sign(PAGE, path)
        unsigned = await first.post(path, data={"decision": "grant"})
        perhaps = await first.post(path, data={"decision": "perhaps"})
        waits = await second.get(PAGE)
        early = await second.get(f"{path}/receipt.pdf")
        approved = [await each.sign(PAGE, path) for each in (first, second)]
        shown = await second.get(PAGE)
        receipt = await second.get(f"{path}/receipt.pdf")
        ready = await second.get("/console/redemptions")
        english = await second.get(PAGE, headers=ENGLISH)

    assert [each.status_code for each in (*asked, *approved)] == [303] * 4
    assert [each.status_code for each in (own, unsigned, perhaps, early)] == [403, 403, 422, 404]
    assert "acte n° 12" in re.sub("[\u00a0\u202f]", " ", waits.text)
    assert "Reçu n°" in re.sub("[\u00a0\u202f]", " ", shown.text)
    assert "80,00" in text_of(receipt)
    assert "(départ)" in ready.text
    assert_english(english)
    assert await town.balance(awa) == Money(0)


async def test_what_cannot_be_read_or_is_refused_stays_in_the_form(
    awa: Member, bakery: Member, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        mistyped = await treasurer.post(PAGE, data={"account": "x", "iban": "FR1"})
        refused = await treasurer.post(PAGE, data=form_of(bakery))
    for field in ("account", "reason", "proof", "iban", "holder"):
        assert f'href="#{field}' in mistyped.text
    assert (mistyped.status_code, refused.status_code) == (422, 422)
    assert IBAN in refused.text
    assert awa.wallet


@pytest.mark.parametrize("role", [Role.TELLER, Role.AUDITOR, Role.LAUNCH_MANAGER])
async def test_only_treasury_and_control_let_somebody_leave(
    awa: Member, seated_staff: SeatedStaff, role: Role
) -> None:
    form = form_of(awa)
    path = f"{PAGE}/{form['operation']}"
    async with seated_staff(role) as staff:
        for address in (PAGE, f"{path}/receipt.pdf"):
            assert (await staff.get(address)).status_code == 403
        for address in (PAGE, path):
            assert (await staff.post(address, data=form)).status_code == 403
