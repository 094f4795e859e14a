"""Where the marks of a chart stand: the template draws them as SVG, the table beside says them."""

from collections.abc import Sequence

_ROUND = (1, 2, 5, 10)


def chart_top(*series: Sequence[int]) -> int:
    """Give the round number under which every value of a chart stands: 1, 2 or 5 and zeros."""
    highest = max((value for values in series for value in values), default=0)
    power = 10 ** (len(str(highest)) - 1) if highest > 0 else 1
    return next(each * power for each in _ROUND if each * power >= highest)


def chart_heights(values: Sequence[int], top: int) -> list[float]:
    """Give each value as a height out of 100; below zero there is no height."""
    return [round(100 * max(value, 0) / top, 2) for value in values]
