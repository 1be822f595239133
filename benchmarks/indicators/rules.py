"""The engine's rules over the shipped demo pack and over 100,000 made-up observations.

python -m benchmarks.indicators.rules [--runs 20] [--large-runs 3]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from benchmarks import measuring
from benchmarks.indicators import made_ledger
from zhiyi.city import packs
from zhiyi.indicators import engine, findings
from zhiyi.indicators.values import Finding, Ledger

DAY = date(2026, 11, 20)
LARGE = made_ledger.Extent(indicators=50, places=50)
"""100,000 figures: each of 32 quarters, a year's last quarter stated twice, with figures that disagree."""


def main() -> None:
    """Run the rules and the whole engine over both ledgers and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=20)
    asked.add_argument("--large-runs", type=int, default=3)
    options = asked.parse_args()
    print(measuring.machine())
    shipped = packs.read(packs.demo_pack().path).ledger_values().known_on(DAY)
    large = Ledger(DAY, tuple(made_ledger.definitions(LARGE)), tuple(made_ledger.load(LARGE, 0)))
    rows: list[list[str]] = []
    for name, ledger, runs in (("demo pack", shipped, options.runs), ("made up", large, options.large_runs)):
        title = f"{name}, {len(ledger.observations):,} observations"
        rules = measuring.timed(f"{title}: rules", [partial(findings.find, ledger)] * runs, warm=1)
        whole = measuring.timed(f"{title}: rules and gaps", [partial(engine.run, ledger)] * runs, warm=1)
        rows += [rules.row(rules), whole.row(rules)]
        print(f"{title}: {_counted(findings.find(ledger))}")
    measuring.table("The engine", measuring.HEADER, rows)
    print(f"\nPeak memory {measuring.peak_mib():.0f} MiB.")


def _counted(found: Sequence[Finding]) -> str:
    kinds = Counter(one.kind for one in found)
    return ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())


if __name__ == "__main__":
    main()
