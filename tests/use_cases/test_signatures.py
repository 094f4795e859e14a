"""A second signature is a passkey's, over one decision and its effect, from another browser."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from cosigning import signed_by
from personas import Town
from storage.run_server import Database

from ledger.core.countersignature import DOMAIN, SignedAct
from ledger.core.money import Money
from ledger.core.posting import Kind, Posted
from ledger.core.refusal import NotAllowed, NotFound, SignatureInvalid
from ledger.core.refusal_access import OfficerKeyNeeded, SameBrowser, SecondPersonNeeded
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.demo_officers import cosigned, played_browser, sign_as_played
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.storage.people import insert_person
from ledger.use_cases.countersign import ask_slip_credit, countersign
from ledger.use_cases.sign import Cosigner, Decision, Keeper, read_statements

HELENE = Keeper("person:helene", "issuer", played_browser("person:helene"))
PAUL = Keeper("person:paul", "issuer")


@pytest.fixture
async def slip(town: Town) -> Posted:
    """Give a slip of 100 on its way to the bank."""
    await town.issue(town.awa, Money(100_00))
    return await town.close_slip("CML-BORD-2026-06-06-1", Money(100_00))


@pytest.fixture
async def asked(town: Town, slip: Posted) -> UUID:
    """Give what Hélène asks: to note its credit."""
    now = town.clock.reading
    return await ask_slip_credit(town.clearing, slip.id, piece="LCR 12", by=HELENE, now=now)


async def decide(town: Town, asked: UUID, by: Cosigner, *, is_granted: bool = True) -> None:
    """Decide, with what was signed."""
    await countersign(town.clearing, asked, is_granted=is_granted, by=by, now=town.clock.reading)


async def signed(town: Town, asked: UUID, keeper: Keeper = PAUL, **how: bool) -> Cosigner:
    """Sign a decision."""
    now = town.clock.reading
    return await signed_by(town.clearing, keeper, SignedAct.SLIP_CREDIT, asked, now=now, **how)


async def findings(database: Database) -> list[str]:
    """Say what the check of the books finds, as an auditor runs it."""
    reader = open_reader(database.auditor)
    try:
        return (await check_books(reader)).findings
    finally:
        await reader.dispose()


async def test_what_is_signed_says_the_effect_the_policy_and_the_decision(
    town: Town, asked: UUID
) -> None:
    waiting, now = [(SignedAct.SLIP_CREDIT, asked)], town.clock.reading
    (statement,) = await read_statements(town.clearing, waiting, now=now)

    slip = "CML-BORD-2026-06-06-1"
    assert statement.effect == {"slip": slip, "bank_line": "LCR 12", "amount": 100_00}
    content = statement.content(is_granted=True)
    assert content.startswith(DOMAIN)
    assert f'"policy":{statement.policy},"request":"{asked}"'.encode() in content
    assert content != statement.content(is_granted=False)


async def test_a_signature_is_kept_and_verified_again(
    town: Town, asked: UUID, database: Database
) -> None:
    await decide(town, asked, await signed(town, asked))

    assert await town.clearing.find(asked, Kind.SLIP_CREDITED)
    waiting, now = [(SignedAct.SLIP_CREDIT, asked)], town.clock.reading
    assert await read_statements(town.clearing, waiting, now=now) == []
    assert await findings(database) == []
    async with town.clearing.pool.acquire() as connection:
        kept = await connection.fetchrow("select * from ledger.signature where subject = $1", asked)
    assert kept["principal"] == PAUL.principal
    assert kept["content"].startswith(DOMAIN)


@pytest.mark.parametrize("column", ["content", "client_data", "authenticator_data", "signature"])
async def test_a_signature_changed_by_one_byte_is_found(
    town: Town, asked: UUID, database: Database, column: str
) -> None:
    await decide(town, asked, await signed(town, asked))
    owner = await asyncpg.connect(database.owner)
    await owner.execute("alter table ledger.signature disable trigger signature_is_never_changed")
    await owner.execute(
        f"update ledger.signature set {column} = set_byte({column}, 30, "  # noqa: S608 # a name of ours
        f"get_byte({column}, 30) # 1) where subject = $1",
        asked,
    )
    await owner.close()

    assert await findings(database) == [f"signature on {asked} is not what its officer signed"]


async def test_a_click_or_another_decision_is_no_signature(town: Town, asked: UUID) -> None:
    grant = await signed(town, asked)
    refuse = await signed(town, asked, is_granted=False)
    nothing = replace(grant, approval=replace(grant.approval, signature=b""))

    with pytest.raises(SignatureInvalid):
        await decide(town, asked, nothing)
    with pytest.raises(SignatureInvalid):
        await decide(town, asked, refuse)
    with pytest.raises(SignatureInvalid):
        await decide(town, asked, grant, is_granted=False)
    await decide(town, asked, grant)
    with pytest.raises(NotFound):
        await decide(town, asked, grant)


async def test_a_key_of_somebody_else_signs_for_nobody(town: Town, asked: UUID) -> None:
    anne = await signed(town, asked, Keeper("person:anne", "issuer"))

    with pytest.raises(OfficerKeyNeeded):
        await decide(town, asked, replace(anne, principal=PAUL.principal))


async def test_a_revoked_key_signs_nothing(town: Town, asked: UUID) -> None:
    by_paul = await signed(town, asked)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("update ledger.officer_key set revoked_at = clock_timestamp()")

    with pytest.raises(OfficerKeyNeeded):
        await decide(town, asked, by_paul)


async def test_two_people_in_one_browser_are_refused(town: Town, asked: UUID) -> None:
    by_paul = await signed(town, asked)

    with pytest.raises(SameBrowser):
        await decide(town, asked, replace(by_paul, browser=HELENE.browser))
    with pytest.raises(SameBrowser):
        await decide(town, asked, replace(by_paul, browser=b""))
    await decide(town, asked, by_paul)


async def test_two_keys_made_in_one_browser_are_refused(
    town: Town, asked: UUID, database: Database
) -> None:
    now = town.clock.reading
    await sign_as_played(town.clearing, HELENE.principal, DOMAIN, now=now)
    by_paul = await signed(town, asked)
    owner = await asyncpg.connect(database.owner)
    await owner.execute("update ledger.officer_key set browser = $1", b"the one at the desk")
    await owner.close()

    with pytest.raises(SameBrowser):
        await decide(town, asked, by_paul)


async def test_whoever_asked_signs_nothing_of_it(town: Town, asked: UUID) -> None:
    by_helene = await cosigned(
        town.clearing, HELENE, Decision(SignedAct.SLIP_CREDIT, asked), now=town.clock.reading
    )

    with pytest.raises(SecondPersonNeeded):
        await decide(town, asked, by_helene)


async def test_a_signature_counts_by_a_role_that_signs_that_and_has_begun(
    town: Town, asked: UUID
) -> None:
    person, now = new_id(), town.clock.reading
    keeper = Keeper(f"person:{person}", "issuer")
    decision = Decision(SignedAct.SLIP_CREDIT, asked)

    async def standing(role: Role, *, since: timedelta, ended: bool = False) -> None:
        async with town.clearing.pool.acquire() as connection:
            await connection.execute("delete from people.standing where person_id = $1", person)
            await connection.execute(
                "insert into people.standing (person_id, role, institution, starts_at, ended_at)"
                " values ($1, $2, 'issuer', $3, $4)",
                person,
                role,
                now + since,
                now if ended else None,
            )

    async with town.clearing.pool.acquire() as connection:
        await insert_person(connection, person, "Nora Petit")
    before, after = -timedelta(hours=1), timedelta(hours=1)
    for role, since, ended in (
        (Role.OPERATOR, before, False),
        (Role.ADMINISTRATOR, before, False),
        (Role.TREASURER, after, False),
        (Role.TREASURER, before, True),
    ):
        await standing(role, since=since, ended=ended)
        with pytest.raises(NotAllowed):
            await decide(town, asked, await cosigned(town.clearing, keeper, decision, now=now))
    await standing(Role.TREASURER, since=before)
    await decide(town, asked, await cosigned(town.clearing, keeper, decision, now=now))
