"""The small language of identities: `a * b = c`, `x@2022-09 / x@2017 = y@2022/2017`, `a <= b`.

A side is terms joined by `+ - * /` with blanks around them; `*` and `/` bind tighter; there are no brackets. A term is
a decimal number, an indicator id, an indicator id with the period it must speak of (`id@PERIOD`), or `streak:id`, the
number of unbroken best places that the rank indicator `id` shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhiyi.indicators import intervals
from zhiyi.indicators.values import Interval
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Period
from zhiyi.kernel.periods import parse as parse_period


class Relation(StrEnum):
    """What an identity claims of its two sides."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Figure:
    """A term that names an indicator; `period` is None where the identity leaves it open."""

    indicator: str
    period: Period | None = None
    streak: bool = False


Term = Figure | Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """Terms and the operators between them: `operators[i]` stands before `terms[i + 1]`."""

    terms: tuple[Term, ...]
    operators: tuple[str, ...] = ()

    def value(self, of: Callable[[Figure], Interval]) -> Interval:
        """The interval of this side, given the interval of each figure."""
        values = [intervals.exact(term) if isinstance(term, Decimal) else of(term) for term in self.terms]
        sums, signs = [values[0]], ["+"]
        for operator, value in zip(self.operators, values[1:], strict=True):
            if operator == "*":
                sums[-1] = intervals.multiply(sums[-1], value)
            elif operator == "/":
                sums[-1] = intervals.divide(sums[-1], value)
            else:
                sums.append(value)
                signs.append(operator)
        total = sums[0]
        for sign, part in zip(signs[1:], sums[1:], strict=True):
            total = intervals.add(total, part) if sign == "+" else intervals.subtract(total, part)
        return total


@dataclass(frozen=True, slots=True)
class Expression:
    """Two sides and the relation that must hold between them."""

    text: str
    left: Side
    relation: Relation
    right: Side

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every distinct figure, left to right."""
        return tuple(dict.fromkeys(_figures(self.left, self.right)))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every distinct indicator id, left to right."""
        return tuple(dict.fromkeys(figure.indicator for figure in self.figures))

    def holds(self, left: Interval, right: Interval) -> intervals.Answer:
        """Whether the relation holds between two values: yes, no or undetermined."""
        if self.relation is Relation.EQUAL:
            return intervals.equal(left, right)
        if self.relation is Relation.AT_MOST:
            return intervals.at_most(left, right)
        return intervals.at_most(right, left)


def parse(text: str) -> Expression:
    """Read an identity.

    Raises:
        DataError: there is not exactly one relation, a side is empty, an operator or a term is missing, a term is
            neither a number nor an indicator id, or the period after `@` cannot be read.
    """
    words = text.split()
    places = [number for number, word in enumerate(words) if word in tuple(Relation)]
    if len(places) != 1:
        raise DataError(Message("indicators.error.one_relation", expression=text, found=len(places)))
    at = places[0]
    left, right = _side(words[:at], text), _side(words[at + 1 :], text)
    found = Expression(text, left, Relation(words[at]), right)
    if not found.figures:
        raise DataError(Message("indicators.error.no_indicator", expression=text))
    return found


_ID = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _side(words: list[str], text: str) -> Side:
    if len(words) % 2 == 0:
        raise DataError(Message("indicators.error.side_incomplete", expression=text, side=" ".join(words)))
    for operator in words[1::2]:
        if operator not in {"+", "-", "*", "/"}:
            raise DataError(Message("indicators.error.not_an_operator", expression=text, word=operator))
    return Side(tuple(_term(word, text) for word in words[::2]), tuple(words[1::2]))


def _term(word: str, text: str) -> Term:
    if _NUMBER.fullmatch(word):
        return Decimal(word)
    streak = word.startswith("streak:")
    name, mark, when = word.removeprefix("streak:").partition("@")
    if not _ID.fullmatch(name) or (streak and mark):
        raise DataError(Message("indicators.error.not_a_term", expression=text, word=word))
    if not mark:
        return Figure(name, streak=streak)
    period = parse_period(when)
    if not period.dated:
        raise DataError(Message("indicators.error.undated_term", expression=text, word=word))
    return Figure(name, period)


def _figures(*sides: Side) -> Iterator[Figure]:
    for side in sides:
        for term in side.terms:
            if isinstance(term, Figure):
                yield term
