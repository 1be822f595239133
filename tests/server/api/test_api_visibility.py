"""Who sees what: a passer-by only what may be published, staff by their permissions, others nothing that is inside."""

from __future__ import annotations

import pytest

from zhiyi.server.gaps.models import Gap
from zhiyi.server.indicators.models import Event, Finding, Observation
from zhiyi.server.orgs.models import Organisation, Region

STAFF_ONLY = ("findings", "gaps")


def codes(model) -> set[str]:
    return set(model.objects.filter(publication="releasable").values_list("code", flat=True))


@pytest.mark.parametrize(("name", "model"), [("observations", Observation), ("events", Event)])
def test_a_passer_by_sees_exactly_what_is_releasable(passer_by, name, model):
    seen = passer_by.get(f"/api/v1/{name}?limit=500").json()
    assert {item["id"] for item in seen["items"]} == codes(model)
    assert seen["total"] == len(codes(model)) > 0


@pytest.mark.parametrize("role", ["firm", "resident", "system_admin", "security_admin", "audit_admin", "dispatcher"])
def test_roles_without_the_permission_see_of_the_ledger_what_a_passer_by_sees(passer_by, holder_of, role):
    own = holder_of(role)
    for name in ("indicators", "observations", "events", "documents"):
        asked = f"/api/v1/{name}?limit=500"
        assert own.get(asked).json() == passer_by.get(asked).json()


@pytest.mark.parametrize("role", ["leader", "analyst", "press_officer", "supervisor", "planner", "auditor"])
def test_roles_that_read_see_the_whole_ledger(holder_of, role):
    own = holder_of(role)
    assert own.get("/api/v1/observations").json()["total"] == Observation.objects.count()
    assert own.get("/api/v1/findings").status_code == 200
    assert own.get("/api/v1/gaps").status_code == 200


@pytest.mark.parametrize("publication", ["internal", "under_check"])
def test_what_is_not_releasable_is_not_found_by_a_passer_by(passer_by, leader, publication):
    for name, model in (("observations", Observation), ("events", Event)):
        code = model.objects.filter(publication=publication).first().code
        assert passer_by.get(f"/api/v1/{name}/{code}").status_code == 404
        assert leader.get(f"/api/v1/{name}/{code}").status_code == 200


def test_an_indicator_without_a_releasable_figure_is_unknown_to_a_passer_by(passer_by, leader):
    shown = {item["id"] for item in passer_by.get("/api/v1/indicators?limit=500").json()["items"]}
    whole = {item["id"] for item in leader.get("/api/v1/indicators?limit=500").json()["items"]}
    hidden = sorted(whole - shown)
    assert hidden
    assert passer_by.get(f"/api/v1/indicators/{hidden[0]}").status_code == 404
    assert passer_by.get(f"/api/v1/indicators/{hidden[0]}/observations").status_code == 404
    assert leader.get(f"/api/v1/indicators/{hidden[0]}").status_code == 200


def test_a_passer_by_learns_nothing_of_findings_from_an_indicator(passer_by):
    items = passer_by.get("/api/v1/indicators?limit=500").json()["items"]
    assert {item["findings"] for item in items} == {None}
    assert all(item["latest"]["publication"] == "releasable" for item in items)


def test_a_document_that_carries_nothing_releasable_is_unknown_to_a_passer_by(passer_by, leader):
    Observation.objects.filter(document="001").update(publication="internal")
    Event.objects.filter(document="001").update(publication="internal")
    assert "001" not in {item["id"] for item in passer_by.get("/api/v1/documents").json()["items"]}
    assert passer_by.get("/api/v1/documents/001").status_code == 404
    assert leader.get("/api/v1/documents/001").status_code == 200


def test_a_document_counts_only_what_the_caller_may_see(passer_by, leader):
    shown, whole = passer_by.get("/api/v1/documents/000").json(), leader.get("/api/v1/documents/000").json()
    assert shown["observations"] < whole["observations"]
    assert shown["observations"] == Observation.objects.filter(document="000", publication="releasable").count()


