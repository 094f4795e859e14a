"""Organisations that come to a desk, with their papers."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from cosigning import signed_by
from personas import Member, Town

from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.organisation import (
    FreezeListCheck,
    FreezeListResult,
    NewProfessional,
    Representative,
    Seat,
)
from ledger.core.role import Role
from ledger.fresh import new_id, paris_day
from ledger.use_cases.agreements import Decision, ask_agreement, decide_agreement
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.sign import Keeper

JEANNE, PAUL = Keeper("person:jeanne", "issuer"), Keeper("person:paul", "cml")

RIB = BankAccount("FR7630006000011234567890189", "SARL  LES Épices du Pont")
OTHER_RIB = BankAccount("BE68539007547034", "ÉPICES")
LILLE = Seat("3 rue du Pont", "Lille", "FR", "59350", 8)
MONS = Seat("1 Grand-Place", "Mons", "BE", derogation="Fournit trois commerces, comité du 3 mai")
NADEGE = Representative(
    "Nadège Roux", date(1980, 2, 3), IdentityDocument.PASSPORT, date(2031, 1, 1)
)
LOOKED_UP = FreezeListCheck(date(2026, 6, 6), FreezeListResult.NOBODY)
SPICES = NewProfessional(
    AccountKind.MERCHANT,
    "Les Épices du Pont",
    "732829320",
    "Épicerie",
    LILLE,
    NADEGE,
    RIB,
    LOOKED_UP,
)
ANOTHER = replace(SPICES, name="Autre", siren="884033838", bank=OTHER_RIB)


def form_of(town: Town, *, is_another: bool = False) -> DeskForm:
    return DeskForm(new_id(), "person:teller", is_another, town.clock.reading)


async def accredited(town: Town, joins: NewProfessional = SPICES) -> Member:
    """Enrol an organisation and agree to it today: its bank account counts from now on."""
    wallet = await enrol_professional(town.clearing, joins, form_of(town))
    now = town.clock.reading
    decision = Decision("Comité de Lille", paris_day(now))
    id = await ask_agreement(town.clearing, wallet, decision, by=JEANNE, now=now)
    await confirm(town, wallet, id, by=PAUL)
    async with town.clearing.pool.acquire() as connection:
        member, person = await connection.fetchrow(
            "select member_id, representative_id from people.professional as p"
            "  join ledger.account as a on a.owner = p.member_id where a.id = $1",
            wallet,
        )
    return Member(joins.name, wallet, member, person, Role.SHOP_OWNER)


async def confirm(
    town: Town, account: int, id: UUID, *, by: Keeper, is_granted: bool = True
) -> None:
    """Confirm a decision of a committee, or turn it down, as somebody who signs."""
    clearing, act, now = town.clearing, SignedAct.AGREEMENT, town.clock.reading
    signed = await signed_by(clearing, by, act, id, is_granted=is_granted, now=now)
    await decide_agreement(clearing, account, id, is_granted=is_granted, by=signed, now=now)
