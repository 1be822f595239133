"""Doors: who may open which address. Every view and every operation of the API declares one; the rest stay shut.

    @door(Permission.FINDINGS_VIEW)
    def findings(request): ...

    @public_door(WHY_RELEASABLE)
    def home(request): ...

    @router.get("/findings")
    @door(Permission.FINDINGS_VIEW)
    def list_findings(request): ...

A door asks whether a permission holds anywhere. Whether it holds for one object is asked by the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import FunctionType
from typing import TypeVar

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView

from zhiyi.city import texts
from zhiyi.kernel.messages import Message
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import FOREIGN_VIEWS

View = TypeVar("View", bound=Callable[..., object])
_MARK = "_zhiyi_door"


class DoorKind(StrEnum):
    """Who passes: everybody, whoever is signed in, or holders of a permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Door:
    """A declared door. `permissions` (one of them is enough) are set for PERMISSION only, `why` (key of a text) for
    PUBLIC only."""

    kind: DoorKind
    permissions: tuple[Permission, ...] = ()
    why: str = ""

    def opens_to(self, actor: Actor) -> bool:
        """Whether an actor passes."""
        if self.kind is DoorKind.PUBLIC:
            return True
        if self.kind is DoorKind.SIGNED_IN:
            return not actor.is_anonymous
        return any(actor.may(permission) for permission in self.permissions)


@dataclass(frozen=True, slots=True)
class DoorEntry:
    """One address of the URL configuration with its door.

    Attributes:
        route: The address as configured, such as `/indicators/<str:code>/`.
        name: Name of the address with its namespace, such as `api:list_findings`; empty where it has none.
        methods: HTTP methods that the view accepts; empty where the view does not say.
        parameters: Names of the parameters in the route.
        api: True for operations of the API.
        door: The declared door, or None: then nobody passes.
    """

    route: str
    name: str
    methods: tuple[str, ...]
    parameters: tuple[str, ...]
    api: bool
    door: Door | None


def door(permission: Permission) -> Callable[[View], View]:
    """Declare that holders of a permission pass."""
    return any_door(permission)


def any_door(*permissions: Permission) -> Callable[[View], View]:
    """Declare that holders of any of these permissions pass."""
    return _declare(Door(DoorKind.PERMISSION, permissions=permissions))


def public_door(why: str) -> Callable[[View], View]:
    """Declare that everybody passes; `why` is the key of a text, and the address stands in `public_doors`."""
    return _declare(Door(DoorKind.PUBLIC, why=why))


def signed_in_door(view: View) -> View:
    """Declare that whoever is signed in passes."""
    return _declare(Door(DoorKind.SIGNED_IN))(view)


def of(view: object, method: str | None) -> Door | None:
    """The door of a view for an HTTP method, or None where none was declared.

    An operation of the API is found by its method. A method that no operation of a path answers runs no code of ours;
    it opens to everybody, and the API answers 405.
    """
    path_view = path_view_of(view)
    if path_view is None:
        return _declared(view)
    operation = _operation(path_view, method)
    if operation is None:
        return Door(DoorKind.PUBLIC)
    return _declared(operation.view_func)


def path_view_of(view: object) -> PathView | None:
    """The django-ninja path behind a Django view, or None for other views.

    django-ninja gives Django a function that closes over its PathView.
    """
    for cell in getattr(view, "__closure__", None) or ():
        try:
            content = cell.cell_contents
        except ValueError:
            continue
        if isinstance(content, PathView):
            return content
    return None


def is_api(view: object, request: HttpRequest) -> bool:
    """Whether refusals are answered in JSON: for operations of the API and everything under its address."""
    return path_view_of(view) is not None or request.path.startswith("/api/")


def listed(urlconf: str | None = None) -> tuple[DoorEntry, ...]:
    """Every address of a URL configuration, in its order; the one of the settings when none is named."""
    return tuple(_walk(get_resolver(urlconf), "/", ""))


def as_markdown(language: str, urlconf: str | None = None) -> str:
    """The page `docs/reference/doors.md`: every address, who passes, and why."""

    def text(key: str, **params: object) -> str:
        return texts.text(f"door.page.{key}", language, **params)

    head = [f"# {text('title')}", "", text("lead"), ""]
    columns = (text("address"), text("methods"), text("who"))
    table = [f"| {' | '.join(columns)} |", "|---|---|---|"]
    for entry in sorted(listed(urlconf), key=lambda found: (found.route, found.methods)):
        methods = ", ".join(entry.methods) or "—"
        route = entry.route.replace("|", "\\|")
        table.append(f"| `{route}` | {methods} | {texts.render(said(entry.door), language)} |")
    return "\n".join([*head, *table, ""])


def said(found: Door | None) -> Message:
    """Who passes a door, in words."""
    if found is None:
        return Message("door.nobody")
    if found.kind is DoorKind.PUBLIC:
        return Message("door.everybody", why=Message(found.why or "door.why.no_code"))
    if found.kind is DoorKind.SIGNED_IN:
        return Message("door.signed_in")
    return Message("door.holders", permissions=tuple(Message(f"permission.{code}") for code in found.permissions))


def _declare(declared: Door) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if getattr(view, _MARK, declared) != declared:
            raise TypeError(f"{view!r} declares two doors")
        setattr(view, _MARK, declared)
        return view

    return mark


def _declared(view: object) -> Door | None:
    inner = view.func if isinstance(view, partial) else view
    found = getattr(view, _MARK, None) or getattr(inner, _MARK, None)
    if isinstance(found, Door):
        return found
    if isinstance(inner, FunctionType):
        why = FOREIGN_VIEWS.get(f"{inner.__module__}.{inner.__qualname__}")
        return Door(DoorKind.PUBLIC, why=why) if why else None
    return None


def _operation(path_view: PathView, method: str | None) -> Operation | None:
    for operation in path_view.operations:
        if method in operation.methods:
            return operation
    return None


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[DoorEntry]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield from _entries(pattern, route, namespace)


def _entries(pattern: URLPattern, route: str, namespace: str) -> Iterator[DoorEntry]:
    name = f"{namespace}{pattern.name}" if pattern.name else ""
    parameters = tuple(_parameters(route))
    path_view = path_view_of(pattern.callback)
    if path_view is None:
        methods = _methods(pattern.callback)
        yield DoorEntry(route, name, methods, parameters, False, _declared(pattern.callback))
        return
    for operation in path_view.operations:
        methods = tuple(sorted(operation.methods))
        yield DoorEntry(route, name, methods, parameters, True, _declared(operation.view_func))


def _parameters(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.split(">")[0].rpartition(":")[2]


def _methods(view: object) -> tuple[str, ...]:
    """Methods that `require_http_methods` and its kin let through, or that a class-based view has."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        return tuple(name.upper() for name in view_class.http_method_names if hasattr(view_class, name))
    while view is not None:
        code, closure = getattr(view, "__code__", None), getattr(view, "__closure__", None) or ()
        for name, cell in zip(getattr(code, "co_freevars", ()), closure, strict=False):
            if name == "request_method_list":
                return tuple(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ()
