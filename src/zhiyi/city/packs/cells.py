"""Cells to values: one parser per type of column, with the message for what it cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

from zhiyi.city.packs.faults import INVISIBLE, Refused
from zhiyi.city.packs.schemas.forms import Field, FieldType
from zhiyi.kernel import periods
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Period, Precision

SEPARATOR = ";"
_INT = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,24}(\.\d{1,12})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_BREAKS = frozenset("\t\r\n")
_DIGIT = re.compile(r"\d")

Parse = Callable[[str], object]


def parser(field: Field) -> Parse:
    """A function from the text of a filled cell to its value; it raises Refused with the message for a bad one."""
    parse = _PARSERS[field.type]
    if field.enum:
        allowed = frozenset(field.enum)
        return lambda text: text if text in allowed else _refuse("pack.not_in_list", text, allowed=field.enum)
    if field.pattern:
        form = Message(field.pattern.form)
        matches = re.compile(field.pattern.regex, re.ASCII).fullmatch
        return lambda text: text if matches(text) else _refuse("pack.bad_form", text, form=form)
    if field.low is not None:
        low = field.low
        return lambda text: _at_least(low, text, parse(text))
    return parse


def unseen(text: str, *, key: bool) -> str | None:
    """The first character that nobody sees, or None; a line break or a tab counts only in a key."""
    if text.isascii() and text.isprintable():
        return None
    for mark in text:
        if unicodedata.category(mark) in INVISIBLE and (key or mark not in _BREAKS):
            return mark
    return None


def empty(kind: FieldType) -> object:
    """What an empty cell of an optional column becomes: "", (), False, or None."""
    return _EMPTY.get(kind)


def _text(text: str) -> str:
    return text


def _at_least(low: int, text: str, value: object) -> object:
    if isinstance(value, (int, Decimal)) and value < low:
        _refuse("pack.too_small", text, low=low)
    return value


def _int(text: str) -> int:
    return int(text) if _INT.fullmatch(text) else _refuse("pack.bad_int", text)


def _decimal(text: str) -> Decimal:
    return Decimal(text) if _DECIMAL.fullmatch(text) else _refuse("pack.bad_decimal", text)


def _bool(text: str) -> bool:
    return text == "true" if text in ("true", "false") else _refuse("pack.bad_bool", text)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        _refuse("pack.bad_day", text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _refuse("pack.no_such_day", text)


def _period(text: str) -> Period:
    """A period; text that has digits and still names no date is a slip of the pen, words alone are a vague period."""
    try:
        period = periods.parse(text)
    except DataError as fault:
        backwards = fault.message.key == "period.runs_backwards"
        return _refuse("pack.period_backwards" if backwards else "pack.no_such_day", text)
    if period.precision is Precision.VAGUE and not period.dated and _DIGIT.search(text):
        _refuse("pack.bad_period", text)
    return period


def _dated(text: str) -> Period:
    period = _period(text)
    return period if period.dated else _refuse("pack.bad_period", text)


def _moment(text: str) -> Period:
    """A period, or the day of a date and time; the time stays in the period's text."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return _dated(text)
    try:
        when = datetime.fromisoformat(text).date()
    except ValueError:
        return _refuse("pack.no_such_day", text)
    return Period(when, when, Precision.DAY, text)


def _list(text: str) -> tuple[str, ...]:
    values = tuple(text.split(SEPARATOR))
    for value in values:
        if not value or value != value.strip():
            _refuse("pack.bad_list", text)
    if len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        _refuse("pack.list_repeats", text, twice=twice)
    return values


def _refuse(key: str, text: str, **params: object) -> NoReturn:
    raise Refused(Message(key, value=text, **params), value=text)


_PARSERS: dict[FieldType, Parse] = {
    FieldType.TEXT: _text,
    FieldType.INT: _int,
    FieldType.DECIMAL: _decimal,
    FieldType.BOOL: _bool,
    FieldType.DAY: _day,
    FieldType.PERIOD: _period,
    FieldType.DATED: _dated,
    FieldType.MOMENT: _moment,
    FieldType.LIST: _list,
}
_EMPTY: dict[FieldType, object] = {FieldType.TEXT: "", FieldType.BOOL: False, FieldType.LIST: ()}
