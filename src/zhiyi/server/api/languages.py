"""The language of the sentences in an answer: `?lang=`, else `Accept-Language`, else as on the pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from zhiyi.city.texts import LANGUAGES

HEADER = {"zh": "zh-CN", "en": "en"}


def of(request: HttpRequest, asked: str | None) -> str:
    """`zh` or `en`: what the address asks for, else the first of the two that the header names, else the page's."""
    if asked is not None:
        return str(asked)
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        language = wanted.partition("-")[0]
        if language in LANGUAGES:
            return language
    kept = getattr(request, "language", LANGUAGES[0])
    return kept if kept in LANGUAGES else LANGUAGES[0]
