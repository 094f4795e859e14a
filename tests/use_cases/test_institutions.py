"""An institution is of one kind for ever, and gives the roles of its kind alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg
import pytest
from invited import Officer, opened
from personas import Town

from ledger.core.countersignature import SignedAct
from ledger.core.institution import Institution, institution_of
from ledger.core.officer import OFFICERS
from ledger.core.refusal import NotAllowed, NotFound, Refused
from ledger.core.refusal_institution import (
    KindTaken,
    RoleOfAnotherKind,
    SlipCodeTaken,
    WorksAlready,
)
from ledger.core.role import HOLDS, InstitutionKind, Role
from ledger.fresh import new_id
from ledger.storage.countersignatures import NewCountersignature, insert_countersignature
from ledger.storage.desks import insert_institution
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_institutions import read_institution
from ledger.use_cases.keep_officers import (
    Invitation,
    Newcomer,
    Post,
    ask_role,
    decide_officer,
    invite_managers,
)

BORN = date(1984, 3, 9)
ANNE, LUC, ZOE = (Newcomer(name, BORN) for name in ("Anne Roy", "Luc Bon", "Zoé Petit"))
GIVES = {
    InstitutionKind.DESK: {
        Role.TELLER, Role.DESK_CONTROLLER, Role.INSTITUTION_MANAGER, Role.ADMINISTRATOR,
    },
    InstitutionKind.ISSUER: {
        Role.OPERATOR, Role.TREASURER, Role.LAUNCH_MANAGER, Role.COMPLIANCE_OFFICER,
        Role.INSTITUTION_MANAGER, Role.ADMINISTRATOR,
    },
    InstitutionKind.AUDITOR: {Role.AUDITOR, Role.INSTITUTION_MANAGER},
}  # fmt: skip
STANDS = {
    InstitutionKind.DESK: institution_of("cml", InstitutionKind.DESK, code="CML"),
    InstitutionKind.ISSUER: institution_of("issuer", InstitutionKind.ISSUER),
    InstitutionKind.AUDITOR: institution_of("mel", InstitutionKind.AUDITOR),
}
"""The institutions of the town."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Two managers of an institution with the keys that they made."""

    town: Town
    anne: Officer
    luc: Officer

    async def ask(self, who: Newcomer, role: Role) -> UUID:
        """Have Anne ask a role, with the till of the desk if it takes one."""
        till = self.town.town_hall_desk.till if role is Role.TELLER else None
        post, now = Post(role, self.anne.keeper.institution, till), self.town.clock.reading
        return await ask_role(self.town.clearing, who, post, by=self.anne.keeper, now=now)

    async def decide(self, asked: UUID) -> Invitation | None:
        """Have Luc sign it."""
        clearing, now = self.town.clearing, self.town.clock.reading
        signed = await self.luc.signs(clearing, SignedAct.OFFICER, asked, now=now)
        return await decide_officer(clearing, asked, is_granted=True, by=signed, now=now)


async def begun(town: Town, institution: Institution) -> Direction:
    """Have the command begin an institution, and its two managers make their keys."""
    clearing, now = town.clearing, town.clock.reading
    invited = await invite_managers(clearing, institution, [ANNE, LUC], now=now)
    anne, luc = [await opened(clearing, each, institution.name, now=now) for each in invited]
    return Direction(town, anne, luc)


async def held(clearing: Clearing, institution: str) -> set[str]:
    """Read which roles somebody has in an institution."""
    async with clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select role from people.standing where institution = $1 and ended_at is null",
            institution,
        )
    return {row["role"] for row in rows}


def test_each_kind_gives_these_roles_and_no_other() -> None:
    assert {kind: set(roles) for kind, roles in HOLDS.items()} == GIVES


@pytest.mark.parametrize("role", OFFICERS)
@pytest.mark.parametrize("kind", list(InstitutionKind))
async def test_a_role_is_given_where_its_kind_has_it_and_nowhere_else(
    town: Town, kind: InstitutionKind, role: Role
) -> None:
    direction, name = await begun(town, STANDS[kind]), STANDS[kind].name
    before = await held(town.clearing, name)

    if role in GIVES[kind]:
        await direction.decide(await direction.ask(ZOE, role))
        assert await held(town.clearing, name) == {*before, role}
    else:
        with pytest.raises(RoleOfAnotherKind):
            await direction.ask(ZOE, role)
        assert await held(town.clearing, name) == before


