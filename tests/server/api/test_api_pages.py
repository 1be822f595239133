"""Pages of a list neither repeat nor lose anything."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LISTS = ("indicators", "observations", "events", "findings", "gaps", "organisations", "regions", "documents")


@pytest.mark.parametrize("name", LISTS)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 500), offset=st.integers(0, 400))
def test_any_page_is_a_cut_of_the_whole(leader, name, limit, offset):
    whole = leader.get(f"/api/v1/{name}?limit=500").json()
    page = leader.get(f"/api/v1/{name}?limit={limit}&offset={offset}").json()
    assert page["items"] == whole["items"][offset : offset + limit] or offset + limit > 500
    assert page["total"] == whole["total"]
    assert len(page["items"]) == max(0, min(limit, whole["total"] - offset))


@pytest.mark.parametrize(("name", "key"), [("regions", "code"), ("observations", "id"), ("indicators", "id")])
def test_all_pages_together_are_the_whole(leader, name, key):
    total = leader.get(f"/api/v1/{name}?limit=1").json()["total"]
    seen = [
        item[key]
        for offset in range(0, total, 97)
        for item in leader.get(f"/api/v1/{name}?limit=97&offset={offset}").json()["items"]
    ]
    assert len(seen) == len(set(seen)) == total


def test_a_page_past_the_end_is_empty(leader):
    page = leader.get("/api/v1/observations?offset=1000000000").json()
    assert page["items"] == []
    assert page["total"] == 285


@pytest.mark.parametrize("asked", ["limit=0", "limit=501", "limit=-1", "offset=-1", "offset=1000000001"])
def test_a_page_outside_the_bounds_is_refused(leader, asked):
    answer = leader.get(f"/api/v1/regions?{asked}")
    assert answer.status_code == 422
    assert [detail["parameter"] for detail in answer.json()["error"]["details"]] == [asked.partition("=")[0]]


def test_a_page_asks_the_database_a_fixed_number_of_times(leader, django_assert_max_num_queries):
    leader.get("/api/v1/observations?limit=1")
    with django_assert_max_num_queries(20):
        leader.get("/api/v1/observations?limit=500")
    with django_assert_max_num_queries(20):
        leader.get("/api/v1/indicators?limit=500")
