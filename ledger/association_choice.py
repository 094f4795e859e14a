"""The form by which a resident chooses associations: at a desk, or in the resident's own pages."""

from dataclasses import dataclass

from starlette.requests import Request

from ledger.core.identifier import IdentifierUnreadable, account_id_from, account_id_text
from ledger.core.policy import GivingTerms
from ledger.core.refusal_giving import AssociationNotChosen
from ledger.fresh import paris_day, utc_now
from ledger.pages import services_of
from ledger.reports.associations import Association, Chosen, list_associations, show_chosen
from ledger.reports.policy import show_policy


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """What the form shows: who may be chosen, what is chosen, and by which terms it counts."""

    options: list[tuple[str, str]]
    chosen: Chosen
    first: str
    second: str
    terms: GivingTerms


async def show_choice(request: Request, account: int) -> ChoiceShown:
    """Gather what the form shows of an account."""
    reader, today = services_of(request).reader, paris_day(utc_now())
    associations = await list_associations(reader, today)
    chosen = await show_chosen(reader, account)
    return ChoiceShown(
        options=[(account_id_text(each.account), _told(each)) for each in associations],
        chosen=chosen,
        first=account_id_text(chosen.first) if chosen.first else "",
        second=account_id_text(chosen.second) if chosen.second else "",
        terms=(await show_policy(reader, today)).giving,
    )


def _told(association: Association) -> str:
    return ", ".join(filter(None, (association.name, association.commune)))


def read_choice(text: str) -> int | None:
    """Read an association of the form, or that none is chosen.

    Raises:
        AssociationNotChosen: it is no account.
    """
    try:
        return account_id_from(text) if text else None
    except IdentifierUnreadable:
        raise AssociationNotChosen from None
