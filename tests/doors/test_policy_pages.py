"""The pages of the rules, by form and without a browser's help."""

import re
from datetime import timedelta

import pytest
from callers import SeatedStaff

from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now

PAGE, FORM = "/console/policy", "/console/policy/change"

FIELD = re.compile(r'<input class="field__control"[^>]* name="([^"]+)"[^>]* value="([^"]*)"')


def typed(page: str, **changes: str) -> dict[str, str | list[str]]:
    """Type the form as it stands on the page, with other words in some fields."""
    form: dict[str, str | list[str]] = dict(FIELD.findall(page))
    form["phase"] = "pilote"
    for name in ("issuance_is_open", "residents_may_transfer"):
        form[name] = "yes"
    form["open_territories"] = re.findall(r'name="open_territories" value="(\d)" checked', page)
    return form | {"reason": "Conseil du 2 juin"} | changes


async def test_rules_are_proposed_by_a_form_and_signed_by_another(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(Role.TREASURER) as helene, seated_staff(Role.LAUNCH_MANAGER) as elise:
        form = typed((await elise.get(FORM)).text, refund_days="45")
        asked = await elise.post(FORM, data=form)
        own = (await elise.get(PAGE)).text
        shown = (await helene.get(PAGE)).text
        found = re.search(rf'action="({PAGE}/changes/[0-9a-f-]+)" data-sign', shown)
        assert found
        by_a_click = await helene.post(found[1], data={"decision": "grant"})
        signed = await helene.sign(PAGE, found[1])
        again = await helene.post(found[1], data={"decision": "grant", "signature": "{}"})
        after = (await helene.get(PAGE)).text

    assert asked.status_code == 303
    assert "Retirer ma proposition" in own
    assert "data-sign=" not in own
    assert all(word in shown for word in ("90 jours", "45 jours"))
    assert (by_a_click.status_code, signed.status_code, again.status_code) == (403, 303, 422)
    assert all(word in after for word in ("Version 2", "Conseil du 2 juin"))


async def test_whoever_proposed_takes_it_back(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TREASURER) as helene:
        await helene.post(FORM, data=typed((await helene.get(FORM)).text, refund_days="45"))
        found = re.search(r'action="([^"]+/withdrawal)"', (await helene.get(PAGE)).text)
        assert found
        taken = await helene.post(found[1])
        again = await helene.post(found[1])
    assert (taken.status_code, again.status_code) == (303, 404)


@pytest.mark.parametrize(
    ("changed", "field", "status"),
    [
        ({"refund_days": "trente"}, "refund_days", 422),
        ({"refund_days": "9" * 30}, "refund_days", 422),
        ({"redemption_minimum": "cher"}, "redemption_minimum", 422),
        ({"tiers.T0.balance": ""}, "tiers.T0.balance", 422),
        ({"tiers.T0.balance": "151"}, "tiers.T0.balance", 422),
        ({"phase": "lune"}, "phase", 422),
        ({"phase": "montee_en_charge"}, "phase", 409),
        ({"valid_from": "demain"}, "valid_from", 422),
        ({"valid_from": "2026-01-01", "refund_days": "45"}, "valid_from", 422),
        ({"reason": " ", "refund_days": "45"}, "reason", 422),
        ({}, "reason", 422),
    ],
)
async def test_what_cannot_be_proposed_is_told_at_its_field(
    seated_staff: SeatedStaff, changed: dict[str, str], field: str, status: int
) -> None:
    async with seated_staff(Role.TREASURER) as helene:
        form = typed((await helene.get(FORM)).text, **changed)
        refused = await helene.post(FORM, data=form)
        shown = await helene.get(PAGE)
    assert refused.status_code == status
    assert f'href="#{field}"' in refused.text
    assert all(word in refused.text for name, word in changed.items() if name != "phase")
    assert "Version 2" not in shown.text


async def test_a_territory_is_opened(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.LAUNCH_MANAGER) as elise, seated_staff(Role.TREASURER) as helene:
        form = typed((await elise.get(FORM)).text)
        form["open_territories"] = [*form["open_territories"], "1", "99"]
        wrong = await elise.post(FORM, data=form)
        form["open_territories"] = form["open_territories"][:-1]
        asked = await elise.post(FORM, data=form)
        shown = (await helene.get(PAGE)).text
        found = re.search(rf'action="({PAGE}/changes/[0-9a-f-]+)" data-sign', shown)
        assert found
        assert (await helene.sign(PAGE, found[1])).status_code == 303
    assert (wrong.status_code, asked.status_code) == (422, 303)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TELLER, Role.ADMINISTRATOR])
async def test_nobody_else_proposes_and_the_auditor_reads(
    seated_staff: SeatedStaff, role: Role
) -> None:
    day = (paris_day(utc_now()) + timedelta(days=1)).isoformat()
    none = f"{PAGE}/changes/00000000-0000-0000-0000-000000000001"
    async with seated_staff(role) as staff:
        assert (await staff.get(FORM)).status_code == 403
        assert (await staff.post(FORM, data={"valid_from": day})).status_code == 403
        assert (await staff.post(none, data={"decision": "grant"})).status_code == 403
        assert (await staff.post(f"{none}/withdrawal")).status_code == 403
        assert (await staff.get(PAGE)).status_code == (200 if role is Role.AUDITOR else 403)


async def test_a_review_is_noted_and_meets_its_milestone(seated_staff: SeatedStaff) -> None:
    today = paris_day(utc_now()).isoformat()
    form = {
        "phase": "montee_en_charge", "decision": "go", "held_on": today,
        "reference": "Délibération 26-C-0123", "reason": "",
    }  # fmt: skip
    action = "/console/launch/reviews"
    async with seated_staff(Role.LAUNCH_MANAGER) as elise, seated_staff(Role.AUDITOR) as marc:
        unnamed = await elise.post(action, data=form | {"reference": " "})
        before = await marc.get("/console/launch")
        noted = await elise.post(action, data=form)
        after = await marc.get("/console/launch")
        foreign = await marc.post(action, data=form)
        unread = [
            await elise.post(action, data=form | wrong)
            for wrong in (
                {"phase": "prefiguration"}, {"phase": "x"}, {"decision": "?"}, {"held_on": ""}
            )
        ]  # fmt: skip
    assert (unnamed.status_code, noted.status_code, foreign.status_code) == (422, 303, 403)
    assert "Délibération 26-C-0123" not in before.text
    assert "Délibération 26-C-0123" in after.text
    assert {each.status_code for each in unread} == {422}
