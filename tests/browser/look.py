"""What a page must keep in a real browser: accessible, quiet, within its width, with charts that equal their tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize
from playwright.sync_api import TimeoutError as TooSlow

HERE = Path(__file__).resolve().parent
AXE = HERE.parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = ViewportSize(width=1280, height=900)
DOUBLED = ViewportSize(width=640, height=450)  # what 1280 px leave at 200 % zoom
PHONE = ViewportSize(width=360, height=760)
MOST_HOVERED = 3
MOST_OPENED = 4
STOPS_OF_TAB = 12
WAIT_MS = 5000
CONTRAST = "color-contrast"
OWN_RECORDS = ("/system", "/audit", "/people", "/me")
"""Pages of what the system did itself: their rows are the record that a number would lead to."""

WATCH_POLICY = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.refusedByPolicy.push(`${violatedDirective} ${blockedURI}`));
"""


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
        refused: list[str] = self.page.evaluate("window.refusedByPolicy.splice(0)")
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
    context = browser.new_context(viewport=WIDE)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return Eye(address, context)


def look(seer: Eye, url: str, language: str, *, closely: bool) -> list[str]:
    """Open a page and hold everything against it.

    Args:
        closely: Also its night theme, its keyboard, and its panels of evidence under the rules of accessibility.
    """
    page, faults = seer.page, []
    page.set_viewport_size(WIDE)
    page.goto(seer.address + url, wait_until="load")
    page.evaluate(_rules())
    faults += _charts_ready(page)
    faults += _keyboard(page) if closely else []
    faults += _asked(page, "words", language) + _asked(page, "charts")
    faults += [] if url.startswith(OWN_RECORDS) else _asked(page, "dead")
    faults += _asked(page, "serious", [])
    faults += [f"at night: {fault}" for fault in _at_night(page)] if closely else []
    _handle(page)
    faults += _evidence(page, closely=closely)
    for size in (DOUBLED, PHONE):
        page.set_viewport_size(size)
        page.evaluate("rulesOfPage.rest()")
        faults += _asked(page, "tooWide", size["width"])
    return [*faults, *seer.take()]


def _asked(page: Page, rule: str, argument: object = None) -> list[str]:
    found: list[str] = page.evaluate(f"(given) => rulesOfPage.{rule}(given)", argument)
    return found


@cache
def _rules() -> str:
    assert AXE.is_file(), "no axe-core: run `python tools/assets.py --force`"
    return AXE.read_text(encoding="utf-8") + "\n" + (HERE / "page_rules.js").read_text(encoding="utf-8") + ";null"


def _charts_ready(page: Page) -> list[str]:
    if not page.locator("figure[data-chart]").count():
        return []
    try:
        page.wait_for_selector("figure[data-chart=ready]", state="attached", timeout=WAIT_MS)
    except TooSlow:
        return ["a chart was not drawn within 5 s"]
    return []


def _at_night(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    page.evaluate("rulesOfPage.rest()")
    faults = _asked(page, "serious", [CONTRAST])
    page.emulate_media(color_scheme="light")
    page.evaluate("rulesOfPage.rest()")
    return faults


def _handle(page: Page) -> None:
    """Do what a reader's hand does: move over charts, tiles and chips, open what can be opened."""
    for place in page.locator("main [data-chart-place]").all()[:MOST_HOVERED]:
        place.scroll_into_view_if_needed()
        if box := place.bounding_box():
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
    """Open one piece of evidence of each kind beside the page; it must come, and Escape must close it."""
    faults: list[str] = []
    kinds: dict[str, int] = {}
    chips = page.locator("main a[data-evidence]:visible")
    for at, href in enumerate(chips.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('href'))")):
        kinds.setdefault(urlsplit(href).path.strip("/").partition("/")[0], at)
    for at in kinds.values():
        chip, panel = chips.nth(at), page.locator("#evidence")
        href = chip.get_attribute("href")
        chip.click()
        try:
            panel.locator("#evidence-body .evidence-item").wait_for(timeout=WAIT_MS)
        except TooSlow:
            faults.append(f"evidence did not open: {href}: {panel.inner_text()[:120]}")
        if closely:
            faults += [f"with evidence open: {fault}" for fault in _asked(page, "serious", [])]
        page.keyboard.press("Escape")
        if panel.is_visible():
            faults.append(f"Escape does not close the evidence {href}")
    return faults


def _keyboard(page: Page) -> list[str]:
    """The first Tab reaches the skip link, every stop is drawn, and `/` leads to the search."""
    faults: list[str] = []
    for stop in range(STOPS_OF_TAB):
        page.keyboard.press("Tab")
        held: list[str] | None = page.evaluate("(stop) => rulesOfPage.focus(stop)", stop)
        if held is None:
            break
        faults += held
    page.evaluate("document.activeElement?.blur?.()")
    if page.locator("input[type=search]:visible").count():
        page.keyboard.press("/")
        if not page.evaluate("document.activeElement.matches('input[type=search]')"):
            faults.append("`/` does not lead to the search")
    page.evaluate("document.activeElement?.blur?.()")
    return faults
