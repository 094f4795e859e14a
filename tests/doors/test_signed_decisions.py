"""A decision that is neither yes nor no is read as neither, on every form that a passkey signs."""

import pytest
from callers import SeatedStaff

from ledger.core.role import Role

ID = "00000000-0000-0000-0000-000000000001"
POSTING = "pst_00000000000000000000000001"
FORMS = {
    "/console/checks/reopenings/{id}": Role.DESK_CONTROLLER,
    "/console/checks/ceilings/{id}": Role.DESK_CONTROLLER,
    "/console/checks/closings/{id}": Role.DESK_CONTROLLER,
    "/console/checks/mergers/{id}": Role.DESK_CONTROLLER,
    "/console/checks/reversals/{id}": Role.DESK_CONTROLLER,
    "/console/exits/{id}": Role.DESK_CONTROLLER,
    "/console/officers/requests/{id}": Role.INSTITUTION_MANAGER,
    "/console/policy/changes/{id}": Role.LAUNCH_MANAGER,
    "/console/cheques/requests/{id}": Role.TREASURER,
    "/console/redemptions/{posting}/decision": Role.TREASURER,
    "/console/slips-sent/requests/{id}": Role.TREASURER,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("decision", ["", "maybe"])
async def test_a_decision_that_is_neither_yes_nor_no_is_unreadable(
    seated_staff: SeatedStaff, form: str, decision: str
) -> None:
    async with seated_staff(FORMS[form]) as officer:
        action = form.format(id=ID, posting=POSTING)
        told = await officer.post(action, data={"decision": decision})
    assert told.status_code == 422
