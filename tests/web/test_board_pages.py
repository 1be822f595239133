"""Pages of the board: what they say, to whom, what they refuse, what they export, and how often they ask."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from server.accounts import made_people
from zhiyi.kernel import records as plain
from zhiyi.kernel.messages import Message
from zhiyi.server import state
from zhiyi.server.gaps import records
from zhiyi.server.gaps.models import Gap, GapEvent
from zhiyi.server.indicators.models import Event, Finding, Run
from zhiyi.server.orgs.models import Organisation, Region
from zhiyi.server.web import downloads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

Bound = Callable[[int], AbstractContextManager[object]]
PUBLIC_PAGES = ("/timeline", "/places", "/places/411002", "/about", "/search", "/search?q=智能")
STAFF_PAGES = ("/findings", "/gaps", "/gaps/members")
HTMX = {"HX-Request": "true"}


def read(client: Client, address: str, status: int = 200, headers: dict[str, str] | None = None) -> str:
    answer = client.get(address, headers=headers or {})
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def words(page: str) -> str:
    body = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def staff(client: Client) -> Client:
    made_people.signed_in(client, "analyst")
    return client


def many_gaps(now: datetime, count: int) -> None:
    """Gaps of two kinds in every street of two districts, each of size 1."""
    places = list(Region.objects.filter(level="township").values_list("code", flat=True)[:40])
    Gap.objects.bulk_create(
        Gap(
            fingerprint=f"{number:032d}",
            engine="indicators",
            kind=("missed_target", "stated_weakness")[number % 2],
            rule="one_rule",
            subject=f"对象 {number}",
            place_id=places[number % len(places)],
            title=plain.packed(Message("indicators.gap.stated_weakness", title=f"第 {number} 项", title_en="A gap")),
            size=Decimal(1),
            unit="家",
            due=now.date() + timedelta(days=number % 60 - 20),
            evidence=[{"type": "run", "run": "indicators-000001", "engine": "indicators", "version": "1"}],
            found_at=now,
            updated_at=now,
            last_run="indicators-000001",
        )
        for number in range(count)
    )


@pytest.mark.parametrize("address", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_passer_by_reads_every_public_page_in_both_languages(client: Client, address: str, language: str) -> None:
    joint = "&" if "?" in address else "?"
    page = read(client, f"{address}{joint}lang={language}")
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page
    assert "style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("address", [*STAFF_PAGES, "/gaps/export", "/findings/export", "/system"])
def test_internal_pages_send_a_passer_by_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("address", STAFF_PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_staff_read_every_internal_page_in_both_languages(staff: Client, address: str, language: str) -> None:
    assert "lede" in read(staff, f"{address}?lang={language}")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/gaps?page=x", "“x”"),
        ("/gaps?page=99", "99"),
        ("/gaps?state=lost", "lost"),
        ("/gaps?kind=a%20b", "a b"),
        ("/gaps?place=41", "41"),
        ("/gaps/export?format=xls", "xls"),
        ("/gaps/export?pick=one", "one"),
        ("/gaps/export?picked=yes", "勾选"),
        ("/findings?kind=gossip", "gossip"),
        ("/findings?as-known-on=20260831", "20260831"),
        ("/timeline?year=19", "19"),
        ("/timeline?as-known-on=2026-02-30", "2026-02-30"),
        ("/timeline?as-known-on=2999-01-01", "2999年1月1日"),
        ("/places?kind=castle", "castle"),
        ("/search?q=" + "x" * 101, "101"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name_with_the_cure(staff: Client, address: str, named: str) -> None:
    page = words(read(staff, address, status=400))
    assert named in page
    assert "请" in page


@pytest.mark.parametrize(
    "address",
    ["/gaps/99999999", "/gaps/1/evidence/0", "/gaps/1/evidence/9", "/findings/none", "/events/E999", "/places/999999",
     "/organisations/none", "/no/such/page"],
)  # fmt: skip
def test_what_is_not_there_is_not_found_and_the_page_leads_on(staff: Client, address: str) -> None:
    page = read(staff, address, status=404)
    assert 'href="/search"' in page


@pytest.mark.parametrize("address", ["/places/%00", "/search?q=%00", "/gaps?words=a%00b", "/events/%00"])
def test_a_null_character_is_refused_and_never_reaches_the_database(staff: Client, address: str) -> None:
    assert staff.get(address).status_code == 400


def test_the_board_counts_in_its_first_sentence_what_its_groups_hold(staff: Client) -> None:
    page = read(staff, "/gaps")
    total = Gap.objects.filter(state="open").count()
    assert f"共有 {total} 项短板未销号" in words(page)
    counted = re.findall(r'<td class="number" data-label="项数">(\d+)</td>', page)
    assert sum(map(int, counted)) == total


def test_a_group_opens_to_its_members_beside_a_plain_link(staff: Client) -> None:
    page = read(staff, "/gaps")
    found = re.search(r'<a href="(/gaps/members[^"]+)" data-open hx-get="\1" hx-target="#([^"]+)"', page)
    assert found
    address, target = found[1].replace("&amp;", "&"), found[2]
    part = read(staff, address, headers={**HTMX, "HX-Target": target})
    assert part.lstrip().startswith(f'<tr class="members" id="{target}">')
    assert "<html" not in part
    assert "<html" in read(staff, address)
    folded = read(staff, f"{address}&fold=yes", headers={**HTMX, "HX-Target": target})
    assert folded.strip() == f'<tr class="members" id="{target}" hidden></tr>'


def test_the_row_that_cards_go_into_is_never_taken_from_the_request_as_it_is(staff: Client) -> None:
    part = read(staff, "/gaps/members", headers={**HTMX, "HX-Target": '"><script>'})
    assert "<script" not in part


def test_filters_narrow_the_board_and_stand_as_chips_that_lead_back(staff: Client, now: datetime) -> None:
    many_gaps(now, 80)
    page = read(staff, "/gaps?kind=missed_target&place=411002")
    assert page.count('class="filter-chips"') == 1
    assert 'href="/gaps?place=411002"' in page
    assert "自述的不足" not in words(page).partition("组短板")[2]
    inside = Gap.objects.filter(state="open", kind="missed_target", place__code__startswith="411002").count()
    assert f"共有 {inside} 项短板未销号" in words(page)


def test_a_gap_says_why_no_task_may_be_issued_from_it(staff: Client) -> None:
    shaky = Gap.objects.filter(solid=False).first()
    solid = Gap.objects.filter(solid=True, synthetic=False).first()
    assert shaky and solid
    assert "不能：依据是缺失的数据" in words(read(staff, f"/gaps/{shaky.pk}"))
    assert "依据确实，可以交办" in words(read(staff, f"/gaps/{solid.pk}"))
    Gap.objects.filter(pk=solid.pk).update(synthetic=True, solid=False)
    page = words(read(staff, f"/gaps/{solid.pk}"))
    assert "不能：依据是合成的示例数据" in page
    assert "示例数据（合成）" in page


def test_a_gap_shows_what_happened_to_it_and_what_stood_before(staff: Client, now: datetime) -> None:
    gap = Gap.objects.earliest("id")
    GapEvent.objects.create(gap=gap, kind="updated", run="indicators-000002", at=now, details={"before": {"size": "7"}})
    page = words(read(staff, f"/gaps/{gap.pk}"))
    assert "更新" in page
    assert "差距 7" in page


def test_a_gap_past_its_day_says_by_how_many_days(staff: Client) -> None:
    gap = Gap.objects.filter(due__isnull=False).earliest("id")
    Gap.objects.filter(pk=gap.pk).update(due=datetime(2020, 1, 1).date())
    assert re.search(r"已过期限 [\d,]+ 天", words(read(staff, f"/gaps/{gap.pk}")))


def test_evidence_of_a_gap_opens_beside_the_page_and_as_a_page(staff: Client) -> None:
    gap = Gap.objects.filter(kind="stated_weakness").earliest("id")
    beside = read(staff, f"/gaps/{gap.pk}/evidence/1", headers=HTMX)
    assert "<html" not in beside
    assert gap.evidence[0]["words"] in beside
    assert "<html" in read(staff, f"/gaps/{gap.pk}/evidence/1")
    assert staff.get(f"/gaps/{gap.pk}/evidence/1").headers["Vary"].count("HX-Request") == 1


def test_the_json_export_has_exactly_the_keys_that_the_command_line_gives(staff: Client) -> None:
    found = json.loads(read(staff, "/gaps/export?format=json"))
    assert len(found) == Gap.objects.filter(state="open").count()
    assert all(tuple(one) == records.KEYS for one in found)


def test_synthetic_gaps_are_marked_in_every_export(staff: Client) -> None:
    gap = Gap.objects.earliest("id")
    Gap.objects.filter(pk=gap.pk).update(synthetic=True, solid=False)
    told = {one["id"]: one for one in json.loads(read(staff, "/gaps/export?format=json"))}
    assert all(piece["synthetic"] is True for piece in told[gap.pk]["evidence"])
    by_id = {row["id"]: row["synthetic"] for row in rows(staff, "/gaps/export")}
    assert by_id.pop(str(gap.pk)) == "true"
    assert set(by_id.values()) == {"false"}


def test_only_the_groups_that_are_picked_are_exported(staff: Client) -> None:
    found = rows(staff, "/gaps/export?picked=yes&pick=indicators:stated_weakness:411000:-")
    assert {row["kind"] for row in found} == {"stated_weakness"}
    assert len(found) == Gap.objects.filter(kind="stated_weakness", place="411000").count()


def test_an_export_runs_nothing_in_a_spreadsheet(staff: Client) -> None:
    gap = Gap.objects.earliest("id")
    Gap.objects.filter(pk=gap.pk).update(subject='=HYPERLINK("http://a.b","c")')
    subjects = {row["id"]: row["subject"] for row in rows(staff, "/gaps/export")}
    assert subjects[str(gap.pk)].startswith("'=")


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("+a", "'+a"), ("-a", "'-a"), ("@a", "'@a"), ("\ta", "'\ta"), ("-1.5", "-1.5"), (None, ""),
     (True, "true"), (["甲", 1], '["甲", 1]'), (12, 12), ("甲", "甲")],
)  # fmt: skip
def test_cells_keep_numbers_and_disarm_formulas(value: object, cell: object) -> None:
    assert downloads.safe_cell(value) == cell


def test_a_reader_without_the_permission_is_offered_no_export(client: Client) -> None:
    made_people.signed_in(client, "dispatcher")
    page = read(client, "/gaps")
    assert "/gaps/export" not in page.replace('action="/gaps/export"', "")
    assert "导出" not in words(page)
    assert client.get("/gaps/export").status_code == 403


def test_a_restricted_gap_is_shown_to_those_of_its_scope_only(client: Client) -> None:
    gap = Gap.objects.earliest("id")
    Gap.objects.filter(pk=gap.pk).update(visibility="restricted", scope="411002001")
    made_people.signed_in(client, "handler", scope="411003")
    assert client.get(f"/gaps/{gap.pk}").status_code == 404
    made_people.signed_in(client, "handler", scope="411002")
    assert client.get(f"/gaps/{gap.pk}").status_code == 200


def test_every_finding_stands_under_its_kind_with_what_the_kind_means(staff: Client) -> None:
    page = words(read(staff, "/findings"))
    assert f"共有 {Finding.objects.filter(gone_in=None).count()} 条发现" in page
    assert "几个数之间应有的关系不成立" in page


def test_one_kind_of_findings_can_be_read_whole(staff: Client) -> None:
    page = read(staff, "/findings?kind=identity_broken")
    assert page.count('class="card finding"') == Finding.objects.filter(gone_in=None, kind="identity_broken").count()


def test_a_finding_shows_its_figures_each_with_its_evidence(staff: Client) -> None:
    found = Finding.objects.filter(gone_in=None, kind="identity_broken").earliest("fingerprint")
    page = read(staff, f"/findings/{found.pk}")
    for code in found.observations:
        assert f'href="/observations/{code}"' in page


def test_figures_of_one_indicator_and_unit_stand_on_one_scale_and_others_do_not(staff: Client) -> None:
    pages = [
        read(staff, f"/findings/{found.pk}") for found in Finding.objects.filter(gone_in=None).exclude(observations=[])
    ]
    scaled = [page for page in pages if "同一刻度：" in page]
    assert scaled
    assert all('<svg class="strip"' in page for page in scaled)
    assert len(scaled) < len(pages)


def test_findings_of_an_earlier_day_know_nothing_of_later_documents(staff: Client) -> None:
    early = words(read(staff, "/findings?as-known-on=2019-12-31"))
    assert "按2019年12月31日所知重新得出" in early
    assert "（2022年" not in early


def test_findings_are_exported_as_they_are_filtered(staff: Client) -> None:
    found = rows(staff, "/findings/export?kind=sliding_target")
    assert {row["kind"] for row in found} == {"sliding_target"}
    assert {row["synthetic"] for row in found} == {"false"}
    assert len(json.loads(read(staff, "/findings/export?format=json"))) == Finding.objects.filter(gone_in=None).count()


def test_the_public_chronicle_shows_releasable_events_only(client: Client, staff: Client) -> None:
    open_events = Event.objects.filter(publication="releasable", retired_on=None).count()
    assert f"共 {open_events} 件" in words(read(Client(), "/timeline"))
    assert f"共 {Event.objects.filter(retired_on=None).count()} 件" in words(read(staff, "/timeline"))
    held = Event.objects.exclude(publication="releasable").earliest("code")
    assert Client().get(f"/events/{held.pk}").status_code == 404
    assert staff.get(f"/events/{held.pk}").status_code == 200


def test_the_chronicle_runs_forward_and_names_each_year_once(client: Client) -> None:
    years = [int(year) for year in re.findall(r'class="timeline-year" id="y(\d{4})"', read(client, "/timeline"))]
    assert years == sorted(set(years))


def test_a_day_is_a_dot_and_a_year_is_a_band(client: Client) -> None:
    page = read(client, "/timeline")
    first = page[page.index('id="y2001"') :]
    assert "strip-band" in first[: first.index("</li>")]
    assert "strip-dot" in page


def test_the_chronicle_is_filtered_by_year_kind_and_words(client: Client) -> None:
    page = read(client, "/timeline?year=2012&kind=event&words=开工")
    assert set(re.findall(r'class="timeline-year" id="y(\d{4})"', page)) == {"2012"}
    assert page.count('<a href="/timeline?') >= 3
    assert "没有符合的大事" in words(read(client, "/timeline?words=无此事"))


def test_an_event_leads_to_its_document_line_and_words(client: Client) -> None:
    event = Event.objects.filter(publication="releasable").exclude(document=None).earliest("code")
    beside = read(client, f"/events/{event.pk}", headers=HTMX)
    assert "<html" not in beside
    assert event.words in beside
    assert f"第 {event.line} 行" in beside
    assert f'href="/documents/{event.document_id}"' in read(client, f"/events/{event.pk}")


def test_places_are_counted_by_kind_and_made_up_ones_apart(client: Client) -> None:
    page = words(read(client, "/places"))
    villages = Region.objects.filter(kind="village", synthetic=False).count()
    assert f"{villages:,} 个村" in page


def test_a_place_says_where_it_lies_and_lists_what_lies_in_it(client: Client) -> None:
    street = Region.objects.filter(parent="411002").earliest("code")
    page = read(client, f"/places/{street.pk}")
    assert 'href="/places/411002"' in page
    for village in street.children.all()[:3]:
        assert f'href="/places/{village.pk}"' in page


def test_long_lists_of_places_come_page_by_page(client: Client) -> None:
    first, second = read(client, "/places?kind=village"), read(client, "/places?kind=village&page=2")
    assert "共 1,591 条" in words(first)
    listed = [
        set(re.findall(r'<th scope="row"><span class="cell"><a href="(/places/\d{12})"', page))
        for page in (first, second)
    ]
    assert [len(page) for page in listed] == [50, 50]
    assert listed[0].isdisjoint(listed[1])


def test_places_are_found_by_name_and_by_the_first_digits_of_a_code(client: Client) -> None:
    assert 'href="/places/411002"' in read(client, "/places?words=魏都")
    assert 'href="/places/411002001"' in read(client, "/places?words=411002001")


def test_a_generic_unit_says_that_the_city_has_not_named_it(client: Client) -> None:
    unit = Organisation.objects.filter(generic=True).earliest("id")
    assert "等城市写明自己的机构" in words(read(client, f"/organisations/{unit.pk}"))


def test_about_tells_pack_licence_and_the_hash_of_every_document(client: Client) -> None:
    page = words(read(client, "/about"))
    assert "xuchang" in page
    assert "Apache" in page
    assert len(re.findall(r"SHA-256 [0-9a-f]{64}", page)) >= 1


def test_search_finds_in_groups_what_the_reader_may_see(client: Client) -> None:
    page = words(read(client, "/search?q=智能"))
    assert "指标" in page
    assert "没有找到“无此物”" in words(read(client, "/search?q=无此物"))
    held = Event.objects.exclude(publication="releasable").earliest("code")
    assert held.title not in words(read(client, f"/search?q={held.title[:8]}")).partition("类。")[2]


def test_the_system_page_holds_no_secret(client: Client, settings: object) -> None:
    made_people.signed_in(client, "system_admin")
    page = read(client, "/system")
    assert settings.SECRET_KEY not in page  # type: ignore[attr-defined]
    assert connection.vendor in words(page)
    assert Run.objects.latest("finished_at").pk in words(page)


def test_health_says_that_all_is_well_and_its_version_and_nothing_else(client: Client) -> None:
    told = client.get("/health").json()
    assert told["status"] == "ok"
    assert set(told) == {"status", "version"}


def test_health_answers_503_when_the_database_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "answers", lambda: False)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"


def test_robots_read_the_home_page_only(client: Client) -> None:
    assert client.get("/robots.txt").content == b"User-agent: *\nAllow: /$\nDisallow: /\n"
    assert client.get("/favicon.ico").headers["Location"].endswith("favicon.ico")


def test_an_unknown_address_of_the_api_is_refused_in_json(client: Client) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"code", "message_zh", "message_en"}


def test_a_form_without_its_token_is_refused_with_the_cure() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "刷新" in words(answer.content.decode())


def test_a_fault_of_ours_is_told_without_asking_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(state, "answers", fall)
    client.raise_request_exception = False
    answer = client.get("/health")
    assert answer.status_code == 500
    assert "日志" in answer.content.decode()


def test_the_frame_shows_no_door_that_is_shut(client: Client) -> None:
    public = read(client, "/about")
    assert 'href="/gaps"' not in public
    made_people.signed_in(client, "system_admin")
    page = read(client, "/about")
    assert 'href="/system"' in page
    assert 'href="/findings"' not in page


def test_the_day_is_carried_along_and_the_language_can_be_changed_on_the_spot(client: Client) -> None:
    page = read(client, "/timeline?as-known-on=2020-12-31&year=2019")
    assert 'href="/timeline?as-known-on=2020-12-31&amp;year=2019&amp;lang=en"' in page
    assert '<input type="hidden" name="as-known-on" value="2020-12-31">' in page
    assert "as-known-on=2020-12-31" in page[page.index("<ol") :]


@pytest.mark.parametrize(
    ("address", "bound"),
    [("/gaps", 26), ("/gaps/members", 22), ("/findings", 24), ("/timeline", 18), ("/places", 24), ("/about", 20),
     ("/search?q=智能", 26)],
)  # fmt: skip
def test_a_page_asks_the_database_a_bounded_number_of_times(
    staff: Client, now: datetime, django_assert_max_num_queries: Bound, address: str, bound: int
) -> None:
    many_gaps(now, 300)
    read(staff, address)
    with django_assert_max_num_queries(bound):
        read(staff, address)
