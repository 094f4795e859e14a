"""Write letters beside what they tell; take those that are due; end each once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection

from ledger.core.letter import Letter, LetterKind

NOTIFY = """
insert into people.letter (id, person_id, address, kind, facts, written_at, next_try_at)
select gen_random_uuid(), p.id, p.email, $2, $3::text::jsonb, $4, $4
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.ended_at is null
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id and p.email is not null
 where a.id = $1
"""
WRITE = """
insert into people.letter (id, person_id, address, kind, facts, written_at, next_try_at)
values (gen_random_uuid(), $1, $2, $3, $4::text::jsonb, $5, $5)
"""
WRITE_RECEIPT = """
insert into people.letter (id, person_id, address, kind, facts, written_at, next_try_at)
select md5($2::uuid::text || p.id::text)::uuid, p.id, p.email, 'desk_receipt', $3::text::jsonb,
       $4, $4
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.ended_at is null
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id and p.email is not null
                              and (p.letters_from is not null or not $5)
 where a.id = $1
on conflict (id) do nothing
"""
TAKE = """
update people.letter
   set tries = tries + 1, next_try_at = $1::timestamptz + $2::interval * power(4, tries)
 where id in (select id from people.letter
               where address is not null and next_try_at <= $1
               order by next_try_at limit $3
               for update skip locked)
returning id, address, kind, facts::text, tries, written_at
"""
END_SENT = """
update people.letter set sent_at = $2, address = null, facts = '{}'
 where id = any($1::uuid[]) and address is not null
"""
GIVE_UP = """
update people.letter set given_up_at = $2, address = null, facts = '{}'
 where id = any($1::uuid[]) and address is not null
"""
FIRST_WISHED = "select min(letters_from) from people.person"
HAS_NEWS = """
select exists (select from ledger.posting
                where seq > greatest($1, (select posting_seq from people.letter_cursor)))
"""
LOCK_CURSOR = """
insert into people.letter_cursor (posting_seq) values ($1)
on conflict (is_only) do update set posting_seq = greatest(letter_cursor.posting_seq, $1)
returning posting_seq
"""
HEAD = "select coalesce(max(seq), 0) from ledger.posting"
MOVE_CURSOR = "update people.letter_cursor set posting_seq = $1"
TELL_MOVEMENTS = """
insert into people.letter (id, person_id, address, kind, facts, written_at, next_try_at)
select gen_random_uuid(), w.id, w.email, 'movement',
       jsonb_build_object('change', sum(e.change),
                          'name', min(m.name) filter (where o.kind <> 'resident'
                                                         or j.kind = 'transfer'),
                          'at', to_char(j.posted_at at time zone 'UTC',
                                        'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
       $3, $3
  from ledger.entry as e
       join ledger.posting as j on j.seq = e.posting_seq
       join ledger.account as a on a.id = e.account_id
       join people.standing as s on s.member_id = a.owner and s.ended_at is null
                                and s.role = 'resident'
       join people.person as w on w.id = s.person_id and w.letters_from < j.seq
                              and w.email is not null
       left join ledger.account as o on o.id = e.other_id
       left join people.member as m on m.id = o.owner
 where e.posting_seq > $1 and e.posting_seq <= $2
 group by j.seq, j.kind, j.posted_at, w.id, w.email
"""
MOST_TRIES = 6
FIRST_WAIT = timedelta(minutes=1)


async def notify_holders(
    connection: Connection, account: int, kind: LetterKind, *, now: datetime, **facts: str | int
) -> None:
    """Tell whoever holds an account, if they have confirmed an address."""
    await connection.execute(NOTIFY, account, kind, _json(facts), now)


async def write_letter(
    connection: Connection,
    to: tuple[UUID | None, str],
    kind: LetterKind,
    *,
    now: datetime,
    **facts: str,
) -> None:
    """Write a letter to a person, or to somebody who is none of ours yet, at an address."""
    await connection.execute(WRITE, *to, kind, _json(facts), now)


async def write_receipt_letter(
    connection: Connection,
    account: int,
    posting: UUID,
    facts: Mapping[str, Any],
    *,
    only_wished: bool,
    now: datetime,
) -> None:
    """Write the receipt of a posting to whoever holds an account, once for each of them."""
    said = _json(facts)
    await connection.execute(WRITE_RECEIPT, account, posting, said, now, only_wished)


async def tell_movements(connection: Connection, *, now: datetime) -> None:
    """Write a letter for each new movement of those who wish it, once; in one transaction.

    A posting is told after its commit, from where the last telling ended: the payment itself
    costs nothing more.
    """
    first = await connection.fetchval(FIRST_WISHED)
    if first is None or not await connection.fetchval(HAS_NEWS, first):
        return
    async with connection.transaction():
        told = await connection.fetchval(LOCK_CURSOR, first)
        head = await connection.fetchval(HEAD)
        await connection.execute(TELL_MOVEMENTS, told, head, now)
        await connection.execute(MOVE_CURSOR, head)


async def take_letters(connection: Connection, *, now: datetime, most: int) -> list[Letter]:
    """Take letters that are due; nobody else takes them before their next try."""
    rows = await connection.fetch(TAKE, now, FIRST_WAIT, most)
    return [
        Letter(
            row["id"],
            row["address"],
            LetterKind(row["kind"]),
            msgspec.json.decode(row["facts"]),
            row["tries"],
            row["written_at"],
        )
        for row in rows
    ]


async def end_letters(
    connection: Connection, *, sent: Sequence[UUID], given_up: Sequence[UUID], now: datetime
) -> None:
    """Write which letters were sent and which never will be; their addresses and facts go."""
    await connection.execute(END_SENT, sent, now)
    await connection.execute(GIVE_UP, given_up, now)


def _json(facts: Mapping[str, Any]) -> str:
    return msgspec.json.encode(facts).decode()
