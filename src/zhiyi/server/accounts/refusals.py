"""How a shut door answers: a page with the cure, a way to sign in, or JSON from the API."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhiyi.city import texts
from zhiyi.kernel.messages import Conflict, Message, NotAllowed, NotFound, ZhiyiError
from zhiyi.server.accounts import actors
from zhiyi.server.web.pieces import Action, Refusal

LOCKED_STATUS = 429


def status_of(fault: ZhiyiError) -> int:
    """The HTTP status that says what kind of error it was."""
    if isinstance(fault, NotAllowed):
        return 403
    if isinstance(fault, NotFound):
        return 404
    return 409 if isinstance(fault, Conflict) else 400


def sign_in_first(request: HttpRequest, *, api: bool) -> HttpResponse:
    """Nobody is signed in: to the sign-in page and back to where the reader was going; 401 from the API."""
    if api:
        answer = in_json(401, Message("door.api_sign_in"))
        answer.headers["WWW-Authenticate"] = 'Session realm="zhiyi"'
        return answer
    return _elsewhere(request, "sign_in")


def second_factor_first(request: HttpRequest, *, api: bool) -> HttpResponse:
    """The second factor is owed: to the page that asks for it; 403 from the API."""
    if api:
        return in_json(403, Message("door.api_second_factor"))
    return _elsewhere(request, "second_factor")


def forbidden(request: HttpRequest, why: Message, *, api: bool) -> HttpResponse:
    """Signed in, but the door does not open: 403, with who passes and whom to ask."""
    what = Message("door.shut")
    if api:
        return in_json(403, Message("door.api_shut", why=why))
    return page(request, 403, what=what, cure=Message("door.shut_cure", why=why))


def locked(request: HttpRequest, original: HttpResponse | None = None, credentials: object = None) -> HttpResponse:
    """Too many failed sign-ins: 429, with how long to wait and the other way in. Called by django-axes."""
    seconds = int(float(settings.AXES_COOLOFF_TIME) * 3600)
    cure = Message("account.locked_cure", minutes=max(1, seconds // 60))
    answer = page(request, LOCKED_STATUS, what=Message("account.locked"), cure=cure)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def fault_page(request: HttpRequest, fault: ZhiyiError, *, cure: Message, status: int | None = None) -> HttpResponse:
    """A page that says what was wrong with what was asked, and the cure."""
    return page(request, status or status_of(fault), what=fault.message, cure=cure)


def page(request: HttpRequest, status: int, *, what: Message, cure: Message) -> HttpResponse:
    """What was wrong and the cure, as a page of its own."""
    back = () if actors.of(request).is_anonymous else (Action(Message("door.to_profile"), reverse("profile")),)
    actions = (*back, Action(Message("door.to_home"), reverse("home")))
    return render(request, "refusal.html", {"refusal": Refusal(status, what, cure, actions)}, status=status)


def in_json(status: int, message: Message) -> JsonResponse:
    """An error of the API in both languages."""
    error = {
        "code": message.key,
        "message_zh": texts.render(message, "zh"),
        "message_en": texts.render(message, "en"),
    }
    return JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})


def safe_next(request: HttpRequest, asked: str) -> str:
    """The address to go on to, or the empty string where it would lead to another origin."""
    allowed = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if allowed and asked.startswith("/") else ""


def _elsewhere(request: HttpRequest, name: str) -> HttpResponse:
    """To another page and back. htmx would put the answer inside the page, so it is told to leave instead."""
    hx = request.headers.get("HX-Request") == "true"
    origin = request.headers.get("HX-Current-URL", "") if hx else request.get_full_path()
    back = _path_of(request, origin) if hx or request.method in ("GET", "HEAD") else ""
    address = reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
    if hx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _path_of(request: HttpRequest, address: str) -> str:
    here = f"{request.scheme}://{request.get_host()}"
    return safe_next(request, address.removeprefix(here))
