"""Language of pages, and the headers of every answer."""

from __future__ import annotations

import pytest

from server.accounts import made_people
from zhiyi.server.accounts.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/sign-in"


def test_pages_are_chinese_where_nobody_chose(client):
    page = client.get(PAGE, headers={"Accept-Language": "en"})
    assert page.headers["Content-Language"] == "zh-CN"
    assert "登录" in page.content.decode()


def test_an_address_may_name_its_language_and_the_next_page_stays_in_it(client):
    assert client.get(f"{PAGE}?lang=en").headers["Content-Language"] == "en"
    assert client.get(PAGE).headers["Content-Language"] == "en"


def test_an_unknown_language_is_not_followed(client):
    assert client.get(f"{PAGE}?lang=fr").headers["Content-Language"] == "zh-CN"


def test_a_person_reads_in_the_language_of_the_profile(client):
    person = made_people.signed_in(client, "leader")
    Person.objects.filter(pk=person.pk).update(language="en")
    assert client.get("/me").headers["Content-Language"] == "en"


def test_a_language_chosen_on_ones_own_page_is_kept(client):
    person = made_people.signed_in(client, "leader")
    assert client.post("/me/language", {"language": "en"}).status_code == 302
    assert client.get("/me").headers["Content-Language"] == "en"
    person.refresh_from_db()
    assert person.language == "en"


def test_a_language_that_does_not_exist_is_refused_with_its_value(client):
    made_people.signed_in(client, "leader")
    page = client.post("/me/language", {"language": "fr"})
    assert page.status_code == 400
    assert "fr" in page.content.decode()


def test_every_answer_carries_the_safety_headers(client):
    headers = client.get(PAGE).headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Cookie" in headers["Vary"]
