"""How the server says no: what was wrong with the value, and the cure, as a page; as JSON under `/api/`."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from zhiyi.city.texts import LANGUAGES
from zhiyi.kernel.messages import DataError, Message, SettingsError, ZhiyiError
from zhiyi.server.accounts import actors
from zhiyi.server.accounts.refusals import in_json, status_of
from zhiyi.server.web.pieces import Action, Refusal

API = "/api/"
LONGEST_PATH = 120

log = logging.getLogger("zhiyi.web")


class Refusals:
    """Turns the refusals that a view lets pass (`NotFound`, `NotAllowed`, `Conflict`, `DataError`) into answers.

    An address or a form that holds a null character is refused before any view sees it: PostgreSQL stores and
    compares none. The API refuses it itself, with the name of the parameter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(API) and ("\x00" in request.path or _holds_null(request.GET)):
            return refuse(request, 400, Message("page.bad.null_character"))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """400 for a form with a null character."""
        if not request.path.startswith(API) and _holds_null(request.POST):
            return refuse(request, 400, Message("page.bad.null_character"))
        return None

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """404, 403, 409 or 400 with the words of the refusal; anything else is a bug and goes on."""
        if not isinstance(fault, ZhiyiError) or isinstance(fault, SettingsError):
            return None
        return refuse(request, status_of(fault), fault.message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form holds something that cannot be used."""
    if isinstance(exception, DisallowedHost):
        return _plain(request, 400, "page.refused.host")
    what = exception.message if isinstance(exception, DataError) else Message("page.refused.bad_request")
    if isinstance(exception, BadRequest) and exception.args and isinstance(exception.args[0], Message):
        what = exception.args[0]
    return refuse(request, 400, what)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the actor may not do this."""
    return refuse(
        request, 403, exception.message if isinstance(exception, ZhiyiError) else Message("page.refused.forbidden")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address, or the actor may not know that there is something."""
    what = Message("page.refused.no_page", path=request.path[:LONGEST_PATH])
    if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], Message):
        what = exception.args[0]
    return refuse(request, 404, what)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without the token that proves that this site gave it out."""
    log.warning("csrf: %s %s", request.resolver_match.route if request.resolver_match else "—", reason)
    return refuse(request, 403, Message("page.refused.csrf"), cure=Message("page.refused.csrf_cure"))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. The page asks nothing of the database, which may be what is broken."""
    if request.path.startswith(API):
        return in_json(500, Message("page.refused.broken"))
    return _plain(request, 500, "page.refused.broken")


def refuse(request: HttpRequest, status: int, what: Message, *, cure: Message | None = None) -> HttpResponse:
    """What was wrong and the cure, as a page of its own; as JSON under `/api/`."""
    if request.path.startswith(API):
        return in_json(status, what)
    found = Refusal(
        code=status,
        what=what,
        cure=cure or Message(f"page.refused.cure_{status}"),
        actions=_ways_on(request, status),
    )
    return render(request, "refusal.html", {"refusal": found}, status=status)


def _holds_null(sent: QueryDict) -> bool:
    return any("\x00" in text for name, held in sent.lists() for text in (name, *held))


def _ways_on(request: HttpRequest, status: int) -> tuple[Action, ...]:
    home = Action(label=Message("page.nav.home"), url=reverse("home"), icon="home", main=True)
    look = Action(label=Message("page.nav.search"), url=reverse("search"), icon="search")
    if status == 403 and actors.of(request).is_anonymous:
        return (Action(label=Message("ui.sign_in"), url=reverse("sign_in"), icon="user", main=True), home)
    return (home, look) if status == 404 else (home,)


def _plain(request: HttpRequest, status: int, key: str) -> HttpResponse:
    """A page without the frame: no actor, no database."""
    language = getattr(request, "language", LANGUAGES[0])
    cure = f"{key}_cure"
    return HttpResponse(
        render_to_string("board/broken.html", {"language": language, "code": status, "what": key, "cure": cure}),
        status=status,
    )
