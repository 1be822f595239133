"""How every operation is declared: GET and HEAD only, and every status that it can answer with."""

from __future__ import annotations

from typing import TypedDict

from ninja import Schema

from zhiyi.server.api.schemas import Error

READ = ["GET", "HEAD"]


class Declared(TypedDict):
    """What an operation declares to django-ninja."""

    methods: list[str]
    response: dict[int, type[Schema] | None]
    operation_id: str


def operation(name: str, answer: type[Schema], *, one: bool = False, staff: bool = False) -> Declared:
    """Declare a reading operation.

    400 is an address that cannot be read at all, 403 also a second factor that is owed, 422 a value that cannot be
    used.

    Args:
        name: Name of the operation; its texts are `api.operation.<name>`.
        answer: What it answers with.
        one: It reads one thing, which may not be there (404).
        staff: A passer-by must sign in first (401).
    """
    response: dict[int, type[Schema] | None] = {200: answer, 304: None, 400: Error}
    if staff:
        response[401] = Error
    response[403] = Error
    if one:
        response[404] = Error
    response.update({405: Error, 422: Error})
    return Declared(methods=READ, response=response, operation_id=name)
