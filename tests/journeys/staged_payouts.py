"""Euros on their way out: a bookshop has a redemption in each state, the treasury three batches."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.bank_account import BankAccount
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Origin
from ledger.core.resident_exit import Exit, ExitReason
from ledger.core.role import Role
from ledger.demo_officers import cosigned
from ledger.fresh import new_id, paris_day, utc_now
from ledger.reports.access import Access, list_personas
from ledger.reports.batches import list_batches
from ledger.reports.policy import show_policy
from ledger.use_cases.bank_lines import BankCredit, note_return, note_top_up
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.decide_redemption import cancel_redemption, decide_redemption
from ledger.use_cases.let_leave import ask_exit, decide_on_exit
from ledger.use_cases.payout_batches import prepare_batch, send_batch, settle_batch
from ledger.use_cases.redeem_currency import quote_redemption, redeem_currency
from ledger.use_cases.sign import Cosigner, Decision, Keeper
from ledger.use_cases.top_up import issue_top_up, receive_top_up

STOCK = Money(9_000_00)
LARGE = Money(1_200_00)
SMALL = Money(60_00)


@dataclass(frozen=True, slots=True)
class _Stage:
    clearing: Clearing
    reader: AsyncEngine
    owner: Access
    preparer: Keeper
    treasurer: Keeper

    async def signed(self, act: SignedAct, id: UUID, *, is_granted: bool = True) -> Cosigner:
        decision = Decision(act, id, is_granted)
        return await cosigned(self.clearing, self.treasurer, decision, now=utc_now())

    async def redeem(self, amount: Money) -> UUID:
        quote = quote_redemption(await show_policy(self.reader, paris_day(utc_now())), amount)
        origin, wallet = Origin(self.owner.principal), self.owner.account or 0
        posted = await redeem_currency(self.clearing, new_id(), quote, wallet=wallet, origin=origin)
        return posted.id

    async def decide(self, id: UUID, refused: str | None = None) -> None:
        by = await self.signed(SignedAct.REDEMPTION, id, is_granted=refused is None)
        await decide_redemption(self.clearing, id, refused=refused, by=by, now=utc_now())

    async def batch(self, *redemptions: UUID) -> UUID:
        id = new_id()
        await prepare_batch(self.clearing, id, redemptions, by=self.preparer, now=utc_now())
        return id

    async def send(self, batch: UUID) -> None:
        by = await self.signed(SignedAct.PAYOUT_BATCH, batch)
        await send_batch(self.clearing, batch, is_granted=True, by=by, now=utc_now())


async def stage_payouts(clearing: Clearing, reader: AsyncEngine) -> tuple[str, str, str]:
    """Answer with the numbers of a batch that is prepared, one that is sent, one settled."""
    owners = await list_personas(reader, [Role.SHOP_OWNER], 50)
    owner = next(each for each in owners if each.person_name == "Jeanne Wattel")
    treasury = [await _keeper(reader, Role.TREASURER, name) for name in _TREASURY]
    on = _Stage(clearing, reader, owner, *treasury)
    bank = Origin("demo")
    received = await receive_top_up(clearing, new_id(), STOCK, piece="VIR", origin=bank)
    wallet = owner.account or 0
    await issue_top_up(clearing, new_id(), received.id, wallet=wallet, origin=bank)
    settled = await on.batch(await on.redeem(SMALL), await on.redeem(SMALL))
    await on.send(settled)
    await settle_batch(clearing, settled, piece="VIR SEPA 118", origin=bank)
    approved, refused, cancelled = [await on.redeem(LARGE) for _ in range(3)]
    await on.decide(approved)
    await on.send(await on.batch(approved))
    await on.decide(refused, "Le RIB est au nom d’une autre société.")
    await cancel_redemption(clearing, cancelled, wallet=wallet, origin=Origin(owner.principal))
    await on.batch(await on.redeem(SMALL), await on.redeem(SMALL))
    await on.decide(await on.redeem(LARGE))
    await on.redeem(LARGE)
    await _stage_bank_lines(on, approved)
    prepared, sent, done = [str(each.number) for each in await list_batches(reader, limit=3)]
    return prepared, sent, done


async def _stage_bank_lines(on: _Stage, sent: UUID) -> None:
    """Two lines of the statement wait for a second person."""
    odile = await _keeper(on.reader, Role.OPERATOR, "Odile Guérin")
    credit, now = BankCredit(Money(80_00), "VIR SEPA JEANNE WATTEL", on.owner.account), utc_now()
    await note_top_up(on.clearing, new_id(), credit, by=odile, now=now)
    await note_return(on.clearing, sent, piece="REJET AC04", by=on.preparer, now=now)


async def stage_exits(clearing: Clearing, reader: AsyncEngine) -> None:
    """Two residents leave: one waits for a second approval, the other was refused."""
    residents = await list_personas(reader, [Role.RESIDENT], 50)
    keepers = [await _keeper(reader, *each) for each in _ASKER_AND_TREASURER]
    policy, now = await show_policy(reader, paris_day(utc_now())), utc_now()
    for name, is_granted in (("Samuel Okonkwo", True), ("Louise Desmet", False)):
        leaver = next(each for each in residents if each.person_name == name)
        bank = BankAccount("FR7630006000011234567890189", name.upper())
        proof = "Quittance de loyer à Nantes, 3 novembre"
        leaves = Exit(leaver.account or 0, ExitReason.DEPARTURE, proof, bank)
        id = new_id()
        await ask_exit(clearing, id, leaves, policy=policy, by=keepers[0], now=now)
        decision = Decision(SignedAct.EXIT_FIRST, id, is_granted)
        by = await cosigned(clearing, keepers[1], decision, now=now)
        await decide_on_exit(clearing, id, is_granted=is_granted, by=by, is_treasury=True, now=now)


_TREASURY = ("Paul Lambert", "Hélène Dubrulle")
_ASKER_AND_TREASURER = (
    (Role.DESK_CONTROLLER, "Isabelle Morel"),
    (Role.TREASURER, "Paul Lambert"),
)


async def _keeper(reader: AsyncEngine, role: Role, name: str) -> Keeper:
    people = await list_personas(reader, [role], 50)
    found = next(each for each in people if each.person_name == name)
    return Keeper(found.principal, found.institution or "")
