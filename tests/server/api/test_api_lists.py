"""Every list and every single thing of the API, as a leader reads them."""

from __future__ import annotations

import pytest

from zhiyi.server.gaps.records import KEYS

LISTS = ("indicators", "observations", "events", "findings", "gaps", "organisations", "regions", "documents")
FRAME = {"items", "total", "limit", "offset", "as_known_on", "synthetic"}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_how_many_there_are_and_as_known_on_which_day(leader, name):
    answer = leader.get(f"/api/v1/{name}?limit=3")
    assert answer.status_code == 200
    whole = answer.json()
    assert set(whole) == FRAME
    assert (whole["limit"], whole["offset"], whole["synthetic"]) == (3, 0, False)
    assert len(whole["items"]) == 3
    assert whole["total"] >= 3
    assert len(whole["as_known_on"]) == 10


@pytest.mark.parametrize("name", LISTS)
def test_each_thing_of_a_list_can_be_read_alone(leader, name):
    listed = leader.get(f"/api/v1/{name}?limit=2").json()["items"]
    key = "code" if name == "regions" else "id"
    for item in listed:
        assert leader.get(f"/api/v1/{name}/{item[key]}").json() == item


@pytest.mark.parametrize("name", LISTS)
def test_a_thing_that_does_not_exist_is_not_found(leader, name):
    answer = leader.get(f"/api/v1/{name}/999999999")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["message_zh"] and error["message_en"]
    assert error["details"] == []


@pytest.mark.parametrize("name", LISTS)
def test_head_answers_as_get_does(leader, name):
    got, headed = leader.get(f"/api/v1/{name}"), leader.head(f"/api/v1/{name}")
    assert headed.status_code == got.status_code == 200
    assert headed.headers["ETag"] == got.headers["ETag"]
    assert headed.content == b""


def test_all_observations_of_the_pack_are_there(leader):
    assert leader.get("/api/v1/observations").json()["total"] == 285
    assert leader.get("/api/v1/events").json()["total"] == 88
    assert leader.get("/api/v1/documents").json()["total"] == 5


def test_an_observation_carries_document_line_and_words(leader):
    items = leader.get("/api/v1/observations?limit=500").json()["items"]
    assert all(item["source"]["document"] and item["source"]["line"] >= 1 and item["source"]["words"] for item in items)


def test_an_unbounded_end_is_null_and_not_zero(leader):
    items = leader.get("/api/v1/observations?limit=500").json()["items"]
    above = [item for item in items if item["comparator"] == "超过"]
    assert above
    assert all(item["high"] is None and item["low"] is not None for item in above)


def test_numbers_are_numbers(leader):
    items = leader.get("/api/v1/observations?limit=500").json()["items"]
    printed = [item["printed"] for item in items if item["printed"] is not None]
    assert printed
    assert all(isinstance(number, int | float) for number in printed)


def test_observations_are_filtered_by_what_was_asked(leader):
    items = leader.get("/api/v1/observations?limit=500").json()["items"]
    for field in ("indicator", "subject", "place", "kind"):
        value = next(item[field] for item in items if item[field])
        asked = leader.get("/api/v1/observations", {field: value, "limit": 500}).json()
        assert asked["items"] == [item for item in items if item[field] == value]
    of_document = leader.get("/api/v1/observations?document=002&limit=500").json()["items"]
    assert of_document == [item for item in items if item["source"]["document"] == "002"]


def test_the_observations_of_an_indicator_are_those_of_the_ledger(leader):
    one = leader.get("/api/v1/observations?limit=1").json()["items"][0]["indicator"]
    own = leader.get(f"/api/v1/indicators/{one}/observations").json()
    assert own["items"] == leader.get(f"/api/v1/observations?indicator={one}").json()["items"]
    assert own["total"] == leader.get(f"/api/v1/indicators/{one}").json()["observations"]


def test_an_indicator_is_found_by_name_and_by_alias(leader):
    items = leader.get("/api/v1/indicators?limit=500").json()["items"]
    aliased = next(item for item in items if item["aliases"])
    assert leader.get(f"/api/v1/indicators/{aliased['aliases'][0]}").json() == aliased
    assert leader.get(f"/api/v1/indicators/{aliased['name']}").json()["name"] == aliased["name"]


def test_indicators_are_filtered_by_wing_theme_kind_and_words(leader):
    items = leader.get("/api/v1/indicators?limit=500").json()["items"]
    make = leader.get("/api/v1/indicators?wing=make&limit=500").json()["items"]
    assert make == [item for item in items if item["wing"] in {"make", "both"}]
    theme = items[0]["theme"]
    of_theme = leader.get(f"/api/v1/indicators?theme={theme}&limit=500").json()["items"]
    assert of_theme == [item for item in items if item["theme"] == theme]
    by_words = leader.get("/api/v1/indicators", {"words": items[3]["name"], "limit": 500}).json()["items"]
    assert items[3] in by_words
    targets = leader.get("/api/v1/indicators?kind=target&limit=500").json()["items"]
    having = {item["indicator"] for item in leader.get("/api/v1/observations?kind=target&limit=500").json()["items"]}
    assert {item["id"] for item in targets} == having


def test_the_latest_figure_of_an_indicator_is_the_one_that_pages_show(leader, today):
    from zhiyi.server.accounts import actors
    from zhiyi.server.indicators import definitions

    cards = {card.id: card for card in definitions.definitions(actors.machine(), today)}
    items = leader.get("/api/v1/indicators?limit=500").json()["items"]
    assert {item["id"] for item in items} == set(cards)
    for item in items:
        card = cards[item["id"]]
        assert (item["latest"] or {}).get("id") == (card.latest.id if card.latest else None)
        assert item["observations"] == card.figures
        assert item["findings"] == card.findings


