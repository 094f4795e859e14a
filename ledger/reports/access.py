"""Who stands behind a session or an API key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.core.role import InstitutionKind, Role
from ledger.database import reading

_SPEAKER = """
select p.id as person_id, p.name as person_name, k.role, m.id as member_id, m.name as member_name,
       a.id as account, s.till_account, s.institution, {expiry} as expires_at{device}
  from {source} as k
       join people.person as p on p.id = k.person_id
       join people.standing as s on s.person_id = k.person_id and s.role = k.role
                                and s.member_id is not distinct from k.member_id
                                and s.ended_at is null and s.starts_at <= clock_timestamp()
       left join people.member as m on m.id = k.member_id
       left join ledger.account as a on a.owner = m.id
       {pairing}
 where k.token_hash = :token_hash
"""
_PAIRING = """
       left join ledger.till_pairing as t on t.key_id = k.key_id and t.confirmed_at is not null
                                         and t.ended_at is null
       left join ledger.location as l on l.code = t.location_code and l.revoked_at is null
       left join ledger.approval_key as d on d.id = k.key_id
       left join ledger.officer_key as o on o.id = k.officer_key_id
       left join ledger.institution as i on i.name = s.institution
"""
SESSION = text(
    _SPEAKER.format(
        source="people.session",
        expiry="k.expires_at",
        device=", k.last_used_at, k.key_id, l.label as paired_with, k.browser, k.officer_key_id,"
        " i.kind as kind",
        pairing=_PAIRING,
    )
    + "and k.door = :door and k.ended_at is null and k.expires_at > clock_timestamp() "
    "and d.revoked_at is null and o.revoked_at is null "
    "and s.institution is not distinct from coalesce(k.institution, s.institution)"
)
API_KEY = text(
    _SPEAKER.format(
        source="people.api_key", expiry="cast(null as timestamptz)", device="", pairing=""
    )
    + "and k.revoked_at is null"
)
HOLDER = text("""
select p.id as person_id, p.name as person_name, s.role, m.id as member_id, m.name as member_name,
       a.id as account, s.till_account, s.institution, cast(null as timestamptz) as expires_at
  from ledger.account as a
       join people.member as m on m.id = a.owner
       join people.standing as s on s.member_id = m.id and s.ended_at is null
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id
 where a.id = :account
 order by p.created_at, p.id limit 1
""")
PERSONAS = text("""
select p.id as person_id, p.name as person_name, s.role, m.id as member_id, m.name as member_name,
       a.id as account, s.till_account, s.institution, cast(null as timestamptz) as expires_at
  from people.standing as s
       join people.person as p on p.id = s.person_id
       left join people.member as m on m.id = s.member_id
       left join ledger.account as a on a.owner = m.id
 where s.ended_at is null and s.role = any(:roles)
 order by p.created_at, p.id
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class Access:
    """A person, the role in which they speak, and the accounts that go with it.

    `last_used_at`: of a session, when somebody last did something; kept up at the console alone.
    `key_id`: the device of the session, where one has signed; `paired_with`: the label of the
    location that this device answers for. `browser`: where an officer is signed in, by which
    `officer_key_id`; `kind`: what their institution is.
    """

    person_id: UUID
    person_name: str
    role: Role
    member_id: UUID | None
    member_name: str | None
    account: int | None
    till_account: int | None
    institution: str | None
    expires_at: datetime | None
    last_used_at: datetime | None = None
    key_id: UUID | None = None
    paired_with: str | None = None
    browser: bytes | None = None
    officer_key_id: UUID | None = None
    kind: InstitutionKind | None = None

    @property
    def principal(self) -> str:
        """How the journal names this person: an id, never a name."""
        return f"person:{self.person_id}"

    @property
    def account_name(self) -> str:
        """How people tell this account from others: the member that holds it."""
        return self.member_name or self.person_name


async def find_session(engine: AsyncEngine, token_hash: bytes, door: str) -> Access | None:
    """Find who is behind the token of a living session at that door."""
    async with reading(engine) as connection:
        found = await connection.execute(SESSION, {"token_hash": token_hash, "door": door})
        return _access(found.mappings().first())


async def find_api_key(engine: AsyncEngine, token_hash: bytes) -> Access | None:
    """Find whom a living API key speaks for."""
    async with reading(engine) as connection:
        found = await connection.execute(API_KEY, {"token_hash": token_hash})
        return _access(found.mappings().first())


async def find_holder(engine: AsyncEngine, account: int) -> Access:
    """Find the person who holds a wallet.

    Raises:
        NotFound: nobody does.
    """
    async with reading(engine) as connection:
        found = await connection.execute(HOLDER, {"account": account})
        holder = _access(found.mappings().first())
    if holder is None:
        raise NotFound
    return holder


async def list_personas(engine: AsyncEngine, roles: list[Role], limit: int) -> list[Access]:
    """List people in these roles, for the demonstration's way of signing in."""
    async with reading(engine) as connection:
        found = await connection.execute(PERSONAS, {"roles": list(roles), "limit": limit})
        return [access for row in found.mappings() if (access := _access(row))]


def _access(row: object) -> Access | None:
    if row is None:
        return None
    fields = dict(row)  # type: ignore[call-overload] # a mapping of SQLAlchemy
    kind = InstitutionKind(fields["kind"]) if fields.get("kind") else None
    return Access(**{**fields, "role": Role(fields["role"]), "kind": kind})
