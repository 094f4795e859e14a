"""A desk opens agencies and tills by two of its managers, and closes what owes nothing."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest
from cosigning import signed_by
from personas import Member, Town
from storage.run_server import Database

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready, NotForThem, SecondPersonNeeded
from ledger.core.refusal_institution import (
    DeskNameTaken,
    KeepsNoDesk,
    TillDayStands,
    TillEnded,
    TillOwes,
)
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.demo_desks import counted
from ledger.fresh import new_id
from ledger.reports.kept_desks import KeptDesk, KeptTill, list_kept_desks
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.keep_desks import (
    ask_desk,
    ask_till,
    change_desk_place,
    decide_place,
    retire_till,
)
from ledger.use_cases.keep_officers import Newcomer, Post, ask_role, decide_officer
from ledger.use_cases.open_books import NewDesk
from ledger.use_cases.sign import Keeper
from ledger.use_cases.till_day import open_till_day

FIVES = NewDesk("Lille Fives", "cml", "1 rue de Lannoy", "59350", "Le matin")
OF_ISSUER = Keeper("person:yves", "issuer")
TAKE_NAME = "insert into ledger.desk values ('Lille Fives', 'cml', '', '', '')"
CLOSE_DAY = """
update ledger.till_day
   set state = 'closed', counted_at = now(), counted = 0, pieces = '{}', expected = 0, taken = 0,
       cheques = 0, closed_at = now(), left_in_till = 0
"""


class Direction:
    """Two managers of the town's desk."""

    def __init__(self, town: Town, database: Database, anne: Keeper, luc: Keeper) -> None:
        self.town, self.clearing, self.database = town, town.clearing, database
        self.anne, self.luc = anne, luc

    async def decide(
        self, act: SignedAct, asked: UUID, *, by: Keeper | None = None, is_granted: bool = True
    ) -> None:
        """Have Luc sign it."""
        now = self.town.clock.reading
        signed = await signed_by(
            self.clearing, by or self.luc, act, asked, is_granted=is_granted, now=now
        )
        await decide_place(self.clearing, asked, is_granted=is_granted, by=signed, now=now)

    async def ask(self, desk: NewDesk = FIVES, *, by: Keeper | None = None) -> UUID:
        """Have Anne ask for an agency."""
        now = self.town.clock.reading
        return await ask_desk(self.clearing, desk, by=by or self.anne, now=now)

    async def ask_till(self, desk: str = "cml", *, by: Keeper | None = None) -> UUID:
        """Have Anne ask for a till there."""
        now = self.town.clock.reading
        return await ask_till(self.clearing, desk, by=by or self.anne, now=now)

    async def retire(self, till: int, *, by: Keeper | None = None) -> None:
        """Have Anne close a till for good."""
        now = self.town.clock.reading
        await retire_till(self.clearing, till, by=by or self.anne, now=now)

    async def kept(self) -> dict[str, KeptDesk]:
        """Read the agencies by name."""
        reader = open_reader(self.database.app)
        try:
            return {each.name: each for each in await list_kept_desks(reader, "cml")}
        finally:
            await reader.dispose()

    async def opened_till(self) -> KeptTill:
        """Open a second till."""
        await self.decide(SignedAct.TILL, await self.ask_till())
        return (await self.kept())["cml"].tills[-1]


@pytest.fixture
async def direction(town: Town, database: Database) -> Direction:
    """Give the direction of the desk."""
    people = {name: new_id() for name in ("Anne Roy", "Luc Bon")}
    for name, id in people.items():
        role = Role.INSTITUTION_MANAGER
        await appoint_staff(town.clearing, id, name, role=role, institution="cml")
    anne, luc = (Keeper(f"person:{id}", "cml") for id in people.values())
    return Direction(town, database, anne, luc)


async def test_an_agency_is_asked_by_one_manager_and_opened_by_another(
    direction: Direction,
) -> None:
    asked = await direction.ask()
    with pytest.raises(AskedAlready):
        await direction.ask()
    with pytest.raises(SecondPersonNeeded):
        await direction.decide(SignedAct.DESK, asked, by=direction.anne)
    with pytest.raises(NotFound):
        await direction.decide(SignedAct.DESK, asked, by=OF_ISSUER)
    assert set(await direction.kept()) == {"cml"}

    await direction.decide(SignedAct.DESK, asked)

    fives = (await direction.kept())["Lille Fives"]
    assert (fives.street, fives.commune, fives.tills) == ("1 rue de Lannoy", "Lille", ())
    with pytest.raises(DeskNameTaken):
        await direction.ask()
    with pytest.raises(NotFound):
        await direction.decide(SignedAct.DESK, asked)


