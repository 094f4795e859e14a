"""Lists of drafts as careless people send them: repeated, reused, refunded twice, paid by two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.good_drafts import fund, issuance
from core.paper_town import (
    AWA,
    BAKERY,
    FOOD_BANK,
    HOUSE,
    LUCIE,
    MILLER,
    OMAR,
    POOL,
    SATURDAY,
    SLIP,
    TILL,
    PaperJournal,
    envelope,
)
from hypothesis import strategies as st

from ledger.core.book import Request
from ledger.core.posting import Draft, Kind, Leg, Part

RESIDENTS, SHOPS = (AWA, LUCIE, OMAR), (BAKERY, MILLER, FOOD_BANK, POOL)
AMOUNTS = (1, 5_00, 20_00, 50_00, 60_00, 100_00, 151_00)
OPEN, LATE, WITHDRAWN = (UUID(int=10**6 + n) for n in range(3))
REQUESTS = {
    OPEN: Request(OPEN, BAKERY, 5_00, SATURDAY + timedelta(hours=1), is_withdrawn=False),
    LATE: Request(LATE, BAKERY, 5_00, SATURDAY - timedelta(hours=1), is_withdrawn=False),
    WITHDRAWN: Request(WITHDRAWN, BAKERY, 5_00, SATURDAY + timedelta(hours=1), is_withdrawn=True),
}
_first_id = 10**9


def funded_journal() -> PaperJournal:
    """Open a journal on paper in which everybody holds something."""
    journal = PaperJournal(requests=dict(REQUESTS))
    for wallet in RESIDENTS:
        journal.expect(issuance(journal, wallet, 60_00, dues=0))
    for wallet in (BAKERY, FOOD_BANK):
        fund(journal, wallet, 160_00)
    return journal


@st.composite
def draft_lists(
    draw: st.DrawFn, before: Sequence[Draft] = (), *, at_least: int = 1, at_most: int = 12
) -> list[Draft]:
    """Draw drafts that may repeat, settle, refund or reverse those before them."""
    earlier = list(before)
    for _ in range(draw(st.integers(at_least, at_most))):
        draft = draw(st.sampled_from(_WAYS))(draw, earlier)
        if draft is not None:
            earlier.append(draft)
    return earlier[len(before) :]


def _fresh(earlier: Sequence[Draft]) -> UUID:
    return UUID(int=_first_id + len(earlier))


def _draft(earlier: Sequence[Draft], kind: Kind, *legs: Leg, **links: UUID | None) -> Draft:
    return Draft(envelope(id=_fresh(earlier)), kind, legs, **links)  # type: ignore[arg-type] # links only


def _earlier(draw: st.DrawFn, earlier: Sequence[Draft], *kinds: Kind) -> Draft | None:
    fitting = [draft for draft in earlier if draft.kind in kinds]
    return draw(st.sampled_from(fitting)) if fitting else None


def _amount(draw: st.DrawFn) -> int:
    return draw(st.sampled_from(AMOUNTS))


def _pay(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    payer = draw(st.sampled_from((*RESIDENTS, BAKERY, POOL)))
    payee = draw(st.sampled_from([shop for shop in (*SHOPS, LUCIE) if shop != payer]))
    leg = Leg(Part.PAID, payer, payee, _amount(draw))
    return _draft(earlier, Kind.PAYMENT, leg)


def _pay_request(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    amount = draw(st.sampled_from((5_00, 5_00, 5_00, 1)))
    request = draw(st.sampled_from((OPEN, OPEN, LATE, WITHDRAWN, UUID(int=1))))
    leg = Leg(Part.PAID, draw(st.sampled_from(RESIDENTS)), BAKERY, amount)
    return _draft(earlier, Kind.PAYMENT, leg, settles=request)


def _send(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    giver, receiver = draw(st.permutations(RESIDENTS))[:2]
    return _draft(earlier, Kind.TRANSFER, Leg(Part.PAID, giver, receiver, _amount(draw)))


def _issue(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    units = Leg(Part.CASH, TILL, draw(st.sampled_from(RESIDENTS)), _amount(draw))
    dues = Leg(Part.DUES, TILL, HOUSE.dues_income, 5_00)
    return _draft(earlier, Kind.ISSUANCE, *draw(st.sampled_from([(units,), (units, dues)])))


def _receive(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    leg = Leg(Part.PRINCIPAL, HOUSE.reserve, HOUSE.clearing_in, _amount(draw))
    return _draft(earlier, Kind.TOPUP_RECEIVED, leg)


def _issue_received(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    received = _earlier(draw, earlier, Kind.TOPUP_RECEIVED)
    if received is None:
        return None
    wallet = draw(st.sampled_from((*RESIDENTS, BAKERY)))
    leg = Leg(Part.PRINCIPAL, HOUSE.clearing_in, wallet, received.legs[0].amount)
    return _draft(earlier, Kind.TOPUP_ISSUED, leg, settles=received.id)


def _refund(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    paid = _earlier(draw, earlier, Kind.PAYMENT)
    if paid is None:
        return None
    leg = paid.legs[0]
    amount = draw(st.sampled_from((leg.amount, max(leg.amount // 2, 1), 1)))
    back = Leg(Part.PRINCIPAL, leg.credit, leg.debit, amount)
    return _draft(earlier, Kind.REFUND, back, refunds=paid.id)


def _redeem(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    wallet = draw(st.sampled_from((BAKERY, BAKERY, BAKERY, FOOD_BANK, AWA)))
    right, wrong = (47_50, 2_50), ((95_00, 4_00), (9_50, 50))
    payout, fee = draw(st.sampled_from((right, right, right, *wrong)))
    payable = Leg(Part.PRINCIPAL, wallet, HOUSE.clearing_out, payout)
    earned = Leg(Part.FEE, wallet, HOUSE.fee_income, fee)
    return _draft(earlier, Kind.REDEMPTION_REQUESTED, payable, earned)


def _leave(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    wallet = draw(st.sampled_from((AWA, AWA, BAKERY)))
    amount = draw(st.sampled_from((20_00, 50_00)))
    payable = Leg(Part.PRINCIPAL, wallet, HOUSE.clearing_out, amount)
    return _draft(earlier, Kind.EXIT_REQUESTED, payable)


def _pay_out(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    requested = _earlier(draw, earlier, Kind.REDEMPTION_REQUESTED, Kind.EXIT_REQUESTED)
    if requested is None:
        return None
    leg = Leg(Part.PRINCIPAL, HOUSE.clearing_out, HOUSE.reserve, requested.legs[0].amount)
    return _draft(earlier, Kind.REDEMPTION_PAID, leg, settles=requested.id)


def _give_back(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    settled = _earlier(
        draw, earlier, Kind.REDEMPTION_REQUESTED, Kind.EXIT_REQUESTED, Kind.REDEMPTION_PAID
    )
    if settled is None:
        return None
    requested, held = settled, HOUSE.clearing_out
    if settled.kind is Kind.REDEMPTION_PAID:
        requested = next(draft for draft in earlier if draft.id == settled.settles)
        held = HOUSE.reserve
    legs = [
        Leg(leg.part, held if leg.part is Part.PRINCIPAL else leg.credit, leg.debit, leg.amount)
        for leg in requested.legs
    ]
    return _draft(earlier, Kind.REDEMPTION_RETURNED, *legs, settles=settled.id)


def _close_slip(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft:
    return _draft(earlier, Kind.SLIP_CLOSED, Leg(Part.PRINCIPAL, SLIP, TILL, _amount(draw)))


def _credit_slip(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    closed = _earlier(draw, earlier, Kind.SLIP_CLOSED)
    if closed is None:
        return None
    leg = Leg(Part.PRINCIPAL, HOUSE.reserve, SLIP, closed.legs[0].amount)
    return _draft(earlier, Kind.SLIP_CREDITED, leg, settles=closed.id)


def _reverse(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    return _mirror(earlier, _earlier(draw, earlier, *Kind))


def _reverse_refund(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    return _mirror(earlier, _earlier(draw, earlier, Kind.REFUND))


def _mirror(earlier: Sequence[Draft], wrong: Draft | None) -> Draft | None:
    if wrong is None:
        return None
    legs = (Leg(Part.REVERSED, leg.credit, leg.debit, leg.amount) for leg in reversed(wrong.legs))
    return _draft(earlier, Kind.REVERSAL, *legs, reverses=wrong.id)


def _repeat(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    return _earlier(draw, earlier, *Kind)


def _reuse(draw: st.DrawFn, earlier: Sequence[Draft]) -> Draft | None:
    """Send another content under an id that was sent before."""
    sent = _earlier(draw, earlier, *Kind)
    other = _pay(draw, earlier)
    return sent and replace(other, envelope=envelope("another", id=sent.id))


_WAYS = (
    _pay, _pay, _pay_request, _pay_request, _send, _issue, _receive, _issue_received, _refund,
    _refund, _refund, _redeem, _leave, _pay_out, _pay_out, _give_back, _give_back, _give_back,
    _close_slip, _credit_slip, _reverse, _reverse, _reverse_refund, _repeat, _repeat, _reuse,
)  # fmt: skip
