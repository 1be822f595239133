"""The same rows in other stores, asked the same question by hand: no permissions, no units, one rule of preference.

A peer prefers the later known statement, then the narrower, then the first by id: all that the made-up rows need.
"""

from __future__ import annotations

import importlib
import importlib.util
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

Ends = tuple[float | None, float | None]
Answer = dict[tuple[str, str], Ends]
Row = tuple[Any, ...]

COLUMNS = ("indicator", "place", "period_end", "known_from", "known_to", "low", "high", "code")
FOREVER = "9999-12-31"
"""A peer writes an open end as the last day there is, so that one comparison does."""


class Peer(ABC):
    """A store with the same rows."""

    name: str

    @abstractmethod
    def slice_as_of(self, day: date, indicators: Sequence[str], places: Sequence[str], period_end: date) -> Answer:
        """Ends of the preferred figure of each pair."""

    def point_as_of(self, day: date, indicator: str, place: str, period_end: date) -> Ends | None:
        """Ends of the preferred figure of one pair."""
        return self.slice_as_of(day, [indicator], [place], period_end).get((indicator, place))


class HandWritten(Peer):
    """The standard library's sqlite3 with a bitemporal table of eight columns and nothing else: a lower bound."""

    name = "sqlite3 by hand"

    def __init__(self, path: Path) -> None:
        filled = path.exists()
        self.base = sqlite3.connect(path)
        if not filled:
            self._fill(_rows())

    def _fill(self, rows: Iterable[Row]) -> None:
        self.base.execute(
            "CREATE TABLE observation (indicator TEXT, place TEXT, period_end TEXT, known_from TEXT, known_to TEXT, "
            "low REAL, high REAL, code TEXT, PRIMARY KEY (indicator, period_end, place, known_from, code)) "
            "WITHOUT ROWID"
        )
        self.base.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.base.commit()

    def slice_as_of(self, day: date, indicators: Sequence[str], places: Sequence[str], period_end: date) -> Answer:
        found = self.base.execute(
            "SELECT indicator, place, known_from, high - low, code, low, high FROM observation "
            f"WHERE indicator IN ({_marks(indicators)}) AND place IN ({_marks(places)}) "
            "AND period_end = ? AND known_from <= ? AND known_to > ?",
            [*indicators, *places, period_end.isoformat(), day.isoformat(), day.isoformat()],
        )
        best: dict[tuple[str, str], Row] = {}
        for row in found:
            held = best.get(row[:2])
            if held is None or row[2] > held[2] or (row[2] == held[2] and row[3:5] < held[3:5]):
                best[row[:2]] = row
        return {pair: (row[5], row[6]) for pair, row in best.items()}


class Duck(Peer):
    """DuckDB with the same table, sorted as the slice asks."""

    name = "DuckDB"

    def __init__(self, path: Path) -> None:
        import duckdb

        self.base = duckdb.connect()
        source = sqlite3.connect(path)
        self.base.execute(
            "CREATE TABLE observation (indicator TEXT, place TEXT, period_end DATE, known_from DATE, known_to DATE, "
            "low DOUBLE, high DOUBLE, code TEXT)"
        )
        rows = source.execute("SELECT * FROM observation ORDER BY period_end, indicator, place")
        while batch := rows.fetchmany(50_000):
            columns = list(zip(*batch, strict=True))
            self.base.execute(
                "INSERT INTO observation SELECT " + ", ".join("unnest(?)" for _ in COLUMNS), list(map(list, columns))
            )

    def slice_as_of(self, day: date, indicators: Sequence[str], places: Sequence[str], period_end: date) -> Answer:
        found = self.base.execute(
            "SELECT indicator, place, low, high FROM observation WHERE period_end = ? AND known_from <= ? "
            "AND known_to > ? AND list_contains(?, indicator) AND list_contains(?, place) QUALIFY row_number() "
            "OVER (PARTITION BY indicator, place ORDER BY known_from DESC, high - low, code) = 1",
            [period_end, day, day, list(indicators), list(places)],
        )
        return {(indicator, place): (low, high) for indicator, place, low, high in found.fetchall()}


class Frame(Peer):
    """pandas: everything in memory, filtered and sorted for every question."""

    name = "pandas"

    def __init__(self, path: Path) -> None:
        pandas = importlib.import_module("pandas")

        with sqlite3.connect(path) as source:
            self.frame = pandas.read_sql_query("SELECT * FROM observation", source)
        for column in COLUMNS[:5]:
            self.frame[column] = self.frame[column].astype("category").cat.as_ordered()
        self.frame["width"] = self.frame.high - self.frame.low

    def slice_as_of(self, day: date, indicators: Sequence[str], places: Sequence[str], period_end: date) -> Answer:
        frame = self.frame[self.frame.period_end == period_end.isoformat()]
        known = (frame.known_from.astype(str) <= day.isoformat()) & (frame.known_to.astype(str) > day.isoformat())
        frame = frame[known & frame.indicator.isin(indicators) & frame.place.isin(places)]
        frame = frame.sort_values(["known_from", "width", "code"], ascending=[False, True, True])
        frame = frame.drop_duplicates(["indicator", "place"])
        pairs = zip(frame.indicator, frame.place, strict=True)
        return dict(zip(pairs, zip(frame.low, frame.high, strict=True), strict=True))


def standing_beside(path: Path) -> Iterator[Peer]:
    """The hand-written table at `path`, and every peer that is installed, filled with the ledger's own rows."""
    yield HandWritten(path)
    yield Duck(path)
    if importlib.util.find_spec("pandas"):
        yield Frame(path)
    else:
        print("pandas is not installed: left out")


def _rows() -> Iterator[Row]:
    from zhiyi.server.indicators.models import Observation

    columns = ("indicator", "place", "period_end", "known_from", "known_to", "canonical_low", "canonical_high", "code")
    for row in Observation.objects.order_by().values_list(*columns).iterator(chunk_size=5000):
        indicator, place, period_end, known_from, known_to, low, high, code = row
        if known_to is None or known_from < known_to:
            ended = known_to.isoformat() if known_to else FOREVER
            yield (
                indicator, place, period_end.isoformat(), known_from.isoformat(), ended, float(low), float(high), code,
            )  # fmt: skip


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
