"""Lines that somebody reads on the bank's statement: noted by one, posted when another signs.

Nothing is posted by the note: a line that nobody else has seen moves no money and issues no unit.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import plan_topup_issued, plan_topup_received
from ledger.core.issuer import plan_commission, plan_dues
from ledger.core.money import Money
from ledger.core.posting import Draft, Kind, Origin
from ledger.core.refusal import AccountUnknown, AlreadySettled
from ledger.core.refusal_giving import MoreThanSent
from ledger.core.rules import PAYABLE
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.accounts import balance_of
from ledger.storage.countersignatures import is_asked, is_settled
from ledger.storage.lane import WriteRows
from ledger.storage.staff_acts import holders_of
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.record_cover import draft_cover
from ledger.use_cases.settle_redemptions import draft_return
from ledger.use_cases.sign import Keeper, ask_second_person
from ledger.use_cases.take_dues import write_dues

Asked = Mapping[str, Any]
Facts = Mapping[str, str]
Planned = tuple[Draft, WriteRows | None]
"""What is posted, and what more is checked or written in its transaction."""


@dataclass(frozen=True, slots=True)
class BankCredit:
    """Euros that a statement shows as received: how the bank wrote it, whose units if known."""

    amount: Money
    piece: str
    wallet: int | None = None

    @property
    def facts(self) -> Facts:
        """Write it as a request keeps it."""
        facts = {"amount": str(self.amount.minor), "piece": self.piece}
        return facts if self.wallet is None else facts | {"wallet": str(self.wallet)}


async def note_top_up(
    clearing: Clearing, id: UUID, credit: BankCredit, *, by: Keeper, now: datetime
) -> None:
    """Note euros that came by transfer; noted twice under one id, it is noted once.

    Raises:
        AccountUnknown: nobody holds that wallet.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    if credit.wallet is not None:
        await _check_wallet(clearing, credit.wallet, by)
    noted = _Noted(SignedAct.TOP_UP, id, credit.facts, credit.wallet, id)
    await _note(clearing, noted, by=by, now=now)


