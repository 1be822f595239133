"""An answer that has not changed is not sent again; whatever could change it changes its tag."""

from __future__ import annotations

import pytest
from django.test import Client

from server.accounts.made_people import person
from zhiyi.indicators import values
from zhiyi.server.accounts import actors
from zhiyi.server.gaps.models import Gap, GapEvent
from zhiyi.server.indicators import services
from zhiyi.server.indicators.models import Observation
from zhiyi.server.packs.models import Load

PATHS = ("indicators", "observations", "events", "organisations", "regions", "documents", "about")


def tag(client: Client, address: str, **headers: str) -> str:
    return client.get(f"/api/v1/{address}", headers=headers).headers["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_comes_without_a_body(passer_by, path):
    first = passer_by.get(f"/api/v1/{path}")
    again = passer_by.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Cookie" in again.headers["Vary"] and "Accept-Language" in again.headers["Vary"]
    assert "private" in again.headers["Cache-Control"]


def test_a_tag_among_others_and_a_strong_form_of_it_are_known(passer_by):
    own = tag(passer_by, "about")
    for sent in (f'"other", {own}', own.removeprefix("W/"), "*"):
        assert passer_by.get("/api/v1/about", headers={"If-None-Match": sent}).status_code == 304
    for sent in ('"other"', "", "nonsense", own[:-2] + '"'):
        assert passer_by.get("/api/v1/about", headers={"If-None-Match": sent}).status_code == 200


def test_any_tag_does_not_hide_that_there_is_nothing(passer_by):
    answer = passer_by.get("/api/v1/observations/F999", headers={"If-None-Match": "*"})
    assert answer.status_code == 404


def test_a_tag_tells_apart_whatever_may_differ(passer_by, leader, holder_of):
    tags = [
        tag(passer_by, "observations"),
        tag(leader, "observations"),
        tag(holder_of("handler", "411000"), "observations"),
        tag(passer_by, "observations?limit=10"),
        tag(passer_by, "observations?as-known-on=2020-12-31"),
        tag(passer_by, "observations", **{"Accept-Language": "en"}),
        tag(passer_by, "events"),
    ]
    assert len(set(tags)) == len(tags)


def test_two_people_of_the_same_powers_share_a_tag(holder_of):
    assert tag(holder_of("leader"), "observations") == tag(holder_of("leader"), "observations")


def test_a_decision_on_publication_changes_the_tag_and_the_answer(passer_by, now):
    before = tag(passer_by, "observations")
    row = Observation.objects.filter(publication="internal").first()
    assert passer_by.get(f"/api/v1/observations/{row.code}").status_code == 404
    officer = person("press_officer")
    services.publish_observation(
        actor=actors.Actor(person_id=officer.pk, reach=frozenset({("observations.publish", "")}), staff=True),
        code=row.code,
        publication=values.Publication.RELEASABLE,
        expected=values.Publication.INTERNAL,
        reason="已核对",
        now=now,
    )
    assert passer_by.get(f"/api/v1/observations/{row.code}").status_code == 200
    assert tag(passer_by, "observations") != before


def test_a_load_a_run_and_a_change_of_a_gap_change_the_tag(leader, now):
    tags = [tag(leader, "gaps")]
    GapEvent.objects.create(gap=Gap.objects.first(), kind="updated", run="run", at=now)
    tags.append(tag(leader, "gaps"))
    load = Load.objects.first()
    load.pk = None
    load.save()
    tags.append(tag(leader, "gaps"))
    Observation.objects.filter(code="F001").update(note="looked at again")
    services.run_engine(as_known_on=now.date(), now=now)
    tags.append(tag(leader, "gaps"))
    assert len(set(tags)) == len(tags)


def test_what_the_signed_in_see_is_stored_nowhere(leader):
    control = leader.get("/api/v1/observations").headers["Cache-Control"]
    assert "no-store" in control and "private" in control


def test_a_refusal_has_no_tag(passer_by):
    answer = passer_by.get("/api/v1/observations/F999")
    assert "ETag" not in answer.headers
    assert "private" in answer.headers["Cache-Control"]
