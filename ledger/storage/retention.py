"""Remove what the retention table does not keep any more, in bounded batches, and count it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from asyncpg import Connection

from ledger.core.retention import Rule
from ledger.storage.erasure import erase_accounts, erase_people

TAKE_TURN = "select pg_try_advisory_xact_lock(hashtextextended('mlc/retention', 0))"
AWAIT_TURN = "select pg_advisory_xact_lock(hashtextextended('mlc/retention', 0))"
ENDED = "select rule from ledger.retention_run where day = $1 and ended_at is not null"
NOTE = """
insert into ledger.retention_run as r (day, rule, removed, ended_at) values ($1, $2, $3, $4)
on conflict (day, rule) do update
   set removed = r.removed + excluded.removed, ended_at = coalesce(excluded.ended_at, r.ended_at)
"""
DUE: Final[Mapping[Rule, Mapping[str, str]]] = {
    Rule.VOUCHERS: {
        "payout": """
exists (select from ledger.posting as p where p.id = t.redemption_id and p.posted_at < $1)""",
        "exit_proof": """
exists (select from ledger.exit_request as e where e.id = t.request_id and e.asked_at < $1)""",
        "bank_account": """
t.asked_at < $1
and not exists (select from people.payout as p where p.bank_account_id = t.id)
and exists (select from ledger.account as a join people.member as m on m.id = a.owner
             where a.id = t.account_id and m.erased_at is not null)""",
    },
    Rule.FORMER_STAFF: {
        "standing": """
t.ended_at < $1
and not exists (select from ledger.account as a where a.owner = t.member_id and a.status = 'closed')
and not (t.role in ('resident', 'shop_owner')
         and exists (select from people.professional as f
                      where f.member_id = t.member_id and f.representative_id = t.person_id))""",
    },
    Rule.UNFINISHED: {"enrolment_slip": "t.issued_at < $1 and t.confirmed_at is null"},
    Rule.SIGN_INS: {
        "session": "coalesce(t.ended_at, t.expires_at) < $1",
        "staff_try": "t.tried_at < $1",
        "officer_invitation": "t.expires_at < $1",
        "api_key": "t.revoked_at < $1",
    },
    Rule.LETTERS: {"letter": "t.written_at < $1"},
    Rule.CODES: {"address_wish": "t.asked_at < $1", "contact_wish": "t.asked_at < $1"},
    Rule.RELATIVES: {"relative": "t.ended_at < $1"},
}
"""What is older than the limit of its line, table by table; `t` is the row."""
_ENDED_ACCOUNTS = """
select c.account_id
  from ledger.closure as c
       join ledger.account as a on a.id = c.account_id
       join people.member as m on m.id = a.owner and m.erased_at is null
 where c.closed_at < $1 and (a.tier = 'T0') is {unidentified}
   and not exists (select from people.watch_alert as w
                    where w.account = a.id
                      and not exists (select from people.watch_step as t
                                       where t.alert_id = w.id and t.kind = 'closed'))
"""
ACCOUNTS: Final[Mapping[Rule, str]] = {
    Rule.IDENTITY: _ENDED_ACCOUNTS.format(unidentified="not true"),
    Rule.UNIDENTIFIED: _ENDED_ACCOUNTS.format(unidentified="true"),
}
"""Accounts that ended so long ago; while somebody examines an alert about one, it waits."""
STRANGERS = """
select p.id
  from people.person as p
 where p.created_at < $1
   and not exists (select from people.standing as s where s.person_id = p.id)
   and not exists (select from people.professional as f where f.representative_id = p.id)
   and not exists (select from people.watch_step as w where w.assignee = p.id)
   and not exists (select from ledger.countersignature as g
                    where g.subject = p.id and g.decided_at is null)
"""
"""People without any standing: an enrolment that nobody finished, or a role that ended."""
EXAMINED = "select alert_id from people.watch_step where kind = 'closed' and taken_at < $1"
FORGET_ALERTS = "select people.forget_alerts($1, $2)"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch removes: of what is older than a limit, so many rows of each table."""

    limit: datetime
    now: datetime
    most: int


async def may_run(connection: Connection) -> bool:
    """Take the turn of the run until the transaction ends; no while another process has it."""
    return bool(await connection.fetchval(TAKE_TURN))


async def await_turn(connection: Connection) -> None:
    """Wait for the turn of the run, and keep it until the transaction ends."""
    await connection.execute(AWAIT_TURN)


async def ended_rules(connection: Connection, day: date) -> set[str]:
    """List the lines whose run of a day is over."""
    return {row["rule"] for row in await connection.fetch(ENDED, day)}


async def note_removed(
    connection: Connection, day: date, rule: Rule, removed: int, *, ended_at: datetime | None
) -> None:
    """Add what was removed to the count of a day."""
    await connection.execute(NOTE, day, rule, removed, ended_at)


async def count_due(connection: Connection, rule: Rule, limit: datetime) -> int:
    """Count what a run would remove."""
    questions = [
        f"select 1 from people.{table} as t where {condition}"  # noqa: S608 # names of our own
        for table, condition in DUE.get(rule, {}).items()
    ]
    questions += [ACCOUNTS[rule]] if rule in ACCOUNTS else []
    questions += [STRANGERS] if rule is Rule.UNFINISHED else []
    questions += [EXAMINED] if rule is Rule.ALERTS else []
    due = 0
    for question in questions:
        counted = f"select count(*) from ({question}) as q"  # noqa: S608 # of our own
        due += await connection.fetchval(counted, limit)
    return due


async def remove_batch(connection: Connection, rule: Rule, batch: Batch) -> tuple[int, bool]:
    """Remove the next rows of a line; answer with how many, and whether more may be due."""
    counts = []
    if rule in ACCOUNTS:
        due = await _first(connection, ACCOUNTS[rule], batch)
        await erase_accounts(connection, due, now=batch.now)
        counts.append(len(due))
    if rule is Rule.UNFINISHED:
        people = await _first(connection, STRANGERS, batch)
        await erase_people(connection, people)
        counts.append(len(people))
    if rule is Rule.ALERTS:
        counts.append(await connection.fetchval(FORGET_ALERTS, batch.limit, batch.most))
    for table, condition in DUE.get(rule, {}).items():
        done = await connection.execute(_removal(table, condition), batch.limit, batch.most)
        counts.append(int(done.removeprefix("DELETE ")))
    return sum(counts), any(count == batch.most for count in counts)


async def _first(connection: Connection, question: str, batch: Batch) -> list[Any]:
    rows = await connection.fetch(f"{question} limit $2", batch.limit, batch.most)
    return [row[0] for row in rows]


def _removal(table: str, condition: str) -> str:
    return (
        f"delete from people.{table} where ctid = any(array("  # noqa: S608 # names of our own
        f"select t.ctid from people.{table} as t where {condition} limit $2 for update))"
    )
