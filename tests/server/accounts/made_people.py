"""People made for tests, through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from zhiyi.server import clock
from zhiyi.server.accounts import actors, queries, services
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.models import Person

PASSWORD = "a-long-enough-password-7"
_numbers = count(1)


def person(*roles: str, now: datetime | None = None, password: str = "", scope: str = "") -> Person:
    """Somebody who holds these roles."""
    now = now or clock.now() - timedelta(minutes=1)
    number = next(_numbers)
    made = services.create_person(actor=actors.machine(), username=f"someone-{number}", name=f"某人{number}", now=now)
    for role in roles:
        services.grant_role(actor=actors.machine(), person_id=made.pk, role=role, scope=scope, now=now)
    made.refresh_from_db()
    if password:
        made.set_password(password)
        made.save()
    return made


def actor(*roles: str, now: datetime | None = None, scope: str = "") -> Actor:
    """The actor that such a person is."""
    made = person(*roles, now=now, scope=scope)
    return replace(queries.actor_of(made.pk, now=clock.now()))


def signed_in(client, *roles: str, scope: str = "") -> Person:
    """Sign a client in as somebody who holds these roles."""
    made = person(*roles, scope=scope)
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return made