def test_findings_are_filtered_and_name_their_observations(leader):
    whole = leader.get("/api/v1/findings?limit=500").json()
    assert whole["total"] >= 20
    one = next(item for item in whole["items"] if item["observations"] and item["indicator"])
    for field, value in (
        ("kind", one["kind"]),
        ("indicator", one["indicator"]),
        ("observation", one["observations"][0]),
    ):
        narrowed = leader.get("/api/v1/findings", {field: value, "limit": 500}).json()
        assert one in narrowed["items"]
        assert narrowed["total"] < whole["total"]
    assert all(item["why"] for item in whole["items"])


def test_findings_can_be_read_as_an_earlier_day_would_have_seen_them(leader, today):
    whole = leader.get("/api/v1/findings?limit=500").json()
    then = leader.get("/api/v1/findings?limit=500&as-known-on=2020-12-31").json()
    assert whole["as_known_on"] == today.isoformat()
    assert then["as_known_on"] == "2020-12-31"
    assert 0 < then["total"] < whole["total"]
    known = {item["id"] for item in leader.get("/api/v1/observations?limit=500&as-known-on=2020-12-31").json()["items"]}
    assert all(known.issuperset(item["observations"]) for item in then["items"])
    page = leader.get("/api/v1/findings?limit=2&offset=1&as-known-on=2020-12-31").json()
    assert page["items"] == then["items"][1:3]


def test_a_finding_speaks_the_language_that_was_asked_for(leader):
    chinese = leader.get("/api/v1/findings?limit=1", headers={"Accept-Language": "zh-CN,en;q=0.5"})
    english = leader.get("/api/v1/findings?limit=1", headers={"Accept-Language": "en-GB"})
    asked = leader.get("/api/v1/findings?limit=1&lang=en", headers={"Accept-Language": "zh"})
    assert chinese.headers["Content-Language"] == "zh-CN"
    assert english.headers["Content-Language"] == asked.headers["Content-Language"] == "en"
    assert chinese.json()["items"][0]["why"] != english.json()["items"][0]["why"]
    assert asked.json() == english.json()


def test_a_gap_has_the_keys_of_every_gap(leader):
    whole = leader.get("/api/v1/gaps?limit=500&state=all").json()
    assert all(tuple(item) == KEYS for item in whole["items"])
    assert all(item["evidence"] for item in whole["items"])
    dues = [item["due"] for item in whole["items"] if item["due"]]
    assert dues == sorted(dues)


def test_gaps_are_filtered(leader):
    whole = leader.get("/api/v1/gaps?limit=500").json()["items"]
    kind = whole[0]["kind"]
    of_kind = leader.get(f"/api/v1/gaps?limit=500&kind={kind}").json()["items"]
    assert of_kind == [item for item in whole if item["kind"] == kind]
    placed = next(item["place"] for item in whole if item["place"])
    of_place = leader.get(f"/api/v1/gaps?limit=500&place={placed}").json()["items"]
    assert {item["id"] for item in of_place} >= {item["id"] for item in whole if item["place"] == placed}
    assert all(item["place"] for item in of_place)
    nobodys = leader.get("/api/v1/gaps?limit=500&owner=-").json()["items"]
    assert nobodys == [item for item in whole if item["owner"] is None]


def test_a_place_that_is_no_region_code_is_refused(leader):
    answer = leader.get("/api/v1/gaps?place=somewhere")
    assert answer.status_code == 422
    assert "somewhere" in answer.json()["error"]["message_en"]


def test_events_are_filtered_by_year_kind_and_words(leader):
    items = leader.get("/api/v1/events?limit=500").json()["items"]
    in_year = leader.get("/api/v1/events?year=2019&limit=500").json()["items"]
    assert in_year
    assert all(item["start"][:4] <= "2019" <= (item["end"] or "9999")[:4] for item in in_year)
    words = items[0]["title"][:4]
    assert items[0] in leader.get("/api/v1/events", {"words": words, "limit": 500}).json()["items"]


def test_regions_and_organisations_hang_together(leader):
    counties = leader.get("/api/v1/regions?level=county&limit=500").json()["items"]
    assert counties
    parent = counties[0]["parent"]
    below = leader.get(f"/api/v1/regions?parent={parent}&limit=500").json()
    assert below["total"] == leader.get(f"/api/v1/regions/{parent}").json()["children"]
    units = leader.get(f"/api/v1/organisations?region={parent}&limit=500").json()
    assert all(item["region"] == parent for item in units["items"])
    generic = leader.get("/api/v1/organisations?generic=true&limit=500").json()
    assert all(item["generic"] is True for item in generic["items"])


def test_about_says_what_this_home_holds(passer_by):
    about = passer_by.get("/api/v1/about").json()
    assert set(about) == {"city", "pack", "version", "as_of", "measured_on", "synthetic"}
    assert about["pack"]["name"] == "xuchang"
    assert about["synthetic"] is False


def test_what_is_synthetic_says_so(leader):
    from zhiyi.server.gaps.models import Gap
    from zhiyi.server.indicators.models import Event, Finding, Observation
    from zhiyi.server.orgs.models import Organisation, Region

    for model in (Observation, Event, Finding, Gap, Organisation, Region):
        model.objects.update(synthetic=True)
    for name in LISTS:
        if name == "documents":
            continue
        whole = leader.get(f"/api/v1/{name}?limit=2").json()
        assert whole["synthetic"] is True
        for item in whole["items"]:
            said = [piece.get("synthetic") for piece in item["evidence"]] if name == "gaps" else [item["synthetic"]]
            assert said
            assert all(said)
