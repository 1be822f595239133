"""Pages of figures: what they say, to whom, as of which day, in which language, and what they refuse."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client

from server.accounts import made_people
from zhiyi.indicators import values
from zhiyi.server.accounts.actors import ANONYMOUS
from zhiyi.server.indicators import queries
from zhiyi.server.packs.models import Load, Row
from zhiyi.server.web.city import exports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

RELEASABLE, UNDER_CHECK, INTERNAL = "F259", "F232", "F003"
PUBLIC_PAGES = (
    "/",
    "/overview",
    "/indicators",
    "/indicators/concluded_issues",
    f"/observations/{RELEASABLE}",
    "/documents",
)


def read(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def words(page: str) -> str:
    body = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def staff(client: Client) -> Client:
    made_people.signed_in(client, "analyst")
    return client


@pytest.fixture
def press(client: Client) -> Client:
    made_people.signed_in(client, "press_officer")
    return client


@pytest.mark.parametrize("address", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_passer_by_reads_every_public_page_in_both_languages(client: Client, address: str, language: str) -> None:
    page = read(client, f"{address}?lang={language}")
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page
    assert "city." not in words(page)


def test_home_says_how_much_is_public_and_where_it_comes_from(client: Client) -> None:
    page = words(read(client, "/"))
    figures = queries.figures(ANONYMOUS, date(2026, 11, 20))
    assert f"{len(figures)} 个数字" in page
    assert "智造" in page
    assert "宜居" in page
    assert "这些数字从哪里来" in page


def test_home_shows_staff_what_the_public_sees_and_nothing_more(client: Client) -> None:
    before = words(read(client, "/"))
    made_people.signed_in(client, "analyst")
    after = words(read(client, "/"))
    assert "待核" not in after
    assert before == after


def test_the_public_overview_says_nothing_of_findings_targets_or_internal_figures(client: Client) -> None:
    page = words(read(client, "/overview"))
    for word in ("核查发现", "待核", "内部", "目标已到期", "短板"):
        assert word not in page


def test_the_overview_of_staff_begins_with_what_is_under_check_and_what_is_found(staff: Client) -> None:
    page = words(read(staff, "/overview"))
    assert re.search(r"\d+ 个可发布，\d+ 个待核，\d+ 个仅供内部；核查发现 \d+ 条", page)
    assert "条核查发现" in page
    assert "目标已到期，没有结果" in page


def test_every_tile_opens_its_evidence_and_its_indicator(client: Client) -> None:
    page = read(client, "/overview")
    tiles = re.findall(r'<li class="tile.*?</li>', page, flags=re.DOTALL)
    assert len(tiles) > 20
    for tile in tiles:
        assert 'href="/indicators/' in tile
        assert 'hx-get="/observations/' in tile


def test_from_any_number_of_the_list_to_document_line_and_words_is_one_click(client: Client) -> None:
    page = read(client, "/indicators?q=办结企业")
    (address,) = re.findall(r'hx-get="(/observations/[^"]+)"', page)
    panel = words(read(client, address, **{"HX-Request": "true"}))
    assert "第 41 行" in panel
    assert "4000个" in panel
    assert "2022年9月27日" in panel


def test_the_evidence_says_what_the_comparator_was_taken_to_mean(client: Client) -> None:
    page = words(read(client, f"/observations/{RELEASABLE}"))
    assert "近 4,000 个" in page
    assert "“近”：不到所印的数，最多差 10%。" in page
    assert "不低于 3,600、低于 4,000 个" in page
    assert re.search(r"[0-9a-f]{64}", page)


def test_the_evidence_shows_the_conversion_of_units(staff: Client) -> None:
    page = words(read(staff, "/observations/F233"))
    assert "1 亿元 = 100,000,000 元" in page
    assert "高于 130,000,000,000 元" in page


def test_the_panel_is_a_fragment_and_the_page_is_whole_and_caches_tell_them_apart(client: Client) -> None:
    page = client.get(f"/observations/{RELEASABLE}")
    panel = client.get(f"/observations/{RELEASABLE}", headers={"HX-Request": "true"})
    assert b"<html" in page.content
    assert b"<html" not in panel.content
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in panel["Vary"]


@pytest.mark.parametrize("code", [UNDER_CHECK, INTERNAL, "F999"])
def test_a_figure_that_is_not_released_does_not_exist_for_a_passer_by(client: Client, code: str) -> None:
    read(client, f"/observations/{code}", 404)
    read(client, f"/observations/{code}", 404, **{"HX-Request": "true"})


def test_staff_see_a_figure_under_check_with_its_state(staff: Client) -> None:
    page = words(read(staff, f"/observations/{UNDER_CHECK}"))
    assert "待核" in page
    assert "核查发现" in page


def test_an_indicator_without_released_figures_does_not_exist_for_a_passer_by(client: Client) -> None:
    read(client, "/indicators/manufacturing_share_economy", 404)
    read(client, "/indicators/manufacturing_share_economy.csv", 404)


def test_an_indicator_page_draws_breaks_with_their_reasons_and_an_equal_table(staff: Client) -> None:
    page = read(staff, "/indicators/manufacturing_share_industry")
    assert "data-chart-place" in page
    assert "此处断开" in page
    table = re.search(r"<details class=\"fold\">.*?</details>", page, flags=re.DOTALL)
    assert table is not None
    for value in ("93%", "90%", "50%以上", "93%左右"):
        assert value in table.group()


def test_an_indicator_page_shows_the_family_apart_and_the_findings(staff: Client) -> None:
    page = words(read(staff, "/indicators/manufacturing_share_industry"))
    assert "看起来相像、但不能合并的指标" in page
    assert "制造业占规上工业增加值比重" in page
    assert "口径不同" in page


def test_a_target_stands_on_the_page_of_its_indicator_with_how_it_stands(staff: Client) -> None:
    page = words(read(staff, "/indicators/waste_sorting_target"))
    assert "目标已到期，没有结果" in page
    assert "超过 40%" in page


def test_an_indicator_of_several_subjects_shows_one_and_lists_all(client: Client) -> None:
    page = words(read(client, "/indicators/firms_visited"))
    assert "各对象的最新数" not in page
    made_people.signed_in(client, "analyst")
    page = words(read(client, "/indicators/industrial_zone_rank"))
    assert "各对象的最新数" in page
    assert "2 个对象" in page


def test_a_subject_without_figures_is_refused_with_the_way_on(client: Client) -> None:
    page = words(read(client, "/indicators/concluded_issues?subject=月球", 404))
    assert "月球" in page


def test_as_of_an_earlier_day_later_figures_are_not_there(staff: Client) -> None:
    page = read(staff, "/indicators/hnte_count?as-known-on=2021-01-01")
    assert "175 家" in page
    assert "300 家" not in page
    read(staff, f"/observations/{RELEASABLE}?as-known-on=2021-01-01", 404)


def test_links_carry_the_day_on(staff: Client) -> None:
    page = read(staff, "/indicators/hnte_count?as-known-on=2021-01-01")
    main = page[page.index("<main") : page.index("</main>")]
    addresses = re.findall(r'href="(/[^"#]+)"', main)
    assert addresses
    assert all("as-known-on=2021-01-01" in one for one in addresses)


def test_before_the_first_document_pages_say_why_they_are_empty(client: Client) -> None:
    assert "没有可以显示的数字" in read(client, "/overview?as-known-on=2018-01-01")
    assert "还没有可以显示的指标" in read(client, "/indicators?as-known-on=2018-01-01")


@pytest.mark.parametrize(
    ("address", "cure"),
    [
        ("/overview?as-known-on=2021-1-1", ""),
        ("/overview?as-known-on=2021-02-30", ""),
        ("/indicators?wing=left", "可以用：make、live、both"),
        ("/indicators?theme=none", "没有主题“none”"),
        ("/indicators?kind=guess", "可以用：stat、rank"),
        ("/indicators?sort=luck", "可以用：theme、name"),
        ("/indicators?page=0", "从列表第一页重新翻"),
        ("/indicators?page=x", "从列表第一页重新翻"),
        ("/indicators?page=-1", "从列表第一页重新翻"),
        ("/indicators?q=" + "长" * 101, "请用短一些的词"),
        ("/indicators.csv?wing=left", "可以用：make、live、both"),
    ],
)
def test_an_address_that_means_nothing_is_refused_with_the_cure(client: Client, address: str, cure: str) -> None:
    assert cure in read(client, address, 400)


def test_filters_are_chips_that_lead_to_the_list_without_them(client: Client) -> None:
    page = read(client, "/indicators?wing=live&kind=rank&q=位次")
    chips = re.search(r'<ul class="filter-chips".*?</ul>', page, flags=re.DOTALL)
    assert chips is not None
    addresses = re.findall(r'href="([^"]+)"', chips.group())
    assert "/indicators?q=%E4%BD%8D%E6%AC%A1&amp;kind=rank" in addresses
    assert "/indicators?wing=live&amp;kind=rank" in addresses


def test_a_search_that_finds_nothing_says_so_and_what_to_do(client: Client) -> None:
    page = words(read(client, "/indicators?q=没有这个"))
    assert "没有名称或别名里含“没有这个”的指标" in page
    assert "去掉全部筛选" in page


def test_a_search_finds_an_indicator_by_its_alias(staff: Client) -> None:
    assert "/indicators/hnte_count" in read(staff, "/indicators?q=高技术企业")


def test_the_list_is_paged_and_a_page_beyond_the_end_shows_the_last(client: Client) -> None:
    assert "第 1–50 条" in words(read(client, "/indicators"))
    assert 'href="/indicators?page=2"' in read(client, "/indicators")
    assert "共" in words(read(client, "/indicators?page=99"))


def test_staff_see_indicators_that_nobody_measured_as_unknown(staff: Client) -> None:
    page = read(staff, "/indicators?q=大班额比例")
    assert "cell-unknown hatched" in page
    assert "它是未知，不是零" in read(staff, "/indicators/oversized_class_share")


def rows(answer: bytes) -> list[list[str]]:
    text = answer.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_export_of_the_public_has_released_figures_only_with_source_day_and_synthetic(client: Client) -> None:
    answer = client.get("/indicators.csv?as-known-on=2022-12-31&lang=en")
    head, *found = rows(answer.content)
    assert {"document", "line", "words_of_the_source", "as_known_on", "synthetic"} <= set(head)
    assert len(found) == len(queries.figures(ANONYMOUS, date(2022, 12, 31)))
    assert {row[head.index("publication")] for row in found} == {"Releasable"}
    assert {row[head.index("as_known_on")] for row in found} == {"2022-12-31"}
    assert {row[head.index("synthetic")] for row in found} == {"no"}


def test_the_export_of_staff_has_every_figure(staff: Client) -> None:
    _, *found = rows(staff.get("/indicators.csv").content)
    assert len(found) == 285


def test_the_export_keeps_to_the_filters(client: Client) -> None:
    head, *found = rows(client.get("/indicators.csv?kind=rank&wing=live&lang=en").content)
    assert found
    assert {row[head.index("kind")] for row in found} == {"Rank"}


@pytest.mark.parametrize("text", ["=1+1", "+N", "-N", "@sum", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_an_export_can_run_as_a_formula(text: str) -> None:
    assert exports.safe(text) == f"'{text}"


def test_a_unit_that_begins_with_a_plus_is_exported_with_an_apostrophe(staff: Client) -> None:
    head, *found = rows(staff.get("/indicators/policy_structure_planned.csv?lang=en").content)
    assert found[0][head.index("unit")] == "'+N"


def test_a_press_officer_releases_a_figure_and_the_public_sees_it(press: Client) -> None:
    form = {"publication": "releasable", "expected": "under_check", "reason": "已与统计部门核对"}
    answer = press.post(f"/observations/{UNDER_CHECK}/publish", form, follow=True)
    assert answer.status_code == 200
    page = words(answer.content.decode())
    assert "已记录" in page
    assert "已与统计部门核对" in page
    press.logout()
    assert "90%" in read(press, f"/observations/{UNDER_CHECK}")


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"publication": "releasable", "expected": "under_check", "reason": "  "}, 400, "没有写理由"),
        ({"publication": "releasable", "expected": "under_check", "reason": "理" * 301}, 400, "超过 300 个字"),
        ({"publication": "", "expected": "under_check", "reason": "理由"}, 400, "没有选择新的状态"),
        ({"publication": "secret", "expected": "under_check", "reason": "理由"}, 400, "没有“secret”这种发布状态"),
        ({"publication": "releasable", "expected": "internal", "reason": "理由"}, 409, ""),
    ],
)
def test_a_decision_that_cannot_stand_changes_nothing_and_says_why(
    press: Client, form: dict[str, str], status: int, says: str
) -> None:
    answer = press.post(f"/observations/{UNDER_CHECK}/publish", form)
    assert answer.status_code == status
    page = answer.content.decode()
    assert says in page
    assert 'role="alert"' in page
    assert form["reason"].strip() in page
    figure = next(one for one in queries.figures(_press_actor(), date(2026, 11, 20)) if one.id == UNDER_CHECK)
    assert figure.value.publication is values.Publication.UNDER_CHECK


def test_only_who_may_publish_sees_the_form_or_passes_its_door(staff: Client) -> None:
    assert "/publish" not in read(staff, f"/observations/{UNDER_CHECK}")
    form = {"publication": "releasable", "expected": "under_check", "reason": "理由"}
    assert staff.post(f"/observations/{UNDER_CHECK}/publish", form).status_code == 403


def test_a_form_from_elsewhere_decides_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    made_people.signed_in(client, "press_officer")
    form = {"publication": "releasable", "expected": "under_check", "reason": "理由"}
    assert client.post(f"/observations/{UNDER_CHECK}/publish", form).status_code == 403


def test_the_page_of_an_indicator_offers_press_officers_a_decision_for_each_figure(press: Client) -> None:
    page = read(press, "/indicators/manufacturing_share_industry")
    assert page.count('name="publication"') == 4
    assert f'action="/observations/{UNDER_CHECK}/publish"' in page


def test_a_document_lists_what_it_carries_by_line(client: Client) -> None:
    page = words(read(client, "/documents/004"))
    lines = [int(number) for number in re.findall(r"第 (\d+) 行 \S", page)]
    assert "统计数 12 个" in page or re.search(r"统计数 \d+ 个", page)
    assert lines
    assert "SHA-256" in page


def test_a_document_in_the_panel_says_only_what_it_is(client: Client) -> None:
    panel = read(client, "/documents/004", **{"HX-Request": "true"})
    assert "<html" not in panel
    assert "143" in panel


def test_a_publisher_that_nobody_stated_is_unknown(client: Client) -> None:
    page = read(client, "/documents")
    assert "cell-unknown hatched" in page
    assert "未注明" not in page


def test_english_pages_name_ranks_units_and_subjects_in_english(staff: Client) -> None:
    page = words(read(staff, "/indicators?lang=en&q=scale"))
    assert "past 130 billion yuan" in page
    assert "Smart power equipment industry" in page
    assert "4th in Henan" in words(read(staff, "/indicators/economy_rank?lang=en"))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 28),
        ("/overview", 33),
        ("/indicators", 22),
        ("/indicators.csv", 22),
        ("/indicators/hnte_count", 38),
        ("/indicators/manufacturing_share_industry", 46),
        (f"/observations/{UNDER_CHECK}", 30),
        ("/documents", 18),
        ("/documents/004", 24),
    ],
)
def test_a_page_asks_the_database_a_fixed_number_of_times(
    staff: Client, address: str, most: int, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(most):
        read(staff, address)


def test_without_a_loaded_pack_pages_say_how_to_load_one(client: Client) -> None:
    Row.objects.all().delete()
    Load.objects.all().delete()
    for address in ("/", "/overview"):
        assert "zhiyi pack load" in read(client, address)


def _press_actor():
    return made_people.actor("press_officer")
