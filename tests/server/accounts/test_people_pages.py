"""Pages of the security administrator."""

from __future__ import annotations

import re

import pytest

from server.accounts import made_people
from zhiyi.server.accounts import queries
from zhiyi.server.accounts.models import Person
from zhiyi.server.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    return made_people.signed_in(client, "security_admin")


def test_looking_at_the_list_and_at_a_person_is_recorded(client, admin):
    person = made_people.person("leader")
    assert client.get("/people?words=a").status_code == 200
    assert client.get(f"/people/{person.pk}").status_code == 200
    looks = AuditEvent.objects.filter(kind="look", actor_person=admin.pk).order_by("number")
    assert [(look.action, look.object_id) for look in looks] == [
        ("people.looked_at", ""),
        ("person.looked_at", str(person.pk)),
    ]


def test_what_was_searched_for_does_not_stand_in_the_chain(client, admin):
    client.get("/people?words=某人的名字")
    assert "某人的名字" not in str(AuditEvent.objects.get(action="people.looked_at").details)


def test_a_person_is_made_and_shown(client, admin):
    answer = client.post("/people/new", {"username": "li.si", "name": "李四", "language": "zh"})
    person = Person.objects.get(username="li.si")
    assert answer.headers["Location"] == f"/people/{person.pk}"


def test_a_wrong_user_name_comes_back_with_the_reason_and_what_was_typed(client, admin):
    page = client.post("/people/new", {"username": "李四", "name": "李四"})
    assert page.status_code == 400
    assert "“李四”不能用" in page.content.decode()
    assert 'value="李四"' in page.content.decode()


def test_a_role_is_granted_until_the_end_of_its_last_day_and_ended(client, admin):
    person = made_people.person()
    client.post(f"/people/{person.pk}/grant", {"role": "leader", "scope": "", "last_day": "2099-12-31"})
    grant = person.grants.get()
    assert grant.granted_by_id == admin.pk
    assert grant.ends_at.isoformat() == "2099-12-31T16:00:00+00:00"
    client.post(f"/people/{person.pk}/grants/{grant.pk}/end")
    assert queries.actor_of(person.pk, now=made_people.clock.now()).roles == frozenset()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"role": "emperor"}, 404),
        ({"role": ""}, 404),
        ({"role": "leader", "last_day": "31.12.2099"}, 400),
        ({"role": "leader", "last_day": "2000-01-01"}, 400),
        ({"role": "leader", "scope": "000000"}, 404),
    ],
)
def test_a_wrong_grant_is_refused_on_the_persons_page(client, admin, sent, status):
    person = made_people.person()
    page = client.post(f"/people/{person.pk}/grant", sent)
    assert page.status_code == status
    assert "form-error" in page.content.decode()


def test_roles_that_exclude_each_other_are_refused_by_name(client, admin):
    person = made_people.person("leader")
    page = client.post(f"/people/{person.pk}/grant", {"role": "auditor"})
    assert page.status_code == 409
    assert "“审计员”与“领导”不能由同一个人兼任" in page.content.decode()


def test_a_link_is_shown_once_and_works(client, admin):
    person = made_people.person("leader")
    page = client.post(f"/people/{person.pk}/link").content.decode()
    path = re.search(r'value="http://testserver(/sign-in/link/[^"]+)"', page)[1]
    assert path not in client.get(f"/people/{person.pk}").content.decode()
    client.logout()
    assert client.post(path).status_code == 302


def test_a_person_is_shut_out_let_in_and_erased(client, admin):
    person = made_people.person("leader")
    for step in ("deactivate", "reactivate", "deactivate", "erase"):
        assert client.post(f"/people/{person.pk}/{step}").status_code == 302, step
    person.refresh_from_db()
    assert person.erased_at
    assert client.post(f"/people/{person.pk}/reactivate").status_code == 409


def test_an_unknown_person_is_a_page_with_the_cure(client, admin):
    page = client.get("/people/999999")
    assert page.status_code == 404
    assert "请从人员列表重新打开" in page.content.decode()


def test_a_long_list_has_pages(client, admin):
    for _ in range(51):
        made_people.person()
    page = client.get("/people?page=2")
    assert page.status_code == 200
    assert "page=1" in page.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "１"])
def test_an_odd_page_number_is_no_fault(client, admin, page):
    assert client.get(f"/people?page={page}").status_code == 200


@pytest.mark.parametrize("role", ["leader", "system_admin", "audit_admin", "auditor", "resident"])
def test_others_do_not_enter(client, role):
    made_people.signed_in(client, role)
    assert client.get("/people").status_code == 403
    assert client.post("/people/new", {"username": "li.si", "name": "李四"}).status_code == 403


def test_times_are_those_of_the_city(client, admin):
    person = made_people.person()
    client.post(f"/people/{person.pk}/grant", {"role": "leader", "last_day": "2099-12-31"})
    assert "2100年1月1日 00:00" in client.get(f"/people/{person.pk}").content.decode()


def test_an_address_ends_no_grant_of_somebody_else(client, admin):
    grant = made_people.person("leader").grants.get()
    other = made_people.person("planner")
    assert client.post(f"/people/{other.pk}/grants/{grant.pk}/end").status_code == 404
    grant.refresh_from_db()
    assert grant.ends_at is None
