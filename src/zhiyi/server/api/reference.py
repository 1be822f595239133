"""The reference of the API, made from the code: an OpenAPI document, and a page in each language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from zhiyi.city import texts
from zhiyi.server.accounts import doors
from zhiyi.server.api.descriptions import Json, field_key, operations, parameter_key
from zhiyi.server.api.v1 import api

_PLACES = {"path": "api.page.path", "query": "api.page.query", "header": "api.page.header"}
_HEADERS = {"If-None-Match": "api.header.if_none_match", "Accept-Language": "api.header.accept_language"}


def openapi() -> Json:
    """The OpenAPI document as plain JSON values, the same that `/api/v1/openapi.json` gives."""
    return cast(Json, json.loads(json.dumps(api.get_openapi_schema())))


def as_markdown(language: str) -> str:
    """The page `docs/reference/api.md` in a language: every operation with who may call it, and every schema."""
    document = openapi()
    lines = [
        f"# {_text('title', language)}", "", texts.text("api.lead", language), "",
        f"{_text('lead', language)} {_text('start', language)}", "",
    ]  # fmt: skip
    for tag in document["tags"]:
        lines += [f"## {texts.text('api.tag.' + tag['name'], language)}", ""]
        for path, operation in operations(document):
            if tag["name"] in operation["tags"]:
                lines += _operation(path, operation, language)
    lines += [f"## {_text('schemas', language)}", ""]
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines += _schema(name, schema, language)
    return "\n".join(lines).rstrip() + "\n"


def _text(key: str, language: str, **params: object) -> str:
    return texts.text(f"api.page.{key}", language, **params)


def _operation(path: str, operation: Json, language: str) -> Iterator[str]:
    name = operation["operationId"]
    yield from (f"### {texts.text(f'api.operation.{name}.summary', language)}", "", f"`GET {path}`", "")
    yield from (texts.text(f"api.operation.{name}.description", language), "")
    yield from (_text("who", language, who=texts.render(doors.said(_door(name)), language)), "")
    head = (_text(key, language) for key in ("parameter", "place", "form", "meaning"))
    yield from (_row(*head), "|---|---|---|---|")
    for parameter in operation["parameters"]:
        yield _parameter(name, parameter, language)
    yield from (
        "",
        _row(_text("status", language), _text("body", language), _text("meaning", language)),
        "|---|---|---|",
    )
    for status, response in operation["responses"].items():
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        body = _form(schema, language) if schema else _text("none", language)
        yield _row(f"`{status}`", body, texts.text(f"api.status.{status}", language))
    yield ""


def _parameter(operation: str, parameter: Json, language: str) -> str:
    name = parameter["name"]
    key = _HEADERS.get(name) or parameter_key(operation, name)
    form = [_form(parameter["schema"], language)]
    if parameter["required"]:
        form.append(_text("required", language))
    if parameter["schema"].get("default") not in (None, ""):
        form.append(_text("usual", language, value=f"`{parameter['schema']['default']}`"))
    place = texts.text(_PLACES[parameter["in"]], language)
    return _row(f"`{name}`", place, _joined(form, language), texts.text(key, language))


def _schema(name: str, schema: Json, language: str) -> Iterator[str]:
    yield from (f"### {name}", "", texts.text(f"api.schema.{name}", language), "")
    if "enum" in schema:
        yield from (_form(schema, language), "")
        return
    yield from (_row(*(_text(key, language) for key in ("field", "form", "meaning"))), "|---|---|---|")
    for field, content in schema["properties"].items():
        yield _row(f"`{field}`", _form(content, language), texts.text(field_key(name, field), language))
    yield ""


def _form(schema: dict[str, Any], language: str) -> str:
    """A JSON Schema in few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " / ".join(dict.fromkeys(_form(part, language) for part in schema["anyOf"]))
    if "enum" in schema:
        return _text("among", language, choices=tuple(f"`{value}`" for value in schema["enum"]))
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"[ {_form(schema['items'], language)} ]"
    kind, form = schema.get("type", ""), schema.get("format", "")
    return f"{kind} ({form})" if form else str(kind)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _joined(parts: list[str], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(parts)


def _door(operation: str) -> doors.Door | None:
    for pattern in api.urls[0]:
        path_view = doors.path_view_of(getattr(pattern, "callback", None))
        for found in path_view.operations if path_view else ():
            if found.operation_id == operation:
                return doors.of(found.view_func, None)
    return None
