"""What a page must keep in a real browser: accessible, quiet, within its width, with charts that equal their tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from playwright.sync_api import TimeoutError as TooSlow

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1280, "height": 900}
DOUBLED = {"width": 640, "height": 450}
PHONE = {"width": 360, "height": 760}
MOST_HOVERED = 3
MOST_OPENED = 4

WATCH_POLICY = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber || ""}`);
});
"""

SERIOUS = """async (rules) => {
  const only = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
  const found = await axe.run(document, {resultTypes: ["violations"], ...only});
  return JSON.stringify(found.violations.filter((fault) => ["serious", "critical"].includes(fault.impact)).map((fault) =>
    `${fault.id}: ${fault.nodes.length} × ${fault.nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + node.any.map((one) => one.message).join(" ")).join(" | ")}`));
}"""

WORDS = """(language) => {
  const faults = [];
  const root = document.documentElement;
  if (!root.lang.startsWith(language === "zh" ? "zh" : "en")) faults.push(`lang is ${root.lang}`);
  if (!document.title.split("·")[0].trim()) faults.push("no title");
  const heads = document.querySelectorAll("h1");
  if (heads.length !== 1) faults.push(`${heads.length} first headings`);
  if (!document.querySelector("main#content")) faults.push("no main part");
  if (language === "zh") return faults;
  const han = /[\\u3400-\\u9fff]/;
  const marked = (node) => node.closest("[lang]")?.lang.startsWith("zh");
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (han.test(node.data) && !node.parentElement.closest("script,style,template,code") && !marked(node.parentElement))
      found.add(node.data.trim().slice(0, 60));
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const node of document.body.querySelectorAll(`[${name}]`))
      if (han.test(node.getAttribute(name)) && !marked(node)) found.add(`${name}=${node.getAttribute(name).slice(0, 60)}`);
  if (found.size) faults.push(`Chinese that is not marked as such: ${[...found].slice(0, 5).join(" | ")} (${found.size})`);
  return faults;
}"""

CHARTS = """() => {
  const faults = [];
  const said = (node) => (node?.textContent || "").replace(/\\s+/g, " ").trim();
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const wrong = (what) => faults.push(`chart #${figure.id}: ${what}`);
    const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    if (!said(figure.querySelector("h3"))) wrong("no title");
    if (!said(figure.querySelector(".chart-measure"))) wrong("no measure");
    if (!said(figure.querySelector(".chart-foot > span"))) wrong("no period");
    if (!figure.querySelector(".chart-foot .chips a[href]")) wrong("no source");
    const head = said(figure.querySelector("thead th.number"));
    if (!/[（(].+[)）]|[,，：:] *\\S/.test(head)) wrong(`no unit at the head of its table: ${head}`);
    const rows = [...figure.querySelectorAll("tr[data-point]")];
    const points = [...data.series.flatMap((line) => line.points), ...data.targets];
    if (rows.length !== points.length) wrong(`${points.length} marks and ${rows.length} rows`);
    for (const point of points) {
      const row = rows.find((one) => one.dataset.point === String(point.id));
      if (!row) { wrong(`no row for ${point.id}`); continue; }
      if (said(row.querySelector("td.number")) !== point.text.replace(/\\s+/g, " ").trim())
        wrong(`${point.id} is ${point.text} in the chart and ${said(row.querySelector("td.number"))} in the table`);
      if (said(row.querySelector("th")) !== point.period) wrong(`${point.id}: another period in the table`);
      if (!row.querySelector("a[data-evidence]")) wrong(`${point.id}: no evidence in the table`);
      const printed = (point.text.replace(/,/g, "").match(/[0-9]+(\\.[0-9]+)?/g) || []).map(Number);
      const near = (one) => [1, 10, 1e3, 1e4, 1e8, 1e12, 1e-2, 1e-4, 1e-8].some((scale) => Math.abs(one * scale - point.value) <= 1e-9 * Math.abs(point.value));
      const middle = printed.length > 1 ? [(printed[0] + printed[1]) / 2] : [];
      if (point.value !== null && printed.length && ![...printed, ...middle].some(near))
        wrong(`${point.id} stands at ${point.value} and is printed ${point.text}`);
    }
    if (!figure.querySelector("[data-chart-place] svg")) wrong("nothing is drawn");
  }
  return faults;
}"""

