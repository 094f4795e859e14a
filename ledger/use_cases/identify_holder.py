"""A holder without identity brings their document: the same account goes on, with other caps.

What is asked and judged is what an enrolment asks and judges; the wallet, its phone and its past
stay. The next posting is judged by the new tier.
"""

from ledger.core.account import Tier
from ledger.core.freeze_list import Compared
from ledger.core.letter import LetterKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_enrolment import IdentifiedAlready
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.enrolments import holder_of_identity
from ledger.storage.identities import Identified, find_resident, write_identified
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.enrol_resident import (
    NewResident,
    bind_minor,
    describe_resident,
    judge_resident,
)
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.look_up_freezes import look_up, note_look_up
from ledger.use_cases.note_deed import note_deed


async def identify_holder(
    clearing: Clearing, account: int, resident: NewResident, form: DeskForm
) -> None:
    """Write what was seen of a holder, and raise their account to the caps of the identified.

    The same form again, or the same document for the same account, changes nothing.

    Raises:
        NotServedByThem: it is their own account, or a relative's; or the document says so.
        NotFound: no resident holds that account, or it is closed.
        IdentifiedAlready: another document was seen of its holder.
        Refused: what an enrolment refuses; see `enrol_resident`.
    """
    await check_served(clearing, form.by, account)

    async def write(connection: WriterConnection) -> None:
        holder = await find_resident(connection, account)
        if holder is None:
            raise NotFound
        if holder["tier"] != Tier.T0:
            seal = clearing.seal(resident.identity.content)
            if await holder_of_identity(connection, seal) != account:
                raise IdentifiedAlready
            return
        guardian = await judge_resident(clearing, connection, resident, form)
        who = Compared(resident.name, resident.birth_date, is_person=True)
        looked_up = await look_up(connection, [who], resident.freeze_note)
        identified = Identified(
            account,
            holder["member_id"],
            holder["person_id"],
            resident.name,
            resident.street,
            resident.insee,
            resident.territory,
        )
        await write_identified(connection, identified, Tier.T1)
        people = (identified.person, guardian)
        await describe_resident(clearing, connection, resident, people, form)
        await bind_minor(connection, account, resident, guardian, form)
        note = resident.freeze_note
        await note_look_up(connection, identified.member, looked_up, note, now=form.now)
        await _tell(clearing, connection, identified, holder["name"], resident, form)

    await clearing.change(write)


async def _tell(
    clearing: Clearing,
    connection: WriterConnection,
    who: Identified,
    called: str,
    resident: NewResident,
    form: DeskForm,
) -> None:
    await notify_holders(connection, who.account, LetterKind.IDENTIFIED, now=form.now)
    changes = {
        "tier": (Tier.T0, Tier.T1),
        "identity": (None, resident.identity.document),
        "name": (called, who.name),
    }
    deed = Deed(StaffAct.IDENTIFIED, form.by, who.account, changes=changes)
    await note_deed(connection, clearing, deed, now=form.now)
