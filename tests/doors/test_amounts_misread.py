"""An amount that cannot be read is said to be that, and not a fault of the house."""

from callers import Seated, SeatedStaff
from personas import Member, Town

from ledger.core.role import Role

SAID = "Écrivez un montant en chiffres, par exemple 12,50."


async def test_a_limit_that_is_no_amount_is_asked_for_again(
    town: Town, awa: Member, seated: Seated
) -> None:
    assert town
    async with seated(awa) as browser:
        answer = await browser.post("/limits", data={"kind": "per_day", "amount": "beaucoup"})

    assert answer.status_code == 422
    assert SAID in answer.text
    assert 'value="beaucoup"' in answer.text


async def test_cash_to_the_safe_that_is_no_amount_is_asked_for_again(
    town: Town, seated_staff: SeatedStaff
) -> None:
    assert town
    async with seated_staff(Role.TELLER) as desk:
        form = {"way": "taken", "amount": "beaucoup"}
        answer = await desk.post("/console/till/movements", data=form)

    assert answer.status_code == 422
    assert SAID in answer.text
