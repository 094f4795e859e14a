"""The dated agreement of an acceptor: how a decision of the committee changes it."""

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.core.refusal_agreement import AgreementDatesWrong

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """From its first day to its last, both included; without a last day until it is ended."""

    starts_on: date
    ends_on: date | None

    def stands_on(self, day: date) -> bool:
        """Say whether it is in force, or yet to begin."""
        return self.ends_on is None or self.ends_on >= day


def decided(
    present: Agreement | None, starts_on: date | None, ends_on: date | None, *, today: date
) -> Agreement:
    """Say what an acceptor's agreement becomes: one that stands keeps its first day.

    Raises:
        AgreementDatesWrong: it begins before today, or ends before it begins or before yesterday.
    """
    if present is not None and present.stands_on(today):
        if ends_on is not None and ends_on < today - A_DAY:
            raise AgreementDatesWrong
        return Agreement(present.starts_on, ends_on)
    if starts_on is None or starts_on < today or (ends_on is not None and ends_on < starts_on):
        raise AgreementDatesWrong
    return Agreement(starts_on, ends_on)
