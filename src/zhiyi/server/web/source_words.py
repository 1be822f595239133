"""Chinese on English pages is quoted: names and words of the sources. Each run of it is marked `lang="zh"`.

Without the mark a screen reader spells Chinese with an English voice, and a browser may draw it with Japanese shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

_HAN = "㐀-鿿"
_RUN = re.compile(rf"(?:[0-9][0-9.,]*)?[{_HAN}](?:[{_HAN}　-〿！-～·—–0-9A-Za-z.%+/-]*[{_HAN}）」》])?")
_ANY = re.compile(rf"[{_HAN}]")
_TOKEN = re.compile(r"<!--.*?-->|<(script|style|template|textarea|title|svg)\b.*?</\1>|<[^>]*>", re.S)
_NAME = re.compile(r"<(/?)([a-zA-Z0-9-]+)")
_MARKED = re.compile(r"""\slang=["']?zh""")
_WITHOUT_END = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class SourceWords:
    """Marks the Chinese of English pages, fragments for htmx among them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "language", "") == "en" and isinstance(response, HttpResponse) and _is_page(response):
            response.content = marked(response.content.decode(response.charset)).encode(response.charset)
        return response


def marked(page: str) -> str:
    """A page with every run of Chinese in an element `lang="zh"`.

    Attributes, scripts and the page's title can hold no element and stay as they are. An option takes the mark itself.
    """
    return "".join(_parts(page)) if _ANY.search(page) else page


def _parts(page: str) -> Iterator[str]:
    at, inside, depth = 0, "", 0
    option = ""
    for token in _TOKEN.finditer(page):
        words, at = page[at : token.start()], token.end()
        if option:
            yield option.replace("<option", '<option lang="zh"', 1) if _ANY.search(words) else option
            yield words
        else:
            yield words if inside else _spans(words)
        tag = token.group()
        name = _NAME.match(tag)
        option = tag if name and name.groups() == ("", "option") and not _MARKED.search(tag) else ""
        if not option:
            yield tag
        if name is None or token.group(1):
            continue
        closing, kind = bool(name.group(1)), name.group(2)
        if inside:
            depth += 0 if kind != inside else -1 if closing else 1
            inside = inside if depth else ""
        elif not closing and kind not in _WITHOUT_END and _MARKED.search(tag):
            inside, depth = kind, 1
    yield page[at:] if inside else _spans(page[at:])


def _spans(words: str) -> str:
    return _RUN.sub(r'<span lang="zh">\g<0></span>', words)


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
