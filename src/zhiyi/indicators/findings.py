"""The registry of rules, and the findings that they yield on a ledger."""

from __future__ import annotations

from zhiyi.indicators.book import Book
from zhiyi.indicators.rules import agreement, chronicle, families, lists, promised, relations, restatements, streaks
from zhiyi.indicators.rules.made import Rule, stamped
from zhiyi.indicators.values import Finding, FindingKind, Ledger

RULES: tuple[Rule, ...] = (
    *agreement.RULES,
    *families.RULES,
    *restatements.RULES,
    *promised.RULES,
    *relations.RULES,
    *streaks.RULES,
    *chronicle.RULES,
    *lists.RULES,
)
"""Every rule; ids are unique, and each is general: none names an indicator, a subject or a city."""

_ORDER = {kind: number for number, kind in enumerate(FindingKind)}


def find(ledger: Ledger) -> tuple[Finding, ...]:
    """Everything that the rules notice, as known on the ledger's day.

    Ordered by kind, indicator, subject, rule, ids and cause, whatever the order of the rows; each finding stands once.

    Raises:
        DataError: an identity cannot be read.
    """
    return find_in(Book(ledger))


def find_in(book: Book) -> tuple[Finding, ...]:
    """As `find`, on a ledger that is already opened."""
    found: dict[str, tuple[tuple[object, ...], Finding]] = {}
    for rule in RULES:
        for hit in rule.function(book):
            one = stamped(rule, hit)
            found[one.fingerprint] = (_place(one, hit.cause), one)
    return tuple(one for _, one in sorted(found.values(), key=lambda pair: pair[0]))


def _place(one: Finding, cause: str) -> tuple[object, ...]:
    return _ORDER[one.kind], one.indicator, one.subject, one.rule, one.observations, one.events, cause, one.fingerprint
