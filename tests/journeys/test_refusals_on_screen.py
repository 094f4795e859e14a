"""A refusal on a screen says what happened, why, and what to do now; and nothing was paid."""

import pytest
from people import ANTOINE, AWA, CLAIRE, LINA, ask_payment
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser
FORCE_REFUND = """
(address) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  document.body.append(form);
  form.submit();
}
"""


async def shows_refusal(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        await expect(page.get_by_role("alert")).to_contain_text(sentence)
    await expect(page.get_by_role("button", name="Payer")).to_have_count(0)


@pytest.mark.parametrize(
    ("staged", "sentences"),
    [
        ("paid_request", ("Déjà payé.", "Rien ne vous est débité")),
        ("expired_request", ("Ce code a expiré.", "demandez un nouveau code")),
        ("withdrawn_request", ("Le commerçant a retiré cette demande.", "Rien n’a été payé")),
        (
            "too_large_request",
            ("Solde insuffisant\u00a0:", "rechargez à un comptoir"),
        ),
    ],
)
async def test_a_code_that_cannot_be_paid_says_why(
    staged: str, sentences: tuple[str, ...], house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    phone = await enter_as(ANTOINE)
    await phone.goto(f"{house.address}/pay/{getattr(town, staged)}")
    await shows_refusal(phone, *sentences)


async def test_a_code_withdrawn_while_it_was_read_is_told_so_and_not_paid(
    house: House, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    code = await ask_payment(till, house, "1")
    await phone.goto(f"{house.address}/r#{code}")
    await phone.wait_for_url("**/pay/req_*")

    await till.get_by_role("button", name="Retirer ce montant").click()
    await expect(till).to_have_url(f"{house.address}/pro/charge")
    await phone.get_by_role("button", name="Payer 1,00\u202fĐ").click()

    await shows_refusal(phone, "Le commerçant a retiré cette demande.", "Rien n’a été payé")


async def test_who_paid_a_code_already_finds_the_receipt(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)
    await phone.goto(f"{house.address}/pay/{town.paid_request}")
    await expect(phone.get_by_text("Déjà payé, par vous.")).to_be_visible()
    await phone.get_by_role("link", name="Voir le reçu").click()
    await expect(phone).to_have_url(f"{house.address}/payments/{town.payment}")


async def test_an_unknown_code_is_kept_in_its_field_and_explained(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)
    await phone.goto(f"{house.address}/pay")
    await phone.get_by_label("Code du commerçant").fill("7KQ-F2M")
    await phone.get_by_role("button", name="Continuer").click()
    await shows_refusal(phone, "Rien n’a été payé", "Ce code n’est pas reconnu.")
    await expect(phone.get_by_role("alert")).to_be_focused()
    await expect(phone.get_by_label("Code du commerçant")).to_have_value("7KQ-F2M")


async def test_a_resident_is_told_that_units_are_not_turned_back_into_euros(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)
    await expect(phone.get_by_text("ne peut pas les rechanger en euros")).to_be_visible()
    await phone.goto(f"{house.address}/pro/redemptions")
    await expect(phone).to_have_url(f"{house.address}/pro/sign-in?next=%2Fpro%2Fredemptions")


async def test_an_employee_may_not_refund(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till = await enter_as(LINA)
    await till.goto(f"{house.address}/pro/payments/{town.payment}")
    await expect(till.get_by_text("Seule la gérance peut rembourser.")).to_be_visible()
    await expect(till.get_by_role("button", name="Rembourser")).to_have_count(0)
    await expect(till.get_by_role("link", name="Reconvertir")).to_have_count(0)

    async with till.expect_navigation() as forced:
        await till.evaluate(FORCE_REFUND, f"/pro/payments/{town.payment}/refund")

    assert (await forced.value).status == 403
    await shows_refusal(till, "Accès réservé", "Votre rôle ne permet pas cette opération.")
