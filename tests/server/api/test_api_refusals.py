"""What cannot be read is refused in words: 422 for values, 405 for methods, never a fault of ours."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LISTS = ("indicators", "observations", "events", "documents", "organisations", "regions")
DATED = ("indicators", "observations", "events", "documents")
BAD_DAYS = (
    "", "2026-8-1", "20260801", "2026-08-01T00:00:00", "2026-08-01 ", " 2026-08-01", "2026-08-01Z", "2026-W31",
    "2026-W31-6", "2026-213", "2026-02-30", "2026-13-01", "0000-01-01", "26-08-01", "2026/08/01", "01-08-2026",
    "2026-08", "today", "２０２６-０８-０１", "+2026-08-01", "-2026-08-01", "2026-08-01\n", "1e3", "2999-01-01",
)  # fmt: skip


def refusal(answer) -> dict[str, object]:
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"].startswith("application/json")
    error = answer.json()["error"]
    assert set(error) == {"code", "message_zh", "message_en", "details"}
    assert error["message_zh"] and error["message_en"]
    return error


@pytest.mark.parametrize("day", BAD_DAYS)
@pytest.mark.parametrize("name", DATED)
def test_a_day_that_is_not_written_strictly_is_refused(passer_by, name, day):
    error = refusal(passer_by.get(f"/api/v1/{name}", {"as-known-on": day}))
    assert [detail["parameter"] for detail in error["details"]] == ["as-known-on"]


@pytest.mark.parametrize("name", DATED)
def test_a_strict_day_is_taken_and_said_back(passer_by, name):
    answer = passer_by.get(f"/api/v1/{name}?as-known-on=2020-12-31")
    assert answer.json()["as_known_on"] == "2020-12-31"


def test_a_day_in_the_past_gives_what_was_known_then(leader):
    then = leader.get("/api/v1/observations?as-known-on=2020-12-31&limit=500").json()
    assert 0 < then["total"] < 285
    assert all(item["known_on"] <= "2020-12-31" for item in then["items"])
    assert leader.get("/api/v1/documents?as-known-on=2019-09-29").json()["total"] == 0
    assert leader.get("/api/v1/observations?as-known-on=0001-01-01").json()["total"] == 0


@pytest.mark.parametrize(
    "asked",
    ["as_known_on=2026-08-31", "limits=3", "words=a&kind=stat&x=1", "%00=1", "%ED%A0%80=1", "Limit=3"],
)
def test_a_parameter_that_the_operation_does_not_take_is_refused(passer_by, asked):
    assert refusal(passer_by.get(f"/api/v1/indicators?{asked}"))["details"]


def test_places_that_have_no_past_take_no_day(passer_by):
    for name in ("organisations", "regions", "about"):
        refusal(passer_by.get(f"/api/v1/{name}?as-known-on=2020-12-31"))


def test_a_parameter_given_twice_is_refused(passer_by):
    refusal(passer_by.get("/api/v1/indicators?limit=3&limit=4"))


def test_every_parameter_that_cannot_be_used_is_named(passer_by):
    error = refusal(passer_by.get("/api/v1/indicators?limit=x&wing=both&as-known-on=no"))
    assert {detail["parameter"] for detail in error["details"]} == {"limit", "wing", "as-known-on"}
    assert "make" in json.dumps(error["details"])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("value", ["%00", "a%00b", "%01", "%7F", "%C2%85", "%0A"])
def test_control_characters_are_refused(passer_by, name, value):
    parameter = "as-known-on" if name == "documents" else "words" if name != "observations" else "subject"
    refusal(passer_by.get(f"/api/v1/{name}?{parameter}={value}"))


@pytest.mark.parametrize("value", ["%ED%A0%80", "%FF", "%F0%9F", "\ufffe", "%F0%9F%98%80", "％", "%"])
def test_broken_and_strange_characters_are_no_fault_of_ours(passer_by, value):
    assert passer_by.get(f"/api/v1/indicators?words={value}").status_code in {200, 422}


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "raw_unicode_escape", "latin-1"])
def test_half_a_character_is_refused_however_it_came(passer_by, charset):
    for value in ("%5Cud800", "+2AA-", "%D8%00"):
        answer = passer_by.get(
            f"/api/v1/indicators?words={value}", headers={"Content-Type": f"application/json; charset={charset}"}
        )
        assert answer.status_code in {200, 400, 422}


@pytest.mark.parametrize("name", [*LISTS, "findings", "gaps"])
@pytest.mark.parametrize(
    "code", ["%00", "a%00b", "%ED%A0%80", "%FF", "%0A", "x" * 300, "-1", "0", "9" * 5000, "..", "%25"]
)
def test_an_id_that_cannot_be_is_refused_or_not_found(leader, name, code):
    assert leader.get(f"/api/v1/{name}/{code}").status_code in {404, 422}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_changes_is_refused_in_the_form_of_the_api(city, method):
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)("/api/v1/observations")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.json()["error"]["message_zh"]


@pytest.mark.parametrize("address", ["", "nothing", "indicators/", "observations/F001/more"])
def test_an_address_that_is_not_there_is_not_found_in_the_form_of_the_api(passer_by, address):
    answer = passer_by.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message_en"]


def test_too_many_parameters_are_refused(passer_by):
    answer = passer_by.get("/api/v1/observations?" + "&".join(f"a{number}=1" for number in range(600)))
    assert answer.status_code == 400
    assert answer.json()["error"]["message_zh"]


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(LISTS),
    parameters=st.dictionaries(
        st.sampled_from(
            ["words", "limit", "offset", "kind", "place", "as-known-on", "lang", "theme", "generic", "year"]
        )
        | st.text(max_size=5),
        st.text(max_size=30) | st.integers().map(str) | st.dates().map(str),
        max_size=4,
    ),
)
def test_no_question_is_a_fault_of_ours(passer_by, name, parameters):
    safe = {key: value.encode("utf-8", "surrogatepass") for key, value in parameters.items()}
    assert passer_by.get(f"/api/v1/{name}", safe).status_code in {200, 422}
