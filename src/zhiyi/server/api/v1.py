"""The API, version 1: every router of every engine."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from zhiyi.server.api import chronicle, errors, gaps, indicators, orgs
from zhiyi.server.api.descriptions import described

VERSION = "1"
ADDRESS = "api/v1/"


class Readable(JSONRenderer):
    """JSON with Chinese as it is written."""

    json_dumps_params = MappingProxyType({"ensure_ascii": False})


class ReadApi(NinjaAPI):
    """An API that describes itself in both languages."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, object] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document with the texts of the catalogues; made once, since it changes with the code only."""
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        found = super().get_openapi_schema(path_prefix=ADDRESS)
        described(found)
        return found


def _made() -> ReadApi:
    made = ReadApi(
        version=VERSION, urls_namespace="api", docs_url=None, openapi_url="/openapi.json", renderer=Readable()
    )
    errors.set_handlers(made)
    for room in (indicators, chronicle, gaps, orgs):
        made.add_router("", room.router)
    return made


api = _made()
