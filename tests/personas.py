"""The people of the town, by name, and what they do there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hand_over import close_slip, credit_slip
from policies import put_in_force
from storage.books_in_order import broken_laws

from ledger.core.account import AccountKind, Status, Tier, normal_side
from ledger.core.exchange import IssuanceOrder
from ledger.core.institution import institution_of
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder
from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.core.posting import Evidence, Origin, Posted
from ledger.core.role import InstitutionKind, Role
from ledger.demo_desks import KeptTill, open_kept
from ledger.fresh import new_id, new_request_code
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_member import (
    Enrolment,
    enrol_member,
    set_account_status,
)
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_institutions import add_institution
from ledger.use_cases.open_books import NewDesk, TillPlace, add_desk, open_till
from ledger.use_cases.pay_merchant import pay_merchant, send_to_member
from ledger.use_cases.redeem_currency import quote_redemption, redeem_currency
from ledger.use_cases.refund_payment import refund_payment
from ledger.use_cases.request_payment import RequestOrder, request_payment
from ledger.use_cases.reverse_posting import reverse_posting
from ledger.use_cases.settle_redemptions import return_redemption, settle_redemption
from ledger.use_cases.sign import Keeper
from ledger.use_cases.top_up import issue_top_up, receive_top_up

BOOK = "DLE"
LILLE, ROUBAIX = 8, 3
MARKET_SATURDAY = datetime(2026, 6, 6, 8, 0, tzinfo=UTC)
"""Ten in the morning at Wazemmes."""
NOTHING = Money(0)
_ISSUER = Origin("issuer", "office")
INSTITUTIONS = (
    institution_of("issuer", InstitutionKind.ISSUER),
    institution_of("mel", InstitutionKind.AUDITOR),
    institution_of("cml", InstitutionKind.DESK, code="CML"),
    institution_of("The house", InstitutionKind.DESK, code="HOUSE"),
)
"""Who issues, who looks at the books, who keeps tills; the last is where anybody may be seated."""


class TownClock:
    """A clock that a test sets; at None the server's own clock counts."""

    def __init__(self, now: datetime | None = MARKET_SATURDAY) -> None:
        self.now = now

    def __call__(self) -> datetime | None:
        """Answer as the journal asks."""
        return self.now

    def advance(self, **duration: float) -> None:
        """Let time pass: `clock.advance(days=1)`."""
        self.now = self.reading + timedelta(**duration)

    @property
    def reading(self) -> datetime:
        """The instant that the clock shows."""
        return self.now or datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Persona:
    """Who lives in the town, before being enrolled."""

    name: str
    kind: AccountKind
    tier: Tier
    label: str
    insee: str = "59350"
    territory: int = LILLE

    @property
    def role(self) -> Role:
        """What the person who signs in for the wallet is."""
        return Role.RESIDENT if self.kind is AccountKind.RESIDENT else Role.SHOP_OWNER


