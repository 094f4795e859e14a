"""Two associations of the demonstration town, and the residents who sponsor one of them."""

from collections.abc import Sequence
from datetime import datetime

from ledger.core.account import AccountKind, Tier
from ledger.core.role import Role
from ledger.demo_cast import ASSOCIATIONS, Shop
from ledger.fresh import new_id, paris_day
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_member import Enrolment, enrol_member


async def open_associations(clearing: Clearing, sponsors: Sequence[int], *, now: datetime) -> None:
    """Enrol them, and have these residents choose the first, then the second."""
    kitchen, bikes = [await _open(clearing, each, now) for each in ASSOCIATIONS]
    for account in sponsors:
        await choose_associations(clearing, account, (kitchen, bikes), by="demo", now=now)


async def _open(clearing: Clearing, association: Shop, now: datetime) -> int:
    enrolment = Enrolment(
        member_id=new_id(),
        name=association.name,
        person_id=new_id(),
        person_name=association.owner,
        role=Role.SHOP_OWNER,
        kind=AccountKind.ASSOCIATION,
        tier=Tier.T2,
        street=association.street,
        insee=association.insee,
        activity=association.activity,
        territory=association.territory,
        agreed_from=paris_day(now),
    )
    return await enrol_member(clearing, enrolment)
