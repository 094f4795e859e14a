"""The phones and passkeys of an account, and the slips that wait for a desk."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.approval import KeyKind
from ledger.core.pin import MOST_TRIES
from ledger.core.policy import Policy
from ledger.core.refusal import NotFound
from ledger.core.words import four_words
from ledger.database import reading
from ledger.fresh import paris_day

DEVICES = text("""
select k.id, k.kind, d.name, k.registered_at, d.is_backed_up,
       coalesce(k.credential_id, '') as credential_id
  from ledger.approval_key as k join people.device as d on d.key_id = k.id
 where k.account_id = :account and k.revoked_at is null
 order by k.registered_at, k.id
""")
SLIP = text("""
select s.id, s.expires_at, s.opened_at, s.public_key, s.device_name, s.confirmed_at,
       p.name as person_name, s.account_id as account, s.issued_by, a.balance,
       exists (select from ledger.approval_key as k where k.account_id = a.id) as is_recovery
  from people.enrolment_slip as s
       join people.person as p on p.id = s.person_id
       join ledger.account as a on a.id = s.account_id
 where s.id = :id
""")
OPENED_SLIPS = text("""
select id, device_name from people.enrolment_slip
 where account_id = :account and opened_at is not null and confirmed_at is null
   and expires_at >= :now
 order by opened_at
""")
HAS_HAD_KEY = text("""
select exists (select from ledger.approval_key where account_id = :account)
""")
KEY_OF_SLIP = text("""
select id from ledger.approval_key where registered_under = :under and revoked_at is null
""")
PIN = text("""
select set_at, valid_from, tries from people.account_pin where account_id = :account
""")
ACCEPTED_TERMS = text("""
select terms_version as version, confirmed_at as accepted_at
  from people.enrolment_slip
 where person_id = :person and terms_version is not null and confirmed_at is not null
 order by terms_version desc, confirmed_at
 limit 1
""")


@dataclass(frozen=True, slots=True)
class AcceptedTerms:
    """The latest version of the terms that a person accepted, and when first."""

    version: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class PinView:
    """The PIN of an account: since when, and how often it was tried wrong in a row."""

    set_at: datetime
    valid_from: datetime
    tries: int

    def counts(self, now: datetime) -> bool:
        """Say whether it can be given now."""
        return self.valid_from <= now and not self.is_locked

    @property
    def is_locked(self) -> bool:
        """Say whether it was tried too often."""
        return self.tries >= MOST_TRIES


@dataclass(frozen=True, slots=True)
class Device:
    """A phone's browser or a passkey that approves payments of an account."""

    id: UUID
    kind: KeyKind
    name: str
    registered_at: datetime
    is_backed_up: bool
    credential_id: bytes

    @property
    def registered_on(self) -> date:
        """The day on which it was added."""
        return paris_day(self.registered_at)

    @property
    def is_passkey(self) -> bool:
        """Say whether the person is verified each time."""
        return self.kind is KeyKind.PASSKEY


@dataclass(frozen=True, slots=True)
class Slip:
    """An enrolment slip as the desk sees it; `recovered`: its balance, if it had a phone."""

    id: UUID
    person_name: str
    account: int
    expires_at: datetime
    device_name: str | None
    words: tuple[str, ...]
    issued_by: str
    recovered: int | None
    is_opened: bool
    is_confirmed: bool

    def takes_two(self, policy: Policy) -> bool:
        """Say whether who issued it may not confirm it."""
        return self.recovered is not None and self.recovered > policy.desk.alone_up_to

    def state(self, now: datetime) -> str:
        """Say where it stands: `confirmed`, `expired`, `opened` or `waiting`."""
        if self.is_confirmed:
            return "confirmed"
        if now > self.expires_at:
            return "expired"
        return "opened" if self.is_opened else "waiting"


async def list_devices(engine: AsyncEngine, account: int) -> list[Device]:
    """List the living keys of an account, oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(DEVICES, {"account": account})
        return [Device(**{**row, "kind": KeyKind(row["kind"])}) for row in found.mappings()]


async def list_newcomers(
    engine: AsyncEngine, account: int, *, since: datetime, but: UUID | None
) -> list[Device]:
    """List what was added since an instant to an account that had something before, one apart."""
    devices = await list_devices(engine, account)
    return [each for each in devices[1:] if each.registered_at > since and each.id != but]


async def has_had_key(engine: AsyncEngine, account: int) -> bool:
    """Say whether an account has, or had, a phone or a passkey."""
    async with reading(engine) as connection:
        found: bool = await connection.scalar(HAS_HAD_KEY, {"account": account}) or False
        return found


async def show_pin(engine: AsyncEngine, account: int) -> PinView | None:
    """Show what is known of the PIN of an account; None where there is none."""
    async with reading(engine) as connection:
        row = (await connection.execute(PIN, {"account": account})).mappings().first()
    return PinView(**row) if row else None


async def list_opened_slips(
    engine: AsyncEngine, account: int, now: datetime
) -> list[tuple[UUID, str]]:
    """List the slips of an account that a phone has opened and nobody confirmed: (id, device)."""
    async with reading(engine) as connection:
        found = await connection.execute(OPENED_SLIPS, {"account": account, "now": now})
        return [(row.id, row.device_name) for row in found]


async def show_slip(engine: AsyncEngine, id: UUID) -> Slip:
    """Show a slip; its words only once a phone has opened it.

    Raises:
        NotFound: there is none of that id.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(SLIP, {"id": id})).mappings().first()
    if row is None:
        raise NotFound
    return Slip(
        id=row["id"],
        person_name=row["person_name"],
        account=row["account"],
        expires_at=row["expires_at"],
        device_name=row["device_name"],
        words=four_words(row["id"], row["public_key"]) if row["public_key"] else (),
        issued_by=row["issued_by"],
        recovered=row["balance"] if row["is_recovery"] else None,
        is_opened=row["opened_at"] is not None,
        is_confirmed=row["confirmed_at"] is not None,
    )


async def find_key_of_slip(engine: AsyncEngine, id: UUID) -> UUID | None:
    """Find the key that a confirmed slip gave; None while it waits."""
    async with reading(engine) as connection:
        found: UUID | None = await connection.scalar(KEY_OF_SLIP, {"under": f"slip:{id}"})
        return found


async def find_accepted_terms(engine: AsyncEngine, person_id: UUID) -> AcceptedTerms | None:
    """Find the terms that somebody accepted with a phone; None before the first."""
    async with reading(engine) as connection:
        found = await connection.execute(ACCEPTED_TERMS, {"person": person_id})
        row = found.mappings().first()
    return AcceptedTerms(**row) if row else None
