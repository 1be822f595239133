"""One run of the indicator engine over a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhiyi.indicators import findings, gaps
from zhiyi.indicators.book import Book
from zhiyi.indicators.values import Finding, Ledger
from zhiyi.kernel.gap import GapReading

ENGINE: Final = gaps.ENGINE
VERSION: Final = "1"
"""Version of the engine's answers: it rises whenever the same ledger would give other findings or readings."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run says: findings and gap readings, both in a fixed order."""

    findings: tuple[Finding, ...]
    readings: tuple[GapReading, ...]


def run(ledger: Ledger) -> Outcome:
    """Findings and gap readings of a ledger, as known on its day.

    Raises:
        DataError: an identity of the ledger cannot be read.
    """
    book = Book(ledger)
    return Outcome(findings.find_in(book), gaps.gap_readings_in(book))
