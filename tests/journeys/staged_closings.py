"""Accounts that end: one closed, one ready to be, one that waits; somebody to be erased."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.account import AccountKind, Tier
from ledger.core.closing import ClosingReason
from ledger.core.identifier import account_id_text
from ledger.core.merger import Merger
from ledger.core.role import Role
from ledger.fresh import new_id, utc_now
from ledger.reports.access import list_personas
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.close_account import ask_closing, close_account
from ledger.use_cases.enrol_member import Enrolment, enrol_member
from ledger.use_cases.erase_person import ask_erasure
from ledger.use_cases.merge_accounts import ask_merger
from ledger.use_cases.seal_people import likeness_seal
from ledger.use_cases.sign import Keeper

ALIKE = """
update people.person set likeness = $1
 where id in (select s.person_id from people.standing as s
                     join ledger.account as a on a.owner = s.member_id
               where a.id = any($2::bigint[]))
"""


async def stage_closings(clearing: Clearing, reader: AsyncEngine) -> tuple[str, str, str, str]:
    """Answer with the accounts of who left, may leave, a shop to be closed, who is to be erased."""
    tellers = await list_personas(reader, [Role.TELLER], 50)
    nadia = next(each for each in tellers if each.person_name == "Nadia Lefebvre")
    by, now = Keeper(nadia.principal, nadia.institution or ""), utc_now()
    left = await enrol_resident(clearing, "Ghislaine Parmentier")
    empty = await enrol_resident(clearing, "Hippolyte Vandamme")
    shop = await enrol_member(
        clearing,
        Enrolment(
            member_id=new_id(),
            name="Cordonnerie du Beffroi",
            insee="59350",
            person_id=new_id(),
            person_name="Lucien Beffroi",
            role=Role.SHOP_OWNER,
            kind=AccountKind.MERCHANT,
            tier=Tier.T2,
            territory=8,
            agreed_from=date(2025, 1, 1),
        ),
    )
    await close_account(clearing, left, ClosingReason.ASKED, by=by.principal, now=now)
    await ask_closing(clearing, shop, ClosingReason.CEASED, by=by, now=now)
    forgotten = await enrol_resident(clearing, "Fernande Delplace", tier=Tier.T0)
    await close_account(clearing, forgotten, ClosingReason.ASKED, by=by.principal, now=now)
    await ask_erasure(clearing, forgotten, is_whole=True, by=by, now=now)
    likeness = likeness_seal(clearing, "Hippolyte Vandamme", date(1961, 3, 9))
    twin = await enrol_resident(clearing, "Hippolyte Vandamme")
    async with clearing.pool.acquire() as connection:
        await connection.execute(ALIKE, likeness, [empty, twin])
    names = ("Odette Carlier", "Odette Carlier-Roussel")
    twins = [await enrol_resident(clearing, name) for name in names]
    async with clearing.pool.acquire() as connection:
        await connection.execute(
            ALIKE, likeness_seal(clearing, "Odette Carlier", date(1950, 3, 9)), twins
        )
    await ask_merger(clearing, Merger(*twins), by=by, now=now)
    return (
        account_id_text(left),
        account_id_text(empty),
        account_id_text(shop),
        account_id_text(forgotten),
    )


async def enrol_resident(clearing: Clearing, name: str, tier: Tier = Tier.T1) -> int:
    """Enrol a resident of Lille."""
    return await enrol_member(
        clearing,
        Enrolment(
            member_id=new_id(),
            name=name,
            insee="59350",
            person_id=new_id(),
            person_name=name,
            role=Role.RESIDENT,
            kind=AccountKind.RESIDENT,
            tier=tier,
            territory=8,
        ),
    )
