"""A demo city of its own, served on a free port, with a session for every role: what the browser tests walk through."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 60
SESSION_COOKIE = "zhiyi_session"
LINKS = """
import json, sys
from zhiyi.server import boot
boot.start()
from zhiyi.server import clock
from zhiyi.server.accounts import roles, sign_in
wanted = sys.argv[2:] or [role.code for role in roles.SHIPPED_ROLES]
links = sign_in.demo_links(wanted, base_url=sys.argv[1], now=clock.now())
print(json.dumps({link.role: link.url for link in links}))
"""


@dataclass
class Site:
    """A served demo city.

    Attributes:
        address: Where it is served, without a slash at the end.
        home: Its home folder.
        sessions: Session cookie of each role; the passer-by is the role "" with an empty one.
    """

    address: str
    home: Path
    sessions: dict[str, str] = field(default_factory=dict)

    def links(self, *roles: str) -> dict[str, str]:
        """A fresh one-time sign-in link for each role; for every shipped role where none is named."""
        command = [sys.executable, "-c", LINKS, self.address, *roles]
        done = subprocess.run(command, env=environment(self.home), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def cookies(self, role: str, language: str) -> list[dict[str, str]]:
        """What a browser of this role sends: its session, if any, and the language."""
        kept = {"zhiyi_language": language, SESSION_COOKIE: self.sessions.get(role, "")}
        return [{"name": name, "value": value, "url": self.address} for name, value in kept.items() if value]


def environment(home: Path) -> dict[str, str]:
    """The environment of a person who set nothing but the home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIYI_", "DJANGO_"))}
    return {**kept, "ZHIYI_HOME": str(home), "PYTHONUTF8": "1", "COLUMNS": "200"}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo city as `zhiyi demo --check` makes it and `zhiyi serve` serves it."""
    home = tmp_path_factory.mktemp("browser") / "var"
    zhiyi = [sys.executable, "-m", "zhiyi.cli.main"]
    made = subprocess.run(
        [*zhiyi, "demo", "--check"], env=environment(home), capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    served = Site(f"http://127.0.0.1:{free_port()}", home)
    log = home.parent / "serve.log"
    with log.open("wb") as out:
        program = [*zhiyi, "serve", "--port", served.address.rpartition(":")[2]]
        server = subprocess.Popen(
            program, env=environment(home), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_for(served.address, server, log)
        served.sessions = {role: signed_in(url) for role, url in served.links().items()}
        yield served
    finally:
        end(server)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the first page answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server with all that it started."""
    if server.poll() is not None:
        return
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def signed_in(link: str) -> str:
    """Follow a one-time link as a person does, by its page and its button; the session cookie comes back."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with opener.open(link) as answer:
        page = answer.read().decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    request = urllib.request.Request(
        link, data=f"csrfmiddlewaretoken={token}".encode(), headers={"Referer": link}, method="POST"
    )
    opener.open(request).close()
    found = [cookie.value for cookie in jar if cookie.name == SESSION_COOKIE and cookie.value]
    assert found, f"no session after {link}"
    return found[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for one module: while Playwright runs, Django's own tests cannot use a database here."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield running
        running.close()


def chromium() -> str:
    """Where Chromium is."""
    found = shutil.which("chromium")
    assert found, "no chromium: apt-get install chromium"
    return found


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """Open a page as a role: `enter("leader", "/overview", language="en")`; other options are the context's."""
    opened: list[BrowserContext] = []

    def come(role: str, path: str, *, language: str = "zh", **options: object) -> Page:
        wide: dict[str, object] = {"viewport": {"width": 1280, "height": 900}, "base_url": site.address}
        context = browser.new_context(**{**wide, **options})  # type: ignore[arg-type]
        context.add_cookies(site.cookies(role, language))  # type: ignore[arg-type]
        opened.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield come
    for context in opened:
        context.close()
