"""The demonstration town: people, shops and desks over real communes, and six weeks of payments.

Everything is made by the real use cases, on the clock of the past weeks. The same day gives the
same town.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from ledger.core.account import AccountKind, Tier
from ledger.core.approval import ApprovalKey, KeyKind
from ledger.core.bank_account import BankAccount
from ledger.core.identifier import ALPHABET, with_check
from ledger.core.launch import NotedProof
from ledger.core.role import Role
from ledger.core.terms import TERMS
from ledger.database import Unavailable
from ledger.demo_associations import have_sponsors, open_associations
from ledger.demo_cast import (
    AUDITOR,
    DESKS,
    INSTITUTIONS,
    ISSUER,
    MANAGERS,
    OPERATOR,
    PIN,
    PROOFS,
    RESIDENTS,
    SHOPS,
    SHOPS_BEFORE_ASSOCIATIONS,
    Desk,
    Resident,
    Shop,
)
from ledger.demo_desks import KeptTill, close_kept, open_kept
from ledger.demo_dues import have_dues
from ledger.demo_phone import Passkey, Phone, cose_of, new_private_key, point_of
from ledger.demo_weeks import Hands, Town, live_six_weeks
from ledger.fresh import PARIS, new_id, paris_day, utc_now
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.add_device import (
    NewKey,
    NewPhone,
    SlipOrder,
    add_key,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
    revoke_device,
)
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.bank_accounts import bring_bank_account
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.enrol_member import Enrolment, add_employee, add_location, enrol_member
from ledger.use_cases.keep_institutions import add_institution
from ledger.use_cases.keep_launch import note_proof
from ledger.use_cases.open_books import NewDesk, TillPlace, add_desk, open_till
from ledger.use_cases.prepare_database import list_marks, mark_house
from ledger.use_cases.sign import Keeper

WEEKS = 6
UNFINISHED = "The demonstration town was interrupted while being built: run `mlc demo reset`."
BUILT = "demo_town_is_built"
LOCATION_LENGTH = 6
SLIP_MINUTES = 15


class Draw:
    """Chance with a seed: the same draws on the same day, and a clock that the town moves."""

    def __init__(self, day: date) -> None:
        self.chance = random.Random(day.toordinal())  # noqa: S311 # a town, not a secret
        self.now = datetime.combine(day, time(9), PARIS).astimezone(UTC)

    def id(self) -> UUID:
        """Draw a UUID of version 7 at the clock of the town."""
        at = int(self.now.timestamp() * 1000)
        noise = self.chance.getrandbits(74)
        high = (at << 16) | (7 << 12) | (noise >> 62)
        return UUID(int=(high << 64) | (2 << 62) | (noise & ((1 << 62) - 1)))

    def location_code(self) -> str:
        """Draw the code of a printed location."""
        return with_check("".join(self.chance.choices(ALPHABET, k=LOCATION_LENGTH)))

    def clock(self) -> datetime:
        """Read the clock of the town."""
        return self.now


async def open_demo_town(settings: Settings) -> None:
    """Build the town in a database that holds none yet.

    Raises:
        Unavailable: an earlier build was interrupted.
    """
    owner = settings.owner_database_url
    if owner is None:
        return
    app, key, columns = needed(settings)
    marks = await list_marks(app)
    if BUILT in marks:
        return
    if "demo" in marks:
        raise Unavailable(UNFINISHED)
    await mark_house(owner.get_secret_value(), "demo")
    draw = Draw(paris_day(utc_now()) - timedelta(weeks=WEEKS))
    clearing = await Clearing.open(
        ClearingSettings(
            app,
            key,
            settings.currency_code,
            columns,
            clock=draw.clock,
        )
    )
    try:
        town = await _people(clearing, draw, settings.base_url)
        await live_six_weeks(town, until=utc_now())
        await have_dues(town)
        await _lay_down_passkeys(town)
    finally:
        await clearing.close()
    await mark_house(owner.get_secret_value(), BUILT)


async def _people(clearing: Clearing, draw: Draw, base_url: str) -> Town:
    town = Town(clearing, draw)
    for each in INSTITUTIONS:
        await add_institution(clearing, each, now=draw.now)
    for desk in DESKS:
        place = NewDesk(desk.institution, desk.institution, desk.street, desk.insee, desk.hours)
        await add_desk(clearing, place)
        await _open_desk(town, desk)
    town.treasury = tuple(
        [
            Keeper(await _appoint(town, name, Role.TREASURER, ISSUER), ISSUER)
            for name in ("Hélène Dubrulle", "Paul Lambert")
        ]
    )
    elise = await _appoint(town, "Élise Carpentier", Role.LAUNCH_MANAGER, ISSUER)
    for milestone, (value, document) in PROOFS.items():
        proof = NotedProof(milestone, value, document)
        await note_proof(clearing, proof, by=elise, now=draw.now)
    for name in ("Mathilde Cousin", "Rémi Baert"):
        await _appoint(town, name, Role.COMPLIANCE_OFFICER, ISSUER)
    await _appoint(town, "Marc Vandamme", Role.AUDITOR, AUDITOR)
    role = Role.OPERATOR
    await appoint_staff(clearing, new_id(), OPERATOR, role=role, institution=ISSUER)
    for name, institution in MANAGERS:
        role = Role.INSTITUTION_MANAGER
        await appoint_staff(clearing, new_id(), name, role=role, institution=institution)
    for shop in SHOPS[:SHOPS_BEFORE_ASSOCIATIONS]:
        town.shops[shop] = await _open_shop(clearing, draw, shop)
    associations = await open_associations(clearing, now=draw.now)
    for shop in SHOPS[SHOPS_BEFORE_ASSOCIATIONS:]:
        town.shops[shop] = await _open_shop(clearing, draw, shop)
    for resident in RESIDENTS:
        enrolment = _resident(draw, resident)
        wallet = await enrol_member(clearing, enrolment)
        town.residents[resident] = wallet
        town.hands[resident] = await _equip(clearing, draw, enrolment.person_id, wallet, base_url)
    await have_sponsors(clearing, associations, list(town.residents.values()), now=draw.now)
    return town


async def _open_desk(town: Town, desk: Desk) -> None:
    """Give a desk its tills, tellers and controller; the second till has a day behind it."""
    clearing, draw, institution = town.clearing, town.draw, desk.institution
    controller = await _appoint(town, desk.controller, Role.DESK_CONTROLLER, institution)
    for number, each in enumerate(desk.tills, 1):
        place = TillPlace(institution, desk.short, number, each.chart, each.label)
        account = await open_till(clearing, place)
        person = await _appoint(town, each.teller, Role.TELLER, institution, account)
        kept = KeptTill(account, Keeper(person, institution), Keeper(controller, institution))
        if town.tills.setdefault(desk, kept) is not kept:
            await open_kept(clearing, kept, now=draw.now)
            await close_kept(clearing, kept, now=draw.now)


async def _equip(clearing: Clearing, draw: Draw, person: UUID, wallet: int, base_url: str) -> Hands:
    """Give somebody a phone and a passkey, as long ago as the town began."""
    now, of_passkey = draw.now, new_private_key()
    phone = await _give_phone(clearing, person, wallet, now=now)
    id, rp_id = new_id(), urlsplit(base_url).hostname or ""
    key = ApprovalKey(
        id, wallet, KeyKind.PASSKEY, cose_of(of_passkey), now, id.bytes, base_url, rp_id
    )
    await add_key(clearing, NewKey(key, person, "Clé d’accès", f"key:{phone.key_id}"))
    return Hands(f"person:{person}", phone, Passkey(of_passkey, id, base_url, rp_id))


async def _give_phone(clearing: Clearing, person: UUID, wallet: int, *, now: datetime) -> Phone:
    """Give somebody a phone by a slip of the desk, and the PIN of the town with it."""
    of_phone = new_private_key()
    slip, code = await issue_slip(
        clearing, SlipOrder(person, wallet, "demo", SLIP_MINUTES), now=now
    )
    await open_enrolment(
        clearing,
        code,
        NewPhone(point_of(of_phone), "Téléphone", TERMS.version, PIN),
        now=now,
    )
    return Phone(of_phone, await confirm_enrolment(clearing, slip, confirmed_by="demo", now=now))


async def _lay_down_passkeys(town: Town) -> None:
    """Revoke the passkeys of the past: no authenticator of a visitor holds them."""
    for resident, hands in town.hands.items():
        key, account = hands.passkey.key_id, town.residents[resident]
        await revoke_device(town.clearing, key, account=account, now=town.draw.now)


async def _appoint(
    town: Town, name: str, role: Role, institution: str, till: int | None = None
) -> str:
    """Appoint somebody; answer with how the journal names them."""
    id = town.draw.id()
    await appoint_staff(town.clearing, id, name, role=role, institution=institution, till=till)
    return f"person:{id}"


async def _open_shop(clearing: Clearing, draw: Draw, shop: Shop) -> int:
    member, owner = draw.id(), draw.id()
    wallet = await enrol_member(
        clearing,
        Enrolment(
            member_id=member,
            name=shop.name,
            person_id=owner,
            person_name=shop.owner,
            role=Role.SHOP_OWNER,
            kind=AccountKind.MERCHANT,
            tier=Tier.T2,
            street=shop.street,
            insee=shop.insee,
            activity=shop.activity,
            territory=shop.territory,
            agreed_from=paris_day(draw.now),
        ),
    )
    await _give_phone(clearing, owner, wallet, now=draw.now)
    bank = BankAccount(_iban(SHOPS.index(shop) + 1), shop.name.upper())
    by = ("demo", Keeper("demo, second person", ISSUER))
    await bring_bank_account(clearing, wallet, bank, by=by, now=draw.now)
    await add_location(clearing, draw.location_code(), wallet=wallet, label="Caisse 1")
    if shop is SHOPS[0]:
        await add_location(clearing, draw.location_code(), wallet=wallet, label="Caisse 2")
        await add_location(
            clearing,
            draw.location_code(),
            wallet=wallet,
            label="Étal du dimanche",
            is_tended=False,
        )
        await add_employee(clearing, draw.id(), "Lina Fournier", shop=member)
    return wallet


def _iban(number: int) -> str:
    """Make up an IBAN whose digits check each other."""
    rest = f"2004101005{number:011d}26"
    return f"FR{98 - int(f'{rest}152700') % 97:02d}{rest}"


def _resident(draw: Draw, resident: Resident) -> Enrolment:
    return Enrolment(
        member_id=draw.id(),
        name=resident.name,
        person_id=draw.id(),
        person_name=resident.name,
        role=Role.RESIDENT,
        kind=AccountKind.RESIDENT,
        tier=Tier.T1 if resident.is_identified else Tier.T0,
        insee=resident.insee,
        territory=resident.territory,
    )