PERSONAS = (
    Persona("awa", AccountKind.RESIDENT, Tier.T1, "Awa Diop"),
    Persona("lucie", AccountKind.RESIDENT, Tier.T1, "Lucie Vasseur"),
    Persona("omar", AccountKind.RESIDENT, Tier.T0, "Omar Benali"),
    Persona("bakery", AccountKind.MERCHANT, Tier.T2, "Boulangerie du Marché"),
    Persona("cheese_stall", AccountKind.MERCHANT, Tier.T2, "Fromages de Wazemmes"),
    Persona("miller", AccountKind.MERCHANT, Tier.T2, "Moulin de Roubaix", "59512", ROUBAIX),
    Persona("food_bank", AccountKind.ASSOCIATION, Tier.T2, "Banque alimentaire du Nord"),
    Persona("swimming_pool", AccountKind.PUBLIC_OFFICE, Tier.T2, "Régie de la piscine"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member with a wallet; `person` is who signs in for it."""

    name: str
    wallet: int
    id: UUID
    person: UUID
    role: Role

    @property
    def origin(self) -> Origin:
        """The member, by a key of an integrator: what is signed on a phone has tests of its own."""
        return Origin(str(self.id), "phone", Evidence.API_KEY, self.name.encode())


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk, with the till and the teller of the day."""

    till: int
    teller: UUID

    @property
    def origin(self) -> Origin:
        """The till, in the hands of its teller."""
        return Origin(str(self.teller), str(self.till), Evidence.DESK)

    @property
    def kept(self) -> KeptTill:
        """The till, its teller, and somebody who checks it."""
        teller, controller = f"person:{self.teller}", "person:controller"
        return KeptTill(self.till, Keeper(teller, "cml"), Keeper(controller, "cml"))


async def enrol(clearing: Clearing, persona: Persona) -> Member:
    """Enrol somebody, accredited since long ago where the wallet is an acceptor's."""
    id, person = new_id(), new_id()
    wallet = await enrol_member(
        clearing,
        Enrolment(
            member_id=id,
            name=persona.label,
            insee=persona.insee,
            person_id=person,
            person_name=persona.label,
            role=persona.role,
            kind=persona.kind,
            tier=persona.tier,
            territory=persona.territory,
            agreed_from=datetime(2025, 1, 1, tzinfo=UTC).date(),
        ),
    )
    return Member(persona.name, wallet, id, person, persona.role)


@dataclass(slots=True)
class Town:
    """A town at work: each verb is an operation of the service, asked for by whom it concerns."""

    clearing: Clearing
    clock: TownClock
    auditor: str
    town_hall_desk: Desk
    treasurer: UUID
    awa: Member
    lucie: Member
    omar: Member
    bakery: Member
    cheese_stall: Member
    miller: Member
    food_bank: Member
    swimming_pool: Member
    policy: Policy = field(
        default=Policy.from_document(1, datetime(2020, 1, 1, tzinfo=UTC).date(), INITIAL_POLICY)
    )

    @classmethod
    async def settle(cls, clearing: Clearing, *, auditor: str, clock: TownClock) -> "Town":
        """Enrol everybody and open the desk."""
        members = {persona.name: await enrol(clearing, persona) for persona in PERSONAS}
        for each in INSTITUTIONS:
            await add_institution(clearing, each, now=clock.reading)
        await add_desk(clearing, NewDesk("cml", "cml", "1 place Carnot", "59328", "9 h - 12 h"))
        place = TillPlace("cml", "CML", 1, "467101", "Lille, caisse 1")
        till = await open_till(clearing, place)
        desk, treasurer = Desk(till, new_id()), new_id()
        await open_kept(clearing, desk.kept, now=clock.reading)
        await appoint_staff(
            clearing, desk.teller, "Mina Leroy", role=Role.TELLER, institution="cml", till=till
        )
        await appoint_staff(
            clearing, treasurer, "Jeanne Caron", role=Role.TREASURER, institution="issuer"
        )
        return cls(clearing, clock, auditor, desk, treasurer, **members)

    # Members among themselves.

    async def pay(
        self,
        payer: Member,
        payee: Member,
        amount: Money,
        *,
        id: UUID | None = None,
        request: UUID | None = None,
    ) -> Posted:
        """Have a member pay an acceptor, for a request of theirs if one is named."""
        order = PaymentOrder(payer.wallet, payee.wallet, amount, request)
        return await pay_merchant(self.clearing, id or new_id(), order, origin=payer.origin)

    async def send(self, giver: Member, receiver: Member, amount: Money) -> Posted:
        """Have a resident send units to another."""
        order = PaymentOrder(giver.wallet, receiver.wallet, amount)
        return await send_to_member(self.clearing, new_id(), order, origin=giver.origin)

    async def ask(self, payee: Member, amount: Money, *, minutes: int = 10) -> UUID:
        """Have an acceptor ask for a payment; answer with the id of the request."""
        request, now = RequestOrder(payee.wallet, amount), self.clock.reading
        asked = await request_payment(
            self.clearing, new_id(), request, code=new_request_code(), now=now, minutes=minutes
        )
        return asked.id

    async def refund(
        self, payment: Posted, amount: Money, *, by: Member, id: UUID | None = None
    ) -> Posted:
        """Have an acceptor give back all or part of a payment."""
        payee, origin = by.wallet, by.origin
        return await refund_payment(
            self.clearing, id or new_id(), payment.id, amount, payee=payee, origin=origin
        )

    # Euros in, euros out.

    async def issue(
        self, to: Member, amount: Money, *, dues: Money = NOTHING, id: UUID | None = None
    ) -> Posted:
        """Have the town hall desk take cash and issue units."""
        desk = self.town_hall_desk
        order = IssuanceOrder(desk.till, to.wallet, amount, dues)
        return await issue_currency(self.clearing, id or new_id(), order, origin=desk.origin)

    async def top_up(self, member: Member, amount: Money) -> Posted:
        """Have a member's bank transfer arrive and become units."""
        received = await receive_top_up(
            self.clearing, new_id(), amount, piece="relevé 1", origin=_ISSUER
        )
        return await issue_top_up(
            self.clearing, new_id(), received.id, wallet=member.wallet, origin=_ISSUER
        )

    async def redeem(self, member: Member, amount: Money, *, id: UUID | None = None) -> Posted:
        """Have a professional turn units into euros owed, at the fee in force."""
        quote, wallet = quote_redemption(self.policy, amount), member.wallet
        return await redeem_currency(
            self.clearing, id or new_id(), quote, wallet=wallet, origin=member.origin
        )

    async def redeem_as(self, member: Member, amount: Money, origin: Origin) -> Posted:
        """Have somebody turn units of a professional into euros owed."""
        quote = quote_redemption(self.policy, amount)
        return await redeem_currency(
            self.clearing, new_id(), quote, wallet=member.wallet, origin=origin
        )

    async def settle_redemption(self, requested: Posted) -> Posted:
        """Have the bank statement show the euros of a redemption leaving."""
        return await settle_redemption(
            self.clearing, new_id(), requested.id, piece="relevé 2", origin=_ISSUER
        )

    async def return_redemption(self, returned: Posted) -> Posted:
        """Give the units back: `returned` is the request, or its payment that came back."""
        return await return_redemption(self.clearing, new_id(), returned.id, origin=_ISSUER)

    async def close_slip(self, number: str, amount: Money, *, id: UUID | None = None) -> Posted:
        """Have the town hall desk hand over a numbered slip."""
        desk = self.town_hall_desk
        return await close_slip(
            self.clearing, id or new_id(), amount, till=desk.till, number=number, origin=desk.origin
        )

    async def credit_slip(self, closed: Posted) -> Posted:
        """Have the bank statement show the credit of a slip."""
        return await credit_slip(
            self.clearing, new_id(), closed.id, piece="relevé 3", origin=_ISSUER
        )

    async def reverse(self, posted: Posted, *, id: UUID | None = None) -> Posted:
        """Mend an error by its mirror."""
        return await reverse_posting(self.clearing, id or new_id(), posted.id, origin=_ISSUER)

    # What the rules read.

    async def change_policy(self, **changes: object) -> None:
        """Put in force the opening policy with these changes."""
        self.policy = await put_in_force(self.clearing, self.policy, changes)

    async def set_status(self, member: Member, status: Status) -> None:
        """Freeze, close or open a wallet."""
        await set_account_status(self.clearing, member.wallet, status)

    # What anybody may check.

    async def balance(self, member: Member | int) -> Money:
        """Tell the balance of a wallet, or of an account by its id, on its normal side."""
        account = member if isinstance(member, int) else member.wallet
        async with self.clearing.pool.acquire() as connection:
            row = await connection.fetchrow(
                "select kind, balance from ledger.account where id = $1", account
            )
        return Money(normal_side(AccountKind(row["kind"]), row["balance"]))

    async def check_books(self) -> None:
        """Assert every law of the books, over the whole journal."""
        assert await broken_laws(self.auditor) == {}
