"""The catalogues of texts: a message key and parameters become a sentence, Chinese first, English second.

Catalogues are TOML files in `zhiyi/texts/<language>/<area>.toml`; the area is the first part of a key. They are read
once a process. Text is made at the door (CLI, page, API) and nowhere else.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Period, Precision

LANGUAGES = ("zh", "en")


class MissingText(KeyError):
    """A key that the catalogue of a language lacks; a bug, found by the tests of the catalogues."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of one language by its full key."""
    if language not in LANGUAGES:
        raise MissingText(language)
    found: dict[str, str] = {}
    for entry in sorted(_folder(language).iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            _flatten("", tomllib.loads(entry.read_text(encoding="utf-8")), found)
    return found


def text(key: str, language: str, /, **params: object) -> str:
    """The sentence for a key.

    Raises:
        MissingText: the key is not in that language's catalogue, or a parameter that the text names was not given.
    """
    try:
        pattern = catalogue(language)[key]
    except KeyError:
        raise MissingText(f"{language}: {key}") from None
    if not params and "{" not in pattern:
        return pattern
    try:
        return _Formatter(language).vformat(pattern, (), params)
    except KeyError as missing:
        raise MissingText(f"{language}: {key} lacks {missing}") from None


def render(message: Message, language: str) -> str:
    """The sentence of a message."""
    return text(message.key, language, **message.params)


def placeholders(pattern: str) -> frozenset[str]:
    """Names of the parameters that a text asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(pattern) if name)


def written(value: object, language: str) -> str:
    """A parameter value as a reader of the language writes it.

    Days are 2026年11月20日 / 20 Nov 2026; numbers are grouped by thousands; tuples are listed; None is a dash.
    """
    match value:
        case None:
            return "—"
        case bool():
            return text("ui.yes" if value else "ui.no", language)
        case Message():
            return render(value, language)
        case Period():
            return written_period(value, language)
        case datetime():
            return f"{written(value.date(), language)} {value:%H:%M}"
        case date():
            return _day(value, language)
        case int():
            return f"{value:,}"
        case Decimal():
            return number(value)
        case float():
            return number(Decimal(repr(value)))
        case tuple() | list():
            return ("、" if language == "zh" else ", ").join(written(part, language) for part in value)
        case _:
            return str(value)


def number(value: Decimal) -> str:
    """A number grouped by thousands, without a trailing zero after the point, never in powers of ten."""
    plain = format(value, ",f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def written_period(period: Period, language: str) -> str:
    """A period as precisely as its source gave it, and no more."""
    core = _span(period, language)
    if core is None:
        return period.text or "—"
    return text("period.by", language, when=core) if period.as_of else core


def _span(period: Period, language: str) -> str | None:
    match period.precision:
        case Precision.DAY if period.end:
            return _day(period.end, language)
        case Precision.MONTH if period.end:
            return _month(period.end, language)
        case Precision.QUARTER if period.end:
            return text("period.quarter", language, year=str(period.end.year), quarter=str(period.end.month // 3))
        case Precision.YEAR if period.end:
            return text("period.year", language, year=str(period.end.year))
        case Precision.RANGE if period.start and period.end:
            return _range(period.start, period.end, language)
        case Precision.OPEN if period.start:
            return text("period.since", language, when=text("period.year", language, year=str(period.start.year)))
    return None


def _range(start: date, end: date, language: str) -> str:
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole_years:
        return text("period.years", language, first=str(start.year), last=str(end.year))
    return text("period.range", language, first=_day(start, language), last=_day(end, language))


def _day(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _month(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月" if language == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Formatter(string.Formatter):
    """Fills plain `{name}` fields only; a field can reach no attribute and no item of a value."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: object, format_spec: str) -> str:
        return written(value, self.language)


def _folder(language: str) -> Traversable:
    return resources.files("zhiyi").joinpath("texts", language)


def _flatten(prefix: str, table: Mapping[str, object], found: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, str):
            found[key] = value
        elif isinstance(value, dict):
            _flatten(key, value, found)
        else:
            raise MissingText(f"{key} is not a text")
