"""What every request passes: headers, language, actor, second factor, door."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from zhiyi.city.texts import LANGUAGES
from zhiyi.kernel.messages import Message
from zhiyi.server import clock
from zhiyi.server.accounts import actors, addresses, doors, queries, refusals
from zhiyi.server.accounts.models import Person

Answer = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_COOKIE = "zhiyi_language"
LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
SEEN = "seen"
SEEN_EVERY_S = 60
BEGUN = "begun"
LONGEST_SESSION_S = 12 * 3600
BEFORE_SECOND_FACTOR = frozenset(
    {"second_factor", "second_factor_set_up", "sign_out", "sign_in", "sign_in_link", "language"}
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)

log = logging.getLogger("zhiyi.doors")


class SecurityHeaders:
    """Headers that Django does not set itself. A view may set its own value first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


class CookiesWithoutNull:
    """Drops cookies that hold a null character: no session has such a key, and PostgreSQL cannot be asked for one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class LanguageChoice:
    """`request.language`: from `?lang=`, else the cookie, else the person's own, else Chinese.

    `?lang=` is kept in the cookie, so that a link may be sent in a language and the next page stays in it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        language = asked if asked in LANGUAGES else self._kept(request)
        request.language = language  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = "en" if language == "en" else "zh-hans"
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if language == "en" else "zh-CN")
        if asked in LANGUAGES and request.COOKIES.get(LANGUAGE_COOKIE) != asked:
            keep_language(response, asked)
        return response

    def _kept(self, request: HttpRequest) -> str:
        cookie = request.COOKIES.get(LANGUAGE_COOKIE, "")
        if cookie in LANGUAGES:
            return cookie
        person = getattr(request, "user", None)
        return person.language if isinstance(person, Person) else LANGUAGES[0]


class ActorMiddleware:
    """`request.actor`, and the clocks of the session: it ends when it rested long, or 12 hours after the sign-in.

    Somebody who still owes a second factor holds no permission. What the signed in see is stored nowhere.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        if not actors.of(request).is_anonymous:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def _actor(self, request: HttpRequest) -> actors.Actor:
        now, digest = clock.now(), addresses.digest(addresses.client_ip(request))
        user = getattr(request, "user", None)
        person = user if user is not None and user.is_authenticated else None
        actor = queries.actor_for(person, now=now, address_digest=digest)
        if actor.is_anonymous:
            return actor
        if not self._keep_session(request, int(now.timestamp())):
            logout(request)
            return queries.actor_for(None, now=now, address_digest=digest)
        return replace(actor, reach=frozenset()) if owes_second_factor(request, actor) else actor

    def _keep_session(self, request: HttpRequest, now_s: int) -> bool:
        begun_s = int(request.session.get(BEGUN, now_s))
        if now_s - begun_s >= LONGEST_SESSION_S:
            return False
        request.session.setdefault(BEGUN, now_s)
        if now_s - int(request.session.get(SEEN, 0)) >= SEEN_EVERY_S:
            request.session[SEEN] = now_s
        return True


class SecondFactorMiddleware:
    """Sends staff who owe a second factor to show it, or to set it up, before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let through what is needed to show the factor or to leave."""
        match = request.resolver_match
        if match is not None and match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if not owes_second_factor(request, actors.of(request)):
            return None
        return refusals.second_factor_first(request, api=doors.is_api(view, request))


class DoorMiddleware:
    """Refuses every view whose declared door does not open to the actor, and every view without one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Deny by default."""
        door, actor, api = doors.of(view, request.method), actors.of(request), doors.is_api(view, request)
        if door is None:
            log.error("no door: %s", request.resolver_match.route if request.resolver_match else request.path)
            return refusals.forbidden(request, Message("door.undeclared"), api=api)
        if door.opens_to(actor):
            return None
        if actor.is_anonymous:
            return refusals.sign_in_first(request, api=api)
        return refusals.forbidden(request, doors.said(door), api=api)


def owes_second_factor(request: HttpRequest, actor: actors.Actor) -> bool:
    """Whether this home asks staff for a second factor and this session has not shown it."""
    if not settings.ZHIYI.asks_second_factor or not actor.staff:
        return False
    return getattr(request.user, "otp_device", None) is None


def keep_language(response: HttpResponseBase, language: str) -> None:
    """Keep a language in the cookie for a year."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=LANGUAGE_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
