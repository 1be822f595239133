"""Declared relations between figures: identities that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from zhiyi.indicators import expressions, intervals
from zhiyi.indicators.book import FIGURES, Book
from zhiyi.indicators.expressions import Expression, Figure
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.spans import SpanKey, span_key
from zhiyi.indicators.values import FindingKind, Identity, Observation
from zhiyi.indicators.wording import interval, statements, tidy_interval
from zhiyi.kernel.messages import Message

_Choice = tuple[Observation, ...]


def does_not_hold(book: Book) -> Iterator[Hit]:
    """Figures of which no allowed values satisfy a declared identity; each enters in its canonical unit, 93 % as 93."""
    for identity in book.ledger.identities:
        expression = expressions.parse(identity.expression)
        if any(figure.streak for figure in expression.figures):
            continue
        for subject in _subjects(book, identity, expression):
            for choice in choices(book, identity, expression, subject):
                if hit := _broken(identity, expression, choice):
                    yield hit


def choices(book: Book, identity: Identity, expression: Expression, subject: str) -> Iterator[_Choice]:
    """The combinations of observations that an identity is checked on, one observation for each figure in order.

    `same` takes figures of one span together, `latest` the preferred statement of the latest period of each, `any`
    every combination: meant for few figures, as their number multiplies. Equal statements are tried once.
    """
    stated = [_stated(book, figure, subject) for figure in expression.figures]
    if not all(stated):
        return
    if identity.periods == "same":
        yield from _same_span(book, expression.figures, stated)
    elif identity.periods == "latest":
        yield from product(*(_latest(observations) for observations in stated))
    else:
        yield from product(*(_distinct(observations) for observations in stated))


RULES = (Rule("does_not_hold", FindingKind.IDENTITY_BROKEN, does_not_hold),)


def _subjects(book: Book, identity: Identity, expression: Expression) -> tuple[str, ...]:
    if identity.subject:
        return (identity.subject,)
    indicators = expression.indicators
    shared = {one.subject for one in book.by_indicator.get(indicators[0], ())}
    for indicator in indicators[1:]:
        shared &= {one.subject for one in book.by_indicator.get(indicator, ())}
    return tuple(sorted(shared))


def _stated(book: Book, figure: Figure, subject: str) -> tuple[Observation, ...]:
    found = book.by_subject.get((figure.indicator, subject), ())
    figures = (one for one in found if one.kind in FIGURES and one.canonical.known)
    if figure.period is None:
        return tuple(figures)
    wanted = figure.period
    return tuple(one for one in figures if one.period.text == wanted.text or one.period.same_span(wanted))


def _same_span(book: Book, figures: tuple[Figure, ...], stated: list[tuple[Observation, ...]]) -> Iterator[_Choice]:
    spans: list[Mapping[SpanKey, list[Observation]]] = []
    for figure, observations in zip(figures, stated, strict=True):
        by_span: dict[SpanKey, list[Observation]] = {}
        for one in observations if figure.period is None else ():
            if (span := span_key(one.period, book.measure(one))) is not None:
                by_span.setdefault(span, []).append(one)
        spans.append(by_span)
    free = [number for number, figure in enumerate(figures) if figure.period is None]
    if not free:
        yield from product(*(_distinct(observations) for observations in stated))
        return
    shared = set(spans[free[0]])
    for number in free[1:]:
        shared &= spans[number].keys()
    for span in sorted(shared, key=str):
        pools = (spans[n][span] if n in free else stated[n] for n in range(len(figures)))
        yield from product(*(_distinct(pool) for pool in pools))


def _latest(observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
    dated = [one for one in observations if one.period.end is not None]
    if not dated:
        return (preferred(observations).chosen,)
    last = max(one.period.end for one in dated if one.period.end)
    return (preferred(one for one in dated if one.period.end == last).chosen,)


def _distinct(observations: tuple[Observation, ...] | list[Observation]) -> tuple[Observation, ...]:
    return tuple({(one.canonical, one.period.text): one for one in reversed(observations)}.values())[::-1]


def _broken(identity: Identity, expression: Expression, choice: _Choice) -> Hit | None:
    values = {figure: one.canonical for figure, one in zip(expression.figures, choice, strict=True)}
    left, right = (side.value(values.__getitem__) for side in (expression.left, expression.right))
    if expression.holds(left, right) is not intervals.Answer.NO:
        return None
    units = {one.canonical_unit for one in choice}
    unit = units.pop() if len(units) == 1 else ""
    pairs = zip(expression.figures, choice, strict=True)
    periods = {(one.period.start, one.period.end) for figure, one in pairs if figure.period is None}
    fixed = any(figure.period for figure in expression.figures)
    name = "periods_differ" if len(periods) > 1 and not fixed else "same_period"
    why = Message(
        f"indicators.finding.identity_broken.{name}",
        identity=Message("indicators.identity_name", name=identity.name, name_en=identity.name_en),
        relation=Message(f"indicators.relation.{expression.relation.name.lower()}"),
        left=interval(tidy_interval(left), unit),
        right=interval(tidy_interval(right), unit),
        statements=statements(choice),
    )
    return Hit(why, choice, cause=identity.id)
