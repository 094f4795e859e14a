"""Write what is decided on redemptions, and the batches in which their euros leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.policy import REDEMPTION_CEILING

DECIDED = """
select is_granted, decided_by from ledger.redemption_decision where redemption_id = $1
"""
ASKER = "select principal from ledger.posting where id = $1"
DECIDE = """
insert into ledger.redemption_decision (redemption_id, is_granted, reason, decided_by, decided_at)
values ($1, $2, $3, $4, $5)
"""
FREEZE = """
insert into people.payout (redemption_id, bank_account_id, prepared_by, prepared_at)
select p.id, b.id, $2, $3
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       join lateral (select id, counts_from from people.bank_account
                      where account_id = l.debit_account and is_granted
                      order by counts_from desc limit 1) as b on b.counts_from <= $3
 where p.id = any($1::uuid[]) and p.kind in ('redemption_requested', 'exit_requested')
   and not exists (select from ledger.posting as s where s.settles = p.id)
   and (p.kind = 'exit_requested'
        or exists (select from ledger.redemption_decision as d
                 where d.redemption_id = p.id and d.is_granted)
        or (select sum(amount) from ledger.leg where posting_seq = p.seq)
           <= (select coalesce((document ->> 'redemption_ceiling')::bigint, $4)
                 from ledger.policy where version = p.policy_version))
on conflict (redemption_id) do nothing
"""
BATCH = """
select id, number, prepared_by, decided_by, is_sent from ledger.payout_batch where id = $1
"""
OPEN_BATCH = """
insert into ledger.payout_batch (id, number, prepared_by, prepared_at)
select $1, coalesce(max(number), 0) + 1, $2, $3 from ledger.payout_batch
"""
FILL_BATCH = """
insert into ledger.payout_line (batch_id, redemption_id)
select $1, o.redemption_id from people.payout as o
 where o.redemption_id = any($2::uuid[])
   and not exists (select from ledger.posting as s where s.settles = o.redemption_id)
   and not exists (select from ledger.payout_line as n
                    where n.redemption_id = o.redemption_id and not n.is_dropped)
"""
DECIDE_BATCH = """
update ledger.payout_batch set decided_by = $2, decided_at = $3, is_sent = $4
 where id = $1 and decided_at is null
"""
DROP_LINES = "update ledger.payout_line set is_dropped = true where batch_id = $1"
LINES = """
select n.redemption_id as id, l.debit_account as account, p.principal,
       exists (select from ledger.posting as s where s.settles = p.id) as is_settled
  from ledger.payout_line as n
       join ledger.posting as p on p.id = n.redemption_id
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
 where n.batch_id = $1 and not n.is_dropped
"""
BATCH_OF = """
select b.is_sent from ledger.payout_line as n join ledger.payout_batch as b on b.id = n.batch_id
 where n.redemption_id = $1 and not n.is_dropped
"""


async def find_decision(connection: Connection, redemption: UUID) -> Record | None:
    """Find what was decided on a redemption."""
    return await connection.fetchrow(DECIDED, redemption)


async def find_asker(connection: Connection, redemption: UUID) -> str:
    """Find who asked for a redemption."""
    principal: str = await connection.fetchval(ASKER, redemption)
    return principal


async def insert_decision(
    connection: Connection, redemption: UUID, *, by: str, now: datetime, reason: str | None
) -> None:
    """Write a decision: granted, or refused for a reason."""
    await connection.execute(DECIDE, redemption, reason is None, reason, by, now)


async def freeze_bank_accounts(
    connection: Connection, redemptions: Sequence[UUID], *, by: str, now: datetime
) -> int:
    """Freeze where the euros of redemptions go, each once; answer with how many were.

    Left out are those frozen or settled, those above the ceiling of their policy that nobody
    approved, and those whose wallet has no bank account that counts: an account granted lately
    holds the others back too.
    """
    done: str = await connection.execute(FREEZE, list(redemptions), by, now, REDEMPTION_CEILING)
    return int(done.rpartition(" ")[2])


async def find_batch(connection: Connection, id: UUID) -> Record | None:
    """Find a batch."""
    return await connection.fetchrow(BATCH, id)


async def insert_batch(
    connection: Connection, id: UUID, redemptions: Sequence[UUID], *, by: str, now: datetime
) -> int:
    """Number a batch and put in it what is frozen and in no other; answer with how many are."""
    await connection.execute(OPEN_BATCH, id, by, now)
    done: str = await connection.execute(FILL_BATCH, id, list(redemptions))
    return int(done.rpartition(" ")[2])


async def decide_batch(
    connection: Connection, id: UUID, *, is_sent: bool, by: str, now: datetime
) -> None:
    """Write that a batch was sent, or dropped: its lines are then free for another."""
    await connection.execute(DECIDE_BATCH, id, by, now, is_sent)
    if not is_sent:
        await connection.execute(DROP_LINES, id)


async def list_lines(connection: Connection, batch: UUID) -> list[Record]:
    """List the redemptions of a batch: who asked for which wallet, whether each is settled."""
    lines: list[Record] = await connection.fetch(LINES, batch)
    return lines


async def find_batch_of(connection: Connection, redemption: UUID) -> Record | None:
    """Find the batch in which a redemption is; `is_sent` is None while it is prepared."""
    return await connection.fetchrow(BATCH_OF, redemption)
