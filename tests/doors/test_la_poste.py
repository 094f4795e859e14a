"""« La Poste » begins on an empty house: by a command and by signatures, without a line of code."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pypdfium2
from callers import StaffBrowser
from fastapi import FastAPI
from invited import Officer, opened
from personas import PERSONAS, TownClock, enrol

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.identifier import uuid_text
from ledger.core.institution import institution_of
from ledger.core.money import Money
from ledger.core.officer import SIGNS_AFTER
from ledger.core.posting import Evidence, Kind, Origin
from ledger.core.role import InstitutionKind, Role
from ledger.core.till_day import DayState
from ledger.database import open_reader
from ledger.demo_desks import counted
from ledger.fresh import new_id, utc_now
from ledger.reports.desks import list_desks
from ledger.reports.kept_desks import list_kept_desks
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.close_till import count_till, find_slip
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_desks import ask_desk, ask_till, decide_place
from ledger.use_cases.keep_officers import (
    Newcomer,
    Post,
    ask_role,
    decide_officer,
    invite_managers,
)
from ledger.use_cases.open_books import NewDesk
from ledger.use_cases.sign import Keeper
from ledger.use_cases.sign_in_officer import OfficerPost, open_officer_session
from ledger.use_cases.till_day import check_till_float, open_till_day
from ui.guard import session_cookie_name

ADDRESS, POSTE, BORN = "http://localhost:8000", "La Poste", date(1980, 5, 21)
COUNTER = NewDesk(
    "Lille République", POSTE, "8 place de la République", "59350", "Du lundi au samedi"
)
COMPTOIR = "La Poste, Caisse 1, Lille République"
"""How the receipts of its first till name it."""


@dataclass(frozen=True, slots=True)
class Poste:
    """The two managers of La Poste, and what they open by both their keys."""

    clearing: Clearing
    clock: TownClock
    anne: Officer
    luc: Officer

    @classmethod
    async def begin(cls, clearing: Clearing, clock: TownClock) -> "Poste":
        """Begin as `mlc institution add "La Poste" --kind desk` does."""
        poste, now = institution_of(POSTE, InstitutionKind.DESK), clock.reading
        people = [Newcomer("Anne Roy", BORN), Newcomer("Luc Bon", BORN)]
        invited = await invite_managers(clearing, poste, people, now=now)
        anne, luc = [await opened(clearing, each, POSTE, now=now) for each in invited]
        return cls(clearing, clock, anne, luc)

    async def open_counter(self) -> None:
        """Open the counter: asked by one, signed by the other."""
        now, by = self.clock.reading, self.anne.keeper
        asked = await ask_desk(self.clearing, COUNTER, by=by, now=now)
        signed = await self.luc.signs(self.clearing, SignedAct.DESK, asked, now=now)
        await decide_place(self.clearing, asked, is_granted=True, by=signed, now=now)

    async def open_till(self) -> None:
        """Open a till there."""
        now, by = self.clock.reading, self.luc.keeper
        asked = await ask_till(self.clearing, COUNTER.name, by=by, now=now)
        signed = await self.anne.signs(self.clearing, SignedAct.TILL, asked, now=now)
        await decide_place(self.clearing, asked, is_granted=True, by=signed, now=now)

    async def name(self, name: str, role: Role, till: int | None = None) -> Officer:
        """Name somebody, who makes their key at once."""
        clearing, now, who = self.clearing, self.clock.reading, Newcomer(name, BORN)
        post = Post(role, POSTE, till)
        asked = await ask_role(clearing, who, post, by=self.anne.keeper, now=now)
        signed = await self.luc.signs(clearing, SignedAct.OFFICER, asked, now=now)
        given = await decide_officer(clearing, asked, is_granted=True, by=signed, now=now)
        assert given
        return await opened(clearing, given, POSTE, now=now)


async def pages(house: FastAPI, clearing: Clearing, teller: Keeper, *paths: str) -> list[Any]:
    """Open pages as a teller of La Poste."""
    post = OfficerPost(UUID(teller.principal.removeprefix("person:")), Role.TELLER, POSTE)
    end = utc_now() + timedelta(hours=1)
    token = await open_officer_session(clearing, post, browser=teller.browser, expires_at=end)
    async with StaffBrowser(
        transport=httpx2.ASGITransport(app=house),
        base_url=ADDRESS,
        cookies={session_cookie_name("console", secure=False): token},
    ) as browser:
        return [await browser.get(path) for path in paths]


async def test_la_poste_begins_takes_cash_and_closes_with_a_slip(
    clearing: Clearing, clock: TownClock, database: Any, house: FastAPI
) -> None:
    awa = await enrol(clearing, PERSONAS[0])
    poste = await Poste.begin(clearing, clock)
    await poste.open_counter()
    await poste.open_till()
    reader = open_reader(database.app)
    [counter], [place] = await list_kept_desks(reader, POSTE), await list_desks(reader)
    await reader.dispose()
    [till] = counter.tills
    zoe = await poste.name("Zoé Petit", Role.TELLER, till.account)
    tom = await poste.name("Tom Gris", Role.DESK_CONTROLLER)
    clock.now = now = clock.reading + SIGNS_AFTER

    fifty, by = counted(50_00), zoe.keeper
    day = await open_till_day(clearing, till.account, fifty, by=by, reason="1er fond", now=now)
    checked = await tom.signs(clearing, SignedAct.FLOAT, day.id, now=now)
    await check_till_float(clearing, day.id, by=checked, now=now)
    order = IssuanceOrder(till.account, awa.wallet, Money(30_00))
    origin = Origin(by.principal, POSTE, Evidence.DESK)
    posted = await issue_currency(clearing, new_id(), order, origin=origin)
    closed = await count_till(clearing, day.id, counted(80_00), by=by, now=now)
    slip = await find_slip(clearing, day.id)
    assert slip
    receipt = f"/console/till/lines/{uuid_text('pst', posted.id)}/receipt.pdf"
    shown, printed = await pages(house, clearing, by, "/console/till", receipt)

    assert place.street == COUNTER.street
    assert (till.label, till.code, till.number) == ("Caisse 1, Lille République", "LP", 1)
    assert closed is DayState.CLOSED
    assert (await clearing.find(slip, Kind.SLIP_CLOSED)).legs[0].amount == 30_00
    for said in ("LP-BORD-2026-06-07-1", COMPTOIR, COUNTER.street, "30,00"):
        assert said in shown.text, said
    with pypdfium2.PdfDocument(printed.content) as document:
        text = "".join(document[0].get_textpage().get_text_bounded().split())
    for said in (COMPTOIR, COUNTER.street, "Zoé Petit", "30,00 €"):
        assert "".join(said.split()) in text, said
