"""The crawl over HTTP: every address that a role can reach by links, with what each page of text must keep."""

from __future__ import annotations

import hashlib
import html
import http.client
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from zhiyi.city import texts

LANGUAGES = ("zh", "en")
CLIENTS = 4

_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_HX = re.compile(r'\shx-get="([^"]*)"')
_EVIDENCE = re.compile(r'<a class="chip" href="([^"]*)" data-evidence')
_FIGURE = re.compile(r'<span class="(?:figure|value)"><a href="([^"]*)"')
_WORDS = re.compile(r"""<span class="line">[^<]*\d[^<]*</span>\s*<blockquote[^>]*>.*?\S.*?</blockquote>""", re.S)
_SCRIPT = re.compile(r'<script\b[^>]*?\ssrc="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_NOISE = re.compile(
    r"""(name="csrfmiddlewaretoken" value="[^"]*")|(<summary><svg class="icon ".*?</details>)|(<kbd\b.*?</kbd>)""", re.S
)
_INVISIBLE = re.compile(r"<(script|style|svg|template|code)\b.*?</\1>", re.S)
_SOURCE_WORDS = re.compile(r"""<(\w+)\b[^>]*\slang="zh[^"]*"[^>]*>.*?</\1>""", re.S)
_TAG = re.compile(r"<[^>]*>")
_HAN = re.compile(r"[㐀-鿿][^<>\n]{0,30}")

_AREAS = "|".join(sorted({key.partition(".")[0] for key in texts.catalogue("zh")}))
_RAW = re.compile(
    rf"(?<![\w./-])(?:{_AREAS})\.[a-z_]+(?:\.[a-z_]+)*(?![\w/])(?<!\.csv)(?<!\.toml)"
    r"|\{[a-z_]+(?::[a-z]+)?\}|\[\[|\]\]|MissingText|(?<=\s)None(?=[\s<,.;，。])(?! of| yet)|\bundefined\b|操作失败"
)
"""Keys of texts, fields that nothing filled, Python's word for nothing, and the words that say nothing."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who reads pages: a role ("" is a passer-by), a language and the session."""

    role: str
    language: str
    session: str

    @property
    def name(self) -> str:
        """How faults name the visitor."""
        return f"{self.role or 'passer-by'}/{self.language}"

    @property
    def cookie(self) -> str:
        """The header by which the server knows the visitor."""
        return f"zhiyi_language={self.language}" + (f"; zhiyi_session={self.session}" if self.session else "")


@dataclass(frozen=True)
class Answer:
    """What the server said to a GET; redirects are not followed."""

    status: int
    kind: str
    location: str
    text: str
    took_s: float


@dataclass(frozen=True)
class Seen:
    """A page that was asked for.

    Attributes:
        shape: Its route with the names of its parameters.
        digest: Of what it says, without the name of the reader.
        figures: Where its figures lead.
        evidence: Where its chips lead.
        words: Whether it shows a line of a document with its words.
        scripts: Scripts that it loads.
        proof: Whether it shows evidence of any kind; a document with its lines does.
    """

    url: str
    shape: str
    status: int
    kind: str
    size: int
    charts: int
    digest: str
    took_s: float
    figures: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    words: bool = False
    proof: bool = False
    scripts: tuple[str, ...] = ()


@dataclass
class Walk:
    """What one visitor met."""

    visitor: Visitor
    pages: dict[str, Seen] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)  # every address with the page that links to it
    faults: list[str] = field(default_factory=list)

    def fault(self, url: str, what: str) -> None:
        """Keep a fault with who met it and where."""
        self.faults.append(f"{self.visitor.name} {url}: {what}")


