"""Write cheques received at desks, and what members owe for those sent back."""

from uuid import UUID

from asyncpg import Connection, Record

INSERT = "insert into ledger.cheque (posting_id, account_id) values ($1, $2)"
FIND = """
select kind, account_id, amount, credited_at, settled_as from ledger.received_cheque where id = $1
"""
INSERT_DEBT = """
insert into ledger.member_debt (posting_id, account_id, amount)
select $1, account_id, amount from ledger.received_cheque where id = $2 and kind = 'issuance'
"""
DEBT = "select account_id, amount - paid as owed from ledger.member_debt where posting_id = $1"
PAY = """
update ledger.member_debt set paid = paid + $2 where posting_id = $1 and paid + $2 <= amount
"""


async def insert_cheque(connection: Connection, posting: UUID, wallet: int) -> None:
    """Write for which wallet a cheque was received."""
    await connection.execute(INSERT, posting, wallet)


async def find_cheque(connection: Connection, posting: UUID) -> Record | None:
    """Find a cheque that stands, and what became of it."""
    return await connection.fetchrow(FIND, posting)


async def insert_debt(connection: Connection, unpaid: UUID, cheque: UUID) -> None:
    """Write what is owed for a cheque sent back; nothing where no unit was issued for it."""
    await connection.execute(INSERT_DEBT, unpaid, cheque)


async def find_debt(connection: Connection, id: UUID) -> Record | None:
    """Find a debt: whose it is, and what is left of it in cents."""
    return await connection.fetchrow(DEBT, id)


async def pay_debt(connection: Connection, id: UUID, amount: int) -> bool:
    """Write that a part of a debt was paid; say whether so much was owed."""
    done: str = await connection.execute(PAY, id, amount)
    return done == "UPDATE 1"
