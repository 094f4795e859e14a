"""The book against the plain model: months of a careless town, answer for answer."""

from datetime import timedelta

from core.draft_lists import RESIDENTS, SHOPS, draft_lists, funded_journal
from core.paper_town import account, envelope, policy
from core.plain_model import Happened, PlainModel
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.core.account import Status
from ledger.core.policy import Policy
from ledger.core.posting import Draft, Leg, Posted

POLICIES = (
    policy(),
    policy(issuance_is_open=False, residents_may_transfer=False),
    policy(T0={"paid_per_day": 20_00}, T1={"paid_per_day": 6_00, "paid_per_30_days": 50_00}),
    policy(T1={"balance": 70_00, "cash_per_month": 61_00}, redemption_fee_per_mille=95),
    policy(T1={"paid_per_30_days": 21_00}, group_cash_per_month=125_00, refund_days=0),
    policy(T0={"cash_per_month": 65_00}, redemption_minimum=101_00, issuance_minimum=30_00),
)


class BookAgainstModel(RuleBasedStateMachine):
    """Sends the same drafts to the book, in batches, and to the model, one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = funded_journal()
        self.sent: list[Draft] = []
        self.model = PlainModel(
            self.journal.accounts, self.journal.requests, self.journal.policy, self.journal.now
        )
        # What was posted to fund the town happened for the model as well.
        self.model.history = [
            Happened(_draft_of(posted), posted.posted_at) for posted in self.journal.posted
        ]

    @initialize(chosen=st.sampled_from(POLICIES))
    def open_with_a_policy(self, chosen: Policy) -> None:
        """Begin under any of the policies."""
        self.change_the_policy(chosen)

    @rule(data=st.data(), longest=st.sampled_from([1, 3, 12, 12, 12]))
    def send_a_batch(self, data: st.DataObject, longest: int) -> None:
        """Compare the answers to a batch."""
        batch = data.draw(draft_lists(self.sent, at_least=longest, at_most=longest))
        expected = [self.model.post(draft) for draft in batch]

        outcomes = self.journal.post(*batch)

        assert [_answer(outcome) for outcome in outcomes] == expected
        self.sent += batch

    @rule(hours=st.sampled_from([1, 11, 24, 24 * 29, 24 * 30]))
    def let_time_pass(self, hours: int) -> None:
        """Move the clock of both."""
        self.journal.now += timedelta(hours=hours)
        self.model.now = self.journal.now

    @rule(id=st.sampled_from((*RESIDENTS, *SHOPS)), status=st.sampled_from([*Status, Status.OPEN]))
    def change_a_status(self, id: int, status: Status) -> None:
        """Freeze, close or open a wallet; both read the same accounts."""
        self.journal.accounts[id] = self.journal.accounts[id]._replace(status=status)

    @rule(id=st.sampled_from(SHOPS), days=st.integers(-1, 1))
    def date_an_agreement(self, id: int, days: int) -> None:
        """End an agreement yesterday, today or tomorrow."""
        until = (self.journal.now + timedelta(days=days)).date()
        self.journal.accounts[id] = account(id, agreed_until=until)

    @rule(chosen=st.sampled_from(POLICIES))
    def change_the_policy(self, chosen: Policy) -> None:
        """Put other caps in force."""
        self.journal.policy = self.model.policy = chosen

    @invariant()
    def balances_agree_and_sum_to_zero(self) -> None:
        """Compare every account."""
        book = self.journal.open_book()
        stored = {id: figures.balance for id, figures in book.figures.items()}
        assert stored == {id: self.model.balance(id) for id in self.journal.accounts}
        assert sum(stored.values()) == 0


def _draft_of(posted: Posted) -> Draft:
    legs = tuple(Leg(*leg[:4]) for leg in posted.legs)
    return Draft(envelope(id=posted.id), posted.kind, legs, settles=posted.settles)


def _answer(outcome: object) -> str:
    return "posted" if isinstance(outcome, Posted) else outcome.code  # type: ignore[attr-defined] # a refusal


BookAgainstModel.TestCase.settings = settings(max_examples=150, stateful_step_count=20)
TestBookAgainstModel = BookAgainstModel.TestCase