class Client:
    """GET over connections that stay open, one for each thread."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._host = urlsplit(address).netloc
        self._own = threading.local()
        self._opened: list[http.client.HTTPConnection] = []

    def get(self, url: str, visitor: Visitor, **headers: str) -> Answer:
        """Ask once; an idle connection that the server closed is opened again."""
        sent = {"Cookie": visitor.cookie, **headers}
        for last in (False, True):
            connection = self._connection(fresh=last)
            began = perf_counter()
            try:
                connection.request("GET", url, headers=sent)
                answer = connection.getresponse()
                body = answer.read()
            except (http.client.HTTPException, ConnectionError):
                if last:
                    raise
                continue
            kind = (answer.getheader("Content-Type") or "").partition(";")[0]
            text = body.decode(errors="replace") if kind.startswith(("text/", "application/")) else ""
            return Answer(answer.status, kind, answer.getheader("Location") or "", text, perf_counter() - began)
        raise AssertionError

    def close(self) -> None:
        """Close what was opened."""
        for connection in self._opened:
            connection.close()

    def _connection(self, *, fresh: bool) -> http.client.HTTPConnection:
        held: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if held is None or fresh:
            if held is not None:
                held.close()
            held = http.client.HTTPConnection(self._host, timeout=60)
            self._own.connection = held
            self._opened.append(held)
        return held


def shape_of(url: str) -> str:
    """The route of an address and the names of its parameters; "" where nothing answers there."""
    split = urlsplit(url)
    try:
        route = resolve(unquote(split.path)).route
    except Resolver404:
        return ""
    names = sorted({name for name, _ in parse_qsl(split.query, keep_blank_values=True)})
    return "/" + route + ("?" + "&".join(names) if names else "")


def walk(client: Client, visitor: Visitor, starts: Iterable[str], *, most: int | None) -> Walk:
    """Follow every link of the site from `starts`.

    Args:
        most: How many addresses of one shape are asked for; None for all. Addresses with several parameters (filters
            of filters) are asked for in a few combinations only, for everybody.
    """
    found = Walk(visitor)
    asked: Counter[str] = Counter()
    known: set[str] = set()
    anchors: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, frozenset[str]] = {}
    frontier = list(starts)
    with ThreadPoolExecutor(CLIENTS) as pool:
        while frontier:
            wave = [url for url in dict.fromkeys(frontier) if url not in known and _due(url, asked, most)]
            known.update(wave)
            frontier = []
            answers = pool.map(lambda url: (url, client.get(url, visitor)), wave)
            for url, answer in answers:
                frontier += _met(found, client, url, answer, anchors, ids)
    for url, names in anchors.items():
        for name in sorted(names - ids.get(url, names)):
            found.fault(url, f"no element #{name}, which a link on {found.linked.get(url, '?')} leads to")
    return found


def _due(url: str, asked: Counter[str], most: int | None) -> bool:
    shape = shape_of(url)
    names = shape.partition("?")[2].split("&") if "?" in shape else []
    limit = 1 if "lang" in names else 3 if len(names) > 1 else 25 if names and names != ["page"] else most
    if most is not None and limit is not None:
        limit = min(limit, most)
    asked[shape] += 1
    return limit is None or asked[shape] <= limit


def _met(
    found: Walk,
    client: Client,
    url: str,
    answer: Answer,
    anchors: dict[str, set[str]],
    ids: dict[str, frozenset[str]],
) -> list[str]:
    """Record one answer; the addresses that it links to come back."""
    kept = Seen(
        url,
        shape_of(url),
        answer.status,
        answer.kind,
        len(answer.text),
        answer.text.count("data-chart="),
        hashlib.sha256(_NOISE.sub("", answer.text).encode()).hexdigest(),
        answer.took_s,
        _targets(_FIGURE, client.address, url, answer.text),
        _targets(_EVIDENCE, client.address, url, answer.text),
        _WORDS.search(answer.text) is not None,
        'class="evidence-item"' in answer.text or shape_of(url).startswith("/documents/"),
        _targets(_SCRIPT, client.address, url, answer.text),
    )
    found.pages[url] = kept
    if not kept.shape:
        found.fault(url, f"no route; linked on {found.linked.get(url, 'the start')}")
    if answer.status in (301, 302, 303, 307, 308):
        onward = _local(client.address, urljoin(client.address + url, answer.location))
        if onward is None or onward.startswith("/sign-in?"):
            found.fault(url, f"leads away to {answer.location}; linked on {found.linked.get(url, 'the start')}")
            return []
        found.linked.setdefault(onward, url)
        return [onward]
    if answer.status != 200:
        found.fault(url, f"{answer.status}; linked on {found.linked.get(url, 'the start')}")
        return []
    if answer.kind != "text/html":
        return []
    switched = dict(parse_qsl(urlsplit(url).query)).get("lang")
    for fault in text_faults(answer.text, switched or found.visitor.language, whole=switched is None):
        found.fault(url, fault)
    if 'class="demo-band"' not in answer.text:
        found.fault(url, "no notice of sample data")
    ids[url] = frozenset(_ID.findall(answer.text))
    return list(_links(found, client.address, url, answer.text, anchors))


def _links(found: Walk, address: str, url: str, page: str, anchors: dict[str, set[str]]) -> Iterator[str]:
    for href in [*_HREF.findall(page), *_HX.findall(page)]:
        target, name = urldefrag(urljoin(address + url, html.unescape(href)))
        local = _local(address, target)
        if local is None:
            found.fault(url, f"links to another place: {href}")
            continue
        if local.startswith("/static/"):
            continue
        if name:
            anchors[local].add(unquote(name))
        found.linked.setdefault(local, url)
        yield local


def _targets(pattern: re.Pattern[str], address: str, url: str, page: str) -> tuple[str, ...]:
    """The addresses that links of a kind lead to, without their anchors."""
    found = (urldefrag(urljoin(address + url, html.unescape(href)))[0] for href in pattern.findall(page))
    return tuple(dict.fromkeys(local for target in found if (local := _local(address, target)) is not None))


def _local(address: str, url: str) -> str | None:
    """The path and query of an address of this site; None elsewhere."""
    split = urlsplit(url)
    if f"{split.scheme}://{split.netloc}" != address:
        return None
    return (split.path or "/") + (f"?{split.query}" if split.query else "")


def text_faults(page: str, language: str, *, whole: bool) -> Iterator[str]:
    """What a page of text lacks: head, heading, language; and texts that were never written.

    Args:
        whole: Also Chinese on English pages that is not marked as such.
    """
    if not re.search(rf'<html lang="{"en" if language == "en" else "zh-Hans"}"', page):
        yield "the page does not say its language"
    if len(re.findall(r"<h1\b", page)) != 1:
        yield f"{len(re.findall(r'<h1[ >]', page))} first headings"
    title = re.search(r"<title>([^<]*)</title>", page)
    if title is None or not title.group(1).partition("·")[0].strip():
        yield "no title"
    visible = html.unescape(_TAG.sub(" ", _INVISIBLE.sub(" ", page)))
    for raw in sorted(set(_RAW.findall(visible))):
        if raw != "None" or language != "en":  # an English answer, where it is ours; the Chinese page tells
            yield f"a text that was never written: {raw!r}"
    if language == "en" and whole:
        ours = html.unescape(_TAG.sub("\n", _without_source_words(_INVISIBLE.sub(" ", page))))
        found = sorted(set(_HAN.findall(ours)))
        if found:
            yield f"Chinese that is not marked as such: {found[:5]} and {max(0, len(found) - 5)} more"


def _without_source_words(page: str) -> str:
    return _SOURCE_WORDS.sub(" ", page.partition("<body")[2])
