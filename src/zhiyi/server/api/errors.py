"""How the API says no: `{"error": {"code", "message_zh", "message_en", "details"}}`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from zhiyi.city import texts
from zhiyi.kernel.messages import DataError, Message, ZhiyiError
from zhiyi.server.accounts import refusals

LONGEST_SHOWN = 60

_BY_LIMIT = {
    "greater_than_equal": ("api.bad.too_small", "ge"),
    "less_than_equal": ("api.bad.too_large", "le"),
    "string_too_long": ("api.bad.too_long", "max_length"),
    "string_too_short": ("api.bad.too_short", "min_length"),
}
_BY_TYPE = {
    "int_parsing": "api.bad.whole_number",
    "int_type": "api.bad.whole_number",
    "int_parsing_size": "api.bad.whole_number",
    "int_from_float": "api.bad.whole_number",
    "bool_parsing": "api.bad.yes_or_no",
    "string_unicode": "api.bad.characters",
}
_CHOICE = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True)
class Detail:
    """One parameter that cannot be used, and why."""

    parameter: str
    why: Message


class BadParameters(DataError):
    """Parameters that the operation does not take, or takes once only."""

    def __init__(self, details: Sequence[Detail]) -> None:
        super().__init__(whole(details))
        self.details = tuple(details)


def body(what: Message, details: Sequence[Detail] = ()) -> dict[str, object]:
    """A refusal in both languages, as it is written."""
    named = [{"parameter": detail.parameter, **_in_both(detail.why)} for detail in details]
    return {"error": {"code": what.key, **_in_both(what), "details": named}}


def answer(status: int, what: Message, details: Sequence[Detail] = ()) -> HttpResponse:
    """A refusal with its status."""
    content = json.dumps(body(what, details), ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(content, status=status, content_type="application/json; charset=utf-8")


def whole(details: Sequence[Detail]) -> Message:
    """One sentence for all: the one reason where there is one."""
    if len(details) == 1:
        return Message("api.bad.one", parameter=details[0].parameter, why=details[0].why)
    return Message("api.bad.many", parameters=tuple(detail.parameter for detail in details))


def shown(text: str) -> str:
    """A text of the caller's, short and without what cannot be written."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:LONGEST_SHOWN])


def set_handlers(api: NinjaAPI) -> None:
    """Make an API refuse in this form: 403, 404, 409 for what is shut, missing, moved on; 422 for values."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(BadParameters, _bad_parameters)
    api.add_exception_handler(ZhiyiError, _refused)


def _invalid(request: HttpRequest, fault: ValidationError | type[ValidationError]) -> HttpResponse:
    errors = fault.errors if isinstance(fault, ValidationError) else []
    details = [Detail(_parameter(error), _why(error)) for error in errors]
    return answer(422, whole(details), details)


def _bad_parameters(request: HttpRequest, fault: BadParameters | type[BadParameters]) -> HttpResponse:
    details = fault.details if isinstance(fault, BadParameters) else ()
    return answer(422, whole(details), details)


def _refused(request: HttpRequest, fault: ZhiyiError | type[ZhiyiError]) -> HttpResponse:
    if not isinstance(fault, ZhiyiError):
        raise TypeError(fault)
    status = 422 if isinstance(fault, DataError) else refusals.status_of(fault)
    return answer(status, fault.message)


def _in_both(message: Message) -> dict[str, str]:
    return {f"message_{language}": texts.render(message, language) for language in texts.LANGUAGES}


def _parameter(error: Mapping[str, object]) -> str:
    """Name of the parameter as the caller writes it."""
    place = error.get("loc")
    return str(place[-1]) if isinstance(place, tuple) and place else ""


def _why(error: Mapping[str, object]) -> Message:
    """Why a value cannot be used, from what pydantic says of it."""
    kind, context = str(error["type"]), error.get("ctx")
    known: Mapping[str, object] = context if isinstance(context, Mapping) else {}
    message = known.get("message")
    if isinstance(message, Message):
        return message
    if kind in _BY_LIMIT:
        key, name = _BY_LIMIT[kind]
        return Message(key, limit=known.get(name))
    if kind in {"enum", "literal_error"}:
        return Message("api.bad.choice", choices=tuple(_CHOICE.findall(str(known.get("expected", "")))))
    return Message(_BY_TYPE.get(kind, "api.bad.other"))
