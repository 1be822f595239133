"""The doors of the pages of figures. What the reader may see is decided by the queries, figure by figure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from zhiyi.kernel.messages import Conflict, DataError, Message
from zhiyi.server import clock
from zhiyi.server.accounts.actors import of
from zhiyi.server.accounts.doors import door, public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_RELEASABLE
from zhiyi.server.indicators import chronicle, definitions, queries, services, surroundings
from zhiyi.server.web.city import asked, evidence, exports, lists, pages
from zhiyi.server.web.city.scene import of_request


@public_door(WHY_RELEASABLE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the city says of itself; the same for everybody, so that staff see what the public sees."""
    return render(request, "city/home.html", pages.home(of_request(request)))


@public_door(WHY_RELEASABLE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The two wings, theme by theme."""
    return render(request, "city/overview.html", pages.overview(of_request(request)))


@public_door(WHY_RELEASABLE)
@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """The list of indicators, searched and filtered."""
    return render(request, "city/indicators.html", pages.indicators(of_request(request), request.GET))


@public_door(WHY_RELEASABLE)
@require_safe
def indicators_csv(request: HttpRequest) -> HttpResponse:
    """Every figure of the indicators that the list shows."""
    scene = of_request(request)
    wanted = asked.read(request.GET, themes=frozenset(theme.id for theme in surroundings.themes(scene.actor)))
    numbers = {card.id: card.figures for card in pages.listed(scene, wanted)}
    return exports.figures_csv(scene, queries.figures_in_turn(scene.actor, scene.day, numbers), name="indicators")


@public_door(WHY_RELEASABLE)
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator with every figure."""
    return render(request, "city/indicator.html", pages.indicator(of_request(request), code, request.GET))


@public_door(WHY_RELEASABLE)
@require_safe
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of one indicator."""
    scene = of_request(request)
    card = definitions.definition(scene.actor, scene.day, code)
    figures = queries.figures_of(scene.actor, scene.day, card.id)
    return exports.figures_csv(scene, figures, name=card.id)


@public_door(WHY_RELEASABLE)
@require_safe
def observation(request: HttpRequest, code: str) -> HttpResponse:
    """The evidence of one figure: a page of its own, or the inside of the panel beside another page."""
    scene = of_request(request)
    if _beside(request):
        return _varying(render(request, "city/panel.html", pages.observation_panel(scene, code)))
    return _varying(render(request, "city/observation.html", pages.observation(scene, code)))


@door(Permission.OBSERVATIONS_PUBLISH)
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Record a person's decision on what may be said of a figure."""
    scene = of_request(request)
    try:
        sent = evidence.read_decision(request.POST)
        services.publish_observation(
            actor=of(request),
            code=code,
            publication=sent.publication,
            expected=sent.expected,
            reason=sent.reason,
            now=clock.now(),
        )
    except (DataError, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 400
        context = pages.observation(scene, code, refusal=refusal.message, reason=request.POST.get("reason", ""))
        return render(request, "city/observation.html", context, status=status)
    said = scene.text("publish.done", code=code, state=Message(f"city.publication.{sent.publication}"))
    messages.success(request, said)
    return redirect(scene.url("observation", code))


@public_door(WHY_RELEASABLE)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that the ledger rests on."""
    scene = of_request(request)
    table = lists.documents_table(scene, chronicle.documents(scene.actor, scene.day))
    return render(request, "city/documents.html", {"scene": scene, "table": table})


@public_door(WHY_RELEASABLE)
@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One document: what it is, and what it carries, line by line; in the panel only what it is."""
    scene = of_request(request)
    if _beside(request):
        return _varying(render(request, "city/panel.html", pages.document_panel(scene, code)))
    return _varying(render(request, "city/document.html", pages.document(scene, code)))


def _beside(request: HttpRequest) -> bool:
    """Whether the answer goes into the panel beside another page."""
    return request.headers.get("HX-Request") == "true"


def _varying(response: HttpResponse) -> HttpResponse:
    """Tell caches that the panel and the page share an address."""
    patch_vary_headers(response, ["HX-Request"])
    return response
