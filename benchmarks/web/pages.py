"""Time to the first page, and the main pages under a bounded load on the loopback.

    python -m benchmarks.web.pages [--requests 200] [--clients 4]

Each page is asked `--requests` times by one client and then by several at once. A page that does not answer with 200
is left out, with its status.
"""

from __future__ import annotations

import argparse
import html
import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from benchmarks import measuring
from benchmarks.measuring import Timings
from benchmarks.web.demo import ZHIYI, environment

ADDRESS = "127.0.0.1"
PATIENCE_SECONDS = 60.0
PUBLIC = ("/", "/indicators", "/documents", "/about")
STAFF = (
    "/overview", "/indicators", "{indicator}", "{observation}", "/findings", "/timeline", "/gaps", "{members}", "{gap}",
    "/places", "/documents", "/api/v1/indicators", "/api/v1/observations",
)  # fmt: skip
LINKS = {
    "{indicator}": ("/indicators", r'href="(/indicators/[\w-]+)[?"]'),
    "{observation}": ("{indicator}", r'href="(/observations/[\w.-]+)[?"]'),
    "{members}": ("/gaps", r'"(/gaps/members\?[^"]+)"'),
    "{gap}": ("{members}", r'href="(/gaps/\d+)[?"]'),
}
"""Pages that are found by the first link of another page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the port of the server and the cookies of a session; none for a passer-by."""

    name: str
    port: int
    cookies: str = ""

    def ask(self, path: str, line: http.client.HTTPConnection) -> tuple[int, bytes]:
        """Status and body of one page, asked for as a browser does."""
        headers = {"Accept": "text/html,application/json", "Accept-Encoding": "gzip", "Cookie": self.cookies}
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read()

    def line(self) -> http.client.HTTPConnection:
        """A connection of its own, kept open."""
        return http.client.HTTPConnection(ADDRESS, self.port, timeout=PATIENCE_SECONDS)


def main() -> None:
    """Serve a fresh demo, ask its pages, print tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--requests", type=int, default=200)
    asked.add_argument("--clients", type=int, default=4)
    options = asked.parse_args()
    print(measuring.machine())
    with tempfile.TemporaryDirectory(prefix="zhiyi-benchmark-") as name:
        home = Path(name) / "home"
        with _served(home) as (_, first):
            pass
        with _served(home) as (port, second):
            print(f"\nFirst page after {first:.1f} s in a fresh home, {second:.1f} s the second time.")
            visitors = [Visitor("passer-by", port), Visitor("leader", port, _signed_in(home, port, role="leader"))]
            for visitor, paths in zip(visitors, (PUBLIC, STAFF), strict=True):
                _measure(visitor, paths, requests=options.requests, clients=options.clients)


@contextmanager
def _served(home: Path) -> Iterator[tuple[int, float]]:
    """Run `zhiyi demo` on a home; its port and the seconds until its first page answered."""
    port = _free_port()
    began = time.perf_counter()
    server = subprocess.Popen(
        [*ZHIYI, "demo", "--port", str(port)],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if server.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                raise SystemExit("zhiyi demo did not answer")
            time.sleep(0.02)
        yield port, time.perf_counter() - began
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def _signed_in(home: Path, port: int, *, role: str) -> str:
    """Cookies of a person of a role, signed in through a one-time link as the demo prints it."""
    base = f"http://{ADDRESS}:{port}"
    os.environ["ZHIYI_HOME"] = str(home)
    from zhiyi.server import boot

    boot.start()
    from zhiyi.server import clock
    from zhiyi.server.accounts import sign_in

    (link,) = sign_in.demo_links((role,), base_url=base, now=clock.now())
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = browser.open(link.url).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    if token is None:
        raise SystemExit("the page of a sign-in link has no form")
    browser.open(link.url, urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _measure(visitor: Visitor, paths: tuple[str, ...], *, requests: int, clients: int) -> None:
    found = {path: path for path in paths if path not in LINKS}
    rows = []
    for path in paths:
        address = found.get(path) or _linked(visitor, path, found)
        status, body = visitor.ask(address, visitor.line()) if address else (0, b"")
        if address is None or status != 200:
            print(f"{path}: {f'answered {status}' if address else 'no link leads there'}: left out")
            continue
        found[path] = address
        alone = _asked(visitor, address, requests)
        with ThreadPoolExecutor(clients) as crowd:
            parts = crowd.map(lambda _, at=address: _asked(visitor, at, requests // clients), range(clients))
            together = Timings(path, tuple(one for part in parts for one in part.milliseconds))
        rows.append([path, f"{len(body) / 1024:.0f}", *alone.row()[1:5], *together.row()[2:5]])
    header = (
        "page",
        "KiB",
        "runs",
        "p50 ms",
        "p95 ms",
        "max ms",
        *(f"{one} of {clients}" for one in ("p50", "p95", "max")),
    )
    measuring.table(f"Pages, {visitor.name}", header, rows)


def _linked(visitor: Visitor, path: str, found: dict[str, str]) -> str | None:
    """Address of the first link that leads to a page of a kind."""
    source, pattern = LINKS[path]
    address = found.get(source, source)
    link = re.search(pattern, _text(visitor, address)) if address.startswith("/") else None
    return html.unescape(link[1]) if link else None


def _text(visitor: Visitor, address: str) -> str:
    line = visitor.line()
    line.request("GET", address, headers={"Cookie": visitor.cookies})
    return line.getresponse().read().decode()


def _asked(visitor: Visitor, path: str, number: int) -> Timings:
    """Ask for a page `number` times over one connection."""
    line = visitor.line()
    taken = []
    for _ in range(number):
        began = time.perf_counter()
        status, _body = visitor.ask(path, line)
        taken.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise SystemExit(f"{path} answered {status} under load")
    return Timings(path, tuple(taken))


if __name__ == "__main__":
    main()
