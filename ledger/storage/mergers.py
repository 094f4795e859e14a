"""Read which accounts are alike, write that one goes on in another; sum what both paid."""

from collections.abc import Sequence

from asyncpg import Connection, Record

from ledger.core.book import Before, Book
from ledger.core.posting import Draft, Part

ALIKE = """
select b.id
  from ledger.account as a join ledger.account as b on b.kind = a.kind and b.id <> a.id
 where a.id = $1 and b.id = $2 and a.status = 'open' and b.status = 'open'
   and b.id in (
     select o.id from people.standing as s
            join people.person as p on p.id = s.person_id
            join people.person as q on q.likeness = p.likeness or q.id = p.id
            join people.standing as t on t.person_id = q.id and t.role = s.role
            join ledger.account as o on o.owner = t.member_id
      where s.member_id = a.owner and s.role in ('resident', 'shop_owner')
      union
     select o.id from people.professional as f
            join people.professional as g on g.siren = f.siren
            join ledger.account as o on o.owner = g.member_id
      where f.member_id = a.owner
      union
     select n.account_id from people.bank_account as m
            join people.bank_account as n on n.iban_seal = m.iban_seal
      where m.account_id = a.id and m.is_granted is not false and n.is_granted is not false)
"""
STANDS = "select balance, limit_group, owner from ledger.account where id = $1"
GROUP = """
update ledger.account set limit_group = $3 where id in ($1, $2)
    or limit_group = (select limit_group from ledger.account where id = $1)
"""
LINK = """
update people.person as p set merged_into = k.person_id
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.role = 'resident',
       ledger.account as b
       join people.standing as k on k.member_id = b.owner and k.role = 'resident'
 where a.id = $1 and b.id = $2 and p.id = s.person_id and p.id <> k.person_id
"""
BEFORE = """
with recursive became as (
  select account_id, into_account as kept from ledger.closure where into_account = any($1::bigint[])
   union all
  select c.account_id, b.kept
    from ledger.closure as c join became as b on c.into_account = b.account_id
)
select b.kept,
       sum(case when a.paid_on = $2 then a.paid_that_day else 0 end)::bigint as paid_today,
       sum(case when a.cash_in = date_trunc('month', $2::date)::date
                then a.cash_that_month else 0 end)::bigint as cash_this_month,
       sum((select coalesce(sum(l.amount), 0) from ledger.leg as l
             where l.debit_account = a.id and l.part = 'paid'
               and l.posting_seq >= (select min(d.first_seq) from ledger.journal_day as d
                                      where d.day > $2::date - 30)))::bigint as paid_30_days
  from became as b join ledger.account as a on a.id = b.account_id
 group by b.kept
"""


async def are_alike(connection: Connection, one: int, other: int) -> bool:
    """Say whether two open accounts show the same person, enterprise or bank account."""
    return await connection.fetchval(ALIKE, one, other) is not None


async def find_standing_figures(connection: Connection, account: int) -> Record:
    """Read the balance, the limit group and the owner of an account."""
    return await connection.fetchrow(STANDS, account)


async def link_persons(connection: Connection, duplicate: int, kept: int, group: int) -> None:
    """Count both accounts together from now on, and link their persons; lock held."""
    await connection.execute(GROUP, duplicate, kept, group)
    await connection.execute(LINK, duplicate, kept)


async def put_before(connection: Connection, book: Book, drafts: Sequence[Draft]) -> None:
    """Lay down what became part of who pays or loads here; the journal lock must be held."""
    moved = {leg.debit for draft in drafts for leg in draft.legs if leg.part is Part.PAID}
    moved |= {leg.credit for draft in drafts for leg in draft.legs if leg.part is Part.CASH}
    accounts = book.accounts.values()
    if asked := [each.id for each in accounts if each.goes_on_for_another and each.id in moved]:
        rows = await connection.fetch(BEFORE, asked, book.today)
        book.before = {row["kept"]: Before(*row[1:]) for row in rows}
