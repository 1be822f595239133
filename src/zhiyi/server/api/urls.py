"""Addresses of the API. A method that nothing answers is refused in the API's own form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from ninja.operation import PathView

from zhiyi.kernel.messages import Message
from zhiyi.server.accounts import doors
from zhiyi.server.api import errors, etags
from zhiyi.server.api.v1 import api

View = Callable[..., HttpResponse]


def _answering(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """The same address; its answers carry the API's headers, and a refused method is answered in JSON."""
    path_view = doors.path_view_of(pattern.callback) if isinstance(pattern, URLPattern) else None
    if path_view is None or isinstance(pattern, URLResolver):
        return pattern
    view = _heard(pattern.callback, path_view)
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


def _heard(view: View, path_view: PathView) -> View:
    """Django's view; it closes over the PathView, by which its door is found."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        methods = sorted({method for operation in path_view.operations for method in operation.methods})
        if request.method not in methods:
            refusal = errors.answer(405, Message("api.method", method=str(request.method), methods=tuple(methods)))
            refusal.headers["Allow"] = ", ".join(methods)
            return etags.finished(refusal)
        return etags.finished(view(request, *args, **kwargs))

    return answer


def _patterns() -> list[URLPattern | URLResolver]:
    patterns, application, namespace = api.urls
    return [path("", include(([_answering(pattern) for pattern in patterns], application), namespace=namespace))]


urlpatterns: list[URLPattern | URLResolver] = _patterns()
