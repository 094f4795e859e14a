"""What waits at the desks of the town: a float, a count and cash to check, slips on their way."""

from datetime import date
from uuid import UUID

from hand_over import close_slip
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.identifier import uuid_text
from ledger.core.money import Money
from ledger.core.posting import Origin
from ledger.core.role import Role
from ledger.demo_desks import FLOAT, counted
from ledger.demo_officers import cosigned
from ledger.fresh import new_id, utc_now
from ledger.reports.access import Access, list_personas
from ledger.reports.freezes import find_freeze
from ledger.reports.till_days import show_latest_day
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.countersign import ask_reversal, ask_slip_credit
from ledger.use_cases.freeze_account import freeze_account
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_desks import ask_desk, ask_till
from ledger.use_cases.keep_officers import Newcomer, Post, ask_role
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.open_books import NewDesk
from ledger.use_cases.reopen_account import decide_reopening, reopen_account
from ledger.use_cases.sign import Decision, Keeper
from ledger.use_cases.tell_unusual import Unusual, tell_unusual
from ledger.use_cases.till_day import move_till_cash, open_till_day


async def stage_desks(clearing: Clearing, reader: AsyncEngine) -> tuple[str, str]:
    """Leave something to everybody who checks.

    Answers with the public ids of two operations of Nadia's; she asks to take back the second.
    """
    yanis = await _named(reader, Role.TELLER, "Yanis Haddad")
    short = counted(FLOAT - 10_00)
    reason = "Un billet prêté à la caisse 1"
    till = yanis.till_account or 0
    await open_till_day(clearing, till, short, by=_keeper(yanis), reason=reason, now=utc_now())
    karim = await _named(reader, Role.TELLER, "Karim Ben Amar")
    day = await show_latest_day(reader, karim.till_account or 0)
    assert day
    await move_till_cash(clearing, day.id, 20_00, by=_keeper(karim), now=utc_now())
    paul = await _named(reader, Role.TREASURER, "Paul Lambert")
    nadia = await _named(reader, Role.TELLER, "Nadia Lefebvre")
    for number in (8, 9):
        slip = await _slip(clearing, nadia.till_account or 0, f"CML-BORD-2026-01-0{number}-1")
    await ask_slip_credit(clearing, slip, piece="VIR CML", by=_keeper(paul), now=utc_now())
    gerard = await _named(reader, Role.INSTITUTION_MANAGER, "Gérard Lemaître")
    post = Post(Role.DESK_CONTROLLER, gerard.institution or "")
    lea = Newcomer("Léa Fontaine", date(1991, 4, 12))
    await ask_role(clearing, lea, post, by=_keeper(gerard), now=utc_now())
    await _ask_places(clearing, _keeper(gerard))
    brigitte = await _named(reader, Role.INSTITUTION_MANAGER, "Brigitte Vasseur")
    for name in ("Lucie Vasseur", "Jean-Baptiste Vanderstraeten-Delacroix"):
        await declare_relative(clearing, brigitte.person_id, name, date(1988, 2, 9), now=utc_now())
    rosa = await _named(reader, Role.RESIDENT, "Rosa Ferreira")
    taken, again = [await _take(clearing, nadia, rosa.account or 0) for _ in range(2)]
    await ask_reversal(
        clearing,
        again,
        reason="Encaissé deux fois",
        till=nadia.till_account or 0,
        by=_keeper(nadia),
        now=utc_now(),
    )
    unusual = Unusual(
        rosa.account or 0,
        "Ne sait pas d’où viennent les espèces",
        "Est venue deux fois en dix minutes, la seconde avec quelqu’un qui lui dictait le montant.",
        taken,
    )
    denise = (await _named(reader, Role.RESIDENT, "Denise Plouvier")).account or 0
    await freeze_account(clearing, denise, by=nadia.principal, now=utc_now())
    await reopen_account(clearing, denise, "Téléphone retrouvé", by=_keeper(nadia), now=utc_now())
    freeze = await find_freeze(reader, denise)
    if freeze and freeze.request:
        isabelle = _keeper(await _named(reader, Role.DESK_CONTROLLER, "Isabelle Morel"))
        decision = Decision(SignedAct.REOPENING, freeze.request)
        signed = await cosigned(clearing, isabelle, decision, now=utc_now())
        await decide_reopening(clearing, freeze.request, is_granted=True, by=signed, now=utc_now())
    await tell_unusual(clearing, new_id(), unusual, by=nadia.principal, now=utc_now())
    return uuid_text("pst", taken), uuid_text("pst", again)


async def _ask_places(clearing: Clearing, by: Keeper) -> None:
    """Ask for an agency, and for a till at the one that stands."""
    fives = NewDesk(
        "Crédit Municipal, Lille Fives",
        by.institution,
        "24 rue Pierre Legrand",
        "59350",
        "Le mercredi et le samedi, de 9 h à 12 h",
    )
    await ask_desk(clearing, fives, by=by, now=utc_now())
    await ask_till(clearing, by.institution, by=by, now=utc_now())


async def _take(clearing: Clearing, teller: Access, wallet: int) -> UUID:
    order = IssuanceOrder(teller.till_account or 0, wallet, Money(2_00))
    posted = await issue_currency(clearing, new_id(), order, origin=Origin("demo"))
    return posted.id


async def _slip(clearing: Clearing, till: int, number: str) -> UUID:
    origin = Origin("demo", "Crédit Municipal de Lille")
    slip = await close_slip(
        clearing, new_id(), Money(5_00), till=till, number=number, origin=origin
    )
    return slip.id


def _keeper(access: Access) -> Keeper:
    return Keeper(access.principal, access.institution or "")


async def _named(reader: AsyncEngine, role: Role, name: str) -> Access:
    people = await list_personas(reader, [role], 50)
    return next(person for person in people if person.person_name == name)