async def test_what_was_asked_before_its_kind_was_known_is_not_granted(town: Town) -> None:
    direction = await begun(town, STANDS[InstitutionKind.DESK])
    asked, person = new_id(), town.awa.person
    facts = {"kind": "role", "role": "treasurer", "till": ""}
    new = NewCountersignature(
        asked, "officer", person, facts, "cml", direction.anne.keeper.principal,
        town.clock.reading,
    )  # fmt: skip
    async with town.clearing.pool.acquire() as connection:
        await insert_countersignature(connection, new)

    with pytest.raises(RoleOfAnotherKind):
        await direction.decide(asked)
    assert "treasurer" not in await held(town.clearing, "cml")


@pytest.mark.parametrize("kind", [InstitutionKind.ISSUER, InstitutionKind.AUDITOR])
async def test_the_machine_makes_no_second_treasury_and_no_second_auditor(
    town: Town, kind: InstitutionKind
) -> None:
    with pytest.raises(KindTaken):
        await begun(town, institution_of("Trésor du serveur", kind))
    async with town.clearing.pool.acquire() as connection:
        assert not await connection.fetchval(
            "select count(*) from ledger.institution where name = 'Trésor du serveur'"
        )


@pytest.mark.parametrize("kind", [InstitutionKind.ISSUER, InstitutionKind.AUDITOR])
async def test_the_database_holds_one_issuer_and_one_auditor(
    town: Town, kind: InstitutionKind
) -> None:
    async with town.clearing.pool.acquire() as connection:
        with pytest.raises(asyncpg.UniqueViolationError, match="is_alone"):
            await insert_institution(
                connection, institution_of("Trésor", kind), at=town.clock.reading
            )


async def test_managers_of_a_desk_that_the_machine_added_name_no_treasurer(town: Town) -> None:
    added = await begun(town, institution_of("Guichet du serveur", InstitutionKind.DESK))

    for role in (Role.TREASURER, Role.LAUNCH_MANAGER, Role.COMPLIANCE_OFFICER, Role.AUDITOR):
        with pytest.raises(RoleOfAnotherKind):
            await added.ask(ZOE, role)
    other = Post(Role.TREASURER, "issuer")
    with pytest.raises(Refused):
        await ask_role(town.clearing, ZOE, other, by=added.anne.keeper, now=town.clock.reading)
    assert await held(town.clearing, "Guichet du serveur") == {"institution_manager"}


async def test_a_kind_once_given_is_not_changed_by_beginning_again(town: Town) -> None:
    as_desk = institution_of("issuer", InstitutionKind.DESK, code="ISS")
    with pytest.raises(NotAllowed):
        await begun(town, as_desk)


async def test_the_machine_gives_nobody_of_the_house_another_key(town: Town) -> None:
    await begun(town, STANDS[InstitutionKind.ISSUER])
    now = town.clock.reading
    bank = institution_of("Banque du serveur", InstitutionKind.DESK)
    for people in ([ANNE, ZOE], [ZOE, LUC]):
        with pytest.raises(WorksAlready):
            await invite_managers(town.clearing, bank, people, now=now)
    async with town.clearing.pool.acquire() as connection:
        with pytest.raises(NotFound):
            await read_institution(connection, bank.name)


async def test_slips_of_two_institutions_never_begin_alike(town: Town) -> None:
    with pytest.raises(SlipCodeTaken):
        await begun(town, institution_of("Crédit Mutuel Local", InstitutionKind.DESK))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("La Poste", "LP"),
        ("Crédit Municipal de Lille", "CML"),
        ("Banque", "BAN"),
        ("Épargne Écologique", "EE"),
    ],
)
def test_slips_begin_with_the_initials_of_their_institution(name: str, code: str) -> None:
    assert institution_of(name, InstitutionKind.DESK).code == code


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "AB"), ("Banque", "A"), ("Banque", "A-B"), ("Banque", "ABCDEFG")]
)
def test_a_name_or_a_code_that_slips_cannot_bear_is_refused(name: str, code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        institution_of(name, InstitutionKind.DESK, code=code)
