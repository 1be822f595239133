"""Every address as every role: the rules are built from the URL configuration itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from server.accounts import made_people
from server.door_objects import OBJECTS, Example
from zhiyi.city import texts
from zhiyi.server.accounts import doors, queries
from zhiyi.server.accounts.actors import ANONYMOUS, Actor
from zhiyi.server.accounts.doors import DoorEntry, DoorKind
from zhiyi.server.accounts.public_doors import PUBLIC_DOORS
from zhiyi.server.accounts.roles import SHIPPED_ROLES

ENTRIES = doors.listed()
WITHOUT_OBJECT = Example("nothing in particular", dict)
BACKEND = "django.contrib.auth.backends.ModelBackend"
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>|{(?:[^:}]+:)?([^}]+)}")


@dataclass(frozen=True)
class Knock:
    """One address with one object."""

    entry: DoorEntry
    example: Example

    @property
    def method(self) -> str:
        """GET where the address takes it, else what it takes."""
        return "GET" if not self.entry.methods or "GET" in self.entry.methods else self.entry.methods[0]

    def __str__(self) -> str:
        return f"{self.method} {self.entry.route} ({self.example.name})"


KNOCKS = [Knock(entry, example) for entry in ENTRIES for example in OBJECTS.get(entry.route, (WITHOUT_OBJECT,))]


def test_every_address_declares_its_door():
    assert [entry.route for entry in ENTRIES if entry.door is None] == []


def test_every_address_with_parameters_has_an_object_to_knock_with():
    assert sorted({entry.route for entry in ENTRIES if entry.parameters} - OBJECTS.keys()) == []


def test_every_object_belongs_to_an_address():
    assert sorted(OBJECTS.keys() - {entry.route for entry in ENTRIES}) == []


def test_every_public_door_stands_in_the_written_list_with_its_reason():
    public = {
        entry.route: entry.door.why
        for entry in ENTRIES
        if entry.door is not None and entry.door.kind is DoorKind.PUBLIC
    }
    foreign = set(public) - {entry.route for entry in ENTRIES if _our_own(entry)}
    assert {route: why for route, why in public.items() if route not in foreign} == dict(PUBLIC_DOORS)


def _our_own(entry: DoorEntry) -> bool:
    """Views of other packages are listed apart, in FOREIGN_VIEWS."""
    return entry.door is not None and entry.door.why != "door.why.schema"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_reason_and_every_kind_of_door_is_said_in_words(language):
    for entry in ENTRIES:
        assert texts.render(doors.said(entry.door), language)


@pytest.mark.django_db
@pytest.mark.parametrize("knock", KNOCKS, ids=str)
def test_each_role_passes_exactly_the_doors_that_open_to_it(knock):
    assert knock.entry.door is not None, "no rule"
    parameters = dict(knock.example.make())
    wrong = []
    for role in (None, "", *(role.code for role in SHIPPED_ROLES)):
        with transaction.atomic():
            client, actor = _knocker(role)
            status, where = _answer(client, knock, parameters)
            if not _as_it_should_be(knock, actor, status, where):
                wrong.append(f"{role or ('nobody' if role is None else 'no role')}: {status} {where}")
            transaction.set_rollback(True)
    assert wrong == []


def _knocker(role: str | None) -> tuple[Client, Actor]:
    client = Client(raise_request_exception=True)
    if role is None:
        return client, ANONYMOUS
    person = made_people.person(*([role] if role else []))
    client.force_login(person, backend=BACKEND)
    return client, queries.actor_of(person.pk, now=made_people.clock.now())


def _answer(client: Client, knock: Knock, parameters: dict[str, object]) -> tuple[int, str]:
    address = PARAMETER.sub(lambda found: str(parameters[found[1] or found[2]]), knock.entry.route)
    answer = client.generic(
        knock.method,
        address,
        data="&".join(f"{name}={value}" for name, value in knock.example.data.items()),
        content_type="application/x-www-form-urlencoded",
    )
    return answer.status_code, answer.headers.get("Location", "")


def _as_it_should_be(knock: Knock, actor: Actor, status: int, where: str) -> bool:
    to_sign_in = status == 302 and where.startswith("/sign-in")
    door = knock.entry.door
    if door is None or not door.opens_to(actor):
        if not actor.is_anonymous:
            return status == 403
        return status == 401 if knock.entry.api else to_sign_in
    if not knock.example.seen_by(actor):
        return status in {403, 404}
    return status not in {401, 403} and status < 500 and not to_sign_in
