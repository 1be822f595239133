"""Declared relations between figures: identities that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhiyi.indicators import expressions, intervals
from zhiyi.indicators.book import FIGURES, Book
from zhiyi.indicators.expressions import Expression, Figure, Relation
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.partners import Partners
from zhiyi.indicators.rounding import rounded
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.spans import span_key
from zhiyi.indicators.values import FindingKind, Identity, Interval, Observation
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
                if hit := _broken(book, identity, expression, choice):
                    yield hit


def choices(book: Book, identity: Identity, expression: Expression, subject: str) -> Iterator[_Choice]:
    """The combinations of observations that an identity is checked on, one observation for each figure in order.

    `latest` takes the preferred statement of the latest period of each figure. Otherwise every statement is tried once,
    beside the preferred statements of the other figures: under `same` only where all speak of one span, under `any` of
    the span where the others have it, else of the time nearest to it. So there are never more choices than statements.
    """
    stated = [_stated(book, figure, subject) for figure in expression.figures]
    if not all(stated):
        return
    if identity.periods == "latest":
        yield tuple(_latest(observations) for observations in stated)
        return
    open_ends = [figure.period is None for figure in expression.figures]
    pools = [
        Partners(book, observations, by_time=by_time) for observations, by_time in zip(stated, open_ends, strict=True)
    ]
    seen: set[tuple[str, ...]] = set()
    for at, pool in enumerate(pools):
        for one in pool.distinct:
            choice = tuple(one if number == at else other.beside(one) for number, other in enumerate(pools))
            ids = tuple(other.id for other in choice)
            if ids not in seen and (identity.periods != "same" or _one_span(book, choice, open_ends)):
                seen.add(ids)
                yield choice


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


def _one_span(book: Book, choice: _Choice, open_ends: Sequence[bool]) -> bool:
    spans = [span_key(one.period, book.measure(one)) for one, free in zip(choice, open_ends, strict=True) if free]
    return not spans or (None not in spans and len(set(spans)) == 1)


def _latest(observations: tuple[Observation, ...]) -> Observation:
    dated = [one for one in observations if one.period.end is not None]
    if not dated:
        return preferred(observations).chosen
    last = max(one.period.end for one in dated if one.period.end)
    return preferred(one for one in dated if one.period.end == last).chosen


def _broken(book: Book, identity: Identity, expression: Expression, choice: _Choice) -> Hit | None:
    """A hit where the relation holds for no values that round to the figures; the sentence shows them as printed."""
    closed = expression.relation is Relation.EQUAL
    allowed = [rounded(one, book.measure(one), closed=closed) for one in choice]
    if expression.holds(*_sides(expression, allowed)) is not intervals.Answer.NO:
        return None
    left, right = _sides(expression, [one.canonical for one in choice])
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


def _sides(expression: Expression, figures: Sequence[Interval]) -> tuple[Interval, Interval]:
    values = dict(zip(expression.figures, figures, strict=True))
    return expression.left.value(values.__getitem__), expression.right.value(values.__getitem__)
