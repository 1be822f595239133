"""The words of the OpenAPI document: from the catalogues, Chinese first, English second."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from zhiyi.city import texts
from zhiyi.kernel.messages import Message
from zhiyi.server.api import errors

Json = dict[str, Any]

SESSION = "session"
OPENAPI = "3.1.0"
A_DAY = "2026-08-31"
"""A day as examples write it; no figure stands in an example."""

_REQUEST_HEADERS = (("If-None-Match", "if_none_match"), ("Accept-Language", "accept_language"))


def described(document: Json) -> None:
    """Put the texts of both languages, examples, headers and the way to sign in into an OpenAPI document."""
    document["openapi"] = OPENAPI
    document["info"].update(title=_both("api.title", " · "), description=_both("api.lead"))
    document["tags"] = [{"name": name, "description": _both(f"api.tag.{name}", " · ")} for name in _tags(document)]
    document["components"]["securitySchemes"] = {
        SESSION: {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": _both("api.security.session"),
        }
    }
    for path in document["paths"].values():
        path.pop("head", None)
        for operation in path.values():
            _operation(operation)
    schemas = document["components"]["schemas"]
    named = _named_in(document["paths"], schemas)
    document["components"]["schemas"] = {name: schemas[name] for name in sorted(named)}
    for name in named:
        _schema(name, schemas[name])


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Every operation with its path."""
    for path, methods in document["paths"].items():
        yield path, methods["get"]


def parameter_key(operation: str, parameter: str) -> str:
    """Key of the text of a parameter: that of the operation where it has its own."""
    return _own_or_general("parameter", operation, parameter.replace("-", "_"))


def field_key(schema: str, field: str) -> str:
    """Key of the text of a field: that of the schema where it has its own."""
    return _own_or_general("field", schema, field)


def _own_or_general(what: str, owner: str, name: str) -> str:
    own = f"api.{what}_of.{owner}.{name}"
    return own if own in texts.catalogue(texts.LANGUAGES[0]) else f"api.{what}.{name}"


def _both(key: str, between: str = "\n\n") -> str:
    return between.join(texts.text(key, language) for language in texts.LANGUAGES)


def _named_in(part: object, schemas: Json) -> set[str]:
    """Names of the schemas that a part of the document leads to."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference), **rest}:
                name = reference.rpartition("/")[2]
                waiting += [*rest.values(), *([] if name in found else [schemas[name]])]
                found.add(name)
            case dict() as inner:
                waiting += inner.values()
            case list() as inner:
                waiting += inner
    return found


def _tags(document: Json) -> list[str]:
    return list(dict.fromkeys(tag for _, operation in operations(document) for tag in operation["tags"]))


def _operation(operation: Json) -> None:
    name = operation["operationId"]
    operation["summary"] = _both(f"api.operation.{name}.summary", " · ")
    operation["description"] = _both(f"api.operation.{name}.description")
    for parameter in operation["parameters"]:
        parameter["description"] = _both(parameter_key(name, parameter["name"]))
        parameter["schema"] = _sendable(parameter["schema"])
        if parameter["schema"].get("format") == "date":
            parameter["example"] = A_DAY
    operation["parameters"] += [
        {
            "in": "header",
            "name": header,
            "required": False,
            "schema": {"type": "string"},
            "description": _both(f"api.header.{key}"),
        }
        for header, key in _REQUEST_HEADERS
    ]
    staff = 401 in operation["responses"]
    operation["security"] = [{SESSION: []}] if staff else [{}, {SESSION: []}]
    for status, response in operation["responses"].items():
        _response(status, response)


def _sendable(schema: Json) -> Json:
    """The schema of a parameter without null, which an address cannot write."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    kept = choices[0] if len(choices) == 1 else schema
    return {name: value for name, value in kept.items() if name not in {"title", "description"}}


def _response(status: int, response: Json) -> None:
    response["description"] = _both(f"api.status.{status}", " · ")
    if status in {200, 304}:
        response["headers"] = {"ETag": _header("etag")}
    if status == 405:
        response["headers"] = {"Allow": _header("allow")}
    content = response.get("content", {}).get("application/json")
    if content is None:
        return
    example = _refusals().get(status)
    if status == 200 and content["schema"]["$ref"].endswith("List"):
        content["example"] = {
            "items": [], "total": 0, "limit": 50, "offset": 0, "as_known_on": A_DAY, "synthetic": False,
        }  # fmt: skip
    elif example is not None:
        content["example"] = example


def _header(key: str) -> Json:
    return {"schema": {"type": "string"}, "description": _both(f"api.header.{key}")}


def _refusals() -> dict[int, Json]:
    """Refusals as they are answered, by status."""
    a_day = errors.Detail("as-known-on", Message("page.day_unreadable", asked="2026-8-31"))
    return {
        401: errors.body(Message("door.api_sign_in")),
        405: errors.body(Message("api.method", method="POST", methods=("GET", "HEAD"))),
        422: errors.body(errors.whole([a_day]), [a_day]),
    }


def _schema(name: str, schema: Json) -> None:
    schema["description"] = _both(f"api.schema.{name}", " · ")
    schema.pop("title", None)
    for field, content in schema.get("properties", {}).items():
        content.pop("title", None)
        content["description"] = _both(field_key(name, field), " · ")
