"""Is every unit in circulation covered by a euro? Line by line, from the balances of the books."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.account import WALLETS
from ledger.database import reading

BALANCES = text("""
select kind, sum(balance)::bigint as balance, count(*) as accounts
  from ledger.account where book = :book group by kind
""")
DESKS = text("""
select label, kind, -balance as owed from ledger.account
 where book = :book and kind in ('till', 'slip') and balance <> 0 order by label
""")
HEAD = text("select coalesce(max(seq), 0)::bigint from ledger.posting")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Euros held or owed against units issued, in minor units, at the posting numbered `at_seq`.

    Coverage = bank + desks − circulation − clearing, zero or more: what lies above is fees and dues
    not yet moved to the operating account. `in_transit` is on its way between the two banks and
    counts as neither.
    """

    at_seq: int
    bank: int
    desks: tuple[tuple[str, int], ...]
    circulation: int
    holders: int
    received_not_issued: int
    payable: int
    in_transit: int
    fees: int
    dues: int
    expenses: int
    operating: int
    receivables: int

    @property
    def owed_by_desks(self) -> int:
        """What tills and slips owe together."""
        return sum(owed for _, owed in self.desks)

    @property
    def covered(self) -> int:
        """Euros that stand behind the units."""
        return self.bank + self.owed_by_desks

    @property
    def owed(self) -> int:
        """Units in circulation, with what was received and not issued, and what is payable."""
        return self.circulation + self.received_not_issued + self.payable

    @property
    def margin(self) -> int:
        """What lies above full coverage."""
        return self.covered - self.owed

    @property
    def is_covered(self) -> bool:
        """Say whether every unit is covered, cover transfers on their way included."""
        return self.margin + self.in_transit >= 0

    @property
    def is_explained(self) -> bool:
        """Say whether the margin is exactly what income, expense and own transfers leave."""
        income = self.fees + self.dues
        return (
            self.margin
            == income - self.expenses - self.operating - self.in_transit - self.receivables
        )


async def show_coverage(engine: AsyncEngine, book: str) -> Coverage:
    """Show the coverage of a book, from one snapshot."""
    async with reading(engine) as connection:
        at_seq = await connection.scalar(HEAD)
        rows = (await connection.execute(BALANCES, {"book": book})).all()
        desks = (await connection.execute(DESKS, {"book": book})).all()
    by_kind = {row.kind: row.balance for row in rows}
    accounts = {row.kind: row.accounts for row in rows}

    def credit(*kinds: str) -> int:
        return sum(by_kind.get(kind, 0) for kind in kinds)

    return Coverage(
        at_seq=int(at_seq or 0),
        bank=-credit("reserve"),
        desks=tuple((row.label, row.owed) for row in desks),
        circulation=credit(*WALLETS),
        holders=sum(accounts.get(kind, 0) for kind in WALLETS),
        received_not_issued=credit("clearing_in"),
        payable=credit("clearing_out"),
        in_transit=-credit("transit"),
        fees=credit("fee_income"),
        dues=credit("dues_income", "melt_income", "till_surplus"),
        expenses=-credit("donation_expense", "bonus_expense", "till_shortage"),
        operating=-credit("operating"),
        receivables=-credit("receivable"),
    )
