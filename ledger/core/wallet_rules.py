"""The rules on accounts: known, open, joined as they may be, within bounds and windows."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from ledger.core.account import ACCEPTORS, DEBIT_NORMAL, WALLETS, Account, AccountKind, Status
from ledger.core.book import Book
from ledger.core.money import Money
from ledger.core.order import CLOCK_MARGIN, LIFE
from ledger.core.policy import TierLimits
from ledger.core.posting import Draft, Kind, Part
from ledger.core.refusal import (
    AccountNotOpen,
    AccountUnknown,
    BookMismatch,
    CashLimitReached,
    CeilingReached,
    ChequeTooLarge,
    DailyLimitReached,
    FloorReached,
    GroupCashLimitReached,
    IssuanceSuspended,
    KindNotAllowed,
    NotAccredited,
    OrderExpired,
    QuoteOutdated,
    RedemptionNotAllowed,
    Refused,
    RollingLimitReached,
    TerritoryNotOpen,
    TillNotOpen,
    TransferNotAllowed,
)
from ledger.core.refusal_ceiling import PaymentBeyondLaw
from ledger.core.refusal_giving import BonusLimitReached
from ledger.core.refusal_policy import IssuanceTooSmall
from ledger.core.rules import ALLOWED, REACHES_FROZEN, SKIPS_CEILING

_NO_LIMITS = TierLimits(None, None, None, None, may_transfer=True)

MOST_PER_DEBT: Final = 3_000_00
"""What one payment in electronic money may settle of a debt, in minor units (CMF D112-3)."""


def order_has_not_expired(book: Book, draft: Draft) -> Refused | None:
    """Refuse an order that reaches the journal after its expiry, or that would live too long."""
    if draft.expires_at is None:
        return None
    is_signed = draft.key_id is not None or draft.till_key is not None
    lives_too_long = is_signed and draft.expires_at > book.now + LIFE + CLOCK_MARGIN
    if book.now > draft.expires_at or lives_too_long:
        return OrderExpired()
    return None


def accounts_are_known(book: Book, draft: Draft) -> Refused | None:
    """Refuse a leg that names an account nobody opened."""
    for leg in draft.legs:
        if leg.debit not in book.accounts or leg.credit not in book.accounts:
            return AccountUnknown()
    return None


def accounts_are_open(book: Book, draft: Draft) -> Refused | None:
    """Refuse to move money of a frozen or closed account, except to mend or to give back.

    A till is frozen while its day is not open; all it does then is hand over what it owes.
    """
    for leg in draft.legs:
        for side, account_id in (("payer", leg.debit), ("payee", leg.credit)):
            account = book.accounts[account_id]
            status = account.status
            if status is Status.OPEN:
                continue
            if account.kind is AccountKind.TILL and status is Status.FROZEN:
                if draft.kind is not Kind.SLIP_CLOSED:
                    return TillNotOpen()
                continue
            if status is Status.CLOSED or draft.kind not in REACHES_FROZEN:
                return AccountNotOpen(side=side, status=status)
    return None


def accounts_share_a_book(book: Book, draft: Draft) -> Refused | None:
    """Refuse a leg between two currencies."""
    for leg in draft.legs:
        if book.accounts[leg.debit].book != book.accounts[leg.credit].book:
            return BookMismatch()
    return None


def kind_joins_these_accounts(book: Book, draft: Draft) -> Refused | None:
    """Refuse a kind of posting between kinds of account that it never joins."""
    allowed = ALLOWED[draft.kind]
    for leg in draft.legs:
        debited, credited = book.accounts[leg.debit], book.accounts[leg.credit]
        if (debited.kind, credited.kind) not in allowed:
            return _not_allowed(draft.kind, debited)
    if draft.kind is Kind.TRANSFER:
        return _transfer_is_allowed(book, draft)
    return None


def _not_allowed(kind: Kind, debited: Account) -> Refused:
    if kind is Kind.REDEMPTION_REQUESTED and debited.kind is AccountKind.RESIDENT:
        return RedemptionNotAllowed()
    return KindNotAllowed(kind=kind)


def _transfer_is_allowed(book: Book, draft: Draft) -> Refused | None:
    sides = [book.accounts[side] for leg in draft.legs for side in (leg.debit, leg.credit)]
    tiers_may = all(_limits(book, account).may_transfer for account in sides)
    return None if book.policy.residents_may_transfer and tiers_may else TransferNotAllowed()


def issuance_is_open(book: Book, draft: Draft) -> Refused | None:
    """Refuse new units while the policy has closed issuance, and a desk's exchange too small."""
    if not book.policy.issuance_is_open:
        return IssuanceSuspended()
    minimum = book.policy.issuance_minimum
    if draft.kind is not Kind.ISSUANCE or not minimum:
        return None
    issued = sum(leg.amount for leg in draft.legs if leg.part is not Part.DUES)
    return IssuanceTooSmall(minimum=minimum) if issued < minimum else None


def quote_still_holds(book: Book, draft: Draft) -> Refused | None:
    """Refuse a redemption or an exit whose fee is not the one of the policy in force."""
    total = Money(sum(leg.amount for leg in draft.legs))
    fee = sum(leg.amount for leg in draft.legs if leg.part is Part.FEE)
    policy, is_exit = book.policy, draft.kind is Kind.EXIT_REQUESTED
    minimum = 0 if is_exit else policy.redemption_minimum
    due = (policy.exit_fee(total) if is_exit else policy.redemption_fee(total)).minor
    if fee != due or total.minor < minimum:
        return QuoteOutdated(fee=due, minimum=minimum)
    return None


