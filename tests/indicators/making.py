"""Ledgers written by hand, a line for each figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhiyi.indicators.comparators import interval_of
from zhiyi.indicators.values import (
    Comparator,
    Definition,
    Document,
    Event,
    Finding,
    Kind,
    Ledger,
    Measure,
    Observation,
)
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.periods import parse

TODAY = date(2026, 11, 20)
WORDS = {
    "": Comparator("", "exact"),
    "近": Comparator("近", "below", Decimal("0.1")),
    "超": Comparator("超", "above"),
    "以上": Comparator("以上", "at_least"),
    "内": Comparator("内", "at_most"),
    "余": Comparator("余", "next_digit"),
    "多": Comparator("多", "next_digit"),
    "左右": Comparator("左右", "about", Decimal("0.05")),
    "量级": Comparator("量级", "magnitude"),
    "几十": Comparator("几十", "tens"),
}
PUBLISHED = {"d1": "2019-09-11", "d2": "2020-05", "d3": "2020-09", "d4": "2022-09-27"}
DOCUMENTS = tuple(
    Document(name, name, "某报", parse(day), parse(day).end or TODAY, "news", "0" * 64, 100)
    for name, day in PUBLISHED.items()
)
_KNOWN = {one.id: one.known_on for one in DOCUMENTS}


def defined(name: str, measure: Measure = Measure.STOCK, **more: Any) -> Definition:
    """A definition whose label is its id."""
    return replace(Definition(name, name, name, measure=measure), **more)


def figure(
    name: str,
    indicator: str,
    value: str | None,
    period: str,
    document: str = "d1",
    *,
    word: str = "",
    unit: str = "家",
    subject: str = "甲市",
    high: str | None = None,
    line: int = 1,
    surface: str = "",
    **more: Any,
) -> Observation:
    """An observation in a canonical unit; `word` is one of WORDS."""
    printed = None if value is None else Decimal(value)
    printed_high = None if high is None else Decimal(high)
    interval = interval_of(WORDS[word], printed, printed_high)
    made = Observation(
        id=name,
        indicator=indicator,
        label=indicator,
        subject=subject,
        place=None,
        value=interval,
        printed=printed,
        printed_high=printed_high,
        comparator=word,
        unit=unit,
        canonical=interval,
        canonical_unit=unit,
        period=parse(period),
        kind=Kind.STAT,
        rank_of="",
        source=DocumentSpan(document, line, surface or f"{word}{value}{unit}"),
        known_from=_KNOWN[document],
    )
    return replace(made, **more)


def happened(name: str, when: str, line: int, words: str, document: str = "d4", **more: Any) -> Event:
    """An event of a chronicle."""
    source = DocumentSpan(document, line, words)
    made = Event(name, parse(when), "day", words, words, (), "甲市", "event", source)
    return replace(made, **more)


def ledger(definitions: list[Definition], observations: list[Observation], **more: Any) -> Ledger:
    """A ledger with the four documents d1 to d4, as known today."""
    made = Ledger(TODAY, tuple(definitions), tuple(observations), documents=DOCUMENTS)
    return replace(made, **more)


def of_rule(findings: tuple[Finding, ...], rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [one for one in findings if one.rule == rule]
