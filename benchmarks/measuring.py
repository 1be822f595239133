"""Stop-watch, memory and tables that every benchmark uses. Nothing here names the machine that it runs on."""

from __future__ import annotations

import math
import os
import platform
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timings:
    """Durations of the same kind of work, in milliseconds.

    `computing` is the processor time of this process alone, threads included, which other work on the machine lengthens
    less than it does the time on the wall; empty where another process does the work.
    """

    name: str
    milliseconds: tuple[float, ...]
    computing: tuple[float, ...] = ()

    def at(self, share: float) -> float:
        """The duration that `share` of the runs do not exceed: nearest rank, so it is one that was measured."""
        ordered = sorted(self.milliseconds)
        return ordered[max(0, math.ceil(len(ordered) * share) - 1)]

    @property
    def p50(self) -> float:
        """Median, in milliseconds."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """95th percentile, in milliseconds."""
        return self.at(0.95)

    @property
    def worst(self) -> float:
        """The longest, in milliseconds."""
        return max(self.milliseconds)

    def row(self, beside: Timings | None = None) -> list[str]:
        """Cells of a table under `HEADER`; the ratio is that of the medians to another's."""
        cells = [self.name, str(len(self.milliseconds)), *map(spoken, (self.p50, self.p95, self.worst))]
        cells.append(spoken(statistics.median(self.computing)) if self.computing else "")
        return [*cells, f"{self.p50 / beside.p50:.2f}" if beside else ""]


HEADER = ("what", "runs", "p50 ms", "p95 ms", "max ms", "processor p50 ms", "ratio")


@dataclass(slots=True)
class Watch:
    """Seconds that a block took on the wall, and of this process's processor time."""

    seconds: float = 0.0
    computing: float = 0.0


@contextmanager
def watched() -> Iterator[Watch]:
    """Time a block."""
    watch = Watch()
    began, computed = time.perf_counter(), time.process_time()
    try:
        yield watch
    finally:
        watch.seconds, watch.computing = time.perf_counter() - began, time.process_time() - computed


def timed(name: str, work: Iterable[Callable[[], object]], *, warm: int = 3) -> Timings:
    """Run each piece of work once and time it; the first `warm` are run beforehand and not counted."""
    pieces = list(work)
    for piece in pieces[:warm]:
        piece()
    taken, computing = [], []
    for piece in pieces:
        began, computed = time.perf_counter(), time.process_time()
        piece()
        taken.append((time.perf_counter() - began) * 1000)
        computing.append((time.process_time() - computed) * 1000)
    return Timings(name, tuple(taken), tuple(computing))


def spoken(number: float) -> str:
    """A number with three digits that matter."""
    if number >= 100:
        return f"{number:.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.3g}"


def peak_mib() -> float:
    """Largest resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def folder_mib(folder: Path) -> float:
    """Size of all files under a folder, in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown, ready for README.md."""
    print(f"\n### {title}\n")
    print(f"| {' | '.join(header)} |")
    print(f"|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def machine() -> str:
    """Cores, processor, memory and versions; no name of a host."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}, {memory} GiB memory, load {load:.1f} at the start; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
