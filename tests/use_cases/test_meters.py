"""Both meters of the law, to the cent and to the day."""

from datetime import date, timedelta

import pytest
from personas import Member, Town

from ledger.core.meters import Meter, MeterState
from ledger.core.money import Money
from ledger.database import open_reader
from ledger.fresh import paris_day
from ledger.reports.meters import Meters, show_meters
from ledger.use_cases.keep_days import keep_days


async def meters(town: Town, day: date) -> Meters:
    reader = open_reader(town.auditor)
    try:
        return await show_meters(reader, day)
    finally:
        await reader.dispose()


@pytest.mark.parametrize("is_kept", [False, True])
async def test_what_was_paid_in_twelve_months_and_what_circulates_for_any_day(
    town: Town, awa: Member, bakery: Member, miller: Member, *, is_kept: bool
) -> None:
    first = paris_day(town.clock.reading)
    await town.issue(awa, Money(100_00))
    bought = await town.pay(awa, bakery, Money(40_00))
    town.clock.advance(days=80)
    await town.refund(bought, Money(10_00), by=bakery)
    await town.pay(bakery, miller, Money(5_00))
    town.clock.advance(days=285)
    await town.pay(awa, bakery, Money(1_00))
    last = paris_day(town.clock.reading)
    while is_kept and await keep_days(town.clearing):
        pass

    assert (last - first).days == 365
    seen = [await meters(town, day) for day in (first, last - timedelta(days=1), last)]
    assert [each.paid.value for each in seen] == [40_00, 45_00, 6_00]
    assert [each.held.value for each in seen] == [100_00] * 3
    assert (await meters(town, first - timedelta(days=1))).held.value == 0
    assert seen[-1].months[-1].held == 100_00


@pytest.mark.parametrize(
    ("value", "per_cent", "state"),
    [
        (799_999_99, 79, MeterState.BELOW),
        (800_000_00, 80, MeterState.NEAR),
        (1_000_000_00, 100, MeterState.NEAR),
        (1_000_000_01, 100, MeterState.BEYOND),
    ],
)
def test_a_meter_alerts_at_four_fifths_and_declares_beyond(
    value: int, per_cent: int, state: MeterState
) -> None:
    meter = Meter(value, 1_000_000_00)
    assert (meter.per_cent, meter.state) == (per_cent, state)
