"""Who chose to pay what for belonging, and what has come of it for a year."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.dues import ChosenDues, DuesState, state_of
from ledger.core.policy import Policy
from ledger.core.refusal import NotFound
from ledger.database import reading
from ledger.reports.listing import Listing, by_number, by_words

_STATE = """
case when d.owed = 0 then 'none' when d.paid >= d.owed then 'paid'
     when d.due_on < :today then 'late' else 'due' end
"""


@dataclass(frozen=True, slots=True)
class DuesLine:
    """A member's dues of a year, in cents."""

    account: int
    name: str
    kind: str
    owed: int
    paid: int
    left_to_pay: int
    due_on: date
    state: str


LISTED = Listing(
    f"""
select d.account_id as account, m.name, m.folded_name as by_name, a.kind, d.owed, d.paid,
       greatest(d.owed - d.paid, 0) as left_to_pay, d.due_on,
       (d.due_on - date '2000-01-01')::bigint as due_day, {_STATE} as state
  from ledger.dues_of(cast(:year as integer), cast(:days_to_pay as integer)) as d
       join ledger.account as a on a.id = d.account_id
       join people.member as m on m.id = a.owner
 where (cast(:choice as text) = '' or cast(:choice as text) = {_STATE})
   and (cast(:words as text) = '' or m.folded_name like people.folded(:words))
""",  # noqa: S608 # its parts are written here
    DuesLine,
    {
        "name": by_words("by_name"),
        "left": by_number("left_to_pay"),
        "due": by_number("due_day"),
    },
    by_number("account"),
)
SUMS = text(f"""
select count(*) filter (where d.owed > 0) as members, coalesce(sum(d.owed), 0)::bigint as owed,
       coalesce(sum(d.paid), 0)::bigint as paid, count(*) filter (where {_STATE} = 'late') as late
  from ledger.dues_of(cast(:year as integer), cast(:days_to_pay as integer)) as d
""")  # noqa: S608 # its parts are written here
STANDING = text("""
select a.kind, m.name, a.status, d.owed, d.paid, d.due_on, c.first_year, c.first_amount, c.per_year
  from ledger.account as a
       join people.member as m on m.id = a.owner
       left join lateral (
         select * from ledger.dues_of(cast(:year as integer), cast(:days_to_pay as integer))
          where account_id = a.id) as d on true
       left join lateral (
         select first_year, first_amount, per_year from ledger.dues_choice
          where account_id = a.id order by first_year desc limit 1) as c on true
 where a.id = :account
""")
WRONG = text("""
select d.posting_id from ledger.dues_payment as d
 where not exists (select from ledger.posting as p
                          join ledger.leg as l on l.posting_seq = p.seq and l.part = 'dues'
                    where p.id = d.posting_id and l.amount = d.amount)
 limit 10
""")
"""Payments of dues that no posting took as they are noted."""


@dataclass(frozen=True, slots=True)
class DuesSums:
    """What a year's dues add up to, in cents; how many owe some, and are late."""

    members: int
    owed: int
    paid: int
    late: int


@dataclass(frozen=True, slots=True)
class MemberDues:
    """What a member chose and owes; `owed` is None where they chose nothing."""

    name: str
    kind: str
    status: str
    year: int
    owed: int | None
    paid: int
    due_on: date | None
    chosen: ChosenDues | None

    @property
    def left_to_pay(self) -> int:
        """Say how much of the year is to be paid."""
        return max((self.owed or 0) - self.paid, 0)

    def state(self, today: date) -> DuesState:
        """Say how it stands."""
        if self.owed is None or self.due_on is None:
            return DuesState.NONE
        return state_of(self.owed, self.paid, self.due_on, today)


def bound_to(policy: Policy, today: date) -> dict[str, object]:
    """Bind the year of a day and the delay of its policy."""
    return {"year": today.year, "days_to_pay": policy.dues.days_to_pay, "today": today}


async def add_up_dues(engine: AsyncEngine, policy: Policy, today: date) -> DuesSums:
    """Add up the dues of a year."""
    async with reading(engine) as connection:
        row = (await connection.execute(SUMS, bound_to(policy, today))).mappings().one()
    return DuesSums(**row)


async def show_dues(engine: AsyncEngine, account: int, policy: Policy, today: date) -> MemberDues:
    """Show what a member chose and owes for the year of a day.

    Raises:
        NotFound: nobody holds that account.
    """
    bound = {"year": today.year, "days_to_pay": policy.dues.days_to_pay, "account": account}
    async with reading(engine) as connection:
        row = (await connection.execute(STANDING, bound)).mappings().first()
    if row is None:
        raise NotFound
    has_chosen = row["first_year"] is not None
    return MemberDues(
        name=row["name"],
        kind=row["kind"],
        status=row["status"],
        year=today.year,
        owed=row["owed"],
        paid=row["paid"] or 0,
        due_on=row["due_on"],
        chosen=ChosenDues(row["first_year"], row["first_amount"], row["per_year"])
        if has_chosen
        else None,
    )


async def find_wrong_dues(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for dues that are noted otherwise than the journal took them."""
    async with reading(engine) as connection:
        for row in await connection.execute(WRONG):
            yield f"dues {row.posting_id} are not those of a posting"
