"""The JSON of the API: amounts are integers of minor units beside their currency."""

from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from ledger.approval_form import ApprovalIn
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.posting import Posted
from ledger.reports.payees import RequestView
from ledger.reports.wallet import Line, Wallet


class PaymentIn(msgspec.Struct, forbid_unknown_fields=True):
    """Pay `payee`; `request` names the single-use payment request that this pays.

    With `approval`, the Idempotency-Key is the id of the order that was signed, and `expires_at`,
    `till` and `replaces` are as it was signed.
    """

    payee: str
    amount: int
    currency: str
    request: str | None = None
    approval: ApprovalIn | None = None
    expires_at: datetime | None = None
    till: str | None = None
    replaces: UUID | None = None


class RefundIn(msgspec.Struct, forbid_unknown_fields=True):
    """Give back all or part of a payment."""

    amount: int
    currency: str


class PaymentRequestIn(msgspec.Struct, forbid_unknown_fields=True):
    """Ask for an amount; `reference` is the shop's own, `place` its till."""

    amount: int
    currency: str
    reference: str | None = None
    place: str | None = None


class IssuanceIn(msgspec.Struct, forbid_unknown_fields=True):
    """Issue units to a wallet against cash counted at the teller's own till."""

    wallet: str
    amount: int
    currency: str
    dues: int = 0


class RedemptionIn(msgspec.Struct, forbid_unknown_fields=True):
    """Turn units back into euros; `fee` is the one quoted."""

    amount: int
    fee: int
    currency: str


class PostingOut(msgspec.Struct):
    """A posting as its parties see it; equal for every replay."""

    id: str
    kind: str
    amount: int
    currency: str
    debited: str
    credited: str
    posted_at: datetime
    balance: int
    refunds: str | None = None
    request: str | None = None

    @classmethod
    def of(cls, posted: Posted, currency: str, *, seen_from: int) -> Self:
        """Describe a posting with the balance that it left on the account it is seen from."""
        first = posted.legs[0]
        balances = {leg.debit: leg.debit_after for leg in posted.legs}
        balances |= {leg.credit: leg.credit_after for leg in posted.legs if leg.credit == seen_from}
        return cls(
            id=uuid_text("pst", posted.id),
            kind=posted.kind,
            amount=posted.amount.minor,
            currency=currency,
            debited=account_id_text(first.debit),
            credited=account_id_text(first.credit),
            posted_at=posted.posted_at,
            balance=balances[seen_from],
            refunds=uuid_text("pst", posted.refunds) if posted.refunds else None,
            request=uuid_text("req", posted.settles) if posted.settles else None,
        )


class AccountOut(msgspec.Struct):
    """An account with its balance, in minor units."""

    id: str
    kind: str
    status: str
    balance: int
    currency: str

    @classmethod
    def of(cls, wallet: Wallet, currency: str) -> Self:
        """Describe a wallet."""
        id = account_id_text(wallet.account)
        return cls(id, wallet.kind, wallet.status, wallet.balance, currency)


class LineOut(msgspec.Struct):
    """A line of a statement; `amount` is signed."""

    id: str
    kind: str
    amount: int
    balance: int
    posted_at: datetime
    party: str | None

    @classmethod
    def of(cls, line: Line) -> Self:
        """Describe a line."""
        id = uuid_text("pst", line.id)
        return cls(id, line.kind, line.change, line.balance_after, line.posted_at, line.other_name)


class StatementOut(msgspec.Struct):
    """A page of a statement, newest first; `next` continues it."""

    currency: str
    lines: list[LineOut]
    next: str | None


class PaymentRequestOut(msgspec.Struct):
    """A payment request: `url` is what its code says to any camera."""

    id: str
    code: str
    url: str
    amount: int
    currency: str
    payee: str
    payee_name: str
    payee_place: str
    reference: str | None
    expires_at: datetime
    state: str
    payment: str | None

    @classmethod
    def of(cls, view: RequestView, *, currency: str, base_url: str, now: datetime) -> Self:
        """Describe a request as it stands at `now`."""
        return cls(
            id=uuid_text("req", view.id),
            code=view.code,
            url=f"{base_url}/r#{view.code}",
            amount=view.amount,
            currency=currency,
            payee=account_id_text(view.payee.account),
            payee_name=view.payee.name,
            payee_place=view.payee.where,
            reference=view.reference,
            expires_at=view.expires_at,
            state=view.state(now),
            payment=uuid_text("pst", view.paid_by) if view.paid_by else None,
        )
