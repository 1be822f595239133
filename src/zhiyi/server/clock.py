"""The only reader of the clock. Everything else takes `now` or `today` as an argument."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in the city's time zone."""
    return timezone.localtime()


def today() -> date:
    """Today in the city's time zone."""
    return now().date()
