"""Organisations that come to a desk, with their papers."""

from dataclasses import replace
from datetime import date

from personas import Town

from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount
from ledger.core.identity import IdentityDocument
from ledger.core.organisation import (
    FreezeListCheck,
    FreezeListResult,
    NewProfessional,
    Representative,
    Seat,
)
from ledger.fresh import new_id
from ledger.use_cases.enrol_at_desk import DeskForm

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
