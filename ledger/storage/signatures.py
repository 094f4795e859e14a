"""Read what a second person signs, and write the signature as evidence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from asyncpg import Connection

from ledger.core.approval import Approval
from ledger.core.countersignature import OfficerKey, SignedAct

_EXIT: Final = """
select jsonb_build_object('account', e.account_id, 'amount', e.amount, 'fee', e.fee,
         'reason', e.reason, 'asked_by', e.asked_by, 'first_by', e.first_by,
         'bank_account', (select encode(iban_seal, 'hex') from people.bank_account
                           where account_id = e.account_id and is_granted is not false
                           order by asked_at desc limit 1))
  from ledger.exit_request as e where e.id = $1 and e.decided_at is null
"""
_PLACE: Final = """
select c.facts || jsonb_build_object('institution', c.organisation)
  from ledger.countersignature as c
 where c.id = $1 and c.act in ('desk', 'till') and c.decided_at is null
"""
_PAID_IN: Final = """
select jsonb_build_object('amount', (c.facts ->> 'amount')::bigint,
         'bank_line', c.facts ->> 'piece', 'account', (c.facts ->> 'wallet')::bigint)
  from ledger.countersignature as c
 where c.id = $1 and c.act in ('top_up', 'dues') and c.decided_at is null
"""
_BETWEEN_BANKS: Final = """
select jsonb_build_object('amount', (c.facts ->> 'amount')::bigint,
                          'bank_line', c.facts ->> 'piece')
  from ledger.countersignature as c
 where c.id = $1 and c.act in ('cover', 'commission') and c.decided_at is null
"""
EFFECTS: Final[Mapping[SignedAct, str]] = {
    SignedAct.FLOAT: """
select jsonb_build_object('till', a.label, 'expected', d.float_expected, 'counted', d.float_counted)
  from ledger.till_day as d join ledger.account as a on a.id = d.till
 where d.id = $1 and d.state = 'float_differs'
""",
    SignedAct.COUNT: """
select jsonb_build_object('till', a.label, 'expected', d.expected, 'counted', d.counted,
                          'slip', d.taken + d.cheques)
  from ledger.till_day as d join ledger.account as a on a.id = d.till
 where d.id = $1 and d.state = 'counted'
""",
    SignedAct.SLIP: """
select jsonb_build_object('slip', p.piece, 'cheques', d.cheques, 'amount', d.taken + d.cheques)
  from ledger.countersignature as c
       join ledger.posting as p on p.id = c.subject
       join ledger.till_day as d on d.slip_posting = p.id
 where c.id = $1 and c.act = 'slip' and c.decided_at is null
""",
    SignedAct.MOVEMENT: """
select jsonb_build_object('till', a.label, 'amount', m.amount)
  from ledger.till_movement as m
       join ledger.till_day as d on d.id = m.till_day
       join ledger.account as a on a.id = d.till
 where m.id = $1 and m.confirmed_at is null
""",
    SignedAct.RECOVERY: """
select jsonb_build_object('account', s.account_id, 'device', s.device_name,
                          'public_key', encode(s.public_key, 'hex'))
  from people.enrolment_slip as s
 where s.id = $1 and s.opened_at is not null
""",
    SignedAct.SLIP_CREDIT: """
