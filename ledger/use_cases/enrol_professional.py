"""A desk opens the wallet of a shop, an association or a public cash office.

It accepts nothing yet: a committee agrees to it first, and a second person with it.
"""

from datetime import date
from uuid import UUID

from ledger.core.account import ACCEPTORS, Tier
from ledger.core.bank_account import iban_from
from ledger.core.freeze_list import Compared
from ledger.core.identity import folded
from ledger.core.law import ensure
from ledger.core.organisation import FreezeListResult, NewProfessional
from ledger.core.refusal_enrolment import (
    FreezeListMatch,
    IdentityExpired,
    NamesakeUnexplained,
    OrganisationAlike,
    OutsidePerimeter,
)
from ledger.core.role import Role
from ledger.core.siren import siren_from
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.professionals import (
    CheckRow,
    ProfessionalRow,
    insert_freeze_list_check,
    insert_professional,
    is_organisation_known,
)
from ledger.use_cases.bank_accounts import Asked, iban_seal, write_bank_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm, enrol_once
from ledger.use_cases.enrol_member import Enrolment, wallet_of, write_enrolment
from ledger.use_cases.keep_relatives import check_enrolled
from ledger.use_cases.look_up_freezes import look_up, note_look_up


async def enrol_professional(clearing: Clearing, joins: NewProfessional, form: DeskForm) -> int:
    """Write the organisation, who stands behind it, its bank account and its wallet, once.

    Answers with the id of the wallet, which pays and accepts nothing before its agreement.

    Raises:
        KeyReused: the form already opened a wallet for other words.
        SirenUnreadable: its SIREN is none.
        IbanUnreadable: its IBAN is none that a SEPA transfer reaches.
        NotServedByThem: whoever fills in the form stands behind it, or a relative of theirs.
        IdentityExpired: the representative's document proves nothing any more.
        OutsidePerimeter: it is established elsewhere, and nothing says why it is taken in.
        FreezeListMatch: the register of asset freezes holds one of them.
        NamesakeUnexplained: it holds a namesake, and no note tells them apart.
        OrganisationAlike: an acceptor looks the same, and the desk says nothing of it.
    """
    ensure(joins.kind in ACCEPTORS, "a professional accepts payments")
    siren_from(joins.siren)
    iban_from(joins.bank.iban)

    async def write(connection: WriterConnection) -> int:
        return await write_professional(clearing, connection, joins, form)

    return await enrol_once(clearing, form, repr(joins), write)


async def write_professional(
    clearing: Clearing, connection: WriterConnection, joins: NewProfessional, form: DeskForm
) -> int:
    """Judge and write an organisation under the journal lock; see `enrol_professional`."""
    await _judge(clearing, connection, joins, form)
    note = _told_apart(joins)
    looked_up = await look_up(connection, _compared(joins), note)
    enrolment = _enrolment(joins)
    wallet = wallet_of(clearing, enrolment)
    await write_enrolment(connection, enrolment, wallet)
    row = _row(clearing, joins, enrolment.member_id, enrolment.person_id)
    await insert_professional(connection, row)
    await insert_freeze_list_check(connection, _check(joins, enrolment.member_id, form))
    await note_look_up(connection, enrolment.member_id, looked_up, note, now=form.now)
    asked = Asked(form.by, form.now, is_first=True)
    await write_bank_account(clearing, connection, wallet.id, joins.bank, asked)
    return wallet.id


def birth_place(member: UUID, column: str) -> str:
    """Name the place of an encrypted birth date."""
    return f"people.professional.{column} {member}"


async def _judge(
    clearing: Clearing, connection: WriterConnection, joins: NewProfessional, form: DeskForm
) -> None:
    await check_enrolled(connection, clearing, form.by, _people(joins))
    if joins.representative.expires_on < paris_day(form.now):
        raise IdentityExpired
    if joins.seat.insee is None and not joins.seat.derogation:
        raise OutsidePerimeter
    if joins.check.result is FreezeListResult.MATCH:
        raise FreezeListMatch
    if joins.check.result is FreezeListResult.NAMESAKE and not joins.check.note:
        raise NamesakeUnexplained
    if form.is_another:
        return
    names, seal = (folded(joins.name), joins.name), iban_seal(clearing, joins.bank.iban)
    if await is_organisation_known(connection, joins.siren, names, seal):
        raise OrganisationAlike


def _compared(joins: NewProfessional) -> list[Compared]:
    people = _people(joins)
    return [
        Compared(joins.name, None, is_person=False),
        *(Compared(name, born, is_person=True) for name, born in people),
    ]


def _people(joins: NewProfessional) -> set[tuple[str, date]]:
    """Who stands behind an organisation."""
    acts, owner = joins.representative, joins.beneficial_owner
    return {(acts.name, acts.birth_date)} | ({(owner.name, owner.birth_date)} if owner else set())


def _told_apart(joins: NewProfessional) -> str | None:
    return joins.check.note if joins.check.result is FreezeListResult.NAMESAKE else None


def _enrolment(joins: NewProfessional) -> Enrolment:
    return Enrolment(
        member_id=new_id(),
        name=joins.name,
        person_id=new_id(),
        person_name=joins.representative.name,
        role=Role.SHOP_OWNER,
        kind=joins.kind,
        tier=Tier.T2,
        street=joins.seat.street,
        insee=joins.seat.insee,
        activity=joins.activity,
        territory=joins.seat.territory,
    )


def _row(
    clearing: Clearing, joins: NewProfessional, member: UUID, representative: UUID
) -> ProfessionalRow:
    columns, owner, acts = clearing.columns, joins.beneficial_owner, joins.representative
    born, owner_born = birth_place(member, "representative_born"), None
    if owner is not None:
        place = birth_place(member, "owner_born")
        owner_born = columns.encrypt(owner.birth_date.isoformat(), place)
    return ProfessionalRow(
        member_id=member,
        siren=joins.siren,
        folded_name=folded(joins.name),
        town=joins.seat.town,
        country=joins.seat.country,
        derogation=joins.seat.derogation,
        representative_id=representative,
        representative_born=columns.encrypt(acts.birth_date.isoformat(), born),
        document=acts.document,
        document_expires_on=acts.expires_on,
        owner_name=owner.name if owner else None,
        owner_born=owner_born,
    )


def _check(joins: NewProfessional, member: UUID, form: DeskForm) -> CheckRow:
    check = joins.check
    return CheckRow(new_id(), member, check.checked_on, check.result, check.note, form.by, form.now)
