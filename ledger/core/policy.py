"""The policy in force: tiers, caps, fees, windows and phase, as one dated value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.core.account import Tier
from ledger.core.law import ensure
from ledger.core.money import Money

LONGEST_TRIAL_H = 30 * 24
"""The journal adds up thirty days of payments for devices younger than that, for no others."""
REDEMPTION_CEILING = 500_00
"""Above it a redemption takes the treasury's approval, where the policy says no other."""


@dataclass(frozen=True, slots=True)
class TierLimits:
    """Caps of a tier in minor units; None where the tier has no such cap."""

    balance: int | None
    paid_per_day: int | None
    paid_per_30_days: int | None
    cash_per_month: int | None
    may_transfer: bool


@dataclass(frozen=True, slots=True)
class ApprovalLimits:
    """How far the signature of a device alone goes, in minor units and payments in a row.

    Beyond, and for `new_device_hours` after a device was added, more is asked or less is allowed.
    A card with its PIN pays `card_per_day` at most.
    """

    low_value_payment: int = 30_00
    low_value_total: int = 100_00
    low_value_count: int = 5
    new_device_hours: int = 24
    card_per_day: int = 60_00


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """How far a desk goes, in minor units: units at once for a cheque, cash before it is a risk.

    `cheque_days`: how long after the bank's credit a larger cheque becomes units.
    `slip_days`: working days that a slip may take to be credited.
    `alone_up_to`: the largest balance to which one person gives access back alone.
    """

    cheque_at_once: int = 100_00
    cash_alert: int = 2_000_00
    cheque_days: int = 15
    slip_days: int = 2
    alone_up_to: int = 50_00


@dataclass(frozen=True, slots=True)
class WatchLimits:
    """From where on somebody looks, in minor units, per cent and days.

    Small loads beyond `split_total`; redemptions of which `cash_out_per_cent` had just been loaded.
    """

    split_total: int = 500_00
    split_days: int = 7
    cash_out_per_cent: int = 50
    cash_out_days: int = 7


@dataclass(frozen=True, slots=True)
class GivingTerms:
    """What the issuer adds to an issuance at its own expense; rates in basis points.

    `minimum_sponsors`: how many residents choose an association before it is given anything.
    `bonus_per_month`: the most that one member gets in a calendar month, in minor units.
    """

    donation_rate: int = 3_00
    minimum_sponsors: int = 30
    bonus_rate: int = 0
    bonus_per_month: int = 10_00
    melt_rate: int = 0


@dataclass(frozen=True, slots=True)
class DuesTerms:
    """What members pay to belong, in minor units; residents a year, professionals a month.

    `days_to_pay`: how long after the year, or their membership, began.
    """

    resident_low: int = 5_00
    resident_high: int = 10_00
    professional_least: int = 5_00
    professional_most: int = 20_00
    days_to_pay: int = 90


@dataclass(frozen=True, slots=True)
class Policy:
    """A numbered policy, valid from a day until the next version's day."""

    version: int
    valid_from: date
    phase: str
    tiers: Mapping[Tier, TierLimits]
    group_cash_per_month: int
    redemption_fee_per_mille: int
    redemption_minimum: int
    refund_days: int
    residents_may_transfer: bool
    issuance_is_open: bool
    open_territories: frozenset[int]
    approval: ApprovalLimits = ApprovalLimits()
    desk: DeskLimits = DeskLimits()
    watch: WatchLimits = WatchLimits()
    giving: GivingTerms = GivingTerms()
    dues: DuesTerms = DuesTerms()
    redemption_ceiling: int = REDEMPTION_CEILING
    exit_fee_per_mille: int = 0
    issuance_minimum: int = 0

    def redemption_fee(self, amount: Money) -> Money:
        """Compute the fee on a redemption, rounded half up to the minor unit."""
        return amount.share(per_mille=self.redemption_fee_per_mille)

    def exit_fee(self, amount: Money) -> Money:
        """Compute the fee on what a resident who leaves is paid."""
        return amount.share(per_mille=self.exit_fee_per_mille)

    @classmethod
    def from_document(cls, version: int, valid_from: date, document: Mapping[str, Any]) -> "Policy":
        """Read a policy from its stored document."""
        fields = dict(document)
        fields["tiers"] = {Tier(name): TierLimits(**caps) for name, caps in fields["tiers"].items()}
        fields["open_territories"] = frozenset(fields["open_territories"])
        fields["approval"] = approval = ApprovalLimits(**fields.get("approval", {}))
        fields["desk"] = DeskLimits(**fields.get("desk", {}))
        fields["watch"] = WatchLimits(**fields.get("watch", {}))
        fields["giving"] = GivingTerms(**fields.get("giving", {}))
        fields["dues"] = DuesTerms(**fields.get("dues", {}))
        ensure(
            approval.new_device_hours <= LONGEST_TRIAL_H, "a device is on trial for 30 days at most"
        )
        return cls(version=version, valid_from=valid_from, **fields)


INITIAL_POLICY: dict[str, Any] = {
    "phase": "pilote",
    "tiers": {
        # R561-16-1 of the monetary code: 150 stored, 150 paid in thirty days without
        # identification.
        "T0": {
            "balance": 150_00,
            "paid_per_day": None,
            "paid_per_30_days": 150_00,
            "cash_per_month": 150_00,
            "may_transfer": False,
        },
        # 250 stored (L525-5 and its decree), 1,000 of cash loaded in a calendar month (D315-2).
        "T1": {
            "balance": 250_00,
            "paid_per_day": 250_00,
            "paid_per_30_days": None,
            "cash_per_month": 1_000_00,
            "may_transfer": True,
        },
        "T2": {
            "balance": None,
            "paid_per_day": None,
            "paid_per_30_days": None,
            "cash_per_month": 0,
            "may_transfer": True,
        },
    },
    "group_cash_per_month": 1_000_00,
    "redemption_fee_per_mille": 50,
    "redemption_minimum": 50_00,
    "redemption_ceiling": REDEMPTION_CEILING,
    "refund_days": 90,
    "residents_may_transfer": True,
    "issuance_is_open": True,
    "open_territories": [2, 3, 5, 6, 7, 8],
    # Article 16 of the delegated regulation (EU) 2018/389, as a rule of the house.
    "approval": {
        "low_value_payment": 30_00,
        "low_value_total": 100_00,
        "low_value_count": 5,
        "new_device_hours": 24,
        "card_per_day": 60_00,
    },
}
"""The policy a new house opens with; every figure is a setting of the issuer."""
