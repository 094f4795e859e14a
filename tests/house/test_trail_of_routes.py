"""No act of staff leaves the trail blank: each form of the console says which line it writes."""

import ast
from pathlib import Path

import pytest
from fastapi import APIRouter

from admin.trail import ACTS
from ledger.core.countersignature import SignedAct
from ledger.core.posting import Kind
from ledger.core.staff_act import POSTED_BY_STAFF, StaffAct
from ledger.house import make_house
from ledger.settings import Settings

USE_CASES = Path(__file__).parents[2] / "ledger" / "use_cases"
_NONE = APIRouter()
WRITES: dict[str, list[StaffAct | SignedAct | Kind]] = {
    "/console/acceptors/{account}/agreements": [StaffAct.AGREEMENT_ASKED],
    "/console/acceptors/{account}/agreements/{id}": [SignedAct.AGREEMENT],
    "/console/acceptors/{account}/bank-accounts/{id}": [SignedAct.BANK_ACCOUNT],
    "/console/members/{account}/card": [StaffAct.CARD_ISSUED],
    "/console/members/{account}/card/blocking": [StaffAct.CARD_BLOCKED],
    "/console/checks/floats/{day}": [SignedAct.FLOAT],
    "/console/checks/counts/{day}": [SignedAct.COUNT],
    "/console/checks/movements/{movement}": [SignedAct.MOVEMENT],
    "/console/checks/slips/{id}": [SignedAct.SLIP],
    "/console/checks/reversals/{id}": [SignedAct.REVERSAL],
    "/console/issuances": [Kind.ISSUANCE, Kind.CHEQUE_HELD],
    "/console/dues": [Kind.DUES],
    "/console/members/{account}/dues": [StaffAct.DUES_CHOSEN],
    "/console/members/{account}/dues/transfer": [StaffAct.BANK_LINE_NOTED],
    "/console/till/receipts": [StaffAct.RECEIPTS_PRINTED],
    "/console/till/receipts/void": [StaffAct.RECEIPT_VOIDED],
    "/console/members/{account}/receipt": [Kind.ISSUANCE],
    "/console/debts/{id}": [Kind.RECEIVABLE_PAID],
    "/console/cheques/{id}/release": [Kind.TOPUP_ISSUED],
    "/console/cheques/{id}/unpaid": [StaffAct.CHEQUE_UNPAID_ASKED],
    "/console/cheques/requests/{id}": [SignedAct.CHEQUE_UNPAID],
    "/console/members/{account}/slips": [StaffAct.SLIP_ISSUED, StaffAct.DEVICE_REVOKED],
    "/console/members/{account}/slips/slip.pdf": [
        StaffAct.SLIP_ISSUED,
        StaffAct.FREEZE_CODE_GIVEN,
    ],
    "/console/slips/{id}/confirm": [StaffAct.PHONE_CONFIRMED, SignedAct.RECOVERY],
    "/console/enrolment/identified": [StaffAct.ENROLLED],
    "/console/members/{account}/identity": [StaffAct.IDENTIFIED],
    "/console/members/{account}/household": [StaffAct.HOUSEHOLD_JOINED],
    "/console/members/{account}/household/leaving": [StaffAct.HOUSEHOLD_LEAVING_ASKED],
    "/console/checks/households/{id}": [SignedAct.HOUSEHOLD, StaffAct.HOUSEHOLD_LEFT],
    "/console/members/{account}/ceiling": [StaffAct.CEILING_ASKED, StaffAct.CEILING_SET],
    "/console/checks/ceilings/{id}": [SignedAct.CEILING, StaffAct.CEILING_SET],
    "/console/enrolment/contact/code": [StaffAct.ENROLLED],
    "/console/enrolment/professional": [StaffAct.ENROLLED],
    "/console/members/{account}/association": [StaffAct.ASSOCIATION_CHOSEN],
    "/console/covers": [StaffAct.BANK_LINE_NOTED],
    "/console/members/{account}/freeze": [StaffAct.FROZEN],
    "/console/members/{account}/reopening": [StaffAct.REOPENING_ASKED, StaffAct.REOPENED],
    "/console/members/{account}/reopening/{id}": [SignedAct.REOPENING, StaffAct.REOPENED],
    "/console/checks/reopenings/{id}": [SignedAct.REOPENING, StaffAct.REOPENED],
    "/console/members/{account}/closing": [StaffAct.ACCOUNT_CLOSED, StaffAct.CLOSING_ASKED],
    "/console/members/{account}/merger": [StaffAct.MERGER_ASKED],
    "/console/checks/mergers/{id}": [SignedAct.MERGER],
    "/console/checks/closings/{id}": [SignedAct.CLOSING],
    "/console/members/{account}/erasure": [StaffAct.ERASURE_ASKED],
    "/console/checks/erasures/{id}": [SignedAct.ERASURE],
    "/console/members/{account}/data": [StaffAct.DATA_GIVEN],
    "/console/launch/{milestone}/proofs": [StaffAct.MILESTONE_PROVED],
    "/console/launch/{milestone}/plans": [StaffAct.MILESTONE_PLANNED],
    "/console/launch/reviews": [StaffAct.REVIEW_NOTED],
    "/console/launch/figures/costs": [StaffAct.COST_NOTED],
    "/console/policy/change": [StaffAct.POLICY_ASKED],
    "/console/policy/changes/{id}": [SignedAct.POLICY],
    "/console/policy/changes/{id}/withdrawal": [StaffAct.POLICY_WITHDRAWN],
    "/console/freeze-list": [StaffAct.FREEZE_LIST_IMPORTED],
    "/console/freeze-list/hits/{id}": [StaffAct.FREEZE_LIST_EXAMINED, StaffAct.FROZEN],
    "/console/me/relatives": [StaffAct.RELATIVE_DECLARED],
    "/console/me/relatives/{id}/end": [StaffAct.RELATIVE_ENDED],
    "/console/officers": [StaffAct.ROLE_ASKED],
    "/console/officers/{person}/key": [StaffAct.KEY_ASKED],
    "/console/officers/{person}/end": [StaffAct.ROLE_ENDED],
    "/console/officers/requests/{id}": [SignedAct.OFFICER],
    "/console/desks": [StaffAct.DESK_ASKED],
    "/console/desks/changes": [StaffAct.DESK_CHANGED],
    "/console/desks/tills": [StaffAct.TILL_ASKED],
    "/console/desks/tills/{account}/closing": [StaffAct.TILL_ENDED],
    "/console/desks/requests/{id}": [SignedAct.DESK, SignedAct.TILL],
    "/console/redemptions/payouts": [StaffAct.PAYOUTS_PREPARED],
    "/console/redemptions/{id}/decision": [SignedAct.REDEMPTION],
    "/console/redemptions/batches/{number}/sending": [SignedAct.PAYOUT_BATCH],
    "/console/redemptions/batches/{number}/settlement": [Kind.REDEMPTION_PAID],
    "/console/exits": [StaffAct.EXIT_ASKED],
    "/console/exits/{id}": [SignedAct.EXIT_FIRST, SignedAct.EXIT],
    "/console/redemptions/{id}/settlement": [Kind.REDEMPTION_PAID],
    "/console/redemptions/{id}/return": [StaffAct.BANK_LINE_NOTED],
    "/console/till/lines/{id}/reversal": [StaffAct.REVERSAL_ASKED],
    "/console/slips-sent/{id}/credit": [StaffAct.SLIP_CREDIT_ASKED],
    "/console/slips-sent/requests/{id}": [SignedAct.SLIP_CREDIT],
    "/console/till/opening": [StaffAct.TILL_OPENED],
    "/console/till/movements": [StaffAct.TILL_CASH_MOVED],
    "/console/till/closing": [StaffAct.TILL_COUNTED],
    "/console/till/end": [Kind.SLIP_CLOSED],
    "/console/covers/commissions": [StaffAct.BANK_LINE_NOTED],
    "/console/top-ups": [StaffAct.BANK_LINE_NOTED],
    "/console/top-ups/{id}/issuance": [StaffAct.BANK_LINE_NOTED],
    "/console/bank/{id}": [
        SignedAct.TOP_UP,
        SignedAct.ATTRIBUTION,
        SignedAct.RETURN,
        SignedAct.COVER,
        SignedAct.COMMISSION,
        SignedAct.DUES,
        Kind.DUES,
        Kind.INTERNAL_TRANSFER,
        Kind.TOPUP_RECEIVED,
        Kind.TOPUP_ISSUED,
        Kind.REDEMPTION_RETURNED,
    ],
}
WRITES_NONE = {
    "/console/alerts/{id}/assignment": "its steps are a trail of their own, and confidential",
    "/console/alerts/{id}/notes": "its steps are a trail of their own, and confidential",
    "/console/alerts/{id}/closing": "its steps are a trail of their own, and confidential",
    "/console/members/{account}/unusual": "told in confidence: the alert says by whom",
    "/console/enrolment/contact": "sends a code; the wallet that it opens is noted",
    "/console/till/lines/{id}/letter": "sends the receipt of a posting, which says who took it",
    "/console/desk/search": "finds somebody; a code that their phone shows serves once",
    "/console/cards/card.pdf": "prints what the page before showed, and changes nothing",
    "/console/me/role": "changes one's own session alone",
    "/console/join": "makes one's own key from an invitation that two people signed",
    "/console/join/options": "changes nothing",
    "/console/sign-in/challenge": "changes nothing",
    "/console/sign-in/key": "opens one's own session",
    "/console/awake": "changes nothing",
    "/console/locked": "locks one's own session alone",
    "/console/locked/challenge": "changes nothing",
    "/console/locked/key": "opens one's own session again",
    "/console/sign-out": "ends one's own session",
}


