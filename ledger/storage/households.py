"""Write which wallets count their cash together."""

from asyncpg import Connection, Record

FIND = """
select a.owner, a.kind = 'resident' and a.status <> 'closed' as may_share,
       coalesce(a.limit_group, a.id) as common,
       (select count(*) from ledger.housemate as h where h.account_id = a.id) as others
  from ledger.account as a where a.id = $1
"""
JOIN = """
update ledger.account set limit_group = $2
 where id = $1 or limit_group = (select limit_group from ledger.account where id = $1)
"""
FOUND = "update ledger.account set limit_group = $1 where id = $1 and limit_group is null"
LEAVE = """
with recursive became as (
  select account_id from ledger.closure where into_account = $1
   union all
  select c.account_id from ledger.closure as c join became as b on c.into_account = b.account_id
)
update ledger.account
   set limit_group = case when exists (select from became) then $1 end
 where id = $1 or id in (select account_id from became)
"""


async def find_sharing(connection: Connection, account: int) -> Record | None:
    """Read what a wallet shares, and with how many others that are not closed."""
    return await connection.fetchrow(FIND, account)


async def share_household(connection: Connection, account: int, other: int, common: int) -> None:
    """Count the cash of a wallet, and of those that became it, with another's; lock held."""
    await connection.execute(FOUND, other)
    await connection.execute(JOIN, account, common)


async def leave_household(connection: Connection, account: int) -> None:
    """Count the cash of a wallet, and of those that became it, on its own again; lock held."""
    await connection.execute(LEAVE, account)
