"""The second factor of staff."""

from __future__ import annotations

import base64
import re
import time
from datetime import timedelta

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from server.accounts import made_people
from zhiyi.kernel.messages import NotAllowed
from zhiyi.server.accounts import queries, second_factor, services
from zhiyi.server.accounts.models import BackupCode
from zhiyi.server.audit.models import AuditEvent
from zhiyi.server.config import SecondFactor

pytestmark = pytest.mark.django_db
SET_UP, SHOW = "/second-factor/set-up", "/second-factor"


@pytest.fixture
def asked(settings):
    """A home that asks staff for a second factor."""
    settings.ZHIYI = settings.ZHIYI.model_copy(update={"second_factor": SecondFactor.STAFF})


def digits(device: TOTPDevice, *, step: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + step * device.step
    return f"{totp.token():06d}"


def set_up(client) -> tuple[TOTPDevice, list[str]]:
    client.get(SET_UP)
    device = TOTPDevice.objects.get(confirmed=False)
    page = client.post(SET_UP, {"code": digits(device)})
    assert page.status_code == 200
    return device, re.findall(r"<code>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</code>", page.content.decode())


def again(client, person):
    """A new session of the same person."""
    client.logout()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.usefixtures("asked")
def test_staff_set_it_up_before_anything_else(client):
    made_people.signed_in(client, "leader")
    answer = client.get("/me")
    assert answer.headers["Location"] == "/second-factor?next=%2Fme"
    assert client.get(answer.headers["Location"]).headers["Location"] == SET_UP
    assert client.get("/").status_code == 302


@pytest.mark.usefixtures("asked")
def test_staff_who_owe_it_hold_no_permission(client):
    made_people.signed_in(client, "leader")
    page = client.get(SET_UP)
    assert page.wsgi_request.actor.roles == {"leader"}
    assert page.wsgi_request.actor.permissions == frozenset()


@pytest.mark.usefixtures("asked")
def test_firms_and_residents_are_not_asked(client):
    made_people.signed_in(client, "resident")
    assert client.get("/me").status_code == 200


def test_a_home_that_does_not_ask_says_so(client):
    made_people.signed_in(client, "leader")
    assert "本环境没有要求第二因素" in client.get("/me").content.decode()


@pytest.mark.usefixtures("asked")
def test_the_right_digits_open_the_door_for_this_session(client):
    person = made_people.signed_in(client, "leader")
    before = client.session.session_key
    device, codes = set_up(client)
    assert len(codes) == 10
    assert client.session.session_key != before
    assert client.get("/me").status_code == 200
    again(client, person)
    assert client.get("/me").status_code == 302
    answer = client.post(SHOW, {"code": digits(TOTPDevice.objects.get(), step=1), "next": "/me"})
    assert answer.headers["Location"] == "/me"
    assert client.get("/me").status_code == 200
    assert device.user_id == person.pk


@pytest.mark.usefixtures("asked")
def test_the_same_digits_do_not_serve_twice(client):
    person = made_people.signed_in(client, "leader")
    device, _ = set_up(client)
    used = digits(device)
    again(client, person)
    assert client.post(SHOW, {"code": used}).status_code == 403


@pytest.mark.usefixtures("asked")
def test_a_backup_code_serves_once(client):
    person = made_people.signed_in(client, "leader")
    _, codes = set_up(client)
    again(client, person)
    assert client.post(SHOW, {"code": codes[0].upper()}).status_code == 302
    again(client, person)
    assert client.post(SHOW, {"code": codes[0]}).status_code == 403
    assert client.post(SHOW, {"code": codes[1].replace("-", "")}).status_code == 302


@pytest.mark.usefixtures("asked")
def test_backup_codes_are_kept_as_digests_only(client):
    made_people.signed_in(client, "leader")
    _, codes = set_up(client)
    kept = str(list(BackupCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


@pytest.mark.usefixtures("asked")
def test_wrong_digits_make_one_wait(client):
    person = made_people.signed_in(client, "leader")
    set_up(client)
    again(client, person)
    assert client.post(SHOW, {"code": "000000"}).status_code == 403
    page = client.post(SHOW, {"code": "000000"})
    assert page.status_code == 403
    assert "输错次数太多" in page.content.decode()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "1234567"])
def test_a_code_of_another_form_is_refused_with_the_form(client, code):
    made_people.signed_in(client, "leader")
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": code})
    assert page.status_code == 400
    assert "6 位数字" in page.content.decode()


@pytest.mark.usefixtures("asked")
def test_a_second_authenticator_needs_the_first(client):
    person = made_people.signed_in(client, "leader")
    set_up(client)
    again(client, person)
    assert client.get(SET_UP).headers["Location"] == SHOW


@pytest.mark.usefixtures("asked")
def test_a_new_authenticator_replaces_the_old_one(client):
    person = made_people.signed_in(client, "leader")
    old, _ = set_up(client)
    set_up(client)
    assert not TOTPDevice.objects.filter(pk=old.pk).exists()
    assert TOTPDevice.objects.filter(user=person, confirmed=True).count() == 1


def test_the_picture_is_drawn_without_any_other_origin(client):
    made_people.signed_in(client, "leader")
    page = client.get(SET_UP).content.decode()
    assert 'src="data:image/png;base64,' in page
    key = base64.b32encode(TOTPDevice.objects.get().bin_key).decode()
    assert key[:4] in page


def test_a_lost_phone_is_reset_by_the_security_administrator_and_recorded(now):
    person = made_people.person("leader")
    TOTPDevice.objects.create(user=person, confirmed=True)
    second_factor.reset(actor=made_people.actor("security_admin"), person_id=person.pk, now=now)
    assert not TOTPDevice.objects.filter(user=person).exists()
    assert AuditEvent.objects.filter(action="factor.reset", object_id=str(person.pk)).count() == 1


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "auditor"])
def test_a_security_administrator_resets_no_factor_of_roles_that_stand_alone(role, now):
    person = made_people.person(role)
    with pytest.raises(NotAllowed):
        second_factor.reset(actor=made_people.actor("security_admin"), person_id=person.pk, now=now)


def test_taking_an_administrators_role_drops_the_second_factor(now):
    person = made_people.person()
    TOTPDevice.objects.create(user=person, confirmed=True)
    services.grant_role(
        actor=made_people.actor("security_admin"), person_id=person.pk, role="auditor", now=now + timedelta(minutes=1)
    )
    assert not queries.person_page(made_people.actor("security_admin"), person.pk, now=now).has_second_factor
