"""Who may do what, as the statutes of the three organisations say."""

from ledger.core.role import Act, Role, may

ROLES = {
    "res": Role.RESIDENT,
    "own": Role.SHOP_OWNER,
    "emp": Role.SHOP_EMPLOYEE,
    "tel": Role.TELLER,
    "con": Role.DESK_CONTROLLER,
    "man": Role.INSTITUTION_MANAGER,
    "ope": Role.OPERATOR,
    "tre": Role.TREASURER,
    "lau": Role.LAUNCH_MANAGER,
    "com": Role.COMPLIANCE_OFFICER,
    "aud": Role.AUDITOR,
    "adm": Role.ADMINISTRATOR,
}
WHO_MAY = """
                 res own emp tel con man ope tre lau com aud adm
pay              x   x   .   .   .   .   .   .   .   .   .   .
ask_payment      .   x   x   .   .   .   .   .   .   .   .   .
refund           .   x   .   .   .   .   .   .   .   .   .   .
redeem           .   x   .   .   .   .   .   .   .   .   .   .
see_wallet       x   x   .   .   .   .   .   .   .   .   .   .
see_takings      .   x   x   .   .   .   .   .   .   .   .   .
keep_staff       .   x   .   .   .   .   .   .   .   .   .   .
issue            .   .   .   x   .   .   .   .   .   .   .   .
enrol            .   .   .   x   .   .   .   .   .   .   .   .
see_desk         .   .   .   x   .   .   .   .   .   .   .   .
check_desk       .   .   .   .   x   .   .   .   .   .   .   .
accredit         .   .   .   .   x   .   x   x   .   .   .   .
see_register     .   .   .   .   x   .   x   x   x   .   x   .
keep_freeze_list .   .   .   .   .   .   x   x   .   .   .   .
keep_dues        .   .   .   x   .   .   x   x   .   .   .   .
keep_officers    .   .   .   .   .   x   .   .   .   .   .   .
keep_desks       .   .   .   .   .   x   .   .   .   .   .   .
note_bank        .   .   .   .   .   .   x   x   .   .   .   .
settle           .   .   .   .   .   .   .   x   .   .   .   .
let_leave        .   .   .   .   x   .   .   x   .   .   .   .
see_books        .   .   .   .   .   .   x   x   .   x   x   .
see_launch       .   .   .   .   .   .   x   x   x   .   x   .
keep_launch      .   .   .   .   .   .   .   .   x   .   .   .
keep_policy      .   .   .   .   .   .   .   x   x   .   .   .
report_unusual   .   .   .   x   x   .   x   x   .   .   .   .
watch            .   .   .   .   .   .   .   .   .   x   .   .
see_trail        .   .   .   .   .   x   .   .   .   x   x   .
see_retention    .   .   .   x   x   .   .   .   .   .   x   x
"""


def test_each_act_is_covered_by_the_roles_of_its_row_and_no_other() -> None:
    header, *rows = WHO_MAY.strip("\n").splitlines()
    roles = [ROLES[word] for word in header.split()]
    expected = {}
    for row in rows:
        act, *marks = row.split()
        expected |= {(role, Act(act)): mark == "x" for role, mark in zip(roles, marks, strict=True)}

    assert {(role, act): may(role, act) for role in Role for act in Act} == expected


def test_whoever_administers_the_machine_moves_no_money() -> None:
    assert {act for act in Act if may(Role.ADMINISTRATOR, act)} == {Act.SEE_RETENTION}
