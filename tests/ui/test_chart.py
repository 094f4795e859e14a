"""The marks of a chart stand under a round number and inside the drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chart import chart_heights, chart_top


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 1), (1, 1), (3, 5), (5, 5), (6, 10), (11, 20), (999, 1000), (1000, 1000)],
)
def test_the_top_is_the_next_round_number(highest: int, top: int) -> None:
    assert chart_top([highest, 0], [-4]) == top
    assert chart_top() == 1


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1))
def test_no_mark_leaves_the_drawing(values: list[int]) -> None:
    heights = chart_heights(values, chart_top(values))
    assert all(0 <= each <= 100 for each in heights)
    assert [each > 0 for each in heights] == [
        value > 0 and each > 0 for value, each in zip(values, heights, strict=True)
    ]
