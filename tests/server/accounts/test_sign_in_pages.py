"""Signing in and out in pages."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from server.accounts import made_people
from zhiyi.kernel.messages import NotAllowed
from zhiyi.server.accounts import actors, queries, services
from zhiyi.server.accounts import sign_in as services_sign_in
from zhiyi.server.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/sign-in"


def sign_in(client, person, password=made_people.PASSWORD, **more):
    return client.post(PAGE, {"username": person.username, "password": password} | more)


@pytest.fixture
def leader():
    return made_people.person("leader", password=made_people.PASSWORD)


def test_the_right_password_signs_in_and_is_recorded(client, leader):
    assert sign_in(client, leader).status_code == 302
    assert client.session["_auth_user_id"] == str(leader.pk)
    event = AuditEvent.objects.get(action="sign_in.by_password")
    assert (event.actor_person, event.roles) == (leader.pk, ["leader"])
    assert len(event.address_digest) == 64


def test_a_user_name_may_be_typed_in_capitals(client, leader):
    assert client.post(PAGE, {"username": leader.username.upper(), "password": made_people.PASSWORD}).status_code == 302


@pytest.mark.parametrize("username", ["leader", "nobody-of-that-name"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, leader, username):
    name = leader.username if username == "leader" else username
    page = client.post(PAGE, {"username": name, "password": "wrong"})
    assert page.status_code == 403
    assert "用户名或密码不对" in page.content.decode()


def test_a_refused_sign_in_is_recorded_for_names_that_exist_only(client, leader):
    sign_in(client, leader, password="wrong")
    client.post(PAGE, {"username": "my-password-by-mistake", "password": "wrong"})
    events = AuditEvent.objects.filter(action="sign_in.refused")
    assert [event.object_id for event in events] == [str(leader.pk)]


def test_the_session_changes_its_key_at_sign_in(client, leader):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client, leader)
    assert client.session.session_key != planted


def test_five_failures_lock_the_name_and_address_and_say_how_long(client, leader):
    for _ in range(5):
        sign_in(client, leader, password="wrong")
    page = sign_in(client, leader)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) == 900
    assert "15 分钟" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_lock_holds_for_its_address_only(client, leader):
    for _ in range(5):
        sign_in(client, leader, password="wrong")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, leader).status_code == 302


def test_a_lock_is_recorded_once(client, leader):
    for _ in range(8):
        sign_in(client, leader, password="wrong")
    assert AuditEvent.objects.filter(action="sign_in.locked").count() == 1


def test_somebody_shut_out_cannot_sign_in(client, leader):
    services.deactivate_person(actor=actors.machine(), person_id=leader.pk, now=made_people.clock.now())
    assert sign_in(client, leader).status_code == 403


def test_shutting_out_ends_a_running_session(client, leader):
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/me").status_code == 200
    services.deactivate_person(actor=actors.machine(), person_id=leader.pk, now=made_people.clock.now())
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize("asked", ["/me", "/audit?kind=look"])
def test_after_signing_in_one_goes_where_one_was_going(client, leader, asked):
    assert sign_in(client, leader, next=asked).headers["Location"] == asked


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "evil", "http:///x"]
)
def test_after_signing_in_nobody_is_sent_to_another_origin(client, leader, asked):
    where = sign_in(client, leader, next=asked).headers["Location"]
    assert where.startswith("/")
    assert "evil" not in where
    assert "javascript" not in where


def test_a_shut_page_leads_to_sign_in_and_back(client):
    answer = client.get("/me?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=%2Fme%3Fx%3D1"


def test_a_form_that_needs_sign_in_is_not_repeated_afterwards(client):
    assert client.post("/me/language", {"language": "en"}).headers["Location"] == "/sign-in"


def test_htmx_is_told_to_leave_the_page_for_sign_in(client):
    answer = client.get("/me", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/audit?kind=look"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2Faudit%3Fkind%3Dlook"


def test_signing_out_needs_a_post_and_ends_the_session(client, leader):
    sign_in(client, leader)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(action="sign_in.ended", actor_person=leader.pk).count() == 1


def test_forms_without_a_token_are_refused(leader):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, leader).status_code == 403


def test_a_session_that_rests_ends_and_one_in_use_is_kept(client, leader, monkeypatch):
    sign_in(client, leader)
    first = client.session.get_expiry_date()
    session = client.session
    session["seen"] = 0
    session.save()
    client.get("/me")
    assert client.session["seen"] > 0
    assert client.session.get_expiry_date() >= first
    assert client.session.get_expiry_age() == settings.ZHIYI.session_minutes * 60


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(client, leader):
    cookie = sign_in(client, leader).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_what_the_signed_in_see_is_stored_nowhere(client, leader):
    sign_in(client, leader)
    assert "no-store" in client.get("/me").headers["Cache-Control"]


def test_a_password_is_set_once_by_link_and_then_changed_with_the_present_one(client):
    person = made_people.signed_in(client, "leader")
    session = client.session
    session["way"] = "link"
    session.save()
    new = "brand-new-pass-phrase"
    assert client.post("/me/password", {"new": new, "again": new}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
    assert client.get("/me").status_code == 200
    again = {"new": new + "-2", "again": new + "-2"}
    assert client.post("/me/password", again | {"current": "wrong"}).status_code == 403
    assert client.post("/me/password", again | {"current": new}).status_code == 302


def test_changing_the_password_ends_other_sessions(client, leader):
    other = Client()
    sign_in(other, leader)
    sign_in(client, leader)
    new = "brand-new-pass-phrase"
    client.post("/me/password", {"current": made_people.PASSWORD, "new": new, "again": new})
    assert other.get("/me").status_code == 302
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("new", ["short", "qwerty123456", "123456789012345"])
def test_a_weak_password_is_refused_with_the_reason(client, leader, new):
    sign_in(client, leader)
    page = client.post("/me/password", {"current": made_people.PASSWORD, "new": new, "again": new})
    assert page.status_code == 400
    assert "form-error" in page.content.decode()


def test_two_different_new_passwords_are_refused(client, leader):
    sign_in(client, leader)
    answer = client.post("/me/password", {"current": made_people.PASSWORD, "new": "a" * 20, "again": "b" * 20})
    assert answer.status_code == 400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ones_own_page_shows_what_is_kept_about_one(client, leader, language):
    sign_in(client, leader)
    page = client.get(f"/me?lang={language}").content.decode()
    assert {"zh": "《个人信息保护法》第 13(1)(3) 条", "en": "article 13(1)(3)"}[language] in page


def test_production_hashes_passwords_with_argon2():
    from zhiyi.server import settings as production

    source = __import__("inspect").getsource(production)
    assert source.index("Argon2PasswordHasher") < source.index("PBKDF2PasswordHasher")


def test_everybody_lands_on_a_page_that_opens(client):
    from zhiyi.server.accounts import landing
    from zhiyi.server.accounts.roles import SHIPPED_ROLES

    for role in SHIPPED_ROLES:
        person = made_people.signed_in(client, role.code)
        page = landing.page_for(queries.actor_of(person.pk, now=made_people.clock.now()))
        assert client.get(page).status_code == 200, role.code


@pytest.mark.parametrize("form", [{"username": "a\x00b"}, {"password": "a\x00b"}, {"a\x00b": "c"}, {"next": "/\x00"}])
def test_a_form_with_a_null_character_is_refused(client, form):
    page = client.post(PAGE, {"username": "someone", "password": "wrong"} | form)
    assert page.status_code == 400
    assert "空字符" in page.content.decode()
    assert client.post(PAGE, urlencode(form), content_type="application/x-www-form-urlencoded").status_code == 400


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, "zhiyi_language", settings.CSRF_COOKIE_NAME])
def test_a_cookie_with_a_null_character_is_no_cookie(name):
    client = Client(headers={"Cookie": f'{name}="aaaaaaaa\\000aaaaaaaa"'})
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"username": "someone", "password": "wrong"}).status_code == 403


def test_what_is_typed_for_a_user_name_and_the_address_are_kept_as_digests_alone(client):
    client.post(PAGE, {"username": "My-Password-By-Mistake", "password": "wrong"})
    kept = AccessAttempt.objects.values().get()
    assert "my-password-by-mistake" not in str(kept).lower()
    assert "127.0.0.1" not in str(kept)
    assert kept["ip_address"].startswith("fd")


def test_failures_of_one_name_do_not_count_for_another(client, leader):
    for _ in range(5):
        client.post(PAGE, {"username": "somebody-else", "password": "wrong"})
    assert sign_in(client, leader).status_code == 302


def test_a_success_forgets_the_failures_before_it(client, leader):
    for _ in range(4):
        sign_in(client, leader, password="wrong")
    sign_in(client, leader)
    assert not AccessAttempt.objects.exists()


def test_the_present_password_is_asked_five_times_and_each_failure_is_recorded(client, leader):
    sign_in(client, leader)
    new = {"new": "brand-new-pass-phrase", "again": "brand-new-pass-phrase"}
    for turn in range(5):
        page = client.post("/me/password", new | {"current": f"guess-{turn}"})
        assert (page.status_code, "现在的密码不对" in page.content.decode()) == (403, True)
    assert AuditEvent.objects.filter(action="password.refused", actor_person=leader.pk).count() == 5
    page = client.post("/me/password", new | {"current": made_people.PASSWORD})
    assert page.status_code == 403
    assert "15 分钟" in page.content.decode()
    leader.refresh_from_db()
    assert leader.check_password(made_people.PASSWORD)
    assert AuditEvent.objects.filter(action="password.refused").count() == 5


def test_wrong_present_passwords_of_before_the_pause_do_not_count(leader, now):
    actor = queries.actor_of(leader.pk, now=now)
    for minutes in (16, 16, 16, 16, 16, 1):
        with pytest.raises(NotAllowed):
            services_sign_in.set_password(
                actor=actor, new="brand-new-pass-phrase", current="wrong", now=now - timedelta(minutes=minutes)
            )
    services_sign_in.set_password(actor=actor, new="brand-new-pass-phrase", current=made_people.PASSWORD, now=now)


def test_a_session_ends_twelve_hours_after_the_sign_in_however_busy(client, leader):
    sign_in(client, leader)
    begun = client.session["begun"]
    for hours, status in ((11.9, 200), (12, 302)):
        session = client.session
        session["begun"] = begun - int(hours * 3600)
        session.save()
        assert client.get("/me").status_code == status
    assert "_auth_user_id" not in client.session


def test_signing_in_again_begins_the_session_anew(client, leader):
    sign_in(client, leader)
    session = client.session
    session["begun"] -= 3600
    session.save()
    before = session["begun"]
    sign_in(client, leader)
    assert client.session["begun"] > before
