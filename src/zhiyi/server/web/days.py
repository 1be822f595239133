"""The day as of which a page shows the ledger: `?as-known-on=2026-08-31`, today where the address names none."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest

from zhiyi.kernel.messages import DataError, Message
from zhiyi.server import clock

PARAMETER = "as-known-on"
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadDay(DataError):
    """The address asks for a day that cannot be read, that no calendar has, or that has not come yet."""


def as_known_on(request: HttpRequest) -> date:
    """The day that the address asks for, else today.

    Raises:
        BadDay: not of the form 2026-08-31, no such day, or a day after today, of which nothing can be known.
    """
    asked = request.GET.get(PARAMETER, "")
    if not asked:
        return clock.today()
    day = read(asked)
    today = clock.today()
    if day > today:
        raise BadDay(Message("page.day_to_come", day=day, today=today))
    return day


def read(asked: str) -> date:
    """A day written 2026-08-31, and in no other way.

    Raises:
        BadDay: it is written otherwise, or there is no such day.
    """
    if not _FORM.fullmatch(asked):
        raise BadDay(Message("page.day_unreadable", asked=asked[:40]))
    try:
        return date.fromisoformat(asked)
    except ValueError as fault:
        raise BadDay(Message("page.day_impossible", asked=asked)) from fault


def carried(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The parameter that links and forms must carry on; empty where the address names no day."""
    asked = request.GET.get(PARAMETER, "")
    return ((PARAMETER, asked),) if asked else ()
