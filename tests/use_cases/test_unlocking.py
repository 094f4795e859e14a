"""A session of the console that nobody uses is locked, and only its officer's key opens it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from personas import Desk, Town

from ledger.core.officer import IDLE_LOCK
from ledger.core.refusal import SignatureInvalid, SignInNeeded
from ledger.core.refusal_access import (
    ChallengeSpent,
    KeyOfAnother,
    OfficerKeyNeeded,
    SessionElsewhere,
    SessionLocked,
)
from ledger.core.role import Role
from ledger.demo_officers import played_browser, sign_as_played
from ledger.fresh import new_id, token_hash, utc_now
from ledger.proof import UNLOCK
from ledger.use_cases.sign_in import close_session
from ledger.use_cases.sign_in_officer import OfficerPost, open_officer_session
from ledger.use_cases.unlock_session import Unlocking, note_use, unlock_session

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """A session of a teller, and when it was opened."""

    town: Town
    person: UUID
    token: str
    opened_at: datetime
    expires_at: datetime

    async def use(self, after: timedelta, *, is_use: bool = True) -> datetime:
        """Use the session some time after it was opened."""
        now = self.opened_at + after
        return await note_use(self.town.clearing, self.token, now=now, is_use=is_use)

    async def signed(self, person: UUID | None = None) -> Unlocking:
        """Have somebody sign, in the browser of the session."""
        principal, content = f"person:{person or self.person}", UNLOCK + str(new_id()).encode()
        approval = await sign_as_played(self.town.clearing, principal, content, now=utc_now())
        browser = played_browser(f"person:{self.person}")
        return Unlocking(approval.key_id.bytes, approval, content, browser)

    async def unlock(self, given: Unlocking, after: timedelta = timedelta(hours=1)) -> None:
        """Unlock the session some time after it was opened."""
        await unlock_session(self.town.clearing, self.token, given, now=self.opened_at + after)


@pytest.fixture
async def shift(town: Town, town_hall_desk: Desk) -> Shift:
    """Give a session that was just opened."""
    person, expires_at = town_hall_desk.teller, utc_now() + timedelta(hours=8)
    async with town.clearing.pool.acquire() as connection:
        institution = await connection.fetchval(
            "select institution from people.standing where person_id = $1", person
        )
    token = await open_officer_session(
        town.clearing,
        OfficerPost(person, Role.TELLER, institution),
        browser=played_browser(f"person:{person}"),
        expires_at=expires_at,
    )
    async with town.clearing.pool.acquire() as connection:
        opened_at = await connection.fetchval(
            "select last_used_at from people.session where token_hash = $1", token_hash(token)
        )
    return Shift(town, person, token, opened_at, expires_at)


async def test_a_session_is_locked_after_five_minutes_and_not_before(shift: Shift) -> None:
    before, after = IDLE_LOCK - SECOND, IDLE_LOCK + SECOND

    assert await shift.use(before) == shift.opened_at + before
    with pytest.raises(SessionLocked):
        await shift.use(before + after)


async def test_each_use_puts_the_lock_off(shift: Shift) -> None:
    for minutes in (4, 8, 12, 16):
        await shift.use(timedelta(minutes=minutes))


async def test_asking_again_does_not_wake_a_locked_session(shift: Shift) -> None:
    for after in (SECOND, 2 * SECOND, timedelta(hours=1)):
        with pytest.raises(SessionLocked):
            await shift.use(IDLE_LOCK + after)


async def test_what_a_page_asks_by_itself_does_not_keep_it_awake(shift: Shift) -> None:
    for minutes in range(5):
        assert await shift.use(timedelta(minutes=minutes), is_use=False) == shift.opened_at

    with pytest.raises(SessionLocked):
        await shift.use(IDLE_LOCK, is_use=False)


async def test_its_officers_key_opens_it_and_its_end_stays(shift: Shift) -> None:
    await shift.unlock(await shift.signed(), timedelta(hours=1))

    await shift.use(timedelta(hours=1, minutes=4))
    async with shift.town.clearing.pool.acquire() as connection:
        kept = await connection.fetchval(
            "select expires_at from people.session where token_hash = $1", token_hash(shift.token)
        )
    assert kept == shift.expires_at
    with pytest.raises(SignInNeeded):
        await shift.unlock(await shift.signed(), timedelta(hours=9))


async def test_it_is_opened_by_nobody_else_nowhere_else_and_once_by_a_challenge(
    shift: Shift,
) -> None:
    given = await shift.signed()
    refused = (
        (await shift.signed(new_id()), KeyOfAnother),
        (replace(given, browser=token_hash("another")), SessionElsewhere),
        (replace(given, credential_id=new_id().bytes), OfficerKeyNeeded),
        (replace(given, content=UNLOCK + b"another"), SignatureInvalid),
    )
    for each, refusal in refused:
        with pytest.raises(refusal):
            await shift.unlock(each)
        with pytest.raises(SessionLocked):
            await shift.use(timedelta(hours=1))

    await shift.unlock(given)
    with pytest.raises(ChallengeSpent):
        await shift.unlock(given, timedelta(hours=2))
    with pytest.raises(SessionLocked):
        await shift.use(timedelta(hours=2))


async def test_a_challenge_serves_once_whatever_unlocked_the_session_since(shift: Shift) -> None:
    first, second = await shift.signed(), await shift.signed()
    await shift.unlock(first, timedelta(hours=1))
    await shift.unlock(second, timedelta(hours=2))

    for given in (first, second):
        with pytest.raises(ChallengeSpent):
            await shift.unlock(given, timedelta(hours=3))


async def test_a_session_that_was_ended_is_opened_by_no_key(shift: Shift) -> None:
    given = await shift.signed()
    await close_session(shift.town.clearing, shift.token)

    with pytest.raises(SignInNeeded):
        await shift.unlock(given)
