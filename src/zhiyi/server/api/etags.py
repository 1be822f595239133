"""Answers that say when they have not changed: a weak ETag over the state of the home, the question and who asks.

The tag is known before the database is asked for the answer, so a caller who has it already costs almost nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

import zhiyi
from zhiyi.kernel.messages import Message
from zhiyi.server import clock
from zhiyi.server.accounts import actors
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.api import errors, languages
from zhiyi.server.api.parameters import Asked, AskedDay
from zhiyi.server.indicators.standing import Standing, standing

Record = dict[str, object]
Answer = Record | HttpResponse

VARY = ("Cookie", "Accept-Language")


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks, as known on which day, in which language, at which state of the home.

    Attributes:
        actor: Who asks.
        day: As known on this day; today where the caller names none.
        language: Language of the sentences in the answer.
        standing: What the home held when the question came.
    """

    actor: Actor
    day: date
    language: str
    standing: Standing


def answered(request: HttpRequest, response: HttpResponse, asked: Asked, build: Callable[[Seen], Record]) -> Answer:
    """The answer that `build` makes, with its tag; 304 without a body where the caller holds it already.

    Raises:
        BadParameters: the address has a parameter that the operation does not take, or one parameter twice.
    """
    _refuse_strangers(request, asked)
    seen = _seen(request, asked)
    tag = _tag(request, seen)
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if _bare(tag) in {_bare(one) for one in held}:
        return _headed(HttpResponseNotModified(), tag, seen)
    body = build(seen)
    if held == ["*"]:
        return _headed(HttpResponseNotModified(), tag, seen)
    _headed(response, tag, seen)
    return body


def finished(response: HttpResponse) -> HttpResponse:
    """Headers that every answer carries, refusals too: kept by the caller alone, asked again each time."""
    patch_vary_headers(response, VARY)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _seen(request: HttpRequest, asked: Asked) -> Seen:
    actor = actors.of(request)
    day = asked.as_known_on if isinstance(asked, AskedDay) and asked.as_known_on else clock.today()
    return Seen(actor=actor, day=day, language=languages.of(request, asked.lang), standing=standing(actor))


def _refuse_strangers(request: HttpRequest, asked: Asked) -> None:
    taken = {field.alias or name for name, field in type(asked).model_fields.items()}
    details = [
        errors.Detail(errors.shown(name), Message("api.bad.unknown", taken=tuple(sorted(taken))))
        for name in request.GET
        if name not in taken
    ]
    details += [
        errors.Detail(name, Message("api.bad.repeated"))
        for name in request.GET
        if name in taken and len(request.GET.getlist(name)) > 1
    ]
    if details:
        raise errors.BadParameters(details)


def _tag(request: HttpRequest, seen: Seen) -> str:
    """Weak, because compression may change the bytes of the same answer."""
    parts = (
        zhiyi.__version__,
        repr(seen.standing),
        repr(sorted(seen.actor.reach)),
        seen.day.isoformat(),
        clock.today().isoformat(),
        seen.language,
        repr(request.path),
        repr(sorted(request.GET.lists())),
    )
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
    return f'W/"{digest[:32]}"'


def _bare(tag: str) -> str:
    return tag.removeprefix("W/")


def _headed(response: HttpResponse, tag: str, seen: Seen) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Content-Language"] = languages.HEADER[seen.language]
    return response
