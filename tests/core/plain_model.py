"""The rules once more, in the plainest words: a list of what happened, and all is counted from it.

Written from the statutes, not from the code: it shares no table and no function with `ledger.core`,
and knows only the values that go in and come out. It is slow and has no batches.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ledger.core.account import Account
from ledger.core.book import Request
from ledger.core.policy import Policy, TierLimits
from ledger.core.posting import Draft, Leg

PARIS = ZoneInfo("Europe/Paris")
RESIDENT = ["resident"]
SHOPS = ["merchant", "association", "public_office"]
WHO_MAY = {
    "topup_received": (["reserve"], ["clearing_in"]),
    "topup_issued": (["clearing_in"], ["resident", "merchant", "association"]),
    "issuance": (["till"], ["resident", "dues_income"]),
    "payment": (["resident", "merchant", "association"], SHOPS),
    "transfer": (RESIDENT, RESIDENT),
    "refund": (["merchant", "association"], ["resident", "merchant", "association"]),
    "redemption_requested": (SHOPS, ["clearing_out", "fee_income"]),
    "exit_requested": (RESIDENT, ["clearing_out", "fee_income"]),
    "redemption_paid": (["clearing_out"], ["reserve"]),
    "redemption_returned": (["clearing_out", "reserve", "fee_income"], [*SHOPS, *RESIDENT]),
    "slip_closed": (["slip"], ["till"]),
    "slip_credited": (["reserve"], ["slip"]),
}
CLOSES = {
    "topup_issued": ["topup_received"],
    "redemption_paid": ["redemption_requested", "exit_requested"],
    "redemption_returned": ["redemption_requested", "exit_requested", "redemption_paid"],
    "slip_credited": ["slip_closed"],
}
GIVES_BACK = ["refund", "reversal", "redemption_returned"]
REACHES_FROZEN = [*GIVES_BACK, "exit_requested"]


@dataclass
class Happened:
    """A posting that stands, and when."""

    draft: Draft
    at: datetime

    @property
    def day(self) -> date:
        """The day in town."""
        return self.at.astimezone(PARIS).date()


@dataclass
class PlainModel:
    """All that ever happened, and what everybody is allowed."""

    accounts: dict[int, Account]
    requests: dict[UUID, Request]
    policy: Policy
    now: datetime
    history: list[Happened] = field(default_factory=list)
    answers: dict[UUID, tuple[bytes, str]] = field(default_factory=dict)

    def post(self, draft: Draft) -> str:
        """Answer with `posted`, or with the code of the refusal."""
        if draft.id in self.answers:
            digest, answer = self.answers[draft.id]
            return answer if digest == draft.envelope.digest else "key_reused"
        answer = self._refusal(draft) or "posted"
        self.answers[draft.id] = (draft.envelope.digest, answer)
        if answer == "posted":
            self.history.append(Happened(draft, self.now))
        return answer

    def balance(self, id: int) -> int:
        """Count what came in and went out."""
        legs = [leg for happened in self.history for leg in happened.draft.legs]
        came = sum(leg.amount for leg in legs if leg.credit == id)
        return came - sum(leg.amount for leg in legs if leg.debit == id)

    def _refusal(self, draft: Draft) -> str | None:
        if draft.expires_at and self.now > draft.expires_at:
            return "order_expired"
        for leg in draft.legs:
            for account in (self.accounts[leg.debit], self.accounts[leg.credit]):
                if account.kind == "till" and account.status == "frozen":
                    if draft.kind == "slip_closed":
                        continue
                    return "till_not_open"
                is_reached = account.status == "frozen" and draft.kind in REACHES_FROZEN
                if account.status != "open" and not is_reached:
                    return "account_not_open"
        return (
            self._wrong_accounts(draft)
            or self._wrong_link(draft)
            or self._wrong_quote(draft)
            or self._no_agreement(draft)
            or self._out_of_bounds(draft)
            or self._paid_too_much(draft)
            or self._too_much_cash(draft)
        )

    def _wrong_accounts(self, draft: Draft) -> str | None:
        if draft.kind == "reversal":
            return None
        gives, takes = WHO_MAY[draft.kind]
        for leg in draft.legs:
            giver, taker = self.accounts[leg.debit].kind, self.accounts[leg.credit].kind
            if giver not in gives or taker not in takes:
                is_cash_out = draft.kind == "redemption_requested" and giver == "resident"
                return "redemption_not_allowed" if is_cash_out else "kind_not_allowed"
        if draft.kind == "transfer":
            tiers = {self.accounts[side].tier for leg in draft.legs for side in leg[1:3]}
            if not self.policy.residents_may_transfer or "T0" in tiers:
                return "transfer_not_allowed"
        if draft.kind in ("issuance", "topup_issued") and not self.policy.issuance_is_open:
            return "issuance_suspended"
        if draft.kind == "issuance":
            issued = [leg.amount for leg in draft.legs if leg.part != "dues"]
            if sum(issued) < self.policy.issuance_minimum:
                return "issuance_too_small"
        return None

    # What a draft names.

    def _named(self, id: UUID | None) -> Happened | None:
        return next((happened for happened in self.history if happened.draft.id == id), None)

    def _is_reversed(self, named: Happened) -> bool:
        return any(happened.draft.reverses == named.draft.id for happened in self.history)

    def _is_closed(self, id: UUID) -> bool:
        return any(happened.draft.settles == id for happened in self.history)

    def _given_back(self, named: Happened) -> int:
        return sum(
            happened.draft.legs[0].amount
            for happened in self.history
            if happened.draft.refunds == named.draft.id and not self._is_reversed(happened)
        )

    def _wrong_link(self, draft: Draft) -> str | None:
        if draft.kind == "payment":
            return self._wrong_request(draft)
        if draft.kind in CLOSES:
            return self._wrong_settlement(draft)
        if draft.kind == "refund":
            return self._wrong_refund(draft)
        return self._wrong_reversal(draft) if draft.kind == "reversal" else None

    def _wrong_request(self, draft: Draft) -> str | None:
        if draft.settles is None:
            return None
        request = self.requests.get(draft.settles)
        if request is None:
            return "request_unknown"
        if self._is_closed(request.id):
            return "request_already_paid"
        if request.is_withdrawn:
            return "request_withdrawn"
        if self.now > request.expires_at:
            return "request_expired"
        is_it = draft.legs[0][2:] == (request.payee, request.amount)
        return None if is_it else "request_mismatch"

    def _wrong_settlement(self, draft: Draft) -> str | None:
        named = self._named(draft.settles)
        if named is None or named.draft.kind not in CLOSES[draft.kind] or self._is_reversed(named):
            return "original_unknown"
        return "already_settled" if self._is_closed(named.draft.id) else None

    def _wrong_refund(self, draft: Draft) -> str | None:
        named = self._named(draft.refunds)
        if named is None or named.draft.kind != "payment":
            return "original_unknown"
        (_, payer, payee, _), (_, giver, taker, _) = named.draft.legs[0], draft.legs[0]
        if (giver, taker) != (payee, payer):
            return "original_unknown"
        if self.now > named.at + timedelta(days=self.policy.refund_days):
            return "refund_too_late"
        left = named.draft.legs[0].amount - self._given_back(named)
        is_too_large = self._is_reversed(named) or draft.legs[0].amount > left
        return "refund_too_large" if is_too_large else None

    def _wrong_reversal(self, draft: Draft) -> str | None:
        named = self._named(draft.reverses)
        if named is None:
            return "original_unknown"
        if self._is_reversed(named) or named.draft.kind == "reversal":
            return "already_reversed"
        if self._given_back(named):
            return "refunds_come_first"
        if self._is_closed(named.draft.id):
            return "already_settled"
        mirror = [(leg.credit, leg.debit, leg.amount) for leg in reversed(named.draft.legs)]
        is_mirror = mirror == [leg[1:] for leg in draft.legs]
        return None if is_mirror else "settlement_mismatch"

    # How much.

    def _wrong_quote(self, draft: Draft) -> str | None:
        if draft.kind not in ("redemption_requested", "exit_requested"):
            return None
        total = sum(leg.amount for leg in draft.legs)
        fee = sum(leg.amount for leg in draft.legs if leg.part == "fee")
        if draft.kind == "exit_requested":
            due = int(total * self.policy.exit_fee_per_mille / 1000 + 0.5)
            return None if fee == due else "quote_outdated"
        due = int(total * self.policy.redemption_fee_per_mille / 1000 + 0.5)
        is_good = fee == due and total >= self.policy.redemption_minimum
        return None if is_good else "quote_outdated"

    def _no_agreement(self, draft: Draft) -> str | None:
        if draft.kind != "payment":
            return None
        payee, today = self.accounts[draft.legs[0].credit], self.now.astimezone(PARIS).date()
        since, until = payee.agreed_from or date.max, payee.agreed_until or date.max
        return None if since <= today <= until else "not_accredited"

    def _out_of_bounds(self, draft: Draft) -> str | None:
        sides = list(dict.fromkeys(side for leg in draft.legs for side in leg[1:3]))
        nets = {id: _net(draft.legs, id) for id in sides}
        for id, net in nets.items():
            floor = self.accounts[id].floor
            if net < 0 and floor is not None and self.balance(id) + net < floor:
                return "floor_reached"
        for id, net in nets.items():
            account = self.accounts[id]
            if net > 0 and account.ceiling is not None and self.balance(id) + net > account.ceiling:
                return "floor_reached"  # only assets have one of their own here: it is their zero
            cap = self._caps(id).balance
            is_over = net > 0 and cap is not None and self.balance(id) + net > cap
            if is_over and draft.kind not in GIVES_BACK:
                return "ceiling_reached"
        return None

    def _paid_too_much(self, draft: Draft) -> str | None:
        if draft.kind not in ("payment", "transfer"):
            return None
        if draft.legs[0].amount > 300_000:
            return "payment_beyond_law"
        leg, today = draft.legs[0], self.now.astimezone(PARIS).date()
        caps = self._caps(leg.debit)
        for cap, days, code in (
            (caps.paid_per_day, 1, "daily_limit_reached"),
            (caps.paid_per_30_days, 30, "rolling_limit_reached"),
        ):
            paid = sum(
                earlier.amount
                for happened in self.history
                for earlier in happened.draft.legs
                if happened.draft.kind in ("payment", "transfer")
                and earlier.debit == leg.debit
                and happened.day > today - timedelta(days=days)
            )
            if cap is not None and paid + leg.amount > cap:
                return code
        return None

    def _too_much_cash(self, draft: Draft) -> str | None:
        if draft.kind != "issuance":
            return None
        leg = draft.legs[0]
        cap = self._caps(leg.credit).cash_per_month
        if cap is not None and self._cash([leg.credit]) + leg.amount > cap:
            return "cash_limit_reached"
        group = self.accounts[leg.credit].limit_group
        household = [id for id, account in self.accounts.items() if account.limit_group == group]
        together = self._cash(household) + leg.amount
        is_over = group is not None and together > self.policy.group_cash_per_month
        return "group_cash_limit_reached" if is_over else None

    def _cash(self, ids: list[int]) -> int:
        month = self.now.astimezone(PARIS).date().replace(day=1)
        return sum(
            happened.draft.legs[0].amount
            for happened in self.history
            if happened.draft.kind == "issuance"
            and happened.draft.legs[0].credit in ids
            and happened.day.replace(day=1) == month
        )

    def _caps(self, id: int) -> TierLimits:
        tier = self.accounts[id].tier
        return self.policy.tiers[tier] if tier else TierLimits(None, None, None, None, True)  # noqa: FBT003 # no cap


def _net(legs: tuple[Leg, ...], id: int) -> int:
    came = sum(leg.amount for leg in legs if leg.credit == id)
    return came - sum(leg.amount for leg in legs if leg.debit == id)
