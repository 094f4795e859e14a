"""Measure the heart and the door of machines: `./dev bench [core|http|signed]`."""

import sys

from loadtests import core_rates, http_rates, signed_cost
from loadtests.ground import prepared_ground

MEASURES = {
    "core": core_rates.measure,
    "http": http_rates.measure,
    "signed": signed_cost.measure,
}

for name in sys.argv[1:] or list(MEASURES):
    print(f"— {name}")
    with prepared_ground() as ground:
        MEASURES[name](ground)
