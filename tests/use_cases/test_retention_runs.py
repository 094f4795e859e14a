"""Each line of the retention table removes what is past its last day, and nothing a day younger."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import asyncpg
import pytest
from personas import Town
from storage.run_server import Database

from ledger.core.retention import RETENTION, Kept, Rule
from ledger.database import open_reader
from ledger.fresh import paris_day, utc_now
from ledger.reports.retention import last_runs
from ledger.use_cases.keep_retention import count_retention, keep_retention, run_retention

SESSION = """
insert into people.session (token_hash, door, person_id, role, expires_at)
values ('x', 'pro', $1, 'shop_owner', $2)
"""
PLANTED: Mapping[str, str] = {
    "session": SESSION,
    "staff_try": """
with k as (insert into ledger.approval_key (id, account_id, kind, public_key, registered_under,
                                            registered_at)
           select gen_random_uuid(), a.id, 'device', 'p', 'slip', now() from ledger.account as a
            where a.owner is not null limit 1 returning id)
insert into people.staff_try select $1, k.id, $2 from k
""",
    "officer_invitation": """
insert into people.officer_invitation values
  (gen_random_uuid(), 'h', $1, 'cml', 'x', $2::timestamptz - interval '1 day', $2)
""",
    "api_key": """
insert into people.api_key (token_hash, label, person_id, role, revoked_at)
values ('x', 'caisse', $1, 'shop_owner', $2)
""",
    "letter": """
insert into people.letter (id, person_id, kind, facts, written_at, next_try_at, sent_at)
values (gen_random_uuid(), $1, 'closed', '{}', $2, $2, $2)
""",
    "address_wish": "insert into people.address_wish values ($1, gen_random_uuid(), 'x@y', $2)",
    "contact_wish": """
insert into people.contact_wish (seal, id, asked_at)
values (decode(replace($1::uuid::text, '-', ''), 'hex'), gen_random_uuid(), $2)
""",
    "relative": """
insert into people.relative values (gen_random_uuid(), $1, 'n', 's', 'l', $2, $2)
""",
    "enrolment_slip": """
insert into people.enrolment_slip (id, code_hash, person_id, account_id, issued_by, issued_at,
                                   expires_at)
select gen_random_uuid(), 'h', $1, a.id, 'x', $2, $2
  from ledger.account as a join people.standing as s on s.member_id = a.owner
 where s.person_id = $1
""",
    "person": """
insert into people.person (id, name, created_at)
select gen_random_uuid(), 'Jamais venue', $2::timestamptz where $1::uuid is not null
""",
    "standing": """
insert into people.standing (person_id, role, institution, ended_at)
values ($1, 'teller', 'cml', $2)
""",
    "exit_proof": """
with e as (insert into ledger.exit_request (id, account_id, amount, fee, reason, asked_by, asked_at)
           select gen_random_uuid(), a.id, 100, 0, 'departure', 'x', $2
             from ledger.account as a join people.standing as s on s.member_id = a.owner
            where s.person_id = $1 returning id)
insert into people.exit_proof select e.id, 'bail' from e
""",
    "payout": """
with b as (insert into people.bank_account (id, account_id, iban, iban_seal, holder, is_first,
                                            asked_by, asked_at)
           select gen_random_uuid(), a.id, 'i', 's', 'h', true, 'x', $2
             from ledger.account as a join people.standing as s on s.member_id = a.owner
            where s.person_id = $1 returning id),
     p as (insert into ledger.posting (seq, id, kind, principal, posted_at, operated_on,
                                       policy_version, digest, evidence_kind, evidence)
           values (1000000, gen_random_uuid(), 'x', 'x', $2, '2020-01-01', 1,
                   decode(repeat('00', 32), 'hex'), 'desk', '') returning id)
insert into people.payout select p.id, b.id, 'x', $2 from p, b
""",
    "member": """
with c as (insert into ledger.closure (account_id, reason, closed_by, closed_at)
           select a.id, 'asked', 'x', $2
             from ledger.account as a join people.standing as s on s.member_id = a.owner
            where s.person_id = $1 returning account_id)
update people.standing set ended_at = $2 where person_id = $1 and exists (select from c)
""",
    "watch_alert": """
with a as (insert into people.watch_alert (id, rule, account, accounts, postings, loaded, redeemed,
                                           bound, day, found_at)
           select gen_random_uuid(), 'split_loads', a.id, '{}', '{}', 0, 0, 0, '2020-01-01', $2
             from ledger.account as a join people.standing as s on s.member_id = a.owner
            where s.person_id = $1 returning id)