select jsonb_build_object('slip', p.piece, 'bank_line', c.facts ->> 'piece', 'amount',
         (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint)
  from ledger.countersignature as c join ledger.posting as p on p.id = c.subject
 where c.id = $1 and c.act = 'slip_credit' and c.decided_at is null
""",
    SignedAct.TOP_UP: _PAID_IN,
    SignedAct.ATTRIBUTION: """
select jsonb_build_object('received', p.id, 'bank_line', p.piece,
                          'account', (c.facts ->> 'wallet')::bigint, 'amount',
         (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint)
  from ledger.countersignature as c join ledger.posting as p on p.id = c.subject
 where c.id = $1 and c.act = 'attribution' and c.decided_at is null
""",
    SignedAct.RETURN: """
select jsonb_build_object('returned', p.id, 'kind', p.kind, 'bank_line', c.facts ->> 'piece',
         'amount', (select sum(l.amount) from ledger.leg as l
                     where l.posting_seq = coalesce(q.seq, p.seq))::bigint)
  from ledger.countersignature as c
       join ledger.posting as p on p.id = c.subject
       left join ledger.posting as q on q.id = p.settles and p.kind = 'redemption_paid'
 where c.id = $1 and c.act = 'redemption_return' and c.decided_at is null
""",
    SignedAct.DUES: _PAID_IN,
    SignedAct.COMMISSION: _BETWEEN_BANKS,
    SignedAct.COVER: _BETWEEN_BANKS,
    SignedAct.CHEQUE_UNPAID: """
select jsonb_build_object('cheque', q.id, 'account', q.account_id, 'number', q.piece,
                          'bank_line', c.facts ->> 'piece', 'amount', q.amount,
                          'becomes', case q.kind when 'issuance' then 'owed' else 'given_up' end)
  from ledger.countersignature as c join ledger.received_cheque as q on q.id = c.subject
 where c.id = $1 and c.act = 'cheque_unpaid' and c.decided_at is null
""",
    SignedAct.REVERSAL: """
select jsonb_build_object('posting', p.id, 'reason', c.facts ->> 'reason', 'amount',
         (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint)
  from ledger.countersignature as c join ledger.posting as p on p.id = c.subject
 where c.id = $1 and c.act = 'reversal' and c.decided_at is null
""",
    SignedAct.OFFICER: """
select c.facts || jsonb_build_object('institution', c.organisation, 'person', c.subject)
  from ledger.countersignature as c
 where c.id = $1 and c.act = 'officer' and c.decided_at is null
""",
    SignedAct.AGREEMENT: """
select jsonb_build_object('account', a.account_id, 'starts_on', a.starts_on, 'ends_on', a.ends_on,
         'committee', a.committee, 'reason', a.reason, 'bank_account',
         (select encode(b.iban_seal, 'hex') from people.bank_account as b
           where b.account_id = a.account_id and b.is_first and b.decided_at is null))
  from ledger.agreement as a where a.id = $1 and a.decided_at is null
""",
    SignedAct.BANK_ACCOUNT: """
select jsonb_build_object('account', b.account_id, 'bank_account', encode(b.iban_seal, 'hex'))
  from people.bank_account as b where b.id = $1 and b.decided_at is null
""",
    SignedAct.POLICY: """
select jsonb_build_object('version', c.version, 'valid_from', c.valid_from, 'reason', c.reason,
                          'document', c.document)
  from ledger.policy_change as c where c.id = $1 and c.decided_at is null
""",
    SignedAct.REDEMPTION: """
select jsonb_build_object('account', l.debit_account, 'asked_by', p.principal, 'euros', l.amount,
         'amount', (select sum(amount)::bigint from ledger.leg where posting_seq = p.seq),
         'bank_account', (select encode(iban_seal, 'hex') from people.bank_account
                           where account_id = l.debit_account and is_granted
                           order by counts_from desc limit 1))
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
 where p.id = $1 and p.kind = 'redemption_requested'
   and not exists (select from ledger.posting as s where s.settles = p.id)
   and not exists (select from ledger.redemption_decision as d where d.redemption_id = p.id)
""",
    SignedAct.PAYOUT_BATCH: """
select jsonb_build_object('batch', b.number, 'transfers', count(*), 'euros', sum(l.amount)::bigint,
         'list', encode(sha256(convert_to(string_agg(
                   concat_ws(' ', p.id, l.amount, encode(a.iban_seal, 'hex')), ',' order by p.id),
                   'UTF8')), 'hex'))
  from ledger.payout_batch as b
       join ledger.payout_line as n on n.batch_id = b.id
       join ledger.posting as p on p.id = n.redemption_id
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       join people.payout as o on o.redemption_id = p.id
       join people.bank_account as a on a.id = o.bank_account_id
 where b.id = $1 and b.decided_at is null
   and not exists (select from ledger.posting as s where s.settles = p.id)
 group by b.number
""",
    SignedAct.CLOSING: """
select jsonb_build_object('account', a.id, 'amount', a.balance, 'reason', c.facts ->> 'reason')
  from ledger.countersignature as c join ledger.account as a on a.owner = c.subject
 where c.id = $1 and c.act = 'closing' and c.decided_at is null
""",
    SignedAct.MERGER: """
select jsonb_build_object('account', a.id, 'amount', a.balance, 'into', c.facts ->> 'into')
  from ledger.countersignature as c join ledger.account as a on a.owner = c.subject
 where c.id = $1 and c.act = 'merger' and c.decided_at is null
""",
    SignedAct.ERASURE: """
select jsonb_build_object('account', a.id, 'whole', c.facts ->> 'whole')
  from ledger.countersignature as c join ledger.account as a on a.owner = c.subject
 where c.id = $1 and c.act = 'erasure' and c.decided_at is null
""",
    SignedAct.DESK: _PLACE,
    SignedAct.TILL: _PLACE,
    SignedAct.CEILING: """
select jsonb_build_object('account', a.id, 'ceiling', (c.facts ->> 'ceiling')::bigint,
         'before', a.ceiling, 'ends_on', c.facts ->> 'ends_on', 'reason', c.facts ->> 'reason')
  from ledger.countersignature as c join ledger.account as a on a.owner = c.subject
 where c.id = $1 and c.act = 'ceiling' and c.decided_at is null
""",
    SignedAct.HOUSEHOLD: """
select jsonb_build_object('account', a.id, 'household', a.limit_group,
                          'reason', c.facts ->> 'reason')
  from ledger.countersignature as c join ledger.account as a on a.owner = c.subject
 where c.id = $1 and c.act = 'household' and c.decided_at is null
""",
    SignedAct.REOPENING: """
select jsonb_build_object('account', a.id, 'amount', a.balance, 'reason', c.facts ->> 'reason')
  from ledger.countersignature as c
       join ledger.freeze as f on f.id = c.subject and f.lifted_at is null
       join ledger.account as a on a.id = f.account_id
 where c.id = $1 and c.act = 'reopening' and c.decided_at is null
""",
    SignedAct.EXIT_FIRST: _EXIT + " and e.first_at is null",
    SignedAct.EXIT: _EXIT + " and e.first_at is not null",
}
"""What a request does, while it waits; amounts in minor units."""
POLICY_IN_FORCE = """
select version from ledger.policy where valid_from <= $1 order by version desc limit 1
"""
NOTE_BROWSER = """
insert into ledger.asked_in (subject, principal, browser) values ($1, $2, $3)
on conflict (subject) do update set principal = excluded.principal, browser = excluded.browser
"""
SHARES_BROWSER = """
select exists (
  select from ledger.asked_in as a
   where a.subject = $1
     and (a.browser = $2
          or exists (select from ledger.officer_key as mine
                            join ledger.officer_key as other on other.browser = mine.browser
                      where mine.id = $3 and other.principal = a.principal
                        and other.revoked_at is null)))
"""
INSERT_SIGNATURE = """
insert into ledger.signature (id, act, subject, is_granted, principal, key_id, content,
                              authenticator_data, client_data, signature, browser, signed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


@dataclass(frozen=True, slots=True)
class NewSignature:
    """A second signature to be kept, with the bytes that were signed."""

    id: UUID
    act: SignedAct
    subject: UUID
    is_granted: bool
    content: bytes
    browser: bytes
    signed_at: datetime


async def read_effect(
    connection: Connection, act: SignedAct, request: UUID
) -> dict[str, Any] | None:
    """Read what a request does; None where it waits no more."""
    found: str | None = await connection.fetchval(EFFECTS[act], request)
    effect: dict[str, Any] | None = json.loads(found) if found else None
    return effect


async def policy_in_force(connection: Connection, day: date) -> int:
    """Read the version of the policy of a day."""
    version: int = await connection.fetchval(POLICY_IN_FORCE, day)
    return version


async def note_browser(
    connection: Connection, subject: UUID, *, principal: str, browser: bytes
) -> None:
    """Note in which browser somebody asked for what another will sign."""
    await connection.execute(NOTE_BROWSER, subject, principal, browser)


async def shares_browser(
    connection: Connection, subject: UUID, *, browser: bytes, key: UUID
) -> bool:
    """Say whether both people act in one browser, or made their keys in one."""
    shares: bool = await connection.fetchval(SHARES_BROWSER, subject, browser, key)
    return shares


async def insert_signature(
    connection: Connection, new: NewSignature, key: OfficerKey, approval: Approval
) -> None:
    """Write a signature."""
    await connection.execute(
        INSERT_SIGNATURE,
        new.id,
        new.act,
        new.subject,
        new.is_granted,
        key.principal,
        key.id,
        new.content,
        approval.authenticator_data,
        approval.client_data,
        approval.signature,
        new.browser,
        new.signed_at,
    )