@pytest.mark.parametrize("name", STAFF_ONLY)
def test_a_passer_by_must_sign_in_first(passer_by, name):
    for address in (f"/api/v1/{name}", f"/api/v1/{name}/1"):
        answer = passer_by.get(address)
        assert answer.status_code == 401
        assert answer.json()["error"]["message_zh"]


@pytest.mark.parametrize("role", ["firm", "resident", "system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("name", STAFF_ONLY)
def test_a_role_without_the_permission_is_refused(holder_of, name, role):
    answer = holder_of(role).get(f"/api/v1/{name}")
    assert answer.status_code == 403
    assert answer.json()["error"]["message_en"]


def test_a_handler_of_one_county_sees_the_gaps_of_that_county(holder_of):
    gap, other = Gap.objects.order_by("pk")[:2]
    county, another = Region.objects.filter(level="county", retired_on=None).order_by("code")[:2]
    Gap.objects.update(place=another, owner=None)
    Gap.objects.filter(pk=gap.pk).update(place=county)
    own = holder_of("handler", county.code)
    assert [item["id"] for item in own.get("/api/v1/gaps?state=all").json()["items"]] == [gap.pk]
    assert own.get(f"/api/v1/gaps/{gap.pk}").status_code == 200
    assert own.get(f"/api/v1/gaps/{other.pk}").status_code == 404


def test_an_analyst_of_one_county_sees_what_is_internal_there_only(holder_of, passer_by):
    row = Observation.objects.filter(publication="internal").order_by("code").first()
    county = Region.objects.filter(level="county", retired_on=None).order_by("code").first()
    Observation.objects.filter(pk=row.pk).update(place=county)
    own = holder_of("analyst", county.code)
    hidden = {item["id"] for item in own.get("/api/v1/observations?limit=500").json()["items"]} - codes(Observation)
    inside = Observation.objects.filter(place__code__startswith=county.code).exclude(publication="releasable")
    assert hidden == set(inside.values_list("code", flat=True)) >= {row.code}
    assert own.get("/api/v1/findings").json()["total"] == 0
    finding = Finding.objects.first()
    assert own.get(f"/api/v1/findings/{finding.pk}").status_code == 404
    assert {item["findings"] for item in own.get("/api/v1/indicators?limit=500").json()["items"]} == {None}
    assert own.get("/api/v1/events").json()["total"] == passer_by.get("/api/v1/events").json()["total"]


def test_a_restricted_gap_is_seen_within_its_scope_only(holder_of):
    gap = Gap.objects.order_by("pk").first()
    county, another = Region.objects.filter(level="county", retired_on=None).order_by("code")[:2]
    Gap.objects.filter(pk=gap.pk).update(visibility="restricted", scope=county.code)
    assert holder_of("handler", county.code).get(f"/api/v1/gaps/{gap.pk}").status_code == 200
    assert holder_of("handler", another.code).get(f"/api/v1/gaps/{gap.pk}").status_code == 404
    assert holder_of("leader").get(f"/api/v1/gaps/{gap.pk}").status_code == 200
    assert holder_of("planner").get(f"/api/v1/gaps/{gap.pk}").status_code == 404


def test_enterprises_are_for_staff(passer_by, leader):
    unit = Organisation.objects.filter(kind="department").first() or Organisation.objects.first()
    Organisation.objects.filter(pk=unit.pk).update(kind="enterprise")
    assert passer_by.get(f"/api/v1/organisations/{unit.pk}").status_code == 404
    assert leader.get(f"/api/v1/organisations/{unit.pk}").status_code == 200
    shown, whole = passer_by.get("/api/v1/organisations").json(), leader.get("/api/v1/organisations").json()
    assert whole["total"] == shown["total"] + Organisation.objects.filter(kind="enterprise").count()


def test_an_answer_says_nothing_of_people(leader):
    from zhiyi.server.accounts.models import Person

    person = Person.objects.first()
    for name in ("about", "observations", "gaps", "findings", "organisations"):
        assert person.username not in leader.get(f"/api/v1/{name}").content.decode()