async def note_attribution(
    clearing: Clearing, received: UUID, *, wallet: int, by: Keeper, now: datetime
) -> None:
    """Note whose units the euros of a transfer are to be.

    Raises:
        NotFound: no such euros were received.
        AlreadySettled: they have become units.
        AskedAlready: it was noted, and waits.
        AccountUnknown: nobody holds that wallet.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    await clearing.find(received, Kind.TOPUP_RECEIVED)
    await _check_unsettled(clearing, received)
    await _check_wallet(clearing, wallet, by)
    noted = _Noted(SignedAct.ATTRIBUTION, received, {"wallet": str(wallet)}, wallet)
    await _note(clearing, noted, by=by, now=now)


async def note_return(
    clearing: Clearing, returned: UUID, *, piece: str, by: Keeper, now: datetime
) -> None:
    """Note that a transfer came back, or that one will not be made: the units return.

    `returned`: the redemption, or its payment by the bank.

    Raises:
        NotFound: no such redemption was requested or paid.
        AlreadySettled: it was paid, or its units are back.
        AskedAlready: it was noted, and waits.
    """
    posted = await clearing.find(returned, *PAYABLE, Kind.REDEMPTION_PAID)
    await _check_unsettled(clearing, returned)
    account = posted.legs[0].debit if posted.kind in PAYABLE else None
    noted = _Noted(SignedAct.RETURN, returned, {"piece": piece}, account)
    await _note(clearing, noted, by=by, now=now)


async def note_dues(
    clearing: Clearing, id: UUID, credit: BankCredit, *, by: Keeper, now: datetime
) -> None:
    """Note dues that came by transfer to the operating account; twice under one id, once.

    Raises:
        AccountUnknown: nobody holds the wallet of whoever pays.
        NotServedByThem: it is their own, or a relative's.
    """
    if credit.wallet is None:
        raise AccountUnknown
    await _check_wallet(clearing, credit.wallet, by)
    noted = _Noted(SignedAct.DUES, id, credit.facts, credit.wallet, id)
    await _note(clearing, noted, by=by, now=now)


async def note_cover(
    clearing: Clearing, id: UUID, credit: BankCredit, *, by: Keeper, now: datetime
) -> None:
    """Note a cover transfer that arrived; noted twice under one id, it is noted once.

    Raises:
        MoreThanSent: less than that is on its way.
    """
    async with clearing.pool.acquire() as connection:
        if await is_asked(connection, id):
            return
        due = -await balance_of(connection, clearing.house.transit)
    if credit.amount.minor > due:
        raise MoreThanSent(owed=max(due, 0))
    await _note(clearing, _Noted(SignedAct.COVER, id, credit.facts, None, id), by=by, now=now)


async def note_commission(
    clearing: Clearing, id: UUID, credit: BankCredit, *, by: Keeper, now: datetime
) -> None:
    """Note that what the issuer earned left the dedicated account; twice under one id, once.

    How much may leave is judged in the posting: `CommissionNotEarned`.
    """
    noted = _Noted(SignedAct.COMMISSION, id, credit.facts, None, id)
    await _note(clearing, noted, by=by, now=now)


@dataclass(frozen=True, slots=True)
class _Noted:
    act: SignedAct
    subject: UUID
    facts: Facts
    account: int | None
    id: UUID | None = None


async def _note(clearing: Clearing, noted: _Noted, *, by: Keeper, now: datetime) -> None:
    async with clearing.pool.acquire() as connection, connection.transaction():
        if noted.id is not None and await is_asked(connection, noted.id):
            return
        asked = (noted.act, noted.subject)
        await ask_second_person(connection, asked, noted.facts, by=by, now=now, id=noted.id)
        deed = Deed(StaffAct.BANK_LINE_NOTED, by.principal, noted.account)
        await note_deed(connection, clearing, deed, now=now)


async def _check_wallet(clearing: Clearing, wallet: int, by: Keeper) -> None:
    async with clearing.pool.acquire() as connection:
        if not await holders_of(connection, wallet):
            raise AccountUnknown
    await check_served(clearing, by.principal, wallet)


async def _check_unsettled(clearing: Clearing, posting: UUID) -> None:
    async with clearing.pool.acquire() as connection:
        if await is_settled(connection, posting):
            raise AlreadySettled


# What the second signature posts -----------------------------------------------------------------


async def _top_up(clearing: Clearing, asked: Asked, facts: Facts, origin: Origin) -> Planned:
    if "wallet" in facts:
        await check_served(clearing, origin.principal, int(facts["wallet"]))
    amount, piece = Money(int(facts["amount"])), facts["piece"]
    envelope = clearing.envelope(asked["id"], origin, Kind.TOPUP_RECEIVED, amount.minor, piece)
    return plan_topup_received(amount, envelope, house=clearing.house, piece=piece), None


async def _attribution(clearing: Clearing, asked: Asked, facts: Facts, origin: Origin) -> Planned:
    wallet = int(facts["wallet"])
    await check_served(clearing, origin.principal, wallet)
    received = await clearing.find(asked["subject"], Kind.TOPUP_RECEIVED)
    content = (str(received.id), wallet)
    envelope = clearing.envelope(asked["id"], origin, Kind.TOPUP_ISSUED, *content)
    return plan_topup_issued(received, envelope, wallet=wallet), None


async def _return(clearing: Clearing, asked: Asked, _facts: Facts, origin: Origin) -> Planned:
    return await draft_return(clearing, asked["id"], asked["subject"], origin=origin)


async def _cover(clearing: Clearing, asked: Asked, facts: Facts, origin: Origin) -> Planned:
    amount, piece = Money(int(facts["amount"])), facts["piece"]
    return draft_cover(clearing, asked["id"], amount, piece=piece, origin=origin)


async def _commission(clearing: Clearing, asked: Asked, facts: Facts, origin: Origin) -> Planned:
    amount, piece = Money(int(facts["amount"])), facts["piece"]
    envelope = clearing.envelope(asked["id"], origin, Kind.INTERNAL_TRANSFER, amount.minor, piece)
    return plan_commission(amount, envelope, piece=piece, house=clearing.house), None


async def _dues(clearing: Clearing, asked: Asked, facts: Facts, origin: Origin) -> Planned:
    wallet, amount = int(facts["wallet"]), Money(int(facts["amount"]))
    await check_served(clearing, origin.principal, wallet)

    async def write(connection: WriterConnection) -> None:
        await write_dues(connection, asked["id"], wallet, amount, day=paris_day(asked["asked_at"]))

    content = (amount.minor, wallet, facts["piece"])
    envelope = clearing.envelope(asked["id"], origin, Kind.DUES, *content)
    draft = plan_dues(amount, envelope, payer=clearing.house.operating, house=clearing.house)
    return replace(draft, piece=facts["piece"]), write


BANK_LINES: Final[
    Mapping[SignedAct, Callable[[Clearing, Asked, Facts, Origin], Awaitable[Planned]]]
] = {
    SignedAct.TOP_UP: _top_up,
    SignedAct.ATTRIBUTION: _attribution,
    SignedAct.RETURN: _return,
    SignedAct.COVER: _cover,
    SignedAct.COMMISSION: _commission,
    SignedAct.DUES: _dues,
}
"""How each line that two people saw is posted."""
