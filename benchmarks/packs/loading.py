"""Reading, checking and loading the shipped demo pack, beside frictionless, which checks the same tables.

python -m benchmarks.packs.loading [--runs 5]
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
from functools import partial
from pathlib import Path

from benchmarks import homes, measuring
from benchmarks.measuring import Timings, watched


def main() -> None:
    """Time each step and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=5)
    options = asked.parse_args()
    print(measuring.machine())
    with homes.opened():
        from zhiyi.city import packs
        from zhiyi.server import clock
        from zhiyi.server.accounts import actors
        from zhiyi.server.packs import services

        folder = packs.demo_pack().path
        read = measuring.timed("read, with all it extends", [partial(packs.read, folder)] * options.runs, warm=1)
        checked = measuring.timed("check", [partial(packs.check, folder)] * options.runs, warm=1)
        pack = packs.read(folder)
        with watched() as fresh:
            services.load_pack(pack, actor=actors.machine(), now=clock.now())
        again = measuring.timed(
            "load again, unchanged",
            [partial(services.load_pack, pack, actor=actors.machine(), now=clock.now())] * options.runs,
        )
        rows = [read, checked, Timings("load into an empty home", (fresh.seconds * 1000,)), again]
        rows += _frictionless([link.path for link in pack.chain], options.runs)
        measuring.table(
            f"The demo pack, {sum(map(len, pack.tables.values())):,} rows",
            measuring.HEADER,
            [one.row(read) for one in rows],
        )
    print(f"\nPeak memory {measuring.peak_mib():.0f} MiB.")


def _frictionless(folders: list[Path], runs: int) -> list[Timings]:
    """The same tables through frictionless, which knows types and keys but nothing of periods, units or sources."""
    if not importlib.util.find_spec("frictionless"):
        print("frictionless is not installed: left out")
        return []
    frictionless = importlib.import_module("frictionless")
    files = [str(folder / "datapackage.json") for folder in folders]
    return [measuring.timed("frictionless: validate", [lambda: list(map(frictionless.validate, files))] * runs, warm=1)]


if __name__ == "__main__":
    main()
