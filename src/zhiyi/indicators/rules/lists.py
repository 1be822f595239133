"""Lists and the counts stated of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from zhiyi.indicators import intervals
from zhiyi.indicators.book import Book
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.values import FindingKind, ListCheck, Observation
from zhiyi.indicators.wording import interval, statement, statements
from zhiyi.kernel.messages import Message


def count_differs(book: Book) -> Iterator[Hit]:
    """The items named are not as many as the count stated; an unfinished list is wrong only where it names more."""
    for check in book.ledger.list_checks:
        stated = book.by_id.get(check.observation)
        if stated is None or not _wrong(check, stated):
            continue
        elsewhere = check.source is not None and check.source.document != _document(stated)
        why = Message(
            f"indicators.finding.list_length.{'count_differs_elsewhere' if elsewhere else 'count_differs'}",
            statement=statement(stated),
            stated=interval(stated.value, stated.unit),
            named=len(check.items),
            items=check.items,
            document=check.source.document if check.source else _document(stated),
            line=check.source.line if check.source else 0,
        )
        yield Hit(why, (stated,), cause=check.id)


def items_differ(book: Book) -> Iterator[Hit]:
    """Two complete lists of one family and subject name different items, whatever counts are stated of them.

    The list of the figure known first is held against each later one.
    """
    groups: dict[tuple[str, str], list[tuple[ListCheck, Observation]]] = defaultdict(list)
    for check in book.ledger.list_checks:
        stated = book.by_id.get(check.observation)
        if stated is not None and check.complete:
            definition = book.definitions[stated.indicator]
            groups[definition.family or definition.id, stated.subject].append((check, stated))
    for found in groups.values():
        pairs = sorted(found, key=lambda pair: (pair[1].known_from, pair[0].id))
        first, stated = pairs[0]
        for other, other_stated in pairs[1:]:
            only = tuple(item for item in first.items if item not in other.items)
            only_other = tuple(item for item in other.items if item not in first.items)
            if only or only_other:
                parts = {"only_first": only or ("—",), "only_second": only_other or ("—",)}
                said = tuple(dict.fromkeys((stated, other_stated)))
                why = Message("indicators.finding.list_length.items_differ", **parts, statements=statements(said))
                yield Hit(why, said, cause=f"{first.id} {other.id}")


RULES = (
    Rule("count_differs", FindingKind.LIST_LENGTH, count_differs),
    Rule("items_differ", FindingKind.LIST_LENGTH, items_differ),
)


def _wrong(check: ListCheck, stated: Observation) -> bool:
    named = intervals.exact(Decimal(len(check.items)))
    if check.complete:
        return intervals.disjoint(stated.value, named)
    return intervals.less(stated.value, named) is intervals.Answer.YES


def _document(one: Observation) -> str:
    return one.source.document if one.source else ""
