"""Verify again, from the journal alone, that each payment was approved as it stands."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.approval import (
    Approval,
    ApprovalKey,
    KeyKind,
    approval_from,
    card_from,
    check_approval,
)
from ledger.core.card import CardOrder, card_order_bytes
from ledger.core.money import Money
from ledger.core.order import order_bytes
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Evidence
from ledger.core.refusal import SignatureInvalid
from ledger.database import reading

INSTANCE = text("select value from ledger.house where name = 'instance'")
SIGNED = text("""
select p.seq, p.id, p.kind, p.place, p.settles, p.replaces, p.evidence_kind, p.evidence,
       l.debit_account, l.credit_account, l.amount, a.book
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       join ledger.account as a on a.id = l.debit_account
 where p.seq > :after and p.seq <= :head and p.evidence_kind = any(:kinds)
 order by p.seq limit :limit
""")
KEYS = text("""
select id, account_id as account, kind, public_key, registered_at,
       coalesce(credential_id, '') as credential_id, origin, rp_id
  from ledger.approval_key where account_id = any(:accounts)
""")
CARDS = text("select id, account_id from ledger.card where account_id = any(:accounts)")
SIGNED_KINDS = [Evidence.DEVICE, Evidence.DEVICE_PIN, Evidence.PASSKEY, Evidence.CARD_PIN]
SIGNED_A_PAGE = 1_000


async def find_unproved(engine: AsyncEngine, head: int) -> AsyncIterator[str]:
    """Yield a sentence for each signed payment whose evidence does not prove what was posted."""
    after = 0
    while True:
        async with reading(engine) as connection:
            instance = str(await connection.scalar(INSTANCE))
            bounds = {"after": after, "head": head, "limit": SIGNED_A_PAGE}
            rows = (await connection.execute(SIGNED, {**bounds, "kinds": SIGNED_KINDS})).all()
            accounts = sorted({side for row in rows for side in row[8:10]})
            found = await connection.execute(KEYS, {"accounts": accounts})
            keys = {key["id"]: _key(dict(key)) for key in found.mappings()}
            found = await connection.execute(CARDS, {"accounts": accounts})
            cards = {card.id: int(card.account_id) for card in found}
        for row in rows:
            if not _is_proved(row, keys, cards, instance):
                yield f"posting {row.seq} is not what its payer approved"
        if len(rows) < SIGNED_A_PAGE:
            return
        after = rows[-1].seq


def _key(fields: dict[str, object]) -> ApprovalKey:
    return ApprovalKey(**{**fields, "kind": KeyKind(str(fields["kind"]))})  # type: ignore[arg-type] # columns as named


def _is_proved(
    row: Row[tuple[object, ...]],
    keys: dict[object, ApprovalKey],
    cards: dict[UUID, int],
    instance: str,
) -> bool:
    try:
        approval, expires_at = approval_from(row.evidence)
        if row.evidence_kind == Evidence.CARD_PIN:
            card = card_from(row.evidence)
            _verify_card(row, keys[approval.key_id], approval, expires_at, instance)
            return cards[card] == int(row.debit_account)
        _verify(row, keys[approval.key_id], approval, expires_at, instance)
    except (ValueError, KeyError, SignatureInvalid):
        return False
    return True


def _verify_card(
    row: Row[tuple[object, ...]],
    key: ApprovalKey,
    approval: Approval,
    expires_at: datetime,
    instance: str,
) -> None:
    if key.account != row.credit_account:
        raise SignatureInvalid
    order = CardOrder(
        card=card_from(row.evidence),
        payee=row.credit_account,
        amount=Money(row.amount),
        request_id=row.settles,
        expires_at=expires_at,
        till=row.place,
    )
    check_approval(key, approval, card_order_bytes(row.id, order, instance=instance, book=row.book))


def _verify(
    row: Row[tuple[object, ...]],
    key: ApprovalKey,
    approval: Approval,
    expires_at: datetime,
    instance: str,
) -> None:
    if key.account != row.debit_account or approval.evidence_kind != row.evidence_kind:
        raise SignatureInvalid
    order = PaymentOrder(
        payer=row.debit_account,
        payee=row.credit_account,
        amount=Money(row.amount),
        request_id=row.settles,
        expires_at=expires_at,
        till=row.place,
        replaces=row.replaces,
    )
    check_approval(
        key, approval, order_bytes(row.id, order, instance=instance, book=row.book, kind=row.kind)
    )
