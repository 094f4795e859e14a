"""Months of the journal: the numbers between which their postings lie."""

from datetime import date, timedelta

WITHIN = """
       e.posting_seq >= (select min(first_seq) from ledger.journal_day where day >= :first)
   and e.posting_seq < (select coalesce(min(first_seq), 4611686018427387904)
                          from ledger.journal_day where day >= :until)
"""
"""Entries of the days from `:first` to before `:until`; none where the journal has not come."""


def month_after(month: date) -> date:
    """Give the first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """List the first days of the months from one day to another, newest first."""
    months = [first.replace(day=1)]
    while month_after(months[-1]) <= last:
        months.append(month_after(months[-1]))
    return months[::-1]
