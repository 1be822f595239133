"""The written list of public doors: every address that a passer-by may open, and why.

A new public door needs a line here, which a second person reads. `tests/server/test_doors.py` fails where a public
endpoint is missing here, where a line has no endpoint any more, and where the reasons differ.
"""

from __future__ import annotations

from types import MappingProxyType

WHY_SIGN_IN = "door.why.sign_in"
WHY_RELEASABLE = "door.why.releasable"
WHY_ABOUT = "door.why.about"
WHY_HEALTH = "door.why.health"
WHY_SCHEMA = "door.why.schema"

PUBLIC_DOORS: MappingProxyType[str, str] = MappingProxyType(
    {
        "/": WHY_RELEASABLE,
        "/overview": WHY_RELEASABLE,
        "/indicators": WHY_RELEASABLE,
        "/indicators.csv": WHY_RELEASABLE,
        "/indicators/<slug:code>": WHY_RELEASABLE,
        "/indicators/<slug:code>.csv": WHY_RELEASABLE,
        "/observations/<str:code>": WHY_RELEASABLE,
        "/documents": WHY_RELEASABLE,
        "/documents/<str:code>": WHY_RELEASABLE,
        "/api/v1/indicators": WHY_RELEASABLE,
        "/api/v1/indicators/<id>": WHY_RELEASABLE,
        "/api/v1/indicators/<id>/observations": WHY_RELEASABLE,
        "/api/v1/observations": WHY_RELEASABLE,
        "/api/v1/observations/<id>": WHY_RELEASABLE,
        "/api/v1/events": WHY_RELEASABLE,
        "/api/v1/events/<id>": WHY_RELEASABLE,
        "/api/v1/documents": WHY_RELEASABLE,
        "/api/v1/documents/<id>": WHY_RELEASABLE,
        "/api/v1/organisations": WHY_RELEASABLE,
        "/api/v1/organisations/<id>": WHY_RELEASABLE,
        "/api/v1/regions": WHY_RELEASABLE,
        "/api/v1/regions/<code>": WHY_RELEASABLE,
        "/api/v1/about": WHY_ABOUT,
        "/timeline": WHY_RELEASABLE,
        "/events/<str:code>": WHY_RELEASABLE,
        "/search": WHY_RELEASABLE,
        "/places": WHY_ABOUT,
        "/places/<str:code>": WHY_ABOUT,
        "/organisations/<str:code>": WHY_ABOUT,
        "/about": WHY_ABOUT,
        "/health": WHY_HEALTH,
        "/robots.txt": WHY_HEALTH,
        "/favicon.ico": WHY_HEALTH,
        "/sign-in": WHY_SIGN_IN,
        "/sign-in/link/<str:token>": WHY_SIGN_IN,
    }
)
"""Route of each public door, as `doors.listed` writes it, and the key of the text that says why."""

FOREIGN_VIEWS: MappingProxyType[str, str] = MappingProxyType(
    {
        "ninja.openapi.views.openapi_json": WHY_SCHEMA,
        "ninja.openapi.views.openapi_view": WHY_SCHEMA,
        "ninja.openapi.views.default_home": WHY_SCHEMA,
    }
)
"""Views of other packages that cannot carry a declaration: public, for the reason given."""
