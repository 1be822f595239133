"""As-of slices and points over 900,000 observations in the embedded store, beside the same rows in other stores.

python -m benchmarks.indicators.as_of [--indicators 60] [--places 300] [--slices 200] [--points 2000]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import homes, measuring
from benchmarks.indicators import filling, made_ledger, peers
from benchmarks.measuring import Timings

if TYPE_CHECKING:
    from zhiyi.server.accounts.actors import Actor

KEPT = 20
"""Past views that are taken before the later loads and compared after them."""
FEWER = 10
"""A peer that would take more than a minute is asked so many times less often."""


@dataclass(frozen=True, slots=True)
class Question:
    """One as-of question: the day, the period, and which indicators and places."""

    day: date
    period_end: date
    indicators: Sequence[str]
    places: Sequence[str]


def main() -> None:
    """Fill a home, ask it and the peers the same questions, print tables."""
    options = _options()
    extent = made_ledger.Extent(indicators=options.indicators, places=options.places)
    chance = random.Random(extent.seed)
    print(measuring.machine())
    with homes.opened(options.home) as home:
        peer = home / "peer.sqlite3"
        filled = peer.exists()
        same = filled or _filled(extent, chance, home)
        wide = [_question(extent, chance) for _ in range(options.slices)]
        narrow = [_narrowed(_question(extent, chance), chance) for _ in range(options.points)]
        _report(wide, narrow, list(peers.standing_beside(peer)))
    if not same:
        raise SystemExit("a past slice changed")


def _options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("indicators", 60), ("places", 300), ("slices", 200), ("points", 2000)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--home", type=Path)
    return asked.parse_args()


def _filled(extent: made_ledger.Extent, chance: random.Random, home: Path) -> bool:
    """Fill the home; whether views of past days are the same after the loads that came later."""
    loaded, kept, before = _fill(extent, chance)
    _report_loads(loaded, home)
    same = sum(_bytes(question) == held for question, held in zip(kept, before, strict=True))
    print(f"\n{same} of {len(kept)} past slices give identical bytes after the later loads.", flush=True)
    return same == len(kept)


def _fill(extent: made_ledger.Extent, chance: random.Random) -> tuple[list[filling.Loaded], list[Question], list[str]]:
    """Load everything; take views of days before each later load as soon as that day's ledger is complete."""
    filling.places_and_definitions(extent)
    loaded, kept, before = [], [], []
    for number, load in enumerate(filling.loads(extent)):
        loaded.append(load)
        if number < len(made_ledger.LOADS) - 1:
            last = made_ledger.LOADS[number + 1] - timedelta(days=1)
            views = [_question(extent, chance, last=last) for _ in range(KEPT // (len(made_ledger.LOADS) - 1) + 1)]
            kept += views
            before += [_bytes(view) for view in views]
    return loaded, kept, before


def _question(extent: made_ledger.Extent, chance: random.Random, last: date = date(2026, 1, 1)) -> Question:
    """All indicators and places of a random quarter, on a random day after its first document."""
    period = chance.choice(made_ledger.QUARTERS)
    first = made_ledger.published(period, 0)
    day = first + timedelta(days=chance.randrange((last - first).days + 1))
    assert period.end is not None
    return Question(day, period.end, extent.indicator_ids, extent.place_codes)


def _narrowed(question: Question, chance: random.Random) -> Question:
    return Question(
        question.day,
        question.period_end,
        [chance.choice(question.indicators)],
        [chance.choice(question.places)],
    )


def _ours(question: Question, actor: Actor) -> peers.Answer:
    from zhiyi.server.indicators import slices

    found = slices.slice_as_of(actor, question.day, question.indicators, question.places, question.period_end)
    return {pair: (_float(cell.low), _float(cell.high)) for pair, cell in found.items()}


def _bytes(question: Question) -> str:
    from zhiyi.server.accounts import actors
    from zhiyi.server.indicators import slices

    found = slices.slice_as_of(
        actors.machine(), question.day, question.indicators, question.places, question.period_end
    )
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _report_loads(loaded: Sequence[filling.Loaded], home: Path) -> None:
    measuring.table(
        "Loading",
        ("load of", "figures standing", "rows in the ledger", "seconds", "processor s", "peak memory MiB"),
        [
            (
                one.day,
                *(f"{number:,.0f}" for number in (one.figures, one.rows, one.seconds, one.computing, one.peak_mib)),
            )
            for one in loaded
        ],
    )
    from django.db import connection

    connection.close()  # so that SQLite folds its journal into the database
    print(f"\nThe home takes {measuring.folder_mib(home):.0f} MiB.")


def _report(wide: Sequence[Question], narrow: Sequence[Question], beside: Sequence[peers.Peer]) -> None:
    from zhiyi.server.accounts import actors
    from zhiyi.server.indicators import slices

    checked = wide[:KEPT]
    ours = [_ours(question, actors.machine()) for question in checked]
    for peer in beside:
        agreed = sum(_asked(peer, one) == answer for one, answer in zip(checked, ours, strict=True))
        print(f"{peer.name}: {agreed} of {len(checked)} answers are the same as ours.")
    size = f"{len(wide[0].indicators)} × {len(wide[0].places)}"
    own, open_to_all = (
        measuring.timed(
            name,
            [partial(slices.slice_as_of, actor, q.day, q.indicators, q.places, q.period_end) for q in wide],
        )
        for name, actor in (("zhiyi, staff", actors.machine()), ("zhiyi, a passer-by", actors.ANONYMOUS))
    )
    rows = [own.row(own), open_to_all.row(own)]
    for peer in beside:
        questions: list[Callable[[], object]] = [partial(_asked, peer, one) for one in wide]
        rows.append(_timed(peer, questions).row(own))
    measuring.table(f"As-of slice, {size}", measuring.HEADER, rows)
    point = measuring.timed(
        "zhiyi, staff",
        [
            partial(slices.point_as_of, actors.machine(), q.day, q.indicators[0], q.places[0], q.period_end)
            for q in narrow
        ],
    )
    rows = [point.row(point)]
    for peer in beside:
        work: list[Callable[[], object]] = [
            partial(peer.point_as_of, q.day, q.indicators[0], q.places[0], q.period_end) for q in narrow
        ]
        rows.append(_timed(peer, work).row(point))
    measuring.table("One point", measuring.HEADER, rows)


def _asked(peer: peers.Peer, question: Question) -> peers.Answer:
    return peer.slice_as_of(question.day, question.indicators, question.places, question.period_end)


def _timed(peer: peers.Peer, work: Sequence[Callable[[], object]]) -> Timings:
    """Time a peer; one that is slow is asked less often."""
    began = time.perf_counter()
    work[0]()
    slow = (time.perf_counter() - began) * len(work) > 60
    return measuring.timed(peer.name, work[:: FEWER if slow else 1])


def _float(number: object) -> float | None:
    return None if number is None else float(str(number))


if __name__ == "__main__":
    main()
