"""No one person combines administrators; the service says so, and the database refuses it by itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from server.accounts import made_people
from zhiyi.kernel.messages import Conflict, NotAllowed
from zhiyi.server.accounts import actors, queries, services
from zhiyi.server.accounts.models import Grant, Role
from zhiyi.server.accounts.roles import SHIPPED_ROLES
from zhiyi.server.orgs.models import Region

pytestmark = pytest.mark.django_db
ALONE = [role.code for role in SHIPPED_ROLES if role.alone]
PAIRS = [*permutations(ALONE, 2), *((code, "leader") for code in ALONE), *(("leader", code) for code in ALONE)]


@pytest.mark.parametrize(("held", "asked"), PAIRS)
def test_the_service_refuses_two_roles_that_exclude_each_other(held, asked, now):
    person = made_people.person(held, now=now)
    with pytest.raises(Conflict) as refusal:
        services.grant_role(actor=actors.machine(), person_id=person.pk, role=asked, now=now)
    assert refusal.value.message.key == "account.stands_alone"


@pytest.mark.parametrize(("held", "asked"), PAIRS)
def test_the_database_refuses_two_roles_that_exclude_each_other(held, asked, now):
    person = made_people.person(held, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(person=person, role=Role.objects.get(code=asked), begins_at=now)


def test_the_database_refuses_to_turn_a_grant_into_one_that_clashes(now):
    person = made_people.person("leader", "analyst", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(person=person, role__code="analyst").update(role=Role.objects.get(code="system_admin"))


def test_the_database_refuses_to_reopen_an_ended_grant_that_clashes(now):
    person = made_people.person("auditor", now=now)
    services.end_grant(
        actor=actors.machine(), person_id=person.pk, grant_id=person.grants.get().pk, now=now + timedelta(days=1)
    )
    later = now + timedelta(days=2)
    services.grant_role(actor=actors.machine(), person_id=person.pk, role="leader", now=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(person=person, role__code="auditor").update(ends_at=None)


def test_roles_that_exclude_each_other_may_follow_one_another(now):
    person = made_people.person("system_admin", now=now)
    later = now + timedelta(days=1)
    services.end_grant(actor=actors.machine(), person_id=person.pk, grant_id=person.grants.get().pk, now=later)
    services.grant_role(actor=actors.machine(), person_id=person.pk, role="analyst", now=later)
    assert queries.actor_of(person.pk, now=later).roles == {"analyst"}


def test_ordinary_roles_combine(now):
    person = made_people.person("leader", "planner", now=now)
    assert queries.actor_of(person.pk, now=now).roles == {"leader", "planner"}


def test_a_security_administrator_cannot_grant_to_oneself(now):
    person = made_people.person("security_admin", now=now)
    with pytest.raises(NotAllowed) as refusal:
        services.grant_role(actor=queries.actor_of(person.pk, now=now), person_id=person.pk, role="leader", now=now)
    assert refusal.value.message.key == "account.not_to_yourself"


def test_the_database_refuses_a_grant_to_oneself(now):
    person = made_people.person(now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(person=person, granted_by=person, role=Role.objects.get(code="leader"), begins_at=now)


@pytest.mark.parametrize("role", [role.code for role in SHIPPED_ROLES if role.code != "security_admin"])
def test_nobody_but_a_security_administrator_grants_roles(role, now):
    person = made_people.person(now=now)
    with pytest.raises(NotAllowed):
        services.grant_role(actor=made_people.actor(role), person_id=person.pk, role="leader", now=now)


def test_the_triggers_of_separation_are_there_after_all_migrations():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_grant'")
            assert {name for (name,) in cursor} == {"accounts_grant_alone_insert", "accounts_grant_alone_update"}
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'accounts_grant'::regclass AND NOT tgisinternal"
            )
            assert {name for (name,) in cursor} == {"accounts_grant_alone"}


def test_whoever_takes_an_administrators_role_begins_anew(now):
    person = made_people.person(now=now, password=made_people.PASSWORD)
    services.grant_role(actor=made_people.actor("security_admin"), person_id=person.pk, role="audit_admin", now=now)
    person.refresh_from_db()
    assert not person.has_usable_password()


@pytest.mark.parametrize("role", ALONE)
def test_a_role_that_stands_alone_is_granted_for_the_whole_city_only(role, now, city):
    scope = Region.objects.filter(level="county").values_list("pk", flat=True)[0]
    person = made_people.person(now=now)
    with pytest.raises(Conflict) as refusal:
        services.grant_role(actor=actors.machine(), person_id=person.pk, role=role, scope=scope, now=now)
    assert refusal.value.message.key == "account.whole_city_only"


def test_the_database_refuses_a_role_that_stands_alone_in_a_scope(now):
    person = made_people.person(now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(person=person, role=Role.objects.get(code="auditor"), scope="990102", begins_at=now)
