"""Write what payers tell the tills that asked them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

INSERT_REPLY = """
insert into ledger.payer_reply (id, request_id, payer, reason, part, told_at)
select $1, r.id, $3, $4, $5, $6
  from ledger.payment_request as r
 where r.id = $2 and r.withdrawn_at is null and r.expires_at >= $6
   and (r.reserved_for is null or r.reserved_for = $3)
   and r.amount > coalesce($5::bigint, 0)
   and not exists (select from ledger.posting where settles = r.id)
    on conflict on constraint payer_reply_is_one_of_a_payer do update
   set reason = excluded.reason, part = excluded.part, told_at = excluded.told_at
 where ledger.payer_reply.asked_again is null
returning (select account_id from ledger.payment_request where id = $2)
"""
FORGET_REPLIES = "delete from ledger.payer_reply where told_at < $1"
HOLD_REPLY = """
select p.request_id, p.payer, p.asked_again
  from ledger.payer_reply as p join ledger.payment_request as r on r.id = p.request_id
 where p.id = $1 and r.account_id = $2
   and (p.asked_again = $3
        or (p.asked_again is null and r.withdrawn_at is null and r.expires_at >= $4))
   for update of p
"""
LEAD_ON = "update ledger.payer_reply set asked_again = $2 where id = $1"


@dataclass(frozen=True, slots=True)
class NewReply:
    """What a payer tells, to be written; `part`, in minor units, only where the payer offers it."""

    id: UUID
    request_id: UUID
    payer: int
    reason: str
    part: int | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class HeldReply:
    """A reply that a till acts upon; `asked_again`: it did before."""

    request_id: UUID
    payer: int
    asked_again: UUID | None


async def insert_reply(connection: Connection, reply: NewReply, *, since: datetime) -> int | None:
    """Write the last word of a payer on an open request; what lies before `since` is forgotten.

    Answer with the account that asked; None where the request is not open, or not for that payer.
    """
    await connection.execute(FORGET_REPLIES, since)
    asker: int | None = await connection.fetchval(
        INSERT_REPLY,
        reply.id,
        reply.request_id,
        reply.payer,
        reply.reason,
        reply.part,
        reply.told_at,
    )
    return asker


async def hold_reply(
    connection: Connection, id: UUID, *, account: int, asked_again: UUID, now: datetime
) -> HeldReply | None:
    """Hold a reply made to a shop that may still act upon it, or did so by `asked_again`."""
    row = await connection.fetchrow(HOLD_REPLY, id, account, asked_again, now)
    return HeldReply(**row) if row else None


async def lead_on(connection: Connection, id: UUID, *, asked_again: UUID) -> None:
    """Lead whoever replied to what was asked instead."""
    await connection.execute(LEAD_ON, id, asked_again)
