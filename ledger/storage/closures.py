"""Write that an account is closed, and end all that acts for it."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.account import Status
from ledger.core.closing import ClosingReason
from ledger.storage.accounts import set_status
from ledger.storage.notices import tell_access_changed

STANDS = """
select a.kind, a.status, a.balance, a.owner,
       exists (select from ledger.exit_request as e
                where e.account_id = a.id and e.decided_at is null)
       or exists (select from ledger.posting as p
                         join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
                   where p.kind in ('redemption_requested', 'exit_requested')
                     and l.debit_account = a.id
                     and not exists (select from ledger.posting as s where s.settles = p.id))
         as awaits_euros,
       exists (select from ledger.received_cheque as q
                where q.account_id = a.id and q.kind = 'cheque_held' and q.settled_as is null)
         as awaits_cheque,
       coalesce((select sum(d.amount - d.paid) from ledger.member_debt as d
                  where d.account_id = a.id), 0)::bigint as owed,
       exists (select from people.bank_account as b
                where b.account_id = a.id and b.decided_at is null)
       or exists (select from ledger.agreement as g
                   where g.account_id = a.id and g.decided_at is null) as awaits_decision,
       exists (select from people.standing as s
                      join people.person as c on c.guardian_id = s.person_id
                      join people.standing as t on t.person_id = c.id and t.ended_at is null
                                               and t.role = 'resident'
                where s.member_id = a.owner and s.role = 'resident' and s.ended_at is null)
         as guards_somebody
  from ledger.account as a where a.id = $1
"""
INSERT = """
insert into ledger.closure (account_id, reason, closed_by, closed_at, into_account)
values ($1, $2, $3, $4, $5)
"""
ENDED_NOW = (
    "update ledger.approval_key set revoked_at = $2 where account_id = $1 and revoked_at is null",
    """
update ledger.till_pairing set ended_at = $2
 where ended_at is null
   and (key_id in (select id from ledger.approval_key where account_id = $1)
        or location_code in (select code from ledger.location where account_id = $1))
""",
    "update ledger.location set revoked_at = $2 where account_id = $1 and revoked_at is null",
    """
update people.session set ended_at = $2
 where ended_at is null
   and (key_id in (select id from ledger.approval_key where account_id = $1)
        or member_id = (select owner from ledger.account where id = $1))
""",
    """
update people.api_key set revoked_at = $2
 where member_id = (select owner from ledger.account where id = $1) and revoked_at is null
""",
    """
update people.enrolment_slip set expires_at = least(expires_at, $2)
 where account_id = $1 and confirmed_at is null
""",
    """
update ledger.payment_request as r set withdrawn_at = $2
 where (r.account_id = $1 or r.reserved_for = $1) and r.withdrawn_at is null
   and not exists (select from ledger.posting as p where p.settles = r.id)
""",
    """
update ledger.claim set closed_at = $2 where (account_id = $1 or payer = $1) and closed_at is null
""",
    """
update people.standing set ended_at = $2
 where member_id = (select owner from ledger.account where id = $1) and ended_at is null
""",
)
"""What ends at an instant; roles last: until then they tell whose account it is."""
ENDED_BY = (
    """
update ledger.card set blocked_by = $2, blocked_at = $3
 where account_id = $1 and blocked_at is null
""",
    """
update ledger.freeze set lifted_by = $2, lifted_at = $3
 where account_id = $1 and lifted_at is null
""",
)
FORGOTTEN = (
    "delete from people.freeze_code where account_id = $1",
    "delete from people.account_pin where account_id = $1",
    """
delete from people.staff_code
 where member_id = (select owner from ledger.account where id = $1)
""",
)


async def find_closable(connection: Connection, account: int) -> Record | None:
    """Read what keeps an account from being closed; the journal lock must be held."""
    return await connection.fetchrow(STANDS, account)


async def insert_closure(
    connection: Connection,
    account: int,
    reason: ClosingReason,
    *,
    by: str,
    now: datetime,
    into: int | None,
) -> None:
    """Write that an account is closed, for ever; the journal lock must be held."""
    await connection.execute(INSERT, account, reason, by, now, into)
    await set_status(connection, account, Status.CLOSED)


async def end_all_access(connection: Connection, account: int, *, by: str, now: datetime) -> None:
    """End phones, cards, sessions, codes, tills and roles of an account; lock held."""
    for statement in ENDED_NOW:
        await connection.execute(statement, account, now)
    for statement in ENDED_BY:
        await connection.execute(statement, account, by, now)
    for statement in FORGOTTEN:
        await connection.execute(statement, account)
    await tell_access_changed(connection)


async def account_of_member(connection: Connection, member: UUID) -> int | None:
    """Find the account of a member."""
    found: int | None = await connection.fetchval(
        "select id from ledger.account where owner = $1", member
    )
    return found
