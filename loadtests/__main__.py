"""Measure the heart and the doors: `./dev bench [core|http|signed]`, `./dev bench town|pages …`."""

import argparse
import asyncio
from pathlib import Path
from time import perf_counter

import asyncpg

from ledger.fresh import utc_now
from loadtests import core_rates, http_rates, page_times, signed_cost
from loadtests.ground import KeptGround, kept_ground, load_now, prepared_ground
from loadtests.town import Size, build_town

MEASURES = {
    "core": core_rates.measure,
    "http": http_rates.measure,
    "signed": signed_cost.measure,
}
FOLDER = Path("/tmp/mlc-town")  # noqa: S108 # a town of invented people, on this machine
SERVER_KEY = "the key of a town for measures, 32"
IS_BUILT = "select exists (select from ledger.posting)"


async def _build(ground: KeptGround, size: Size) -> None:
    connection = await asyncpg.connect(ground.superuser)
    if not await connection.fetchval(IS_BUILT):
        began = perf_counter()
        await build_town(ground.app, SERVER_KEY.encode(), size, until=utc_now())
        await connection.execute("vacuum analyze")
        print(f"{size} built in {perf_counter() - began:,.0f} s, {load_now()}", flush=True)
    await connection.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("what", nargs="*", help="core, http, signed; or town, pages")
    parser.add_argument("--accounts", type=int, default=100_000, help="wallets of the town")
    parser.add_argument("--postings", type=int, default=1_000_000, help="postings of the town")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the town is kept")
    return parser.parse_args()


def main() -> None:
    """Measure what the command line names; the town is built once and kept in its folder."""
    chosen = _arguments()
    for name in chosen.what or list(MEASURES):
        print(f"— {name}", flush=True)
        if name in MEASURES:
            with prepared_ground() as ground:
                MEASURES[name](ground)
            continue
        with kept_ground(chosen.folder) as kept:
            asyncio.run(_build(kept, Size(chosen.accounts, chosen.postings)))
            if name == "pages":
                asyncio.run(page_times.measure(kept, SERVER_KEY))


main()