insert into people.watch_step (id, alert_id, kind, outcome, note, taken_by, taken_at)
select gen_random_uuid(), a.id, 'closed', 'explained', 'n', 'x', $2 from a
""",
}
"""How a row of each table is made to count from an instant, for a person."""
MANNERS: Mapping[Rule, tuple[str, ...]] = {
    Rule.VOUCHERS: ("payout", "exit_proof"),
    Rule.IDENTITY: ("member",),
    Rule.UNIDENTIFIED: ("member",),
    Rule.ALERTS: ("watch_alert",),
    Rule.FORMER_STAFF: ("standing",),
    Rule.UNFINISHED: ("person", "enrolment_slip"),
    Rule.SIGN_INS: ("session", "staff_try", "officer_invitation", "api_key"),
    Rule.LETTERS: ("letter",),
    Rule.CODES: ("address_wish", "contact_wish"),
    Rule.RELATIVES: ("relative",),
}
RUN = [(kept, table) for kept in RETENTION for table in MANNERS.get(kept.rule, ())]


def test_every_line_that_removes_is_tried() -> None:
    assert {kept.rule for kept in RETENTION if kept.tables} == set(MANNERS)


async def plant(town: Town, kept: Kept, table: str, at: datetime) -> None:
    who = town.omar if kept.rule is Rule.UNIDENTIFIED else town.awa
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(PLANTED[table], who.person, at)


@pytest.mark.parametrize(("kept", "table"), RUN, ids=lambda each: getattr(each, "rule", each))
async def test_a_row_goes_the_day_after_its_last_and_not_before(
    town: Town, database: Database, kept: Kept, table: str
) -> None:
    now = utc_now()
    noon = now.replace(hour=11, minute=0)
    limit = kept.limit(paris_day(noon))
    began = noon.replace(year=limit.year, month=limit.month, day=limit.day)
    await plant(town, kept, table, began)
    assert (await count_retention(town.clearing, now=noon))[kept.rule] == 0
    assert (await run_retention(town.clearing, now=noon))[kept.rule] == 0

    days = 366 if kept.rule is Rule.VOUCHERS else 1
    later = noon + timedelta(days=days)
    if kept.rule is Rule.ALERTS:
        # The database lets an alert go by its own clock, and by no other.
        await as_superuser(
            database, "update people.watch_step set taken_at = taken_at - interval '1 day'"
        )
    assert (await count_retention(town.clearing, now=later))[kept.rule] == 1
    done = await run_retention(town.clearing, now=later)

    assert done[kept.rule] >= 1
    assert (await count_retention(town.clearing, now=later))[kept.rule] == 0


async def as_superuser(database: Database, statement: str) -> None:
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute(statement)
    await superuser.close()


async def test_an_alert_younger_than_the_law_stays_whatever_is_asked(town: Town) -> None:
    kept = next(each for each in RETENTION if each.rule is Rule.ALERTS)
    await plant(town, kept, "watch_alert", utc_now() - timedelta(days=100))
    async with town.clearing.pool.acquire() as connection:
        assert await connection.fetchval("select people.forget_alerts('2999-01-01', 10)") == 0
        with pytest.raises(Exception, match="permission denied"):
            await connection.execute("delete from people.watch_step")


async def test_a_run_goes_on_by_batches_and_counts_each_row_once(
    town: Town, database: Database
) -> None:
    now = utc_now()
    async with town.clearing.pool.acquire() as connection:
        for n in range(5):
            await connection.execute(
                SESSION.replace("'x'", f"'x{n}'"), town.awa.person, now - timedelta(days=400)
            )
    steps = 0
    while await keep_retention(town.clearing, now=now, most=2):
        steps += 1
    assert not await keep_retention(town.clearing, now=now)

    reader = open_reader(database.auditor)
    runs = await last_runs(reader)
    await reader.dispose()
    assert steps == len(MANNERS) + 2
    assert (runs[Rule.SIGN_INS].removed, runs[Rule.SIGN_INS].ended_at is None) == (5, False)
    assert runs[Rule.LETTERS].removed == 0


async def test_a_batch_that_breaks_leaves_neither_a_row_less_nor_a_count(
    town: Town, database: Database
) -> None:
    now = utc_now()
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(SESSION, town.awa.person, now - timedelta(days=400))
    await as_superuser(
        database, "alter table ledger.retention_run add constraint broken check (removed = 0)"
    )

    with pytest.raises(asyncpg.CheckViolationError):
        await run_retention(town.clearing, now=now)

    await as_superuser(database, "alter table ledger.retention_run drop constraint broken")
    assert (await run_retention(town.clearing, now=now))[Rule.SIGN_INS] == 1
