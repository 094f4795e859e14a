"""Two associations of the demonstration town, and the residents who sponsor one of them."""

from collections.abc import Sequence
from datetime import datetime

from ledger.core.account import AccountKind, Tier
from ledger.core.role import Role
from ledger.demo_cast import ASSOCIATIONS, SPONSORING, Shop
from ledger.fresh import new_id, paris_day
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_member import Enrolment, enrol_member


async def open_associations(clearing: Clearing, *, now: datetime) -> list[int]:
    """Enrol the associations; answer with their wallets."""
    return [await _open(clearing, each, now) for each in ASSOCIATIONS]


async def have_sponsors(
    clearing: Clearing, associations: Sequence[int], residents: Sequence[int], *, now: datetime
) -> None:
    """Have some residents choose the first association, then the second."""
    first, second = associations
    for account in residents[:SPONSORING]:
        await choose_associations(clearing, account, (first, second), by="demo", now=now)


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
