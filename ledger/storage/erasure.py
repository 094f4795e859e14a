"""Erase people: first what no law holds, then who they are; the books are not touched.

An account is erased with its member and with whoever has no other standing. The row of the member
stays without a name, so that the books point to somebody; the key of a person goes, and with it
whatever the trail of staff says of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.retention import ERASED_NAME

_OWNERS = "(select owner from ledger.account where id = any($1::bigint[]))"
_KEYS = "(select id from ledger.approval_key where account_id = any($1::bigint[]))"


def _by_account(*tables: str) -> tuple[str, ...]:
    return tuple(
        f"delete from people.{each} where account_id = any($1::bigint[])"  # noqa: S608 # ours
        for each in tables
    )


def _by_member(*tables: str) -> tuple[str, ...]:
    return tuple(
        f"delete from people.{each} where member_id in {_OWNERS}"  # noqa: S608 # ours
        for each in tables
    )


def _by_key(*tables: str) -> tuple[str, ...]:
    return tuple(
        f"delete from people.{each} where key_id in {_KEYS}"  # noqa: S608 # ours
        for each in tables
    )


def _by_person(*tables: str) -> tuple[str, ...]:
    return tuple(
        f"delete from people.{each} where person_id = any($1::uuid[])"  # noqa: S608 # ours
        for each in tables
    )


OF_ACCOUNTS: Final = (
    *_by_member("session", "api_key", "staff_code"),
    *_by_key("session", "staff_try", "device"),
    *_by_account("enrolment_slip", "freeze_code", "account_pin", "contact", "desk_enrolment"),
    *_by_account("sponsorship"),
    """
delete from people.card_secret
 where card_id in (select id from ledger.card where account_id = any($1::bigint[]))
""",
    f"update people.member set email = null where id in {_OWNERS}",  # noqa: S608 # ours
)
OF_PEOPLE: Final = (
    *_by_person("letter", "session", "address_wish", "staff_try", "staff_code", "api_key"),
    *_by_person("officer_invitation", "device", "enrolment_slip"),
    "update people.person set email = null, letters_from = null where id = any($1::uuid[])",
)
"""What no law holds: telephones, addresses, letters, codes, seals of cards, sessions."""
HELD_OF_ACCOUNTS: Final = (
    *_by_member("freeze_list_check", "freeze_list_hit", "professional"),
    """
delete from people.bank_account as b
 where b.account_id = any($1::bigint[])
   and not exists (select from people.payout as p where p.bank_account_id = b.id)
""",
    *_by_member("standing"),
)
NAMELESS = f"""
update people.member
   set name = $3, street = null, insee = null, activity = null, email = null, erased_at = $2
 where id in {_OWNERS}
"""  # noqa: S608 # names of our own
HELD_OF_PEOPLE: Final = (
    *_by_person("identity", "relative", "person_key"),
    "update people.person set guardian_id = null where guardian_id = any($1::uuid[])",
    "update people.person set merged_into = null where merged_into = any($1::uuid[])",
    "delete from people.person where id = any($1::uuid[])",
)
"""What evidences who somebody is, and the key of what the trail says of them."""
IDLE = f"""
select distinct s.person_id from people.standing as s
 where s.member_id in {_OWNERS}
   and not exists (select from people.standing as o
                    where o.person_id = s.person_id and o.ended_at is null)
"""  # noqa: S608 # names of our own
LEAVING = f"""
select distinct s.person_id from people.standing as s
 where s.member_id in {_OWNERS}
   and not exists (select from people.standing as o
                    where o.person_id = s.person_id
                      and (o.member_id is null or o.member_id not in {_OWNERS}))
   and not exists (select from people.professional as f
                    where f.representative_id = s.person_id and f.member_id not in {_OWNERS})
   and not exists (select from people.watch_step as w where w.assignee = s.person_id)
"""  # noqa: S608 # names of our own
HOLDINGS = """
with recursive holder as (
  select s.person_id as id
    from ledger.account as a
         join people.standing as s on s.member_id = a.owner
                                  and s.role in ('resident', 'shop_owner')
                                  and (s.ended_at is null or a.status = 'closed')
   where a.id = $1
   union
  select p.id
    from holder as h
         join people.person as me on me.id = h.id
         join people.person as p on p.merged_into = h.id or p.id = me.merged_into
)
select a.id, a.owner, a.tier, a.status, c.closed_at, h.id as person,
       exists (select from people.standing as o
                where o.person_id = h.id and o.ended_at is null) as has_role,
       exists (select from people.watch_alert as w
                where w.account = a.id
                  and not exists (select from people.watch_step as t
                                   where t.alert_id = w.id and t.kind = 'closed')) as is_examined,
       exists (select from ledger.countersignature as g
                where g.act = 'erasure' and g.subject = a.owner and g.is_granted) as is_asked_done
  from holder as h
       join people.standing as s on s.person_id = h.id and s.role in ('resident', 'shop_owner')
       join ledger.account as a on a.owner = s.member_id
       left join ledger.closure as c on c.account_id = a.id
 where s.ended_at is null or a.status = 'closed'
 order by a.id = $1 desc, a.id
"""


async def list_holdings(connection: Connection, account: int) -> list[Record]:
    """List the accounts of whoever holds, or held, an account: itself first; none once erased."""
    rows: list[Record] = await connection.fetch(HOLDINGS, account)
    return rows


async def erase_what_no_law_holds(connection: Connection, accounts: Sequence[int]) -> None:
    """Erase telephones, addresses, letters, codes, seals and sessions of accounts that ended."""
    idle = await _people(connection, IDLE, accounts)
    for statement in OF_ACCOUNTS:
        await connection.execute(statement, accounts)
    for statement in OF_PEOPLE:
        await connection.execute(statement, idle)


async def erase_accounts(connection: Connection, accounts: Sequence[int], *, now: datetime) -> None:
    """Erase who holds accounts that ended: all that is kept of them outside the books."""
    await erase_what_no_law_holds(connection, accounts)
    leaving = await _people(connection, LEAVING, accounts)
    for statement in HELD_OF_ACCOUNTS:
        await connection.execute(statement, accounts)
    await connection.execute(NAMELESS, accounts, now, ERASED_NAME)
    await erase_people(connection, leaving)


async def erase_people(connection: Connection, people: Sequence[UUID]) -> None:
    """Erase people who have no standing any more, and destroy their keys."""
    for statement in (*OF_PEOPLE, *HELD_OF_PEOPLE):
        await connection.execute(statement, people)


async def _people(connection: Connection, question: str, accounts: Sequence[int]) -> list[UUID]:
    return [row["person_id"] for row in await connection.fetch(question, accounts)]