def payee_is_accredited(book: Book, draft: Draft) -> Refused | None:
    """Refuse a payment to an acceptor without an agreement in force on that day."""
    for leg in draft.legs:
        payee = book.accounts[leg.credit]
        if payee.kind in ACCEPTORS and not payee.accepts_on(book.today):
            return NotAccredited()
    return None


def balances_stay_within_bounds(book: Book, draft: Draft) -> Refused | None:
    """Refuse to cross a floor, then a ceiling, by the net effect of the posting per account."""
    for account_id, change in _net_changes(draft):
        account = book.accounts[account_id]
        balance = book.figures[account_id].balance
        if change < 0:
            if account.floor is not None and balance + change < account.floor:
                return _below(draft, account, left=balance - account.floor)
        elif (ceiling := _ceiling(book, account)) is not None and balance + change > ceiling:
            if account.kind in DEBIT_NORMAL:
                return FloorReached(side="house")
            if draft.kind not in SKIPS_CEILING:
                return CeilingReached(ceiling=ceiling)
    return None


def _net_changes(draft: Draft) -> Iterable[tuple[int, int]]:
    """List the net change of each account, falling ones first."""
    if len(draft.legs) == 1:
        _, debit, credit, amount = draft.legs[0]
        return ((debit, -amount), (credit, amount))
    net: dict[int, int] = {}
    for leg in draft.legs:
        net[leg.debit] = net.get(leg.debit, 0) - leg.amount
        net[leg.credit] = net.get(leg.credit, 0) + leg.amount
    return sorted((item for item in net.items() if item[1]), key=itemgetter(1))


def _below(draft: Draft, account: Account, *, left: int) -> Refused:
    if account.kind in DEBIT_NORMAL:
        return CeilingReached(ceiling=-(account.floor or 0))
    if account.id == draft.legs[0].debit and account.kind in WALLETS:
        return FloorReached(left=max(left, 0))
    return FloorReached(side="house")


def _ceiling(book: Book, account: Account) -> int | None:
    return account.ceiling if account.ceiling is not None else _limits(book, account).balance


def payer_stays_within_windows(book: Book, draft: Draft) -> Refused | None:
    """Refuse a payment beyond what the law lets anybody pay at once, or a tier in its windows."""
    for leg in draft.legs:
        if leg.amount > MOST_PER_DEBT:
            return PaymentBeyondLaw(limit=MOST_PER_DEBT)
        limits = _limits(book, book.accounts[leg.debit])
        by_day, by_30_days = limits.paid_per_day, limits.paid_per_30_days
        if by_day is not None and (paid := book.paid_today(leg.debit)) + leg.amount > by_day:
            return DailyLimitReached(limit=by_day, left=max(by_day - paid, 0))
        if by_30_days is None:
            continue
        paid = book.figures[leg.debit].paid_30_days + book.before_of(leg.debit).paid_30_days
        if paid + leg.amount > by_30_days:
            return RollingLimitReached(limit=by_30_days, left=max(by_30_days - paid, 0))
    return None


def holder_stays_within_cash_windows(book: Book, draft: Draft) -> Refused | None:
    """Refuse cash beyond the month's cap of the holder, then of the household or bank account.

    What is issued against no cash is issued against a cheque, which may be unpaid.
    """
    for leg in draft.legs:
        if leg.part is Part.PRINCIPAL and leg.amount > (most := book.policy.desk.cheque_at_once):
            return ChequeTooLarge(limit=most)
        if leg.part is not Part.CASH:
            continue
        account = book.accounts[leg.credit]
        cap = _limits(book, account).cash_per_month
        loaded = book.cash_this_month(book.figures[account.id])
        loaded += book.before_of(account.id).cash_this_month
        if cap is not None and loaded + leg.amount > cap:
            return CashLimitReached(limit=cap, left=max(cap - loaded, 0))
        if account.limit_group is None:
            continue
        together = sum(book.cash_this_month(figures) for figures in book.group_of(account))
        if together + leg.amount > book.policy.group_cash_per_month:
            return GroupCashLimitReached(limit=book.policy.group_cash_per_month)
    return None


def bonus_stays_within_month(book: Book, draft: Draft) -> Refused | None:
    """Refuse a bonus beyond the cap of its member, in the month and by the policy of its day."""
    gift, day = draft.legs[0], draft.operated_on or book.today
    cap, given = book.policy_on(day).giving.bonus_per_month, book.bonus_in(gift.credit, day)
    if given + gift.amount > cap:
        return BonusLimitReached(limit=cap, left=max(cap - given, 0))
    return None


def territories_are_open(book: Book, draft: Draft) -> Refused | None:
    """Refuse members of a territory that the launch has not reached yet."""
    for leg in draft.legs:
        for side in (leg.debit, leg.credit):
            territory = book.accounts[side].territory
            if territory is not None and territory not in book.policy.open_territories:
                return TerritoryNotOpen(territory=territory)
    return None


def _limits(book: Book, account: Account) -> TierLimits:
    return _NO_LIMITS if account.tier is None else book.policy.tiers[account.tier]
