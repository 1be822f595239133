"""The pieces as HTML: what stands in them, and what must never stand in them."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError

from web.gallery import samples
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.web import assets
from zhiyi.server.web import pieces as p

TEMPLATES = Path(assets.__file__).parent / "templates"


def drawn(tag: str, thing: object, language: str = "zh") -> str:
    return Template("{% load pieces %}{% " + tag + " thing %}").render(Context({"thing": thing, "language": language}))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_a_figure_shows_comparator_value_and_unit_in_the_order_of_its_source() -> None:
    assert words(drawn("figure", p.Figure("1,567", "家", before="超"))) == "超1,567家"
    assert words(drawn("figure", p.Figure("1,500", "家", after="余"))) == "1,500余家"
    assert words(drawn("figure", p.Figure("93", "%", tail="左右"))) == "93%左右"


def test_english_figures_are_spaced_but_per_cent_hugs_its_number() -> None:
    assert words(drawn("figure", p.Figure("1,567", "firms", before="over"), "en")) == "over 1,567 firms"
    assert words(drawn("figure", p.Figure("93", "%", before="about"), "en")) == "about 93%"


def test_an_unknown_figure_is_hatched_and_never_zero() -> None:
    html = drawn("figure", p.Figure(None, "家"))
    assert "hatched" in html
    assert words(html) == "未知"


def test_a_figure_of_zero_is_known() -> None:
    assert words(drawn("figure", p.Figure(0, "件"))) == "0件"


@pytest.mark.parametrize("tone", list(p.Tone))
def test_every_state_has_a_word_and_a_shape(tone: p.Tone) -> None:
    html = drawn("state", p.State(tone, "某种状态"))
    assert "某种状态" in html
    assert f"#state-{tone.value}" in html


def test_a_source_chip_is_a_link_without_script_and_opens_the_panel_with_it() -> None:
    html = drawn("source", p.Source("/evidence/F001", "文件004 第37行"))
    assert 'href="/evidence/F001"' in html
    assert 'hx-get="/evidence/F001"' in html
    assert 'hx-target="#evidence-body"' in html


def test_messages_days_and_texts_are_written_in_the_language_of_the_page() -> None:
    fact = (p.Fact(Message("ui.gap.size"), date(2026, 11, 20)),)
    assert words(drawn("facts", fact)) == "差距2026年11月20日"
    assert words(drawn("facts", fact, "en")) == "Falls short by20 Nov 2026"


def test_words_of_a_source_cannot_become_markup() -> None:
    html = drawn("proof", p.Proof("<b>标题</b>", words="前<script>后", carrying="<script>"))
    assert "<script>" not in html
    assert "<b>" not in html


def test_the_carrying_words_are_marked_within_their_line() -> None:
    html = drawn("proof", p.Proof("文件", line=3, words="全市共300家企业", carrying="300家"))
    assert "全市共<mark>300家</mark>企业" in html


def test_carrying_words_that_the_line_lacks_mark_nothing() -> None:
    assert "<mark>" not in drawn("proof", p.Proof("文件", line=3, words="全市共300家企业", carrying="301家"))


def test_a_refused_action_cannot_be_pressed_and_says_why() -> None:
    html = drawn("action", p.Action("转为任务", "/issue", refused="依据未核实。"))
    assert "disabled" in html
    assert "/issue" not in html
    assert "依据未核实。" in html


def test_a_table_without_rows_says_why_and_what_to_do() -> None:
    html = drawn("table", samples.table("zh", rows=False))
    assert "<table" not in html
    assert "没有指标同时属于" in html
    assert "去掉一个筛选" in html


def test_a_table_refuses_a_row_of_the_wrong_length() -> None:
    full = samples.table("zh")
    short = dataclasses.replace(full, rows=(p.Row((p.Cell("只有一格"),)),))
    with pytest.raises(ValueError, match="shorter"):
        drawn("table", short)


def test_the_pager_leads_to_its_neighbours_and_its_ends() -> None:
    html = drawn("pager", p.Pager(3, 24, 11, 15, 118, "/x?page={page}"))
    assert re.findall(r'href="/x\?page=(\d+)"', html) == ["2", "1", "2", "4", "24", "4"]


def test_the_first_page_has_no_page_before_it() -> None:
    html = drawn("pager", p.Pager(1, 3, 1, 5, 12, "/x?page={page}"))
    assert 'rel="prev"' not in html
    assert 'rel="next"' in html


def test_the_timeline_groups_by_year_and_leaves_the_undated_to_the_end() -> None:
    html = drawn("timeline", samples.moments("zh"))
    heads = re.findall(r"<h3>([^<]+)</h3>", html)
    assert heads == ["2016", "2018", "2019", "2020", "未注明"]


def test_the_table_under_a_chart_holds_every_mark_of_the_chart() -> None:
    chart = samples.chart("zh")
    html = drawn("chart", chart)
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    marks = [point["id"] for line in data["series"] for point in line["points"]]
    marks += [point["id"] for point in data["targets"]]
    assert sorted(re.findall(r'data-point="([^"]+)"', html)) == sorted(marks)
    for line in data["series"]:
        for point in line["points"]:
            assert point["text"] in html.split("<tbody>")[1]


def test_a_chart_carries_unit_source_period_description_and_reasons() -> None:
    html = drawn("chart", samples.chart("zh"))
    for part in ("，%", "文件004 第33行", "2016年至2025年", "从90%起重新计算", "① 2020年起分母由"):
        assert part in html


def test_a_chart_keeps_the_break_in_its_data() -> None:
    html = drawn("chart", samples.chart("zh"))
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    assert [point["segment"] for point in data["series"][0]["points"]] == [0, 0, 0, 0, 1, 1, 1]
    assert data["breaks"] == [{"at": "2020-01-01", "mark": "①"}]


def test_an_icon_that_the_sprite_lacks_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="no-such-icon"):
        Template("{% load pieces %}{% icon 'no-such-icon' %}").render(Context({"language": "zh"}))


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_no_template_holds_inline_styles_or_scripts(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|javascript:|\son[a-z]+\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_an_unknown_tag_fails_when_the_page_is_written() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load pieces %}{% no_such_piece x %}")
