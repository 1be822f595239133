"""One-time sign-in links."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest

from server.accounts import made_people
from server.racing import run_at_once
from zhiyi.kernel.messages import Conflict, DataError, NotAllowed, NotFound
from zhiyi.server.accounts import actors, queries, services, sign_in
from zhiyi.server.accounts.models import Person, SignInLink
from zhiyi.server.accounts.roles import SHIPPED_ROLES
from zhiyi.server.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BY_PAGE = "/sign-in/link/{}"


def token_for(person, *, now, **options):
    issued = sign_in.issue_sign_in_link(actor=actors.machine(), person_id=person.pk, now=now, **options)
    return issued.path.strip("/").rsplit("/", 1)[-1]


def test_a_token_holds_256_random_bits_and_only_its_digest_is_kept(now):
    person = made_people.person(now=now)
    token = token_for(person, now=now)
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    kept = SignInLink.objects.get(person=person)
    assert kept.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(list(SignInLink.objects.values())) + str(list(AuditEvent.objects.values()))


def test_a_link_signs_its_person_in_once(now):
    person = made_people.person(now=now)
    token = token_for(person, now=now)
    assert sign_in.use_link(token, now=now) == person
    with pytest.raises(Conflict) as refusal:
        sign_in.use_link(token, now=now)
    assert refusal.value.message.key == "account.link_used"


def test_a_link_works_until_before_it_expires(now):
    person = made_people.person(now=now)
    token = token_for(person, now=now, minutes=30)
    end = now + timedelta(minutes=30)
    sign_in.check_link(token, now=end - timedelta(seconds=1))
    with pytest.raises(Conflict) as refusal:
        sign_in.use_link(token, now=end)
    assert refusal.value.message.params["expired"] == end


def test_an_invented_token_is_unknown(now):
    with pytest.raises(NotFound):
        sign_in.use_link("invented", now=now)


def test_a_new_link_replaces_the_one_before(now):
    person = made_people.person(now=now)
    first = token_for(person, now=now)
    token_for(person, now=now)
    with pytest.raises(NotFound):
        sign_in.use_link(first, now=now)


def test_a_link_of_somebody_shut_out_does_not_work(now):
    person = made_people.person(now=now)
    token = token_for(person, now=now)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(NotFound):
        sign_in.use_link(token, now=now)


@pytest.mark.parametrize("minutes", [0, -1, 10081])
def test_a_link_works_from_a_minute_to_a_week(minutes, now):
    with pytest.raises(DataError):
        token_for(made_people.person(now=now), now=now, minutes=minutes)


@pytest.mark.parametrize("role", [role.code for role in SHIPPED_ROLES if role.alone])
def test_a_security_administrator_makes_no_link_into_roles_that_stand_alone(role, now):
    person = made_people.person(role, now=now)
    with pytest.raises(NotAllowed) as refusal:
        sign_in.issue_sign_in_link(actor=made_people.actor("security_admin"), person_id=person.pk, now=now)
    assert refusal.value.message.key == "account.link_on_machine"


def test_granting_a_role_that_stands_alone_drops_open_links(now):
    person = made_people.person(now=now)
    token = token_for(person, now=now)
    services.grant_role(actor=actors.machine(), person_id=person.pk, role="auditor", now=now)
    with pytest.raises(NotFound):
        sign_in.use_link(token, now=now)


def test_opening_a_link_does_not_use_it_up(client):
    person = made_people.person("leader")
    token = token_for(person, now=made_people.clock.now())
    for _ in range(3):
        page = client.get(BY_PAGE.format(token))
        assert page.status_code == 200
    assert client.head(BY_PAGE.format(token)).status_code == 200
    assert "_auth_user_id" not in client.session
    assert SignInLink.objects.get(person=person).used_at is None
    assert client.post(BY_PAGE.format(token)).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_used_link_answers_410_with_the_cure(client):
    person = made_people.person("leader")
    token = token_for(person, now=made_people.clock.now())
    client.post(BY_PAGE.format(token))
    page = client.post(BY_PAGE.format(token))
    assert page.status_code == 410
    assert "每个链接只能用一次" in page.content.decode()


def test_a_link_leads_a_real_person_without_password_to_set_one(client):
    person = made_people.person("leader")
    answer = client.post(BY_PAGE.format(token_for(person, now=made_people.clock.now())))
    assert answer.headers["Location"] == "/me/password"


def test_of_eight_who_use_one_link_at_once_exactly_one_succeeds(tmp_path):
    outcomes = run_at_once("use_one_link", workers=8, home=tmp_path)
    assert sorted(outcomes) == ["account.link_used"] * 7 + ["signed in"]


def test_the_demo_has_one_made_up_person_for_each_role(now):
    roles = [role.code for role in SHIPPED_ROLES]
    links = sign_in.demo_links(roles, base_url="http://127.0.0.1:8000/", now=now)
    assert [link.role for link in links] == roles
    for link in links:
        assert link.url.startswith("http://127.0.0.1:8000/sign-in/link")
        assert "示例" in link.name
        person = sign_in.use_link(link.url.strip("/").rsplit("/", 1)[-1], now=now)
        assert person.synthetic
        assert queries.actor_of(person.pk, now=now).roles == {link.role}


def test_the_second_demo_makes_new_links_and_no_new_people(now):
    sign_in.demo_links(["leader"], base_url="http://127.0.0.1", now=now)
    people = Person.objects.count()
    sign_in.demo_links(["leader"], base_url="http://127.0.0.1", now=now)
    assert Person.objects.count() == people
    assert SignInLink.objects.filter(person__username="demo-leader", used_at=None).count() == 1


def test_the_demo_does_not_take_over_a_real_person(now):
    services.create_person(actor=actors.machine(), username="demo-leader", name="真人", now=now)
    with pytest.raises(Conflict):
        sign_in.demo_links(["leader"], base_url="http://127.0.0.1", now=now)


def test_what_has_served_is_dropped_and_what_serves_is_kept(client, now):
    from axes.models import AccessAttempt
    from django.contrib.sessions.models import Session

    ended, open_link = made_people.person(now=now), made_people.person(now=now)
    token_for(ended, now=now - timedelta(days=91))
    token_for(open_link, now=now)
    for key, moment in (("old", now - timedelta(days=1)), ("new", now)):
        Session.objects.create(session_key=key, session_data="", expire_date=moment + timedelta(minutes=1))
        attempt = AccessAttempt.objects.create(username=key, ip_address="192.0.2.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=moment)
    sign_in.tidy(now=now)
    assert list(SignInLink.objects.filter(person__in=[ended, open_link]).values_list("person", flat=True)) == [
        open_link.pk
    ]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new"]


def test_no_link_slips_in_while_a_role_that_stands_alone_is_granted(tmp_path):
    outcomes = run_at_once("appoint_and_link", workers=2, home=tmp_path)
    assert outcomes == ["granted", "account.link_on_machine", "0 links"]


def test_a_link_that_a_person_made_signs_in_to_no_role_that_stands_alone(now):
    person = made_people.person("audit_admin", now=now)
    token = token_for(person, now=now)
    SignInLink.objects.filter(person=person).update(issued_by=made_people.person("security_admin", now=now))
    with pytest.raises(NotFound) as refusal:
        sign_in.use_link(token, now=now)
    assert refusal.value.message.key == "account.link_unknown"


def test_signing_in_drops_what_has_served_once_an_hour(client):
    from django.contrib.sessions.models import Session
    from django.core.cache import cache

    cache.delete("accounts.tidied")
    for left in (0, 1):
        Session.objects.create(
            session_key=f"ended-{left}", session_data="", expire_date=made_people.clock.now() - timedelta(minutes=1)
        )
        client.post(BY_PAGE.format(token_for(made_people.person("leader"), now=made_people.clock.now())))
        assert Session.objects.filter(session_key__startswith="ended").count() == left
    cache.delete("accounts.tidied")