def _posted_to() -> set[str]:
    routes = make_house(Settings(demo=False)).routes
    pages = [page for each in routes for page in getattr(each, "original_router", _NONE).routes]
    return {
        page.path for page in pages if page.path.startswith("/console") and "POST" in page.methods
    }


def _noted() -> set[str]:
    """Find the acts that use cases hand to `note_deed`, by the name of each."""
    return {
        node.attr
        for path in USE_CASES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "StaffAct"
    }


def test_every_form_writes_a_line_or_says_why_it_does_not() -> None:
    assert _posted_to() == {*WRITES, *WRITES_NONE}
    assert not WRITES.keys() & WRITES_NONE.keys()


def test_every_act_of_the_trail_is_written_by_a_use_case() -> None:
    assert _noted() == {act.name for act in StaffAct}
    assert {act for acts in WRITES.values() for act in acts if isinstance(act, StaffAct)} == set(
        StaffAct
    )


@pytest.mark.parametrize("act", sorted({act for acts in WRITES.values() for act in acts}))
def test_every_line_of_the_trail_has_a_name(act: StaffAct | SignedAct | Kind) -> None:
    assert (f"signed_{act}" if isinstance(act, SignedAct) else act) in ACTS


def test_every_posting_that_a_form_makes_is_one_that_the_trail_reads() -> None:
    posted = {act for acts in WRITES.values() for act in acts if isinstance(act, Kind)}
    assert posted <= set(POSTED_BY_STAFF)
