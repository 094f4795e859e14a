"""What is kept of people, why, how long and counted from what: the one table.

Pages show it, the daily run follows it, and a test holds every table of people to a line of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ERASED_NAME: Final = "Personne effacée"
"""What stands where the name of somebody stood; a door says it in the language of its reader."""


class Rule(StrEnum):
    """A line of the table."""

    BOOKS = "books"
    VOUCHERS = "vouchers"
    IDENTITY = "identity"
    UNIDENTIFIED = "unidentified"
    ALERTS = "alerts"
    FORMER_STAFF = "former_staff"
    UNFINISHED = "unfinished"
    SIGN_INS = "sign_ins"
    LETTERS = "letters"
    CODES = "codes"
    RELATIVES = "relatives"


class CountedFrom(StrEnum):
    """What a period is counted from."""

    YEAR_END = "year_end"
    ACCOUNT_CLOSED = "account_closed"
    EXAMINED = "examined"
    ROLE_ENDED = "role_ended"
    LAST_CONTACT = "last_contact"
    ENDED = "ended"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Kept:
    """A line: how long, from what, by which text, and the tables of people that it empties.

    `is_law`: a text obliges to keep so long; else it is the longest that the house allows itself.
    """

    rule: Rule
    counted_from: CountedFrom
    source: str
    years: int = 0
    days: int = 0
    is_law: bool = False
    tables: tuple[str, ...] = ()

    def until(self, day: date) -> date:
        """Give the last day on which something is kept."""
        if self.counted_from is CountedFrom.YEAR_END:
            return date(day.year + self.years, 12, 31)
        return _same_day(day, self.years) + timedelta(days=self.days)

    def limit(self, today: date) -> date:
        """Give the first day of what is still kept: what is older goes."""
        if self.counted_from is CountedFrom.YEAR_END:
            return date(today.year - self.years, 1, 1)
        return _same_day(today, -self.years, or_after=True) - timedelta(days=self.days)


def _same_day(day: date, years: int, *, or_after: bool = False) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the twenty-ninth of February
        return date(day.year + years, *((3, 1) if or_after else (2, 28)))


RETENTION: Final = (
    Kept(
        Rule.BOOKS, CountedFrom.YEAR_END, "L123-22 C. com.", years=10, is_law=True
    ),
    Kept(
        Rule.VOUCHERS, CountedFrom.YEAR_END, "L123-22 C. com.", years=10, is_law=True,
        tables=("payout", "exit_proof", "bank_account"),
    ),
    Kept(
        Rule.IDENTITY, CountedFrom.ACCOUNT_CLOSED, "L561-12 CMF", years=5, is_law=True,
        tables=(
            "person", "member", "standing", "identity", "professional", "bank_account",
            "freeze_list_check", "freeze_list_hit", "person_key",
        ),
    ),
    Kept(
        Rule.UNIDENTIFIED, CountedFrom.ACCOUNT_CLOSED, "RGPD, art. 5", years=1,
        tables=("person", "member", "standing", "contact", "person_key"),
    ),
    Kept(
        Rule.ALERTS, CountedFrom.EXAMINED, "L561-12 CMF", years=5, is_law=True,
        tables=("watch_alert", "watch_step"),
    ),
    Kept(
        Rule.FORMER_STAFF, CountedFrom.ROLE_ENDED, "L561-12 CMF", years=5, is_law=True,
        tables=("standing",),
    ),
    Kept(
        Rule.UNFINISHED, CountedFrom.LAST_CONTACT, "CNIL", years=3,
        tables=("person", "enrolment_slip"),
    ),
    Kept(
        Rule.SIGN_INS, CountedFrom.ENDED, "CNIL 2021-122", years=1,
        tables=("session", "staff_try", "officer_invitation", "api_key"),
    ),
    Kept(Rule.LETTERS, CountedFrom.WRITTEN, "RGPD, art. 5", years=1, tables=("letter",)),
    Kept(
        Rule.CODES, CountedFrom.LAST_CONTACT, "RGPD, art. 5", days=1,
        tables=("address_wish", "contact_wish"),
    ),
    Kept(Rule.RELATIVES, CountedFrom.ENDED, "RGPD, art. 5", years=1, tables=("relative",)),
)  # fmt: skip
"""Every line, the books first: they hold no name, and nothing is ever removed from them."""
KEPT: Final[Mapping[Rule, Kept]] = {each.rule: each for each in RETENTION}
AS_LONG_AS_THE_ACCOUNT: Final = frozenset(
    {
        "account_pin",
        "freeze_code",
        "card_secret",
        "staff_code",
        "device",
        "desk_enrolment",
        "sponsorship",
    }
)
"""Tables that live as long as the account: they go with the line of its holder, or when asked."""
OF_NOBODY: Final = frozenset(
    {
        "freeze_list", "freeze_list_entry", "letter_cursor", "member_import",
        "watched_day",
    }
)  # fmt: skip
"""Tables that say nothing of those whom the house knows: what the State publishes, and cursors."""


def held_until(tier: str | None, closed_on: date) -> date | None:
    """Say until when the law holds the identity behind a closed account; None where it does not.

    Of an unidentified holder no document was seen: there is no evidence to be held.
    """
    return None if tier == "T0" else KEPT[Rule.IDENTITY].until(closed_on)
