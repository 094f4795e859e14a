"""The launch against its calendar: what the ledger can tell is computed, the rest is proved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.core.launch import Milestone, Phase, PhaseReview, Standing, due_on, standing
from ledger.database import reading
from ledger.reports.attached_files import COLUMNS, AttachedLine, attached_line
from ledger.reports.policy import show_policy

ACCREDITED = text("""
select count(*) as merchants_approved,
       count(*) filter (where a.kind = 'public_office') as public_cash_offices,
       count(distinct m.insee) as communes_covered
  from ledger.account as a left join people.member as m on m.id = a.owner
 where a.kind in ('merchant', 'association', 'public_office')
   and a.agreed_from <= :today and (a.agreed_until is null or a.agreed_until >= :today)
""")
HOLDERS = text("""
select count(*) filter (where kind = 'resident' and paid_on > cast(:today as date) - 90)
         as active_users,
       least(count(paid_on) filter (where kind = 'resident'), 1) as first_payment,
       coalesce(sum(balance), 0) / 100 as circulation
  from ledger.account
 where kind in ('resident', 'merchant', 'association', 'public_office')
""")
"""Active: who has paid in the last ninety days; the last day is kept with each wallet."""
READY = text("""
select count(distinct t.institution) as desks_ready
  from ledger.till_day as d join ledger.till as t on t.cash_account = d.till
 where d.closed_at is not null and d.counted = d.expected
""")
"""A desk is ready once a till of it was closed without a difference."""
FLOWS = text("""
with rest as (
  select coalesce(min(first_seq), 0) as first, (select max(seq) from ledger.posting) as last
    from ledger.journal_day
   where day > coalesce((select max(day) from ledger.day_flow), date '-infinity')
),
year as (
  select coalesce(min(first_seq), 0) as first from ledger.journal_day
   where day > cast(:today as date) - 365
),
told as (
  select came, came as came_lately, went as went_lately
    from ledger.day_flow where day > cast(:today as date) - 365
   union all
  select came, 0, 0 from ledger.day_flow where day <= cast(:today as date) - 365
   union all
  select came, case when seq >= year.first then came else 0 end,
         case when seq >= year.first then went else 0 end
    from ledger.flow, year
   where seq >= (select first from rest) and seq <= (select last from rest)
),
added as (
  select coalesce(sum(came), 0) as ever, sum(came_lately) as came, sum(went_lately) as went
    from told
)
select ever / 100 as euros_converted,
       case when came > 0 then round(100.0 * went / came) end as reconversion_rate_max
  from added
""")
"""Euros converted since the beginning; of those of twelve months, how much went back.

Closed days are added up already; of the others every posting is read. Between two bounds the
planner looks them up; from one bound on, it would read every leg.
"""
GO = text("""
select max(is_go::integer) filter (where phase = 'pilote') as go_decision_prefiguration,
       max(is_go::integer) filter (where phase = 'montee_en_charge') as go_decision_pilote
  from (select distinct on (phase) phase, is_go from ledger.phase_review
         order by phase, noted_at desc) as latest
""")
"""The review at the end of a phase lets the next one begin; nothing where none was noted."""
MEASURES = (ACCREDITED, HOLDERS, READY, FLOWS, GO)
"""What the ledger tells of the launch, by the names of the indicators; euros, not cents."""
MILESTONES = text(f"""
select m.id, m.month_due, m.phase, m.scope, m.title, m.indicator, m.target_min, m.target_nominal,
       m.proof_expected, m.benchmark,
       n.month_due as planned_month, n.reason as planned_reason,
       f.value as proved, f.reference, f.noted_at, {COLUMNS}
  from ledger.milestone as m
       left join lateral (select month_due, reason from ledger.milestone_plan
                           where milestone = m.id order by planned_at desc limit 1) as n on true
       left join lateral (select value, reference, noted_at, file from ledger.milestone_proof
                           where milestone = m.id order by noted_at desc limit 1) as f on true
       left join ledger.attached_file as k on k.id = f.file
 order by coalesce(n.month_due, m.month_due), m.id
""")  # noqa: S608 # ours
REVIEWS = text(f"""
select r.phase, r.is_go, r.held_on, r.reference, r.reason, p.name as noted_by, {COLUMNS}
  from ledger.phase_review as r left join people.person as p on r.noted_by = 'person:' || p.id
       left join ledger.attached_file as k on k.id = r.file
 order by r.noted_at desc
""")  # noqa: S608 # ours
_PLAN = ("id", "month_due", "phase", "scope", "title", "indicator", "target_min", "target_nominal")
_FIELDS = (*_PLAN, "proof_expected", "benchmark")


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone where it stands; `is_measured`: the ledger tells its value."""

    plan: Milestone
    due: date
    first_due: date
    planned_reason: str | None
    value: int | None
    is_measured: bool
    reference: str | None
    noted_at: datetime | None
    file: AttachedLine | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class NotedReview:
    """A review and who noted it."""

    review: PhaseReview
    noted_by: str | None
    file: AttachedLine | None


@dataclass(frozen=True, slots=True)
class Launch:
    """The whole calendar, what the ledger tells, what reviews said, the latest first."""

    milestones: tuple[MilestoneView, ...]
    measures: dict[str, int | None]
    month: int
    reviews: tuple[NotedReview, ...]

    def count(self, *standings: Standing) -> int:
        """Count the milestones that stand so."""
        return sum(each.standing in standings for each in self.milestones)


async def show_launch(engine: AsyncEngine, first_month: date, today: date) -> Launch:
    """Show the launch, its months counted from a day."""
    policy = await show_policy(engine, today)
    async with reading(engine) as connection:
        measures = await _measure(connection, today)
        measures["territories_open"] = len(policy.open_territories)
        rows = (await connection.execute(MILESTONES)).mappings().all()
        said = (await connection.execute(REVIEWS)).mappings().all()
    reviews = tuple(_review(dict(row)) for row in said)
    views = tuple(_view(dict(row), measures, first_month, today) for row in rows)
    month = (today.year - first_month.year) * 12 + today.month - first_month.month + 1
    return Launch(views, measures, month, reviews)


async def _measure(connection: AsyncConnection, today: date) -> dict[str, int | None]:
    measures: dict[str, int | None] = {}
    for question in MEASURES:
        bound = {"today": today} if ":today" in question.text else {}
        row = (await connection.execute(question, bound)).mappings().one()
        measures |= {name: None if value is None else int(value) for name, value in row.items()}
    return measures


def _view(
    row: dict[str, Any], measures: dict[str, int | None], first_month: date, today: date
) -> MilestoneView:
    plan = Milestone(**{name: row[name] for name in _FIELDS})
    due = due_on(first_month, row["planned_month"] or plan.month_due)
    measure = plan.indicator if plan.indicator in measures else f"{plan.indicator}_{plan.phase}"
    measured = measures.get(measure)
    is_measured = measured is not None
    value = measured if is_measured else row["proved"]
    return MilestoneView(
        plan=plan,
        due=due,
        first_due=due_on(first_month, plan.month_due),
        planned_reason=row["planned_reason"],
        value=value,
        is_measured=is_measured,
        reference=row["reference"],
        noted_at=row["noted_at"],
        file=attached_line(row),
        standing=standing(plan, value, due=due, today=today),
    )


def _review(row: dict[str, Any]) -> NotedReview:
    said = PhaseReview(
        Phase(row["phase"]), row["is_go"], row["held_on"], row["reference"], row["reason"]
    )
    return NotedReview(said, row["noted_by"], attached_line(row))
