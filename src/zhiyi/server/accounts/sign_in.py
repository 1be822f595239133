"""Signing in: one-time links, passwords, and what the audit book says of both."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from zhiyi.city import texts
from zhiyi.kernel.messages import Conflict, DataError, Message, NotAllowed, NotFound
from zhiyi.server.accounts import queries, services
from zhiyi.server.accounts.actors import Actor, machine
from zhiyi.server.accounts.models import Person, SignInLink
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.roles import said
from zhiyi.server.audit.queries import times_since
from zhiyi.server.audit.services import record

TOKEN_BYTES = 32
LINK_MINUTES = 30
LONGEST_LINK_MINUTES = 7 * 24 * 60
DEMO_MINUTES = 24 * 60
KEPT_LINK_DAYS = 90
TIDY_EVERY_S = 3600


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link just made. This is the only place where its token stands; it cannot be read again."""

    person_id: int
    path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A sign-in link of a made-up person who holds one role."""

    role: str
    name: str
    url: str
    expires_at: datetime


@transaction.atomic
def issue_sign_in_link(*, actor: Actor, person_id: int, now: datetime, minutes: int = LINK_MINUTES) -> IssuedLink:
    """Make a link that signs a person in once. Links of that person that were not used yet stop working.

    For somebody who holds a role that is held alone (administrators, auditor) it is made on the machine only: the
    security administrator must not be able to step into those roles.

    Args:
        minutes: How long the link works, from 1 minute to a week.

    Raises:
        NotAllowed: the actor may not manage people, or the person's link is made on the machine only.
        NotFound: there is no such person.
        DataError: `minutes` is out of range.
        Conflict: the person is deactivated.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    if not 1 <= minutes <= LONGEST_LINK_MINUTES:
        raise DataError(Message("account.link_minutes", minutes=minutes, longest=LONGEST_LINK_MINUTES))
    person = queries.locked(queries.person_for(actor, person_id).pk)
    if not person.is_active:
        raise Conflict(Message("account.inactive", username=person.username))
    if queries.stands_alone(person, now=now) and not actor.is_machine:
        raise NotAllowed(Message("account.link_on_machine", username=person.username))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = now + timedelta(minutes=minutes)
    SignInLink.objects.filter(person=person, used_at=None).delete()
    link = SignInLink.objects.create(
        person=person,
        token_digest=_digest(token),
        issued_by_id=actor.person_id,
        issued_at=now,
        expires_at=expires_at,
    )
    record(
        actor=actor,
        action="link.issued",
        now=now,
        object_type="person",
        object_id=person_id,
        details={"link": link.pk, "minutes": minutes},
    )
    return IssuedLink(person_id, reverse("sign_in_link", args=[token]), expires_at)


def check_link(token: str, *, now: datetime) -> None:
    """Pass where a link would still work. Reading a link does not use it up.

    Raises:
        NotFound: there is no such link, or its person may no longer sign in.
        Conflict: it was used, or its time is over.
    """
    _live(token, now)


@transaction.atomic
def use_link(token: str, *, now: datetime, address_digest: str = "") -> Person:
    """Use a link up and give the person whom it signs in. Of two who use it at once, exactly one succeeds.

    A link that a person made never signs in to a role that is held alone, however it came to be.

    Raises:
        NotFound: there is no such link, or its person may no longer sign in with it.
        Conflict: it was used, or its time is over.
    """
    link = _live(token, now)
    queries.locked(link.person_id)
    if link.issued_by_id is not None and queries.stands_alone(link.person, now=now):
        raise NotFound(Message("account.link_unknown"))
    taken = SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not taken:
        raise Conflict(Message("account.link_used"))
    record(
        actor=queries.actor_for(link.person, now=now, address_digest=address_digest),
        action="sign_in.by_link",
        now=now,
        kind="sign_in",
        object_type="person",
        object_id=link.person_id,
        details={"link": link.pk},
    )
    return link.person


def record_sign_in(*, person_id: int, now: datetime, address_digest: str = "") -> None:
    """Record that somebody signed in with a password."""
    actor = replace(queries.actor_of(person_id, now=now), address_digest=address_digest)
    record(
        actor=actor,
        action="sign_in.by_password",
        now=now,
        kind="sign_in",
        object_type="person",
        object_id=person_id,
    )


def record_refusal(*, username: str, locked: bool, actor: Actor, now: datetime) -> None:
    """Record a refused sign-in under a user name that exists; other names are not kept, they may be passwords.

    A lock is recorded once while it lasts, so that whoever keeps trying does not fill the book.
    """
    known = Person.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()
    if known is None:
        return
    action = "sign_in.locked" if locked else "sign_in.refused"
    lasts = _pause()
    if locked and times_since(action=action, object_type="person", object_id=known, since=now - lasts):
        return
    record(actor=actor, action=action, now=now, kind="sign_in", object_type="person", object_id=known)


