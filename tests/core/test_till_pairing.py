"""Who may answer for a location at once, and when two devices contest it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.till_pairing import PairingAsk, confirms_at_once, is_contested

NOON = datetime(2026, 6, 6, 12, 0, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def ask(key: UUID, minutes: float) -> PairingAsk:
    return PairingAsk(key, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("asks", "contested"),
    [
        ([], False),
        ([ask(ONE, 0)], False),
        ([ask(ONE, 0), ask(ONE, 5)], False),
        ([ask(ONE, 0), ask(OTHER, 10)], True),
        ([ask(ONE, 0), ask(OTHER, 10.1)], False),
        ([ask(ONE, 0), ask(ONE, 8), ask(OTHER, 15)], True),
    ],
)
def test_two_devices_within_ten_minutes_contest_a_location(
    asks: list[PairingAsk], *, contested: bool
) -> None:
    assert is_contested(asks) is contested


@given(
    st.lists(
        st.builds(ask, st.sampled_from([ONE, OTHER, UUID(int=3)]), st.integers(0, 90)), max_size=8
    )
)
def test_contest_does_not_depend_on_the_order_in_which_asks_are_read(
    asks: list[PairingAsk],
) -> None:
    assert is_contested(asks) == is_contested(list(reversed(asks)))


def test_only_the_owner_s_own_device_alone_is_confirmed_at_once() -> None:
    own = ask(ONE, 5)

    assert confirms_at_once(own, [], is_owner_s_own=True)
    assert confirms_at_once(own, [ask(ONE, 0)], is_owner_s_own=True)
    assert not confirms_at_once(own, [], is_owner_s_own=False)
    assert not confirms_at_once(own, [ask(OTHER, 0)], is_owner_s_own=True)
