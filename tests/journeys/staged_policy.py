"""The rules of the currency: one version to come, another that waits for its signature."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.countersignature import SignedAct
from ledger.core.launch import Phase, PhaseReview
from ledger.core.policy_change import document_of
from ledger.core.role import Role
from ledger.demo_officers import cosigned
from ledger.fresh import paris_day, utc_now
from ledger.reports.access import list_personas
from ledger.reports.policy import show_policy
from ledger.use_cases.change_policy import Proposal, ask_policy, decide_policy
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_launch import note_review
from ledger.use_cases.sign import Decision, Keeper


async def stage_policy(clearing: Clearing, reader: AsyncEngine) -> None:
    """Sign rules that begin in two months, propose those after them, note a review."""
    now, treasury = utc_now(), await list_personas(reader, [Role.TREASURER], 50)
    helene, paul = (
        Keeper(each.principal, each.institution or "")
        for each in sorted(treasury, key=lambda person: person.person_name)
    )
    today = paris_day(now)
    latest = document_of(await show_policy(reader, today))
    longer = latest | {"refund_days": 60}
    spring = Proposal(today + timedelta(days=60), longer, "Conseil d’administration du 3 juin")
    asked = await ask_policy(clearing, spring, by=helene, now=now)
    signed = await cosigned(clearing, paul, Decision(SignedAct.POLICY, asked), now=now)
    await decide_policy(clearing, asked, is_granted=True, by=signed, now=now)
    wider = longer | {"open_territories": list(range(1, 9)), "redemption_fee_per_mille": 40}
    summer = Proposal(today + timedelta(days=90), wider, "Ouverture des huit territoires")
    await ask_policy(clearing, summer, by=paul, now=now)
    said = PhaseReview(
        Phase.GROWTH, is_go=False, held_on=today, reference="Délibération du jour",
        reason="Il manque trois communes",
    )  # fmt: skip
    await note_review(clearing, said, by=helene.principal, now=now)
