"""New rules of the currency: one person proposes, another signs, they rule from their day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cosigning import signed_by, unsigned_by
from personas import Town
from storage.run_server import Database

from ledger.core.countersignature import SignedAct
from ledger.core.launch import Phase, PhaseReview
from ledger.core.money import Money
from ledger.core.policy_change import document_of
from ledger.core.refusal import CeilingReached, NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    NotForThem,
    OfficerKeyNeeded,
    SecondPersonNeeded,
)
from ledger.core.refusal_policy import PhaseNotDecided, PolicyBeyondLaw, PolicyDateWrong
from ledger.database import open_reader
from ledger.demo_officers import played_browser
from ledger.fresh import paris_day
from ledger.reports.signatures import find_unsigned_policies
from ledger.use_cases.change_policy import Proposal, ask_policy, decide_policy, withdraw_policy
from ledger.use_cases.keep_launch import note_review
from ledger.use_cases.sign import Keeper

HELENE = Keeper("person:helene", "issuer", played_browser("person:helene"))
PAUL = Keeper("person:paul", "issuer")
WHY = "Conseil du 2 juin 2026"


def proposal(town: Town, *, days: int = 1, **terms: object) -> Proposal:
    """Propose the opening rules with other terms."""
    valid_from = paris_day(town.clock.reading) + timedelta(days=days)
    return Proposal(valid_from, document_of(town.policy) | terms, WHY)


async def ask(town: Town, proposed: Proposal, *, by: Keeper = HELENE) -> UUID:
    """Have Hélène propose."""
    return await ask_policy(town.clearing, proposed, by=by, now=town.clock.reading)


async def decide(town: Town, id: UUID, *, by: Keeper = PAUL, is_granted: bool = True) -> None:
    """Have Paul sign."""
    clearing, act, now = town.clearing, SignedAct.POLICY, town.clock.reading
    signed = await signed_by(clearing, by, act, id, is_granted=is_granted, now=now)
    await decide_policy(clearing, id, is_granted=is_granted, by=signed, now=now)


def tight(town: Town) -> dict[str, Any]:
    """Give caps under which residents hold ten at most."""
    tiers = document_of(town.policy)["tiers"]
    return tiers | {"T1": tiers["T1"] | {"balance": 10_00}}


async def test_rules_are_obeyed_from_their_day_on_and_not_before(town: Town) -> None:
    asked = await ask(town, proposal(town, tiers=tight(town)))
    await town.issue(town.awa, Money(11_00))
    await decide(town, asked)
    await town.issue(town.awa, Money(1_00))
    town.clock.now = town.clock.reading + timedelta(days=1)

    with pytest.raises(CeilingReached):
        await town.issue(town.awa, Money(1_00))


async def test_only_another_person_who_signs_puts_rules_in_force(town: Town) -> None:
    asked = await ask(town, proposal(town, refund_days=30))
    with pytest.raises(SecondPersonNeeded):
        await decide(town, asked, by=HELENE)
    with pytest.raises(OfficerKeyNeeded):
        await decide_policy(
            town.clearing, asked, is_granted=True, by=unsigned_by(PAUL), now=town.clock.reading
        )
    await decide(town, asked, is_granted=False)
    with pytest.raises(NotFound):
        await decide(town, asked)
    assert await versions(town) == [1]


async def test_one_proposal_waits_at_a_time_and_its_author_takes_it_back(town: Town) -> None:
    asked, now = await ask(town, proposal(town, refund_days=30)), town.clock.reading
    with pytest.raises(AskedAlready):
        await ask(town, proposal(town, refund_days=40), by=PAUL)
    with pytest.raises(NotForThem):
        await withdraw_policy(town.clearing, asked, by=PAUL, now=now)
    await withdraw_policy(town.clearing, asked, by=HELENE, now=now)
    with pytest.raises(NotFound):
        await withdraw_policy(town.clearing, asked, by=HELENE, now=now)

    await decide(town, await ask(town, proposal(town, refund_days=40), by=HELENE))
    assert await versions(town) == [1, 2]


async def test_what_cannot_be_proposed_is_not(town: Town) -> None:
    with pytest.raises(ExplanationNeeded):
        await ask(town, replace(proposal(town, refund_days=30), reason=""))
    with pytest.raises(PolicyBeyondLaw):
        await ask(town, proposal(town, redemption_fee_per_mille=1_001))
    with pytest.raises(PolicyDateWrong):
        await ask(town, proposal(town, days=0, refund_days=30))
    assert await versions(town) == [1]


async def test_a_proposal_signed_too_late_is_not_put_in_force(town: Town) -> None:
    asked = await ask(town, proposal(town, refund_days=30))
    town.clock.now = town.clock.reading + timedelta(days=1)
    with pytest.raises(PolicyDateWrong):
        await decide(town, asked)
    await decide(town, asked, is_granted=False)
    assert await versions(town) == [1]


async def test_a_phase_waits_for_the_latest_review_to_say_go(town: Town) -> None:
    today = paris_day(town.clock.reading)
    said = PhaseReview(Phase.GROWTH, is_go=True, held_on=today, reference="PV 12", reason="")

    async def note(review: PhaseReview) -> None:
        town.clock.now = town.clock.reading + timedelta(minutes=1)
        await note_review(town.clearing, review, by="person:elise", now=town.clock.reading)

    await note(said)
    await note(replace(said, is_go=False, reason="Trop peu de commerces"))
    with pytest.raises(PhaseNotDecided):
        await ask(town, proposal(town, phase="montee_en_charge"))
    await note(said)
    await decide(town, await ask(town, proposal(town, phase="montee_en_charge")))
    assert await versions(town) == [1, 2]


async def test_a_review_names_its_document_and_a_refusal_its_reason(town: Town) -> None:
    today = paris_day(town.clock.reading)
    unnamed = PhaseReview(Phase.GROWTH, is_go=True, held_on=today, reference="", reason="")
    for wrong in (unnamed, replace(unnamed, is_go=False, reference="PV 12")):
        with pytest.raises(ExplanationNeeded):
            await note_review(town.clearing, wrong, by="person:elise", now=town.clock.reading)


async def test_a_policy_that_nobody_signed_is_found(town: Town, database: Database) -> None:
    await decide(town, await ask(town, proposal(town, refund_days=30)))
    assert await findings(database) == []
    town.policy = replace(town.policy, version=2)
    await town.change_policy(refund_days=10)
    assert await findings(database) == ["policy 3 is not what was signed"]


async def versions(town: Town) -> list[int]:
    """List the versions that are written."""
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch("select version from ledger.policy order by version")
    return [row["version"] for row in rows]


async def findings(database: Database) -> list[str]:
    """Say which policies are not what was signed, as an auditor reads it."""
    reader = open_reader(database.auditor)
    try:
        return [each async for each in find_unsigned_policies(reader)]
    finally:
        await reader.dispose()