DEAD = """() => {
  const faults = [];
  const said = (node) => (node?.textContent || "").replace(/\\s+/g, " ").trim();
  for (const figure of document.querySelectorAll("main .tile .figure, main .lede .figure, main span.figure"))
    if (!figure.querySelector("a[href]") && !figure.closest("a[href]")) faults.push(`dead number: ${said(figure)}`);
  for (const tile of document.querySelectorAll("main .tile"))
    if (tile.querySelector(".figure") && !tile.querySelector("a[data-evidence]")) faults.push(`tile without evidence: ${said(tile)}`);
  for (const value of document.querySelectorAll("main .rests-on .value"))
    if (!value.querySelector("a[href]") && !value.closest("li").querySelector("a[href]")) faults.push(`dead number: ${said(value)}`);
  for (const size of document.querySelectorAll("main .card .size"))
    if (!size.closest(".card").querySelector("a[href]")) faults.push(`dead number: ${said(size)}`);
  for (const cell of document.querySelectorAll("main tbody td.number"))
    if (/[0-9]/.test(said(cell)) && !cell.closest("tr").querySelector("a[href]")) faults.push(`dead number in a table: ${said(cell)} of ${said(cell.closest("tr")).slice(0, 60)}`);
  for (const moment of document.querySelectorAll("main .moment"))
    if (!moment.querySelector("a[href]")) faults.push(`dead event: ${said(moment).slice(0, 60)}`);
  return faults;
}"""

TOO_WIDE = """(width) => {
  const root = document.documentElement;
  const reach = Math.max(root.scrollWidth, document.body.scrollWidth);
  if (reach <= width) return "";
  const guilty = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > width + 1);
  const named = guilty.slice(-3).map((node) => node.tagName.toLowerCase() + "." + (node.getAttribute("class") || "") + " " + node.textContent.trim().slice(0, 30));
  return `${reach} px wide on ${width}: ${named.join(" | ")}`;
}"""

AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished)).then(() => null)"

FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const inner = node.matches("input[type=radio], input[type=checkbox]") ? getComputedStyle(node.closest("label") || node) : style;
  const drawn = (one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none";
  return {what: node.tagName.toLowerCase() + "." + (node.className || "") + " " + (node.textContent || "").trim().slice(0, 30),
    shown: drawn(style) || drawn(inner), inside: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
    skip: node.classList.contains("skip")};
}"""


@dataclass
class Eye:
    """A browser window that notes what goes wrong in it: console, errors, answers, requests to other places."""

    address: str
    context: BrowserContext
    page: Page = field(init=False)
    noted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH_POLICY)
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda fault: self.noted.append(f"error in script: {fault}"))

    def take(self) -> list[str]:
        """What was noted since the last call, refusals of the content policy among it."""
        refused: list[str] = self.page.evaluate("window.__refused.splice(0)")
        noted, self.noted = self.noted, []
        return [*noted, *(f"refused by the content policy: {one}" for one in refused)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.noted.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.noted.append(f"asked another place: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.noted.append(f"{response.status} for {response.url}")


def eye(browser: Browser, address: str, cookies: list[dict[str, str]]) -> Eye:
    """A fresh window of a visitor."""
    context = browser.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return Eye(address, context)


def look(seer: Eye, url: str, language: str, *, closely: bool) -> list[str]:
    """Open a page and hold everything against it.

    Args:
        closely: Also its night theme, its keyboard, and its panel of evidence under the rules of accessibility.
    """
    page, faults = seer.page, []
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.goto(seer.address + url, wait_until="load")
    faults += _charts_ready(page)
    faults += _keyboard(page) if closely else []
    for script, argument in ((WORDS, language), (CHARTS, None), (DEAD, None)):
        faults += page.evaluate(script, argument)
    faults += serious(page)
    if closely:
        for scheme, rules in (("dark", ("color-contrast",)), ("light", ())):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AT_REST)
            faults += [f"at night: {fault}" for fault in serious(page, *rules)] if rules else []
    _handle(page)
    faults += _evidence(page, closely=closely)
    for size in (DOUBLED, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        if wide := page.evaluate(TOO_WIDE, size["width"]):
            faults.append(wide)
    return [*faults, *seer.take()]


def serious(page: Page, *rules: str) -> list[str]:
    """Serious and critical faults by axe-core."""
    page.evaluate(_axe())
    return list(json.loads(page.evaluate(SERIOUS, list(rules))))


@cache
def _axe() -> str:
    assert AXE.is_file(), "no axe-core: run `python tools/assets.py --force`"
    return AXE.read_text(encoding="utf-8")


def _charts_ready(page: Page) -> list[str]:
    if not page.locator("figure[data-chart]").count():
        return []
    try:
        page.wait_for_selector("figure[data-chart=ready]", state="attached", timeout=5000)
    except TooSlow:
        return ["a chart was not drawn within 5 s"]
    return []


def _handle(page: Page) -> None:
    """Do what a reader's hand does: move over charts, tiles and chips, open what can be opened."""
    for place in page.locator("main [data-chart-place]").all()[:MOST_HOVERED]:
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        if box:
            for step in range(13):
                page.mouse.move(box["x"] + box["width"] * step / 12, box["y"] + box["height"] * (0.15 + 0.055 * step))
    for kind in ("main .tile", "main a.chip", "main tbody tr", "main .card"):
        for thing in page.locator(f"{kind}:visible").all()[:MOST_HOVERED]:
            thing.hover(force=True)
    for fold in page.locator("main details > summary:visible").all()[:MOST_OPENED]:
        fold.click()
    for menu in page.locator(".topbar details.menu > summary:visible").all():
        menu.click()
    page.keyboard.press("Escape")


def _evidence(page: Page, *, closely: bool) -> list[str]:
    """Open evidence beside the page; it must come, and Escape must close it."""
    chip = page.locator("main a[data-evidence]:visible").first
    if not page.locator("main a[data-evidence]:visible").count():
        return []
    chip.click()
    panel = page.locator("#evidence")
    try:
        panel.locator("#evidence-body .evidence-item").wait_for(timeout=5000)
    except TooSlow:
        return [f"evidence did not open: {chip.get_attribute('href')}: {panel.inner_text()[:120]}"]
    faults = [f"with evidence open: {fault}" for fault in serious(page)] if closely else []
    page.keyboard.press("Escape")
    if panel.is_visible():
        faults.append("Escape does not close the evidence")
    return faults


def _keyboard(page: Page) -> list[str]:
    """The first Tab reaches the skip link, every stop is drawn, and `/` leads to the search."""
    faults: list[str] = []
    for stop in range(12):
        page.keyboard.press("Tab")
        held: dict[str, Any] | None = page.evaluate(FOCUSED)
        if held is None:
            break
        if stop == 0 and not held["skip"]:
            faults.append(f"the first stop of Tab is {held['what']}, not the skip link")
        if not held["shown"]:
            faults.append(f"the focus is not drawn on {held['what']}")
        if not held["inside"]:
            faults.append(f"the focus is outside of the page on {held['what']}")
    page.evaluate("() => document.activeElement?.blur?.()")
    if page.locator("input[type=search]:visible").count():
        page.keyboard.press("/")
        if not page.evaluate("document.activeElement.matches('input[type=search]')"):
            faults.append("`/` does not lead to the search")
        page.evaluate("() => document.activeElement?.blur?.()")
    return faults
