"""What the pages of this application are sent, read and bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone

from zhiyi.kernel.messages import DataError, Message

LONGEST_SECRET = 1024


@dataclass(frozen=True, slots=True)
class SignInForm:
    """User name and password. The password is taken as typed; one too long for anybody counts as wrong."""

    username: str = ""
    password: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> SignInForm:
        """From what was posted."""
        return cls(
            request.POST.get("username", "").strip().lower()[:64], request.POST.get("password", "")[:LONGEST_SECRET]
        )


@dataclass(frozen=True, slots=True)
class PasswordForm:
    """The new password twice, and the present one where it is asked for."""

    current: str
    new: str

    @classmethod
    def of(cls, request: HttpRequest) -> PasswordForm:
        """From what was posted.

        Raises:
            DataError: the two new passwords differ.
        """
        new, again = (request.POST.get(name, "")[:LONGEST_SECRET] for name in ("new", "again"))
        if new != again:
            raise DataError(Message("account.passwords_differ"))
        return cls(request.POST.get("current", "")[:LONGEST_SECRET], new)


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person to be made."""

    username: str = ""
    name: str = ""
    language: str = "zh"

    @classmethod
    def of(cls, request: HttpRequest) -> PersonForm:
        """From what was posted."""
        return cls(
            request.POST.get("username", "").strip(),
            request.POST.get("name", "").strip(),
            request.POST.get("language", "zh"),
        )


@dataclass(frozen=True, slots=True)
class GrantForm:
    """A role to be granted. `until` is the first moment at which it no longer holds."""

    role: str
    scope: str
    until: datetime | None

    @classmethod
    def of(cls, request: HttpRequest) -> GrantForm:
        """From what was posted; the last day is written `2026-08-31` and counts whole.

        Raises:
            DataError: the last day is no such day.
        """
        last = day(request.POST.get("last_day", ""))
        return cls(
            request.POST.get("role", ""), request.POST.get("scope", "").strip(), day_after(last) if last else None
        )


def day(text: str) -> date | None:
    """A day written `2026-08-31`; None for an empty text.

    Raises:
        DataError: it is written otherwise, or there is no such day.
    """
    text = text.strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise DataError(Message("account.day_form", text=text)) from None
    if found.isoformat() != text:
        raise DataError(Message("account.day_form", text=text))
    return found


def day_begin(of_day: date) -> datetime:
    """The first moment of a day in the city's time zone."""
    return timezone.make_aware(datetime.combine(of_day, time.min))


def day_after(of_day: date) -> datetime:
    """The first moment after a day in the city's time zone.

    Raises:
        DataError: the calendar ends with that day.
    """
    if of_day == date.max:
        raise DataError(Message("account.day_form", text=of_day.isoformat()))
    return day_begin(of_day + timedelta(days=1))
