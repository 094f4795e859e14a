"""A small town on paper: its accounts by name, and a journal that is a list.

The journal answers as `ledger.storage` does, from nothing but what it has filed: each batch is
judged against a book recomputed from the first posting on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from ledger.core.account import Account, AccountKind, Status, Tier
from ledger.core.book import Book, Figures, Known, Outcome, Past, Request
from ledger.core.content import content_digest
from ledger.core.house_accounts import HouseAccounts
from ledger.core.judgement import decide_all
from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.core.posting import Draft, Envelope, Evidence, Kind, Origin, Part, Posted

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = datetime(2026, 6, 6, 8, 0, tzinfo=UTC)
LILLE = 8
POLICY = Policy.from_document(1, date(2020, 1, 1), INITIAL_POLICY)

AWA, LUCIE, OMAR = 1, 2, 3
BAKERY, MILLER, FOOD_BANK, POOL = 4, 5, 6, 7
TILL, SLIP = 11, 12
HOUSE = HouseAccounts(*range(20, 33))
ELSEWHERE = 40
HOUSEHOLD = 77
KEY = b"the server key of the tests, 32 b"

_KINDS = {
    AWA: AccountKind.RESIDENT, LUCIE: AccountKind.RESIDENT, OMAR: AccountKind.RESIDENT,
    BAKERY: AccountKind.MERCHANT, MILLER: AccountKind.MERCHANT,
    FOOD_BANK: AccountKind.ASSOCIATION, POOL: AccountKind.PUBLIC_OFFICE,
    TILL: AccountKind.TILL, SLIP: AccountKind.SLIP, ELSEWHERE: AccountKind.MERCHANT,
    **{getattr(HOUSE, name): AccountKind(name) for name in HouseAccounts.__dataclass_fields__},
}  # fmt: skip
_TIERS = {AWA: Tier.T1, LUCIE: Tier.T1, OMAR: Tier.T0}
_WALLETS = (AWA, LUCIE, OMAR, BAKERY, MILLER, FOOD_BANK, POOL, ELSEWHERE)
_FLOORS = (*_WALLETS, HOUSE.clearing_in, HOUSE.clearing_out)
_CEILINGS = (TILL, SLIP, HOUSE.reserve)
_numbers = count(1)


def account(id: int, **changes: object) -> Account:
    """Describe an account of the town as a new house opens it."""
    wallet = id in _WALLETS
    described = Account(
        id=id,
        book="OTHER" if id == ELSEWHERE else "DLE",
        kind=_KINDS[id],
        status=Status.OPEN,
        tier=_TIERS.get(id, Tier.T2) if wallet else None,
        floor=0 if id in _FLOORS else None,
        ceiling=0 if id in _CEILINGS else None,
        limit_group=HOUSEHOLD if id in (AWA, LUCIE) else None,
        territory=LILLE if wallet else None,
        agreed_from=date(2025, 1, 1) if wallet and id not in _TIERS else None,
        agreed_until=None,
    )
    return described._replace(**changes)


def policy(**changes: object) -> Policy:
    """Give the opening policy with these changes; `T0=…` and the like replace caps of a tier."""
    tiers = {
        tier: replace(limits, **changes.pop(tier.value, {}))
        for tier, limits in POLICY.tiers.items()
    }
    return replace(POLICY, tiers=tiers, **changes)


def new_id() -> UUID:
    """Give an id that no draft has had."""
    return UUID(int=next(_numbers))


def envelope(*content: str | int, id: UUID | None = None, principal: str = "somebody") -> Envelope:
    """Seal an id with a content; without one, with the id itself."""
    id = id or new_id()
    digest = content_digest(KEY, principal, "any", *(content or (str(id),)))
    return Envelope(id, digest, Origin(principal, evidence_kind=Evidence.API_KEY))


def day_of(instant: datetime) -> date:
    """Tell the day of an instant where the town is."""
    return instant.astimezone(PARIS).date()


@dataclass
class PaperJournal:
    """Postings and refusals in the order in which they were filed."""

    accounts: dict[int, Account] = field(default_factory=lambda: {id: account(id) for id in _KINDS})
    policy: Policy = POLICY
    now: datetime = SATURDAY
    requests: dict[UUID, Request] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    known: dict[UUID, Known] = field(default_factory=dict)
    sent: list[Draft] = field(default_factory=list)

    def post(self, *drafts: Draft) -> list[Outcome]:
        """Judge a batch and file what is new."""
        self.sent += drafts
        decisions = decide_all(self.open_book(), drafts)
        for decision in decisions:
            if not decision.is_new:
                continue
            self.known[decision.draft.id] = Known(decision.draft.envelope.digest, decision.outcome)
            if isinstance(decision.outcome, Posted):
                self.posted.append(decision.outcome)
        return [decision.outcome for decision in decisions]

    def expect(self, draft: Draft) -> Posted:
        """Post a draft that must stand."""
        [outcome] = self.post(draft)
        assert isinstance(outcome, Posted), outcome
        return outcome

    def balance(self, id: int) -> int:
        """Tell the stored balance of an account."""
        return sum(change for _, _, account, change in self._moves() if account == id)

    def open_book(self) -> Book:
        """Recompute the book from the first posting on."""
        book = Book(self.now, day_of(self.now), self.policy, last_seq=len(self.posted))
        book.accounts = dict(self.accounts)
        book.figures = {id: self._figures(id) for id in self.accounts}
        book.known = dict(self.known)
        book.requests = dict(self.requests)
        settled = {posted.settles for posted in self.posted}
        book.paid_requests = {id for id in self.requests if id in settled}
        for posted in self.posted:
            if posted.kind is Kind.BONUS and posted.id not in {p.reverses for p in self.posted}:
                month = posted.legs[0].credit, posted.operated_on.replace(day=1)
                book.bonuses[month] = book.bonuses.get(month, 0) + posted.legs[0].amount
        book.past = {posted.id: self._past(posted, posted.id in settled) for posted in self.posted}
        return book

    def _moves(self) -> Iterator[tuple[Posted, Part, int, int]]:
        for posted in self.posted:
            for leg in posted.legs:
                yield posted, leg.part, leg.debit, -leg.amount
                yield posted, leg.part, leg.credit, leg.amount

    def _figures(self, id: int) -> Figures:
        moves = [(day_of(p.posted_at), part, c) for p, part, a, c in self._moves() if a == id]
        paid = [(day, -c) for day, part, c in moves if part is Part.PAID and c < 0]
        cash = [(day.replace(day=1), c) for day, part, c in moves if part is Part.CASH and c > 0]
        paid_on, cash_in = (max((day for day, _ in some), default=None) for some in (paid, cash))
        window = day_of(self.now) - timedelta(days=30)
        return Figures(
            balance=sum(change for _, _, change in moves),
            version=len(moves),
            paid_on=paid_on,
            paid_that_day=sum(amount for day, amount in paid if day == paid_on),
            cash_in=cash_in,
            cash_that_month=sum(amount for month, amount in cash if month == cash_in),
            low_value_spent=0,
            low_value_count=0,
            paid_30_days=sum(amount for day, amount in paid if day > window),
        )

    def _past(self, posted: Posted, is_settled: bool) -> Past:  # noqa: FBT001 # one caller
        reversed_ids = {other.reverses for other in self.posted}
        refunds = [p for p in self.posted if p.refunds == posted.id and p.id not in reversed_ids]
        return Past(
            posted,
            refunded=sum(refund.amount.minor for refund in refunds),
            is_reversed=posted.id in reversed_ids,
            is_settled=is_settled,
        )


def in_batches(drafts: Sequence[Draft], cuts: Sequence[int]) -> Iterator[Sequence[Draft]]:
    """Cut a list of drafts at these places."""
    places = [0, *sorted({min(cut, len(drafts)) for cut in cuts}), len(drafts)]
    return (drafts[a:b] for a, b in pairwise(places) if a < b)
