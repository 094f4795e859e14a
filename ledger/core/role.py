"""Who may do what, and where a role is given: two tables."""

from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is, for one organisation."""

    RESIDENT = "resident"
    SHOP_OWNER = "shop_owner"
    SHOP_EMPLOYEE = "shop_employee"
    TELLER = "teller"
    DESK_CONTROLLER = "desk_controller"
    INSTITUTION_MANAGER = "institution_manager"
    OPERATOR = "operator"
    TREASURER = "treasurer"
    LAUNCH_MANAGER = "launch_manager"
    COMPLIANCE_OFFICER = "compliance_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class InstitutionKind(StrEnum):
    """What an institution is for: it owes the units, it keeps tills, or it looks at the books."""

    ISSUER = "issuer"
    DESK = "desk"
    AUDITOR = "auditor"


class Act(StrEnum):
    """An operation that a role may be given."""

    PAY = "pay"
    ASK_PAYMENT = "ask_payment"
    REFUND = "refund"
    REDEEM = "redeem"
    SEE_WALLET = "see_wallet"
    SEE_TAKINGS = "see_takings"
    KEEP_STAFF = "keep_staff"
    ISSUE = "issue"
    ENROL = "enrol"
    SEE_DESK = "see_desk"
    CHECK_DESK = "check_desk"
    KEEP_OFFICERS = "keep_officers"
    KEEP_DESKS = "keep_desks"
    ACCREDIT = "accredit"
    SEE_REGISTER = "see_register"
    NOTE_BANK = "note_bank"
    SETTLE = "settle"
    KEEP_DUES = "keep_dues"
    KEEP_FREEZE_LIST = "keep_freeze_list"
    LET_LEAVE = "let_leave"
    SEE_BOOKS = "see_books"
    SEE_LAUNCH = "see_launch"
    KEEP_LAUNCH = "keep_launch"
    KEEP_POLICY = "keep_policy"
    REPORT_UNUSUAL = "report_unusual"
    WATCH = "watch"
    SEE_TRAIL = "see_trail"
    SEE_RETENTION = "see_retention"


MAY: dict[Role, frozenset[Act]] = {
    Role.RESIDENT: frozenset({Act.PAY, Act.SEE_WALLET}),
    Role.SHOP_OWNER: frozenset(
        {
            Act.PAY,
            Act.ASK_PAYMENT,
            Act.REFUND,
            Act.REDEEM,
            Act.SEE_WALLET,
            Act.SEE_TAKINGS,
            Act.KEEP_STAFF,
        }
    ),
    Role.SHOP_EMPLOYEE: frozenset({Act.ASK_PAYMENT, Act.SEE_TAKINGS}),
    Role.TELLER: frozenset(
        {Act.ISSUE, Act.ENROL, Act.SEE_DESK, Act.KEEP_DUES, Act.REPORT_UNUSUAL, Act.SEE_RETENTION}
    ),
    Role.DESK_CONTROLLER: frozenset(
        {
            Act.CHECK_DESK,
            Act.ACCREDIT,
            Act.SEE_REGISTER,
            Act.LET_LEAVE,
            Act.REPORT_UNUSUAL,
            Act.SEE_RETENTION,
        }
    ),
    Role.INSTITUTION_MANAGER: frozenset({Act.KEEP_OFFICERS, Act.KEEP_DESKS, Act.SEE_TRAIL}),
    Role.OPERATOR: frozenset(
        {
            Act.NOTE_BANK,
            Act.ACCREDIT,
            Act.SEE_REGISTER,
            Act.KEEP_DUES,
            Act.KEEP_FREEZE_LIST,
            Act.SEE_BOOKS,
            Act.SEE_LAUNCH,
            Act.REPORT_UNUSUAL,
        }
    ),
    Role.TREASURER: frozenset(
        {
            Act.NOTE_BANK,
            Act.SETTLE,
            Act.ACCREDIT,
            Act.SEE_REGISTER,
            Act.KEEP_DUES,
            Act.KEEP_FREEZE_LIST,
            Act.LET_LEAVE,
            Act.SEE_BOOKS,
            Act.SEE_LAUNCH,
            Act.KEEP_POLICY,
            Act.REPORT_UNUSUAL,
        }
    ),
    Role.LAUNCH_MANAGER: frozenset(
        {Act.SEE_LAUNCH, Act.KEEP_LAUNCH, Act.KEEP_POLICY, Act.SEE_REGISTER}
    ),
    Role.COMPLIANCE_OFFICER: frozenset({Act.WATCH, Act.SEE_BOOKS, Act.SEE_TRAIL}),
    Role.AUDITOR: frozenset(
        {Act.SEE_BOOKS, Act.SEE_LAUNCH, Act.SEE_REGISTER, Act.SEE_TRAIL, Act.SEE_RETENTION}
    ),
    Role.ADMINISTRATOR: frozenset({Act.SEE_RETENTION}),
}

HOLDS: dict[InstitutionKind, frozenset[Role]] = {
    InstitutionKind.ISSUER: frozenset(
        {
            Role.INSTITUTION_MANAGER,
            Role.OPERATOR,
            Role.TREASURER,
            Role.LAUNCH_MANAGER,
            Role.COMPLIANCE_OFFICER,
            Role.ADMINISTRATOR,
        }
    ),
    InstitutionKind.DESK: frozenset(
        {
            Role.INSTITUTION_MANAGER,
            Role.TELLER,
            Role.DESK_CONTROLLER,
            Role.ADMINISTRATOR,
        }
    ),
    InstitutionKind.AUDITOR: frozenset(
        {
            Role.INSTITUTION_MANAGER,
            Role.AUDITOR,
        }
    ),
}
"""Which roles each kind of institution gives: whoever keeps a desk names no treasurer.

Who administers the machine may work for the issuer or for a desk: the role moves nothing.
"""


def may(role: Role, act: Act) -> bool:
    """Say whether a role covers an operation."""
    return act in MAY[role]


def may_hold(kind: InstitutionKind, role: Role) -> bool:
    """Say whether a kind of institution gives a role."""
    return role in HOLDS[kind]
