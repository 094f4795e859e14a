"""Who is behind a code: shown to the payer before any amount is approved."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import CodeUnknown, NotFound
from ledger.database import reading

_PAYEE = """
       a.id as account, m.name, m.street, c.name as commune, a.agreed_from, a.agreed_until,
       a.status = 'open' as is_open
"""
_JOINS = """
       join people.member as m on m.id = a.owner
       left join ledger.commune_today as c on c.insee = m.insee
"""
BY_ACCOUNT = text(f"select {_PAYEE} from ledger.account as a {_JOINS} where a.id = :account")
BY_LOCATION = text(f"""
select {_PAYEE}, l.label as place, l.is_tended
  from ledger.location as l join ledger.account as a on a.id = l.account_id {_JOINS}
 where l.code = :code and l.revoked_at is null
""")
_REQUEST = f"""
select {_PAYEE}, r.id as request_id, r.code, r.amount, r.reference, r.place, r.expires_at,
       r.withdrawn_at is not null as is_withdrawn, r.reserved_for, p.id as paid_by
  from ledger.payment_request as r join ledger.account as a on a.id = r.account_id {_JOINS}
       left join ledger.posting as p on p.settles = r.id
"""
BY_REQUEST_CODE = text(_REQUEST + " where r.code = :code")
BY_REQUEST_ID = text(_REQUEST + " where r.id = :id")
LOCATIONS = text("""
select code, label from ledger.location
 where account_id = :account and revoked_at is null order by label
""")


@dataclass(frozen=True, slots=True)
class Payee:
    """An acceptor as the payer's screen shows it."""

    account: int
    name: str
    street: str | None
    commune: str | None
    agreed_from: date | None
    agreed_until: date | None
    is_open: bool

    @property
    def where(self) -> str:
        """Street and commune in one line."""
        return ", ".join(part for part in (self.street, self.commune) if part)


@dataclass(frozen=True, slots=True)
class LocationView:
    """A printed code: the shop and the till that it belongs to; tended: a device answers there."""

    code: str
    place: str
    is_tended: bool
    payee: Payee


@dataclass(frozen=True, slots=True)
class RequestView:
    """A payment request as its payer and its shop see it."""

    id: UUID
    code: str
    amount: int
    reference: str | None
    place: str | None
    expires_at: datetime
    is_withdrawn: bool
    reserved_for: int | None
    paid_by: UUID | None
    payee: Payee

    def state(self, now: datetime) -> str:
        """Say where the request stands: `paid`, `withdrawn`, `expired` or `open`."""
        if self.paid_by is not None:
            return "paid"
        if self.is_withdrawn:
            return "withdrawn"
        return "expired" if now > self.expires_at else "open"


async def find_payee(engine: AsyncEngine, account: int) -> Payee:
    """Find the shop behind an account.

    Raises:
        NotFound: no member holds that account.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(BY_ACCOUNT, {"account": account})).mappings().first()
    if row is None:
        raise NotFound
    return Payee(**row)


async def find_location(engine: AsyncEngine, code: str) -> LocationView:
    """Find the shop and till of a printed code.

    Raises:
        CodeUnknown: no living location carries it.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(BY_LOCATION, {"code": code})).mappings().first()
    if row is None:
        raise CodeUnknown
    fields = dict(row)
    place, is_tended = fields.pop("place"), fields.pop("is_tended")
    return LocationView(code, place, is_tended=is_tended, payee=Payee(**fields))


async def find_request_by_code(engine: AsyncEngine, code: str) -> RequestView:
    """Find the request of a single-use code.

    Raises:
        CodeUnknown: no request carries it.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(BY_REQUEST_CODE, {"code": code})).mappings().first()
    if row is None:
        raise CodeUnknown
    return _request(dict(row))


async def find_request(engine: AsyncEngine, id: UUID) -> RequestView:
    """Find a request by its id.

    Raises:
        NotFound: there is none.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(BY_REQUEST_ID, {"id": id})).mappings().first()
    if row is None:
        raise NotFound
    return _request(dict(row))


async def list_locations(engine: AsyncEngine, account: int) -> list[tuple[str, str]]:
    """List the living printed codes of a shop: (code, label)."""
    async with reading(engine) as connection:
        rows = (await connection.execute(LOCATIONS, {"account": account})).all()
    return [(row.code, row.label) for row in rows]


def _request(fields: dict[str, object]) -> RequestView:
    own = (
        "code", "amount", "reference", "place", "expires_at", "is_withdrawn", "reserved_for",
        "paid_by",
    )  # fmt: skip
    request = {name: fields.pop(name) for name in own}
    id = fields.pop("request_id")
    return RequestView(id=id, payee=Payee(**fields), **request)  # type: ignore[arg-type] # columns as named