def record_sign_out(*, actor: Actor, now: datetime) -> None:
    """Record that somebody signed out."""
    if actor.person_id is not None:
        record(
            actor=actor,
            action="sign_in.ended",
            now=now,
            kind="sign_in",
            object_type="person",
            object_id=actor.person_id,
        )


def set_password(*, actor: Actor, new: str, now: datetime, current: str | None = None) -> Person:
    """Set the actor's own password. All other sessions of the person end.

    Args:
        new: The new password; the validators of the settings must accept it.
        current: The present password; None where the person came by a one-time link or has none yet.

    Raises:
        NotFound: nobody is signed in.
        NotAllowed: `current` is not the present password, or was wrong as often as a sign-in may be.
        PasswordRefused: the validators refuse `new`.
    """
    person = queries.person_for(actor, actor.person_id or 0)
    if current is not None and not _is_present_password(actor, person, current, now):
        raise NotAllowed(Message("account.password_wrong"))
    try:
        password_validation.validate_password(new, person)
    except ValidationError as refusal:
        raise PasswordRefused(tuple(refusal.messages)) from None
    with transaction.atomic():
        person.set_password(new)
        person.save(update_fields=["password"])
        record(actor=actor, action="person.password_set", now=now, object_type="person", object_id=person.pk)
    return person


class PasswordRefused(DataError):
    """The new password is too weak. `reasons` are sentences in the language of the request."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(Message("account.password_refused"))
        self.reasons = reasons


@transaction.atomic
def demo_links(roles: Iterable[str], *, base_url: str, now: datetime) -> tuple[DemoLink, ...]:
    """A made-up person for each role, made where missing, each with a fresh one-time link.

    Args:
        roles: Codes of roles.
        base_url: Where pages are served, such as `http://127.0.0.1:8000`.

    Raises:
        NotFound: there is no such role.
        Conflict: a user name of the demo belongs to a real person.
    """
    return tuple(_demo_link(role, base_url, now) for role in roles)


@transaction.atomic
def tidy(*, now: datetime) -> None:
    """Drop what has served: ended sessions, links that ended three months ago, failures of pauses that are over.

    `zhiyi serve` calls it at its start, and each process once an hour when somebody signs in.
    """
    Session.objects.filter(expire_date__lt=now).delete()
    SignInLink.objects.filter(expires_at__lt=now - timedelta(days=KEPT_LINK_DAYS)).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - _pause()).delete()


def tidy_hourly(*, now: datetime) -> None:
    """Tidy where this process has not done so within the hour."""
    if cache.add("accounts.tidied", True, timeout=TIDY_EVERY_S):
        tidy(now=now)


@transaction.atomic
def _is_present_password(actor: Actor, person: Person, typed: str, now: datetime) -> bool:
    """Whether the present password was typed. A wrong one is recorded, and too many within a pause stop the asking."""
    queries.locked(person.pk)
    wrong = times_since(action="password.refused", object_type="person", object_id=person.pk, since=now - _pause())
    if wrong >= settings.AXES_FAILURE_LIMIT:
        raise NotAllowed(Message("account.password_wait", minutes=int(_pause() / timedelta(minutes=1))))
    if person.check_password(typed):
        return True
    record(actor=actor, action="password.refused", now=now, kind="sign_in", object_type="person", object_id=person.pk)
    return False


def _pause() -> timedelta:
    """How long too many failures stop somebody."""
    return timedelta(hours=float(settings.AXES_COOLOFF_TIME))


def _demo_link(role: str, base_url: str, now: datetime) -> DemoLink:
    actor, username = machine(), f"demo-{role.replace('_', '-')}"
    person = Person.objects.filter(username=username).first()
    if person is None:
        name = texts.text("account.demo_name", "zh", role=said(role))
        person = services.create_person(actor=actor, username=username, name=name, now=now, synthetic=True)
    elif not person.synthetic:
        raise Conflict(Message("account.username_taken", username=username))
    if role not in queries.actor_for(person, now=now).roles:
        services.grant_role(actor=actor, person_id=person.pk, role=role, now=now)
    link = issue_sign_in_link(actor=actor, person_id=person.pk, now=now, minutes=DEMO_MINUTES)
    return DemoLink(role, person.name, base_url.rstrip("/") + link.path, link.expires_at)


def _live(token: str, now: datetime) -> SignInLink:
    link = SignInLink.objects.select_related("person").filter(token_digest=_digest(token)).first()
    if link is None or not link.person.is_active:
        raise NotFound(Message("account.link_unknown"))
    if link.used_at is not None:
        raise Conflict(Message("account.link_used"))
    if link.expires_at <= now:
        raise Conflict(Message("account.link_expired", expired=localtime(link.expires_at)))
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
