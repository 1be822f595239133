"""Every page as every role, in both languages: over HTTP all of them, in the browser the richest of each shape."""

from __future__ import annotations

import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

import pytest
from playwright.sync_api import sync_playwright

from browser import crawl, look
from browser.conftest import CHROMIUM_FLAGS, Site, chromium
from browser.crawl import LANGUAGES, Client, Seen, Visitor, Walk

pytestmark = pytest.mark.browser

READER = "leader"
"""The role that reads most."""
STARTS = ("/", "/overview", "/sign-in", "/me")
MOST_OF_A_SHAPE = 3
MOST_FOR_THE_READER = 700
"""More than there are figures, indicators, events or units; only villages are more, and `make soak` reads them all."""
MOST_OPENED = {READER: 3, "": 2}
BROWSERS = 2
MOST_SCRIPT_BYTES = 100_000


@dataclass(frozen=True)
class Visit:
    """A page to be opened in the browser."""

    visitor: Visitor
    seen: Seen
    closely: bool


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[Client]:
    made = Client(site.address)
    yield made
    made.close()


@pytest.fixture(scope="module")
def walks(site: Site, client: Client) -> list[Walk]:
    """The walk of every role and of a passer-by, in each language; the reader's in Chinese goes furthest."""
    began = perf_counter()
    found = []
    for role in ["", *site.sessions]:
        for language in LANGUAGES:
            visitor = Visitor(role, language, site.sessions.get(role, ""))
            furthest = role == READER and language == LANGUAGES[0]
            most = MOST_FOR_THE_READER if furthest else MOST_OF_A_SHAPE
            found.append(crawl.walk(client, visitor, starts(role), most=most))
    slowest = sorted((page.took_s, page.url, walk.visitor.name) for walk in found for page in walk.pages.values())[-5:]
    asked = sum(len(walk.pages) for walk in found)
    print(f"\n{asked} answers in {perf_counter() - began:.0f} s; slowest {slowest}")
    return found


def test_every_link_leads_on_and_every_page_has_its_texts(walks: list[Walk]) -> None:
    faults = [fault for walk in walks for fault in walk.faults]
    assert not faults, grouped(faults)


def test_no_page_breaks_for_a_role_that_may_not_see_it(walks: list[Walk], client: Client) -> None:
    examples = {page.shape: page.url for walk in walks for page in walk.pages.values() if page.status == 200}
    faults = []
    for walk in walks:
        shapes = {page.shape for page in walk.pages.values()}
        for shape, url in examples.items():
            if shape in shapes:
                continue
            status = client.get(url, walk.visitor).status
            if status not in (200, 302, 403, 404):
                faults.append(f"{walk.visitor.name} {url}: {status}")
    assert faults == []


def test_every_figure_leads_to_its_words_in_two_clicks(walks: list[Walk]) -> None:
    faults = [fault for walk in walks for fault in dead_figures(walk)]
    assert not faults, grouped(faults)


def test_a_page_without_a_chart_loads_at_most_100_kb_of_script(site: Site, walks: list[Walk]) -> None:
    loaded = {
        page.scripts for walk in walks for page in walk.pages.values() if page.kind == "text/html" and not page.charts
    }
    sizes = {scripts: sum(compressed_size(site.address + script) for script in scripts) for scripts in loaded}
    print(f"\nscripts of pages without a chart: {sorted(sizes.values())} bytes")
    assert max(sizes.values()) <= MOST_SCRIPT_BYTES


def test_every_page_holds_in_the_browser(site: Site, walks: list[Walk]) -> None:
    began = perf_counter()
    visits = chosen(walks)
    with ThreadPoolExecutor(BROWSERS) as pool:
        parts = [visits[at::BROWSERS] for at in range(BROWSERS)]
        faults = [fault for part in pool.map(lambda part: seen_by(site, part), parts) for fault in part]
    print(f"\n{len(visits)} pages opened in {perf_counter() - began:.0f} s")
    assert not faults, grouped(faults)


