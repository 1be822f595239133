"""What people come for, from the first page to the end, as they would do it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Enter, Site

pytestmark = pytest.mark.browser

UNDER_CHECK, INTERNAL = "F232", "F003"
A_PAST_DAY = "2024-06-30"
INDICATOR = "hnte_count"
PUBLIC_INDICATOR = "talent_fund"


def test_a_leader_reads_the_words_of_a_figure_after_one_click(enter: Enter) -> None:
    page = enter("leader", "/overview")
    tile = page.locator(".tile").filter(has=page.locator(".chip")).first
    figure = tile.locator(".figure").inner_text()
    tile.locator(".chip").click()
    panel = page.locator("#evidence")
    expect(panel.locator("mark")).not_to_be_empty()
    expect(panel.locator(".line")).to_contain_text(re.compile(r"\d"))
    expect(panel.locator("a[href*='/documents/']").first).to_be_visible()
    assert page.url.endswith("/overview")
    assert re.search(r"\d", figure)


def test_a_leader_reads_the_words_of_a_figure_by_its_indicator_after_two_clicks(enter: Enter) -> None:
    page = enter("leader", "/overview")
    page.locator(".tile .figure a").first.click()
    page.locator("main tbody a[data-evidence]:visible").first.click()
    expect(page.locator("#evidence mark")).not_to_be_empty()


def test_a_mark_of_a_chart_opens_the_words_behind_it(enter: Enter) -> None:
    page = enter("leader", f"/indicators/{INDICATOR}")
    page.wait_for_selector("figure[data-chart=ready]", state="attached")
    page.locator("figure .chart-tools summary").click()
    page.locator("figure tr[data-point] a[data-evidence]").first.click()
    expect(page.locator("#evidence mark")).not_to_be_empty()


def test_a_figure_that_the_press_office_releases_is_public_from_then_on(enter: Enter) -> None:
    passer_by = enter("", "/")
    before = public_figures(passer_by)
    assert passer_by.request.get(f"/observations/{UNDER_CHECK}").status == 404

    officer = enter("press_officer", f"/observations/{UNDER_CHECK}")
    words = officer.locator("main blockquote mark").inner_text()
    officer.locator("input[name=publication][value=releasable]").check()
    officer.locator("input[name=reason]").fill("与原文核对无误")
    officer.locator(".decision button[type=submit]").click()
    expect(officer.locator(".notice-success")).to_be_visible()

    passer_by.goto("/")
    assert public_figures(passer_by) == before + 1
    passer_by.goto(f"/observations/{UNDER_CHECK}")
    expect(passer_by.locator("main blockquote mark")).to_have_text(words)
    passer_by.locator("main a[href^='/indicators/']").first.click()
    expect(passer_by.locator(f"main a[data-evidence][href*='{UNDER_CHECK}']").first).to_be_visible()


def test_a_passer_by_cannot_reach_an_internal_figure_by_its_address(enter: Enter) -> None:
    staff = enter("leader", f"/observations/{INTERNAL}")
    words = staff.locator("main blockquote mark").inner_text()
    page = enter("", "/")
    answer = page.request.get(f"/observations/{INTERNAL}")
    assert answer.status == 404
    assert words not in answer.text()
    panel = page.request.get(f"/observations/{INTERNAL}", headers={"HX-Request": "true"})
    assert panel.status == 404
    for address in ("/findings", "/gaps"):
        assert page.goto(address) is not None
        assert "/sign-in" in page.url


def test_the_day_travelled_to_stays_in_every_link(enter: Enter) -> None:
    page = enter("leader", "/overview")
    page.locator(".as-of summary").click()
    page.locator("#as-of-day").fill(A_PAST_DAY)
    page.locator(".travel button[type=submit]").click()
    page.wait_for_url(f"**/overview?as-known-on={A_PAST_DAY}")
    expect(page.locator(".as-of summary")).to_contain_text("2024年6月30日")
    ledger = page.locator("main a[href^='/indicators'], main a[href^='/observations'], main a[href^='/documents']")
    lost = [link for link in hrefs(page, ledger) if A_PAST_DAY not in link]
    assert lost == []
    page.locator(".tile .figure a").first.click()
    expect(page.locator(".as-of summary")).to_contain_text("2024年6月30日")
    page.locator(".as-of summary").click()
    page.locator(".travel a").click()
    assert A_PAST_DAY not in page.url


def test_a_day_that_cannot_be_is_refused_with_the_cure(enter: Enter) -> None:
    page = enter("leader", "/overview?as-known-on=2024-6-31")
    expect(page.locator(".refusal h1")).to_contain_text("2024-6-31")


def test_another_language_stays_on_the_page_and_on_the_next(enter: Enter) -> None:
    page = enter("", f"/indicators/{PUBLIC_INDICATOR}?as-known-on={A_PAST_DAY}")
    page.locator(".topbar a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert f"/indicators/{PUBLIC_INDICATOR}" in page.url
    assert A_PAST_DAY in page.url
    page.locator(".sidenav a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".topbar a[hreflang^=zh]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_one_time_link_signs_in_once(enter: Enter, site: Site) -> None:
    link = site.links("resident")["resident"].removeprefix(site.address)
    first = enter("", link)
    first.locator("main form button[type=submit]").click()
    expect(first.locator("form[action='/sign-out']")).to_have_count(1)
    second = enter("", "/")
    answer = second.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(second.locator("main form")).to_have_count(0)
    expect(second.locator("form[action='/sign-out']")).to_have_count(0)


def test_who_signs_out_is_a_passer_by_again(enter: Enter, site: Site) -> None:
    page = enter("", site.links("firm")["firm"].removeprefix(site.address))
    page.locator("main form button[type=submit]").click()
    page.locator(".topbar details.menu").last.locator("summary").click()
    page.locator("form[action='/sign-out'] button").click()
    expect(page.locator(".topbar a[href^='/sign-in']")).to_be_visible()


def test_wrong_passwords_are_refused_and_then_locked_out_with_a_time(enter: Enter) -> None:
    page = enter("", "/sign-in")
    for _ in range(6):
        if not page.locator("#password").count():
            break
        page.locator("#username").fill("nobody-of-this-name")
        page.locator("#password").fill("a wrong password")
        page.locator("main button[type=submit]").click()
        page.wait_for_load_state()
    expect(page.locator("#password")).to_have_count(0)
    expect(page.locator(".refusal, main")).to_contain_text(["15"])


def test_search_to_indicator_to_evidence_by_keyboard_alone(enter: Enter) -> None:
    page = enter("leader", "/overview")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("高新技术企业")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    walk_to(page, f"main a[href^='/indicators/{INDICATOR}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/indicators/{INDICATOR}*")
    page.keyboard.press("j")
    page.keyboard.press("e")
    panel = page.locator("#evidence")
    expect(panel.locator("mark")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_pages_read_without_script(enter: Enter) -> None:
    page = enter("leader", "/overview", java_script_enabled=False)
    page.locator(".tile .chip").first.click()
    expect(page.locator("main mark")).not_to_be_empty()
    page.goto(f"/indicators/{INDICATOR}")
    page.locator("figure .chart-tools summary").click()
    expect(page.locator("figure tr[data-point]").first).to_be_visible()


def public_figures(page: Page) -> int:
    """How many figures the public home says it knows."""
    found = re.search(r"(\d+) 个数字", page.locator("main").inner_text())
    assert found, "the home page does not say how many figures it rests on"
    return int(found.group(1))


def hrefs(page: Page, links: object) -> list[str]:
    """Where links lead."""
    found: list[str] = links.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('href'))")  # type: ignore[attr-defined]
    return found


def walk_to(page: Page, wanted: str, *, most: int = 80) -> None:
    """Press Tab until the focus stands on a wanted element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted} within {most} stops")
