"""An enrolment looks up the register of asset freezes by itself, beside what a teller looked up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ledger.core.freeze_list import Compared, Likeness, likeness_to, words_of
from ledger.core.organisation import FreezeListResult
from ledger.core.refusal_enrolment import FreezeListMatch, NamesakeUnexplained
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.freeze_list import entries_named_like, latest_list
from ledger.storage.professionals import CheckRow, insert_freeze_list_check

BY_HOUSE = "freeze list"


async def look_up(
    connection: WriterConnection, people: Sequence[Compared], note: str | None = None
) -> tuple[int, FreezeListResult] | None:
    """Look up who joins; answer with the publication and what it said, None where there is none.

    `note`: what tells a namesake apart, as somebody at the desk wrote it.

    Raises:
        FreezeListMatch: one of them has the name and the birth date of an entry.
        NamesakeUnexplained: one has the name of an entry, no birth date tells, and no note.
    """
    latest = await latest_list(connection)
    if latest is None:
        return None
    found: set[Likeness] = set()
    for who in people:
        entries = await entries_named_like(connection, words_of(who.name))
        found |= {alike for each in entries if (alike := likeness_to(each, who)) is not None}
    if Likeness.DATED in found:
        raise FreezeListMatch
    if found and not note:
        raise NamesakeUnexplained
    result = FreezeListResult.NAMESAKE if found else FreezeListResult.NOBODY
    return latest["version"], result


async def note_look_up(
    connection: WriterConnection,
    member: UUID,
    looked_up: tuple[int, FreezeListResult] | None,
    note: str | None,
    *,
    now: datetime,
) -> None:
    """Write that the house looked up a member, in which publication, and what it said."""
    if looked_up is None:
        return
    version, result = looked_up
    note = note if result is FreezeListResult.NAMESAKE else None
    row = CheckRow(new_id(), member, paris_day(now), result, note, BY_HOUSE, now, version)
    await insert_freeze_list_check(connection, row)
