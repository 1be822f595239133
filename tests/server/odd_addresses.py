"""Addresses of every make, for the tests of the doors themselves, beside those of the server."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path, re_path
from django.views import View
from django.views.decorators.http import require_POST, require_safe
from ninja import NinjaAPI, Router

from zhiyi.server.accounts.doors import door, public_door, signed_in_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.urls import handler400, handler403, handler404, handler500
from zhiyi.server.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def undeclared(request):
    """Nobody said who may enter."""
    return HttpResponse("open")


@public_door("door.why.about")
def public(request):
    """Everybody."""
    return HttpResponse("open")


@door(Permission.FINDINGS_VIEW)
@require_safe
def outer(request, code):
    """The door stands over the decorator of methods."""
    return HttpResponse("open")


@require_POST
@signed_in_door
def inner(request):
    """The door stands under it."""
    return HttpResponse("open")


class ClassBased(View):
    """A class-based view."""

    def get(self, request):
        return HttpResponse("open")

    def put(self, request):
        return HttpResponse("open")


router = Router()


@router.get("/findings/{code}")
@door(Permission.FINDINGS_VIEW)
def read(request, code: str):
    return {"code": code}


@router.post("/findings/{code}")
@door(Permission.OBSERVATIONS_PUBLISH)
def write(request, code: str):
    return {"code": code}


@router.get("/open")
@public_door("door.why.releasable")
def open_to_all(request):
    return {}


@router.get("/forgotten")
def forgotten(request):
    return {}


api = NinjaAPI(urls_namespace="odd", docs_url=None)
api.add_router("", router)

urlpatterns = [
    *real,
    path("odd/undeclared", undeclared, name="undeclared"),
    path("odd/public", public, name="public"),
    path("odd/outer/<str:code>", outer, name="outer"),
    path("odd/inner", inner, name="inner"),
    path("odd/class", door(Permission.GAPS_VIEW)(ClassBased.as_view()), name="class_based"),
    path("odd/inside/", include(([re_path(r"^(?P<code>\d+)$", outer, name="regex")], "inside"))),
    path("odd/api/", api.urls),
]
