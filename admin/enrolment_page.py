"""What the forms of an enrolment share: what was typed stays, what is wrong stands by its field."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment_form import Mistyped, Typed
from admin.request import DOOR
from ledger.core.identifier import account_id_text
from ledger.core.refusal import Refused
from ledger.core.refusal_access import AddressCodeWrong, AddressNotUnderstood, TooManyAddresses
from ledger.core.refusal_enrolment import (
    AlikeKnown,
    ContactTaken,
    FreezeListMatch,
    GuardianNeeded,
    IdentifiedAlready,
    IdentityExpired,
    IdentityKnown,
    NamesakeUnexplained,
    OrganisationAlike,
    OutsidePerimeter,
)
from ledger.failures import STATUS
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.policy import show_policy
from ledger.use_cases.enrol_at_desk import DeskForm

FIELD_OF: dict[type[Exception], str] = {
    IdentityExpired: "expires_on",
    IdentityKnown: "number",
    IdentifiedAlready: "number",
    OrganisationAlike: "is_another",
    OutsidePerimeter: "derogation",
    NamesakeUnexplained: "note",
    FreezeListMatch: "result",
    GuardianNeeded: "guardian_name",
    AlikeKnown: "is_another",
    AddressCodeWrong: "code",
    AddressNotUnderstood: "address",
    ContactTaken: "address",
    TooManyAddresses: "address",
}
"""Beside which field a refusal is told; others have a page of their own."""
TOLD: tuple[type[Exception], ...] = (Mistyped, *FIELD_OF)


def desk_form(teller: Access, typed: Typed) -> DeskForm:
    """Say who fills in which form, and whether they know that it is somebody else."""
    is_another = typed.words.get("is_another") == "yes"
    return DeskForm(
        read_uuid(typed.words.get("operation", "")), teller.principal, is_another, utc_now()
    )


def opened(account: int) -> Response:
    """Lead to the file of the wallet that has just opened."""
    return see_other(f"/console/desk?member={account_id_text(account)}&opened=yes")


async def enrolment_page(
    request: Request,
    teller: Access,
    template: str,
    told: tuple[Typed, Exception | None],
    *,
    stopped_at: str = "result",
    **values: object,
) -> Response:
    """Render a form with all that was typed and, beside its field, what is wrong.

    `stopped_at`: the field beside which the register of asset freezes stops an enrolment.
    """
    typed, error = told
    mistakes = _errors(request, error)
    if isinstance(error, FreezeListMatch):
        mistakes = {stopped_at: say(request, error)}
    known = error.facts.get("account") if isinstance(error, Refused) else None
    return render(
        request,
        DOOR,
        template,
        status=_status(error),
        access=teller,
        typed=defaultdict(str, typed.words),
        errors=defaultdict(str, mistakes),
        mistakes=list(mistakes.items()),
        known=account_id_text(int(known)) if known else "",
        policy=await show_policy(services_of(request).reader, paris_day(utc_now())),
        operation=typed.words.get("operation") or new_id(),
        **values,
    )


def _errors(request: Request, error: Exception | None) -> dict[str, str]:
    if isinstance(error, Mistyped):
        return {name: words(request, sentence) for name, sentence in error.errors.items()}
    if error is None:
        return {}
    return {FIELD_OF[type(error)]: say(request, error)}


def _status(error: Exception | None) -> int:
    if error is None:
        return 200
    return STATUS[error.code] if isinstance(error, Refused) else 422