async def test_what_is_refused_opens_nothing(direction: Direction) -> None:
    await direction.decide(SignedAct.DESK, await direction.ask(), is_granted=False)
    await direction.decide(SignedAct.TILL, await direction.ask_till(), is_granted=False)

    kept = await direction.kept()
    assert (set(kept), len(kept["cml"].tills)) == ({"cml"}, 1)


async def test_a_name_taken_while_it_waited_is_not_taken_twice(
    town: Town, direction: Direction
) -> None:
    asked = await direction.ask()
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "insert into ledger.desk values ('Lille Fives', 'cml', '', '', '')"
        )

    with pytest.raises(DeskNameTaken):
        await direction.decide(SignedAct.DESK, asked)


async def test_tills_of_an_institution_bear_numbers_one_after_another(
    direction: Direction,
) -> None:
    waits = [await direction.ask_till() for _ in range(2)]
    for asked in waits:
        await direction.decide(SignedAct.TILL, asked)

    tills = (await direction.kept())["cml"].tills
    assert [(each.code, each.number) for each in tills] == [("CML", 1), ("CML", 2), ("CML", 3)]
    assert tills[-1].label == "Caisse 3, cml"


async def test_only_desks_open_agencies_and_tills_at_agencies_of_their_own(
    direction: Direction,
) -> None:
    for ask in (direction.ask, direction.ask_till):
        with pytest.raises(KeepsNoDesk):
            await ask(by=OF_ISSUER)
    for desk, by in (("cml", Keeper("person:x", "The house")), ("Lille Fives", direction.anne)):
        with pytest.raises(NotFound):
            await direction.ask_till(desk, by=by)


async def test_a_till_stands_at_a_desk_of_its_own_institution_in_the_database_too(
    direction: Direction,
) -> None:
    till = await direction.opened_till()
    owner = await asyncpg.connect(direction.database.owner)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await owner.execute(
            "update ledger.till set institution = 'The house' where cash_account = $1",
            till.account,
        )
    await owner.close()


async def test_where_an_agency_is_takes_one_manager_of_its_own(
    town: Town, direction: Direction
) -> None:
    now = town.clock.reading
    moved = NewDesk("cml", "cml", "2 place Sébastopol", "59350", "L’après-midi")
    with pytest.raises(NotFound):
        await change_desk_place(town.clearing, moved, by=Keeper("person:x", "The house"), now=now)

    await change_desk_place(town.clearing, moved, by=direction.anne, now=now)

    cml = (await direction.kept())["cml"]
    assert (cml.street, cml.commune, cml.hours) == ("2 place Sébastopol", "Lille", "L’après-midi")


async def test_a_till_whose_day_stands_is_not_closed(town: Town, direction: Direction) -> None:
    till = town.town_hall_desk.till
    with pytest.raises(TillDayStands):
        await direction.retire(till)


async def test_a_till_that_owes_is_not_closed(
    town: Town, awa: Member, direction: Direction
) -> None:
    till = town.town_hall_desk.till
    await town.issue(awa, Money(10_00))
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(CLOSE_DAY)

    with pytest.raises(TillOwes) as refused:
        await direction.retire(till)

    assert refused.value.facts == {"owed": 10_00}
    await town.check_books()


async def test_a_till_that_is_closed_takes_nothing_and_is_given_to_nobody(
    town: Town, direction: Direction
) -> None:
    clearing, now, till = town.clearing, town.clock.reading, await direction.opened_till()
    post, zoe = Post(Role.TELLER, "cml", till.account), Newcomer("Zoé", date(1990, 1, 2))
    waits = await ask_role(clearing, zoe, post, by=direction.anne, now=now)
    with pytest.raises(NotFound):
        await direction.retire(till.account, by=Keeper("person:x", "The house"))

    await direction.retire(till.account)

    with pytest.raises(NotFound):
        await direction.retire(till.account)
    with pytest.raises(TillEnded):
        await open_till_day(
            clearing, till.account, counted(0), by=direction.anne, reason="", now=now
        )
    signed = await signed_by(clearing, direction.luc, SignedAct.OFFICER, waits, now=now)
    with pytest.raises(NotForThem):
        await decide_officer(clearing, waits, is_granted=True, by=signed, now=now)
    with pytest.raises(NotForThem):
        await ask_role(
            clearing, Newcomer("Tom", date(1991, 1, 2)), post, by=direction.anne, now=now
        )
    assert (await direction.kept())["cml"].tills[-1].closed_at == now