def compressed_size(url: str) -> int:
    """Bytes of a file as a browser that reads gzip gets it."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        return len(answer.read())


@pytest.mark.soak
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_answers_the_reader(site: Site, client: Client, language: str) -> None:
    walk = crawl.walk(client, Visitor(READER, language, site.sessions[READER]), starts(READER), most=None)
    assert not walk.faults, grouped(walk.faults)
    assert len(walk.pages) > MOST_FOR_THE_READER


def starts(role: str) -> list[str]:
    """Where a walk begins: the public home, where one lands, sign-in, and one's own page."""
    return [start for start in STARTS if role or start != "/me"]


def dead_figures(walk: Walk) -> Iterator[str]:
    """Figures and chips that do not show words of a document, rows of a register or a run within two clicks."""
    for page in walk.pages.values():
        for url in page.figures:
            there = walk.pages.get(url)
            if there is None:
                continue
            if not (there.proof or any(_proves(walk, further) for further in there.evidence)):
                yield f"{walk.visitor.name} {page.url}: a figure leads to {url}, which shows no evidence"
        for url in page.evidence:
            if not _proves(walk, url):
                yield f"{walk.visitor.name} {page.url}: a chip leads to {url}, which shows no evidence"


def _proves(walk: Walk, url: str) -> bool:
    """Whether an address shows evidence; true where this walk did not ask for it."""
    there = walk.pages.get(url)
    return there is None or there.proof


def chosen(walks: Sequence[Walk]) -> list[Visit]:
    """The richest pages of each shape; what another visitor sees letter for letter is opened once.

    The reader and the passer-by open every shape in both languages, the others the shapes that these know in one
    language, by turns, and their own shapes in both.
    """
    visits: list[Visit] = []
    opened: set[str] = set()
    known: set[str] = set()
    roles = [walk.visitor.role for walk in walks]
    for walk in sorted(walks, key=lambda one: one.visitor.role not in MOST_OPENED):
        visitor, often = walk.visitor, MOST_OPENED.get(walk.visitor.role, 1)
        turn = LANGUAGES[roles.index(visitor.role) // len(LANGUAGES) % len(LANGUAGES)]
        for shape, pages in _by_shape(walk).items():
            if visitor.role in MOST_OPENED:
                known.add(shape)
            elif shape in known and visitor.language != turn:
                continue
            richest = sorted(pages, key=lambda page: (page.charts, page.size), reverse=True)
            for at, page in enumerate(richest[:often]):
                if page.digest not in opened:
                    opened.add(page.digest)
                    visits.append(Visit(visitor, page, closely=at == 0 and visitor.role in MOST_OPENED))
    return visits


def _by_shape(walk: Walk) -> dict[str, list[Seen]]:
    """Pages that a browser opens: without parameters, for the reader also filtered, sorted and paged."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for page in walk.pages.values():
        names = page.shape.partition("?")[2].split("&")
        opens = names == [""] or (walk.visitor.role == READER and "lang" not in names)
        if opens and page.status == 200 and page.kind == "text/html":
            found[page.shape].append(page)
    return found


def seen_by(site: Site, visits: Sequence[Visit]) -> list[str]:
    """Open pages in a browser of one's own; every fault with who met it and where."""
    faults: list[str] = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        eyes: dict[Visitor, look.Eye] = {}
        for visit in visits:
            visitor = visit.visitor
            if visitor not in eyes:
                for held in eyes.values():
                    held.context.close()
                eyes = {visitor: look.eye(running, site.address, site.cookies(visitor.role, visitor.language))}
            met = look.look(eyes[visitor], visit.seen.url, visitor.language, closely=visit.closely)
            faults += [f"{visitor.name} {visit.seen.url}: {fault}" for fault in met]
        running.close()
    return faults


def grouped(faults: Sequence[str]) -> str:
    """Faults by what is wrong, the most frequent first, each with where it was met first."""
    kinds: Counter[str] = Counter(fault.partition(": ")[2] for fault in faults)
    first = {fault.partition(": ")[2]: fault.partition(": ")[0] for fault in reversed(faults)}
    lines = [f"{count} × {kind}   (first: {first[kind]})" for kind, count in kinds.most_common(80)]
    return f"{len(faults)} faults of {len(kinds)} kinds\n" + "\n".join(lines)
