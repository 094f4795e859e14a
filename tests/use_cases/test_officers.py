"""Who works for an institution: two managers, never for oneself, one natural person once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from cosigning import signed_by
from personas import INSTITUTIONS, Town

from ledger.core.assertion import Party
from ledger.core.countersignature import SignedAct
from ledger.core.institution import institution_of
from ledger.core.officer import INVITATION_LIFE, SIGNS_AFTER
from ledger.core.refusal import NotAllowed, NotFound, SignatureInvalid
from ledger.core.refusal_access import (
    AskedAlready,
    InvitationNotValid,
    NotForThem,
    OfficerKeyNeeded,
    RoleNotYet,
    SecondPersonNeeded,
)
from ledger.core.role import InstitutionKind, Role
from ledger.demo_officers import played_browser, sign_as_played
from ledger.fresh import new_id
from ledger.proof import SIGN_IN
from ledger.use_cases.keep_officers import (
    Invitation,
    Newcomer,
    Post,
    ask_key,
    ask_role,
    decide_officer,
    end_role,
    invite_managers,
)
from ledger.use_cases.sign import Keeper
from ledger.use_cases.sign_in_officer import (
    Arrival,
    AtHand,
    MadeHere,
    OfficerPost,
    accept_invitation,
    find_invited,
    sign_in_officer,
    take_role,
)

HOUSE, BORN = "issuer", date(1984, 3, 9)
ZOE = Newcomer("Zoé Petit", BORN)
HERE = Party("https://console.example", "console.example")


class Direction:
    """Two managers of an institution, each with a key and a device."""

    def __init__(self, town: Town, institution: str, people: list[UUID]) -> None:
        self.town, self.institution = town, institution
        self.anne, self.luc = (
            Keeper(f"person:{id}", institution, played_browser(f"person:{id}")) for id in people
        )

    async def ask(self, who: Newcomer, role: Role, *, till: int | None = None) -> UUID:
        """Have Anne ask a role for somebody."""
        now = self.town.clock.reading
        return await ask_role(
            self.town.clearing, who, Post(role, self.institution, till), by=self.anne, now=now
        )

    async def decide(
        self, asked: UUID, *, by: Keeper | None = None, is_granted: bool = True
    ) -> Invitation | None:
        """Have Luc sign it."""
        clearing, now, who = self.town.clearing, self.town.clock.reading, by or self.luc
        signed = await signed_by(
            clearing, who, SignedAct.OFFICER, asked, is_granted=is_granted, now=now
        )
        return await decide_officer(clearing, asked, is_granted=is_granted, by=signed, now=now)

    async def sign_in(self, person: UUID) -> str:
        """Sign in with the key of somebody."""
        clearing, now, principal = self.town.clearing, self.town.clock.reading, f"person:{person}"
        content = SIGN_IN + str(new_id()).encode()
        approval = await sign_as_played(clearing, principal, content, now=now)
        arrival = Arrival(
            approval.key_id.bytes,
            approval,
            content,
            played_browser(principal),
            now + timedelta(hours=1),
        )
        return await sign_in_officer(clearing, arrival, now=now)


async def begun(
    town: Town, name: str, first: str = "Anne Roy", second: str = "Luc Bon"
) -> Direction:
    """Have the command of the machine invite the two managers of an institution of the town."""
    people = [Newcomer(first, BORN), Newcomer(second, BORN)]
    kept = next(each for each in INSTITUTIONS if each.name == name)
    invited = await invite_managers(town.clearing, kept, people, now=town.clock.reading)
    return Direction(town, name, [each.person for each in invited])


@pytest.fixture
async def direction(town: Town) -> Direction:
    """Give the two managers of the issuer."""
    return await begun(town, HOUSE)


async def test_the_machine_invites_two_different_people_once(
    town: Town, direction: Direction
) -> None:
    now, again = town.clock.reading, [Newcomer("A B", BORN), Newcomer("C D", BORN)]
    with pytest.raises(NotAllowed):
        await invite_managers(town.clearing, INSTITUTIONS[0], again, now=now)
    another = institution_of("cmr", InstitutionKind.DESK)
    twice = [Newcomer("Éva Noël", BORN), Newcomer("NOEL  eva", BORN)]
    with pytest.raises(NotAllowed):  # one person, however the name is typed
        await invite_managers(town.clearing, another, twice, now=now)
    assert direction.anne != direction.luc


async def test_a_role_is_asked_by_one_signed_by_another_and_never_for_oneself(
    town: Town, direction: Direction
) -> None:
    asked = await direction.ask(ZOE, Role.COMPLIANCE_OFFICER)
    with pytest.raises(AskedAlready):
        await direction.ask(Newcomer("PETIT Zoe", BORN), Role.COMPLIANCE_OFFICER)
    with pytest.raises(SecondPersonNeeded):
        await direction.decide(asked, by=direction.anne)
    with pytest.raises(NotForThem):
        await direction.ask(Newcomer("Anne Roy", BORN), Role.TREASURER)
    with pytest.raises(NotFound):
        await direction.decide(asked, by=Keeper(direction.luc.principal, "cmr"))

    invitation = await direction.decide(asked)

    assert invitation
    assert (await find_invited(town.clearing, invitation.code, now=town.clock.reading)).name == (
        "Zoé Petit"
    )
    with pytest.raises(NotFound):
        await direction.decide(asked)


async def test_nobody_signs_what_is_for_themselves(direction: Direction) -> None:
    asked = await direction.ask(Newcomer("Luc Bon", BORN), Role.TREASURER)

    with pytest.raises(NotForThem):
        await direction.decide(asked)


async def test_a_role_refused_gives_nothing(town: Town, direction: Direction) -> None:
    asked = await direction.ask(ZOE, Role.COMPLIANCE_OFFICER)

    assert await direction.decide(asked, is_granted=False) is None
    async with town.clearing.pool.acquire() as connection:
        assert not await connection.fetchval(
            "select count(*) from people.standing"
            " where role = 'compliance_officer' and institution = $1",
            HOUSE,
        )


async def test_a_till_goes_with_a_teller_of_its_own_desk_alone(
    town: Town,
) -> None:
    direction = await begun(town, "cml")
    own = town.town_hall_desk.till
    for role, till in ((Role.TELLER, None), (Role.DESK_CONTROLLER, own), (Role.TELLER, 1)):
        with pytest.raises(NotForThem):
            await direction.ask(ZOE, role, till=till)
    with pytest.raises(NotForThem):
        await direction.ask(ZOE, Role.RESIDENT)

    await direction.ask(ZOE, Role.TELLER, till=own)


async def test_a_role_that_countersigns_counts_a_day_later(
    town: Town, direction: Direction
) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.TREASURER))
    assert invitation
    with pytest.raises(RoleNotYet):
        await direction.sign_in(invitation.person)

    town.clock.now = town.clock.reading + SIGNS_AFTER
    assert await direction.sign_in(invitation.person)


async def test_whoever_works_nowhere_signs_in_nowhere(town: Town, direction: Direction) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.COMPLIANCE_OFFICER))
    assert invitation
    await direction.sign_in(invitation.person)
    now, person = town.clock.reading, invitation.person

    role = Role.COMPLIANCE_OFFICER
    await end_role(town.clearing, person, role, "Départ", by=direction.luc, now=now)

    with pytest.raises(NotAllowed):
        await direction.sign_in(person)
    async with town.clearing.pool.acquire() as connection:
        living = "select count(*) from people.session where person_id = $1 and ended_at is null"
        assert await connection.fetchval(living, person) == 0
    with pytest.raises(NotFound):
        await end_role(town.clearing, person, role, "Départ", by=direction.luc, now=now)
    own = UUID(direction.luc.principal.removeprefix("person:"))
    with pytest.raises(NotForThem):
        await end_role(
            town.clearing, own, Role.INSTITUTION_MANAGER, "Départ", by=direction.luc, now=now
        )


async def test_one_goes_on_in_another_role_of_ones_own_and_in_no_other(
    town: Town, direction: Direction
) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.COMPLIANCE_OFFICER))
    assert invitation
    await direction.sign_in(invitation.person)
    assert await direction.decide(await direction.ask(ZOE, Role.ADMINISTRATOR)) is None
    now, person, browser = town.clock.reading, invitation.person, b"browser"
    key = (await sign_as_played(town.clearing, f"person:{person}", b"", now=now)).key_id
    hand = AtHand(key, browser, now + timedelta(hours=1))

    assert await take_role(
        town.clearing, OfficerPost(person, Role.ADMINISTRATOR, HOUSE), hand, now=now
    )
    for post, error in (
        (OfficerPost(person, Role.TREASURER, HOUSE), NotAllowed),
        (OfficerPost(person, Role.COMPLIANCE_OFFICER, "cmr"), NotAllowed),
    ):
        with pytest.raises(error):
            await take_role(town.clearing, post, hand, now=now)
    by_nothing = AtHand(None, browser, now + timedelta(hours=1))
    post = OfficerPost(person, Role.ADMINISTRATOR, HOUSE)
    with pytest.raises(OfficerKeyNeeded):
        await take_role(town.clearing, post, by_nothing, now=now)


async def test_a_challenge_opens_one_session(town: Town, direction: Direction) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.COMPLIANCE_OFFICER))
    assert invitation
    now, principal = town.clock.reading, f"person:{invitation.person}"
    approval = await sign_as_played(town.clearing, principal, SIGN_IN + b"1", now=now)

    def arrives(content: bytes) -> Arrival:
        end = now + timedelta(hours=1)
        return Arrival(approval.key_id.bytes, approval, content, b"browser", end)

    await sign_in_officer(town.clearing, arrives(SIGN_IN + b"1"), now=now)
    with pytest.raises(OfficerKeyNeeded):
        await sign_in_officer(town.clearing, arrives(SIGN_IN + b"1"), now=now)
    with pytest.raises(SignatureInvalid):
        await sign_in_officer(town.clearing, arrives(SIGN_IN + b"2"), now=now)


async def test_an_invitation_is_good_for_a_day_and_a_passkey_made_for_it(
    town: Town, direction: Direction
) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.COMPLIANCE_OFFICER))
    assert invitation
    now = town.clock.reading
    made = MadeHere('{"id": "nothing"}', b"challenge", HERE, b"browser")
    with pytest.raises(SignatureInvalid):
        await accept_invitation(town.clearing, invitation.code, made, now=now)
    late = now + INVITATION_LIFE + timedelta(seconds=1)
    for code, at in ((invitation.code, late), ("another", now)):
        with pytest.raises(InvitationNotValid):
            await find_invited(town.clearing, code, now=at)


async def test_a_lost_key_is_asked_by_one_and_granted_by_another(
    town: Town, direction: Direction
) -> None:
    invitation = await direction.decide(await direction.ask(ZOE, Role.COMPLIANCE_OFFICER))
    assert invitation
    now, anne = town.clock.reading, UUID(direction.anne.principal.removeprefix("person:"))
    with pytest.raises(NotFound):
        await ask_key(town.clearing, new_id(), by=direction.anne, now=now)
    with pytest.raises(NotForThem):
        await ask_key(town.clearing, anne, by=direction.anne, now=now)

    asked = await ask_key(town.clearing, invitation.person, by=direction.anne, now=now)
    another = await direction.decide(asked)

    assert another
    with pytest.raises(InvitationNotValid):  # the one before is withdrawn
        await find_invited(town.clearing, invitation.code, now=now)
    assert await find_invited(town.clearing, another.code, now=now)
