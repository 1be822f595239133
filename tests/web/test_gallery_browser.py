"""The pieces in a real browser, under the product's content security policy."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILD = ROOT / "src" / "zhiyi" / "server" / "web" / "static" / "build"
CHROMIUM_FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SCRIPT_LIMIT_BYTES = 100_000
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 760}, "is_mobile": True, "has_touch": True},
    "night": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "doubled": {"viewport": {"width": 640, "height": 450}},
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, str(Path(__file__).parent / "gallery" / "site.py"), str(port)]
    with subprocess.Popen(program) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/evidence").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "no chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(**LOOKS["wide"])
    yield made
    made.close()


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address)
    if "/evidence" not in address and "/refusal" not in address:
        page.wait_for_selector("figure[data-chart=ready]", state="attached")
    return page, faults


def serious(page: Page) -> list[str]:
    assert AXE.is_file(), "no axe-core: run `python tools/assets.py --force`"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("async () => JSON.stringify(await axe.run(document, {resultTypes: ['violations']}))")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in json.loads(result)["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("look", sorted(LOOKS))
def test_the_gallery_is_accessible_quiet_and_fits(browser: Browser, site: str, look: str, language: str) -> None:
    context = browser.new_context(**LOOKS[look])
    page, faults = opened(context, f"{site}/?lang={language}")
    for fold in page.locator("details.fold summary").all():
        fold.click()
    page.mouse.move(500, 700)
    assert serious(page) == []
    assert faults == []
    width = LOOKS[look]["viewport"]["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_large_type_is_accessible_and_its_targets_are_large(context: BrowserContext, site: str) -> None:
    context.add_cookies([{"name": "zhiyi_size", "value": "elder", "url": site}])
    page, _ = opened(context, site)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    for button in page.locator(".btn:visible, .sidenav a:visible, summary:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 60
    assert serious(page) == []


def test_hovering_over_charts_breaks_no_policy(context: BrowserContext, site: str) -> None:
    page, faults = opened(context, site)
    place = page.locator("#share [data-chart-place]")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    for step in range(20):
        page.mouse.move(box["x"] + box["width"] * step / 20, box["y"] + box["height"] * (0.2 + 0.03 * step))
    assert faults == []


def test_a_chart_prints_its_figures_beside_its_marks(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    drawn = page.locator("#share [data-chart-place] svg").first.text_content() or ""
    for figure in ("88%", "超90%", "93%左右", "91.2%", "目标 ≥94%", "①"):
        assert figure in drawn


def test_a_chip_opens_its_evidence_beside_the_page_and_gives_the_focus_back(context: BrowserContext, site: str) -> None:
    page, faults = opened(context, site)
    chip = page.locator(".tile [data-evidence]").first
    chip.click()
    panel = page.locator("#evidence")
    expect(panel.locator("mark")).to_have_text("高新技术企业达到300家")
    expect(panel.locator("h2")).to_be_focused()
    assert page.url == f"{site}/"
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()
    assert faults == []


def test_evidence_that_cannot_be_fetched_says_so_and_keeps_a_way(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    page.route("**/evidence", lambda route: route.fulfill(status=403, body="<html><body>登录</body></html>"))
    page.locator(".tile [data-evidence]").first.click()
    body = page.locator("#evidence-body")
    expect(body.locator("[role=alert]")).to_contain_text("依据没有取到")
    expect(body.locator("a")).to_have_attribute("href", f"{site}/evidence")


def test_evidence_opens_as_a_page_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, **LOOKS["wide"])
    page = context.new_page()
    page.goto(site)
    page.locator(".tile [data-evidence]").first.click()
    expect(page.locator("main mark")).to_have_text("高新技术企业达到300家")
    context.close()


def test_a_mark_on_the_chart_opens_the_evidence_of_its_row(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    place = page.locator("#share [data-chart-place]")
    place.scroll_into_view_if_needed()
    dot = page.locator("#share svg path[fill='#1f5f8b']").first.bounding_box()
    assert dot is not None
    page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    expect(page.locator("#evidence mark")).to_be_visible()


def test_keys_move_open_select_and_search(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, f"{site}/refusal")
    page.goto(site)
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(rows.first).to_have_class("current")
    page.keyboard.press("x")
    expect(rows.first.locator("input[type=checkbox]")).to_be_checked()
    page.keyboard.press("e")
    expect(page.locator("#evidence")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("input[type=search]")).to_have_value("j")


def test_keys_can_be_switched_off(context: BrowserContext, site: str) -> None:
    context.add_cookies([{"name": "zhiyi_keys", "value": "off", "url": site}])
    page, _ = opened(context, site)
    page.keyboard.press("j")
    assert page.locator("[data-row].current").count() == 0


def test_the_theme_is_chosen_and_kept(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    page.locator("[data-display] summary").click()
    page.locator("input[name=theme][value=dark]").check(force=True)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 29)"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("[data-display] summary").click()
    expect(page.locator("input[name=theme][value=dark]")).to_be_checked()


def test_a_filter_form_leaves_empty_fields_out_of_the_address(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    page.locator("form[data-filters] button").first.click()
    page.wait_for_url("**/?wing=make")


def test_a_page_asks_nothing_of_other_origins(context: BrowserContext, site: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened(context, site)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_a_page_without_a_chart_loads_at_most_100_kb_of_script() -> None:
    names = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    assert (BUILD / f"{names['app.js']}.br").stat().st_size <= SCRIPT_LIMIT_BYTES
    assert (BUILD / f"{names['app.js']}.gz").stat().st_size <= SCRIPT_LIMIT_BYTES


def test_paper_keeps_the_notice_of_sample_data_and_drops_the_navigation(context: BrowserContext, site: str) -> None:
    page, _ = opened(context, site)
    page.emulate_media(media="print")
    expect(page.locator(".demo-band")).to_be_visible()
    expect(page.locator(".sidenav")).to_be_hidden()
    expect(page.locator(".search")).to_be_hidden()
