"""`zhiyi demo --check` into a home that does not exist yet, and again into the home that stands.

python -m benchmarks.web.demo [--fresh 3] [--again 5]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measuring
from benchmarks.measuring import Timings, watched

ZHIYI = (sys.executable, "-m", "zhiyi.cli.main")


def main() -> None:
    """Time the command and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--fresh", type=int, default=3)
    asked.add_argument("--again", type=int, default=5)
    options = asked.parse_args()
    print(measuring.machine())
    with tempfile.TemporaryDirectory(prefix="zhiyi-benchmark-") as name:
        homes = [Path(name) / str(number) for number in range(options.fresh)]
        fresh = Timings("zhiyi demo --check, fresh", tuple(seconds(("demo", "--check"), home) * 1000 for home in homes))
        again = Timings(
            "zhiyi demo --check, again",
            tuple(seconds(("demo", "--check"), homes[0]) * 1000 for _ in range(options.again)),
        )
        idle = Timings("zhiyi --version", tuple(seconds(("--version",), homes[0]) * 1000 for _ in range(options.again)))
    measuring.table(
        "The demo from the command line", measuring.HEADER, [one.row(fresh) for one in (fresh, again, idle)]
    )


def seconds(arguments: Sequence[str], home: Path) -> float:
    """Wall time of one command on a home."""
    with watched() as watch:
        subprocess.run([*ZHIYI, *arguments], env=environment(home), check=True, capture_output=True)
    return watch.seconds


def environment(home: Path) -> dict[str, str]:
    """This process's environment with another home and no other setting of zhiyi."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIYI_")}
    return kept | {"ZHIYI_HOME": str(home)}


if __name__ == "__main__":
    main()
