"""A desk opens the wallet of a resident whose identity document it has seen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.core.account import AccountKind, Tier
from ledger.core.freeze_list import Compared
from ledger.core.identity import IdentitySeen, is_of_age
from ledger.core.own_limit import ChosenLimit, LimitKind
from ledger.core.refusal_enrolment import (
    AlikeKnown,
    GuardianNeeded,
    IdentityExpired,
    IdentityKnown,
)
from ledger.core.role import Role
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.enrolments import (
    NewIdentity,
    describe_person,
    find_guardian,
    holder_of_identity,
    insert_identity,
    is_alike_known,
)
from ledger.storage.households import find_sharing, share_household
from ledger.storage.own_limits import insert_limit
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm, enrol_once
from ledger.use_cases.enrol_member import Enrolment, wallet_of, write_enrolment
from ledger.use_cases.keep_births import encrypted_birth, read_birth
from ledger.use_cases.keep_relatives import check_enrolled
from ledger.use_cases.look_up_freezes import look_up, note_look_up
from ledger.use_cases.seal_people import likeness_seal


@dataclass(frozen=True, slots=True)
class NewResident:
    """Somebody with a document; before eighteen, whose account their guardian holds.

    `per_week`: what the guardian lets them pay in a week, in minor units. `freeze_note`: what tells
    them from a namesake in the register of asset freezes.
    """

    name: str
    birth_date: date
    street: str
    insee: str
    territory: int
    identity: IdentitySeen
    guardian: int | None = None
    per_week: int | None = None
    freeze_note: str | None = None


async def enrol_resident(clearing: Clearing, resident: NewResident, form: DeskForm) -> int:
    """Write the person, what was seen of them and their wallet, once; answer with its id.

    Raises:
        KeyReused: the form already opened a wallet for somebody else.
        NotServedByThem: it is whoever fills in the form, or a relative of theirs.
        IdentityExpired: the document proves nothing any more.
        GuardianNeeded: they are under eighteen, and nobody of age answers for them.
        IdentityKnown: a member has shown that document.
        AlikeKnown: somebody of that name was born that day, and the desk says nothing of it.
        FreezeListMatch: the register of asset freezes holds them.
        NamesakeUnexplained: it holds a namesake without a birth date, and no note tells them apart.
    """

    async def write(connection: WriterConnection) -> int:
        return await write_resident(clearing, connection, resident, form)

    return await enrol_once(clearing, form, repr(resident), write)


async def write_resident(
    clearing: Clearing, connection: WriterConnection, resident: NewResident, form: DeskForm
) -> int:
    """Judge and write a resident under the journal lock; see `enrol_resident`."""
    guardian = await judge_resident(clearing, connection, resident, form)
    who = Compared(resident.name, resident.birth_date, is_person=True)
    looked_up = await look_up(connection, [who], resident.freeze_note)
    enrolment = _enrolment(resident)
    wallet = wallet_of(clearing, enrolment)
    await write_enrolment(connection, enrolment, wallet)
    await describe_resident(clearing, connection, resident, (enrolment.person_id, guardian), form)
    note = resident.freeze_note
    await note_look_up(connection, enrolment.member_id, looked_up, note, now=form.now)
    await bind_minor(connection, wallet.id, resident, guardian, form)
    return wallet.id


async def judge_resident(
    clearing: Clearing, connection: WriterConnection, resident: NewResident, form: DeskForm
) -> UUID | None:
    """Refuse whom the rules of an enrolment refuse; answer with the guardian of a minor."""
    who = (resident.name, resident.birth_date)
    await check_enrolled(connection, clearing, form.by, [who])
    today = paris_day(form.now)
    if resident.identity.expires_on < today:
        raise IdentityExpired
    guardian = None
    if not is_of_age(resident.birth_date, today):
        guardian = await _guardian(clearing, connection, resident.guardian, today)
    holder = await holder_of_identity(connection, clearing.seal(resident.identity.content))
    if holder is not None:
        raise IdentityKnown(account=holder)
    alike = likeness_seal(clearing, resident.name, resident.birth_date)
    if not form.is_another and await is_alike_known(connection, alike):
        raise AlikeKnown
    return guardian


async def _guardian(
    clearing: Clearing, connection: WriterConnection, account: int | None, today: date
) -> UUID:
    found = None if account is None else await find_guardian(connection, account)
    if found is None:
        raise GuardianNeeded
    guardian: UUID = found["id"]
    born = read_birth(clearing.columns, guardian, found["born"])
    if born is not None and not is_of_age(born, today):
        raise GuardianNeeded
    return guardian


async def describe_resident(
    clearing: Clearing,
    connection: WriterConnection,
    resident: NewResident,
    person_and_guardian: tuple[UUID, UUID | None],
    form: DeskForm,
) -> None:
    """Write what a document says of somebody, and who answers for them."""
    person, guardian = person_and_guardian
    await describe_person(
        connection,
        person,
        born=encrypted_birth(clearing.columns, person, resident.birth_date),
        likeness=likeness_seal(clearing, resident.name, resident.birth_date),
        guardian=guardian,
    )
    seen = resident.identity
    seal = clearing.seal(seen.content)
    identity = NewIdentity(seal, person, seen.document, seen.expires_on, form.by, form.now)
    await insert_identity(connection, identity)


async def bind_minor(
    connection: WriterConnection,
    account: int,
    resident: NewResident,
    guardian: UUID | None,
    form: DeskForm,
) -> None:
    """Count a minor's cash with their guardian's, and limit their week as the guardian said."""
    if guardian is None or resident.guardian is None:
        return
    minor = await find_sharing(connection, account)
    answers = await find_sharing(connection, resident.guardian)
    if minor is not None and answers is not None and not minor["others"]:
        await share_household(connection, account, resident.guardian, answers["common"])
    if resident.per_week is None:
        return
    limit = ChosenLimit(LimitKind.PER_WEEK, resident.per_week, form.now)
    await insert_limit(connection, new_id(), account, limit, by=f"person:{guardian}", now=form.now)


def _enrolment(resident: NewResident) -> Enrolment:
    return Enrolment(
        member_id=new_id(),
        name=resident.name,
        person_id=new_id(),
        person_name=resident.name,
        role=Role.RESIDENT,
        kind=AccountKind.RESIDENT,
        tier=Tier.T1,
        street=resident.street,
        insee=resident.insee,
        territory=resident.territory,
    )
