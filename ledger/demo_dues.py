"""Dues of the demonstration town: chosen by most, paid by transfer by some, noted by two people."""

from itertools import cycle
from typing import Final

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.policy import DuesTerms
from ledger.demo_officers import cosigned
from ledger.demo_weeks import Town
from ledger.fresh import new_id
from ledger.use_cases.bank_lines import BankCredit, note_dues
from ledger.use_cases.choose_dues import choose_member_dues
from ledger.use_cases.confirm_bank_line import confirm_bank_line
from ledger.use_cases.sign import Decision

YEARLY: Final = (10_00, 5_00, 0, 5_00)
MONTHLY: Final = (10_00, 5_00, 20_00)
PAID_EVERY: Final = 3


async def have_dues(town: Town) -> None:
    """Let members choose in turn; each third one has paid."""
    chosen = [
        *zip(town.residents.values(), cycle(YEARLY), strict=False),
        *zip(town.shops.values(), cycle(MONTHLY), strict=False),
    ]
    clearing, now, (one, _) = town.clearing, town.draw.now, town.treasury
    for count, (wallet, amount) in enumerate(chosen):
        terms, by = DuesTerms(), one.principal
        await choose_member_dues(clearing, wallet, amount, terms=terms, by=by, now=now)
        if amount and count % PAID_EVERY == 0:
            await _pay(town, wallet, Money(amount))


async def _pay(town: Town, wallet: int, amount: Money) -> None:
    clearing, now, (one, other) = town.clearing, town.draw.now, town.treasury
    id, credit = new_id(), BankCredit(amount, "VIR COTISATION", wallet)
    await note_dues(clearing, id, credit, by=one, now=now)
    signed = await cosigned(clearing, other, Decision(SignedAct.DUES, id), now=now)
    await confirm_bank_line(clearing, id, is_granted=True, by=signed, now=now)
