"""The register of acceptors: who may be paid, since when, decided by whom; where their euros go."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading
from ledger.reports.listing import Listing, by_number, by_words

_ACCEPTOR = """
select a.id as account, m.name, a.kind, coalesce(p.town, c.name) as town, m.activity,
       a.agreed_from, a.agreed_until,
       (exists (select from ledger.agreement as g
                 where g.account_id = a.id and g.decided_at is null)
        or exists (select from people.bank_account as b
                    where b.account_id = a.id and b.decided_at is null
                      and not b.is_first)) as is_waiting
  from people.member as m
       join ledger.account as a on a.owner = m.id
       left join people.professional as p on p.member_id = m.id
       left join ledger.commune_today as c on c.insee = m.insee
 where a.kind in ('merchant', 'association', 'public_office')
"""
WAITING = text(
    f"select * from ({_ACCEPTOR}) as e where is_waiting order by people.folded(name), account"  # noqa: S608 # ours
)
ACCEPTOR = text(_ACCEPTOR + " and a.id = :account")
PAPERS = text("""
select p.siren, p.country, p.derogation, h.name as representative, p.owner_name,
       k.checked_on, k.result, k.note
  from people.professional as p
       join ledger.account as a on a.owner = p.member_id
       join people.person as h on h.id = p.representative_id
       left join lateral (select checked_on, result, note from people.freeze_list_check
                           where member_id = p.member_id
                             and list_version is null
                           order by checked_at desc limit 1) as k on true
 where a.id = :account
""")
AGREEMENTS = text("""
select g.id, g.starts_on, g.ends_on, g.committee, g.reason, g.asked_by, g.asked_at,
       h.name as asked_by_name, d.name as decided_by_name, g.decided_at, g.is_granted
  from ledger.agreement as g
       left join people.person as h on 'person:' || h.id = g.asked_by
       left join people.person as d on 'person:' || d.id = g.decided_by
 where g.account_id = :account
 order by g.asked_at desc, g.id desc
""")
BANK_ACCOUNTS = text("""
select b.id, b.iban, b.holder, b.is_first, b.asked_by, b.asked_at, b.decided_at, b.is_granted,
       b.counts_from
  from people.bank_account as b
 where b.account_id = :account and b.is_granted is not false
 order by b.asked_at desc, b.id desc
""")


@dataclass(frozen=True, slots=True)
class Acceptor:
    """Somebody who is, was or wants to be paid; `is_waiting`: a second person has to decide."""

    account: int
    name: str
    kind: str
    town: str | None
    activity: str | None
    agreed_from: date | None
    agreed_until: date | None
    is_waiting: bool

    def state_on(self, day: date) -> str:
        """Say `none`, `to_come`, `in_force` or `ended`."""
        if self.agreed_from is None:
            return "none"
        if self.agreed_until is not None and self.agreed_until < day:
            return "ended"
        return "to_come" if day < self.agreed_from else "in_force"


_STATE = """
case when e.agreed_from is null then 'none'
     when e.agreed_until < cast(:today as date) then 'ended'
     when cast(:today as date) < e.agreed_from then 'to_come' else 'in_force' end
"""
"""What `Acceptor.state_on` says, in SQL."""
REGISTER = Listing(
    f"""
select e.*, people.folded(e.name) as by_name, people.folded(coalesce(e.town, '')) as by_town,
       coalesce(e.agreed_from::text, '') as first_day, {_STATE} as state,
       case when e.agreed_from is null then '' else coalesce(e.agreed_until::text, '9999') end
         as last_day
  from ({_ACCEPTOR}) as e
 where (cast(:choice as text) = '' or cast(:choice as text) = {_STATE})
   and (cast(:words as text) = ''
        or people.folded(concat_ws(' ', e.name, e.activity, e.town)) like people.folded(:words))
""",  # noqa: S608 # its parts are written here
    Acceptor,
    {
        "name": by_words("by_name"),
        "town": by_words("by_town"),
        "first": by_words("first_day"),
        "last": by_words("last_day"),
        "state": by_words("state"),
    },
    by_number("account"),
)


@dataclass(frozen=True, slots=True)
class Papers:
    """What a desk saw of an organisation when it joined."""

    siren: str
    country: str
    derogation: str | None
    representative: str
    owner_name: str | None
    checked_on: date | None
    result: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A decision in the register; people by their names, or none where nobody is known."""

    id: UUID
    starts_on: date
    ends_on: date | None
    committee: str
    reason: str | None
    asked_by: str
    asked_at: datetime
    asked_by_name: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    is_granted: bool | None


@dataclass(frozen=True, slots=True)
class BankAccountLine:
    """A bank account as it is kept: encrypted."""

    id: UUID
    iban: bytes
    holder: bytes
    is_first: bool
    asked_by: str
    asked_at: datetime
    decided_at: datetime | None
    is_granted: bool | None
    counts_from: datetime | None


async def list_waiting_acceptors(engine: AsyncEngine) -> list[Acceptor]:
    """List by name the acceptors about whom a second person has to decide."""
    async with reading(engine) as connection:
        return [Acceptor(**row) for row in (await connection.execute(WAITING)).mappings()]


async def show_acceptor(engine: AsyncEngine, account: int) -> Acceptor:
    """Show one acceptor.

    Raises:
        NotFound: that account is no acceptor's.
    """
    async with reading(engine) as connection:
        found = (await connection.execute(ACCEPTOR, {"account": account})).mappings().first()
    if found is None:
        raise NotFound
    return Acceptor(**found)


async def find_papers(engine: AsyncEngine, account: int) -> Papers | None:
    """Find what a desk saw of an acceptor, where one enrolled it."""
    async with reading(engine) as connection:
        found = (await connection.execute(PAPERS, {"account": account})).mappings().first()
    return None if found is None else Papers(**found)


async def list_agreements(engine: AsyncEngine, account: int) -> list[AgreementLine]:
    """List the decisions about an acceptor, the latest first."""
    async with reading(engine) as connection:
        found = await connection.execute(AGREEMENTS, {"account": account})
        return [AgreementLine(**row) for row in found.mappings()]


async def list_bank_accounts(engine: AsyncEngine, account: int) -> list[BankAccountLine]:
    """List the bank accounts of a wallet that wait or were granted, the latest first."""
    async with reading(engine) as connection:
        found = await connection.execute(BANK_ACCOUNTS, {"account": account})
        return [BankAccountLine(**row) for row in found.mappings()]
