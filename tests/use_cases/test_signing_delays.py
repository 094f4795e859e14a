"""What signs counts a day later: every role that does, and a key in place of another."""

from datetime import timedelta

import pytest
from invited import opened
from personas import INSTITUTIONS, Town
from test_institutions import BORN, ZOE, begun

from ledger.core.countersignature import SIGNED_BY, SignedAct
from ledger.core.officer import OFFICERS, SIGNS_AFTER, begins_at, countersigns
from ledger.core.refusal_institution import OfficerKeyNotYet
from ledger.core.role import Role
from ledger.use_cases.keep_officers import Newcomer, Post, ask_key, ask_role, decide_officer

SIGN = {
    Role.TELLER,
    Role.DESK_CONTROLLER,
    Role.INSTITUTION_MANAGER,
    Role.OPERATOR,
    Role.TREASURER,
    Role.LAUNCH_MANAGER,
}
ISSUER = INSTITUTIONS[0]


def test_every_act_that_is_signed_says_who_signs_it() -> None:
    assert set(SIGNED_BY) == set(SignedAct)


@pytest.mark.parametrize("role", OFFICERS)
def test_a_role_that_signs_anything_counts_a_day_later(town: Town, role: Role) -> None:
    now = town.clock.reading

    assert countersigns(role) == (role in SIGN)
    assert begins_at(role, now) == (now + SIGNS_AFTER if role in SIGN else now)


async def test_first_keys_of_the_first_managers_sign_at_once(town: Town) -> None:
    direction = await begun(town, ISSUER)

    assert await direction.decide(await direction.ask(ZOE, Role.TREASURER))


@pytest.mark.parametrize("had_key", [True, False])
async def test_a_key_asked_for_anew_signs_a_day_later(town: Town, *, had_key: bool) -> None:
    direction, now = await begun(town, ISSUER), town.clock.reading
    clearing, luc = town.clearing, direction.luc.keeper
    invitation = await direction.decide(await direction.ask(ZOE, Role.INSTITUTION_MANAGER))
    assert invitation
    if had_key:
        await opened(clearing, invitation, ISSUER.name, now=now)
    asked = await ask_key(clearing, invitation.person, by=direction.anne.keeper, now=now)
    again = await direction.decide(asked)
    assert again
    zoe = await opened(clearing, again, ISSUER.name, now=now + timedelta(hours=1))
    post = Post(Role.TREASURER, ISSUER.name)
    waits = await ask_role(clearing, Newcomer("Tom Gris", BORN), post, by=luc, now=now)
    begins = now + timedelta(hours=1) + SIGNS_AFTER

    for at, is_early in ((begins - timedelta(seconds=1), True), (begins, False)):
        signed = await zoe.signs(clearing, SignedAct.OFFICER, waits, now=at)
        if is_early:
            with pytest.raises(OfficerKeyNotYet):
                await decide_officer(clearing, waits, is_granted=True, by=signed, now=at)
        else:
            assert await decide_officer(clearing, waits, is_granted=True, by=signed, now=at)


async def test_another_role_is_no_way_round_the_day_of_a_new_key(town: Town) -> None:
    direction, now = await begun(town, ISSUER), town.clock.reading
    assert await direction.decide(await direction.ask(ZOE, Role.TREASURER))
    later = now + 2 * SIGNS_AFTER  # the first invitation is long over, the role counts

    asked = await direction.ask(ZOE, Role.COMPLIANCE_OFFICER)
    town.clock.now = later
    again = await direction.decide(asked)

    assert again
    zoe = await opened(town.clearing, again, ISSUER.name, now=later)
    async with town.clearing.pool.acquire() as connection:
        signs_from = await connection.fetchval(
            "select signs_from from ledger.officer_key where id = $1", zoe.passkey.key_id
        )
    assert signs_from == later + SIGNS_AFTER
