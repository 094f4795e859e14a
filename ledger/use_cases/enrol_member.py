"""A person or a professional becomes a member, with a wallet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.core.account import ACCEPTORS, AccountKind, Status, Tier
from ledger.core.chart import CHART
from ledger.core.refusal import LabelTaken
from ledger.core.role import Role
from ledger.database import WriterConnection
from ledger.fresh import new_account_id, new_id
from ledger.storage.accounts import NewAccount, open_account, set_agreement, set_status
from ledger.storage.agreements import insert_opening_agreement
from ledger.storage.people import (
    NewMember,
    NewStanding,
    insert_member,
    insert_person,
    insert_standing,
)
from ledger.storage.requests import insert_location
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who joins: the member, the person who acts for it, and what kind of wallet opens."""

    member_id: UUID
    name: str
    person_id: UUID
    person_name: str
    role: Role
    kind: AccountKind
    tier: Tier
    street: str | None = None
    insee: str | None = None
    activity: str | None = None
    email: str | None = None
    person_email: str | None = None
    territory: int | None = None
    agreed_from: date | None = None
    limit_group: int | None = None


async def enrol_member(clearing: Clearing, enrolment: Enrolment) -> int:
    """Write the member, the person and the wallet together; answer with the wallet's id."""
    wallet = wallet_of(clearing, enrolment)
    await clearing.change(lambda connection: write_enrolment(connection, enrolment, wallet))
    return wallet.id


def wallet_of(clearing: Clearing, enrolment: Enrolment) -> NewAccount:
    """Plan the wallet of whoever joins, under a fresh id."""
    return NewAccount(
        id=new_account_id(),
        book=clearing.book,
        kind=enrolment.kind,
        chart=CHART[enrolment.kind].number,
        label=CHART[enrolment.kind].label,
        owner=enrolment.member_id,
        limit_group=enrolment.limit_group,
        tier=enrolment.tier,
        territory=enrolment.territory,
        agreed_from=enrolment.agreed_from if enrolment.kind in ACCEPTORS else None,
        floor=0,
    )


async def write_enrolment(
    connection: WriterConnection, enrolment: Enrolment, wallet: NewAccount
) -> None:
    """Write the member, the person who acts for it and the wallet; the journal lock is held."""
    member = NewMember(
        id=enrolment.member_id,
        kind=enrolment.kind,
        name=enrolment.name,
        street=enrolment.street,
        insee=enrolment.insee,
        activity=enrolment.activity,
        email=enrolment.email,
    )
    await insert_member(connection, member)
    await insert_person(
        connection, enrolment.person_id, enrolment.person_name, enrolment.person_email
    )
    standing = NewStanding(enrolment.person_id, enrolment.role, enrolment.member_id)
    await insert_standing(connection, standing)
    await open_account(connection, wallet)
    if wallet.agreed_from is not None:
        await insert_opening_agreement(connection, new_id(), wallet.id, wallet.agreed_from)


async def add_employee(clearing: Clearing, person_id: UUID, name: str, *, shop: UUID) -> None:
    """Let a person keep the till of a shop."""

    async def write(connection: WriterConnection) -> None:
        await insert_person(connection, person_id, name)
        await insert_standing(connection, NewStanding(person_id, Role.SHOP_EMPLOYEE, shop))

    await clearing.change(write)


async def add_location(
    clearing: Clearing, code: str, *, wallet: int, label: str, is_tended: bool = True
) -> None:
    """Give a till of a shop its printed code; without a device there, customers type the amount.

    Raises:
        LabelTaken: another location of the shop bears that label.
    """

    async def write(connection: WriterConnection) -> None:
        if not await insert_location(connection, code, wallet, label, is_tended=is_tended):
            raise LabelTaken

    await clearing.change(write)


async def set_account_status(clearing: Clearing, wallet: int, status: Status) -> None:
    """Freeze, close or open a wallet, while nobody posts."""
    await clearing.change(lambda connection: set_status(connection, wallet, status))


async def date_agreement(
    clearing: Clearing, wallet: int, *, agreed_from: date, agreed_until: date | None
) -> None:
    """Date the acceptor's agreement of a wallet, while nobody posts."""
    await clearing.change(lambda c: set_agreement(c, wallet, agreed_from, agreed_until))
