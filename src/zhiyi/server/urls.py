"""Every address of the server. Each leads through a declared door; see docs/reference/doors.md."""

from __future__ import annotations

from django.urls import include, path

handler400 = "zhiyi.server.web.refusals.bad_request"
handler403 = "zhiyi.server.web.refusals.forbidden"
handler404 = "zhiyi.server.web.refusals.not_found"
handler500 = "zhiyi.server.web.refusals.broken"

urlpatterns = [
    path("", include("zhiyi.server.web.city.urls")),
    path("", include("zhiyi.server.web.board.urls")),
    path("", include("zhiyi.server.accounts.urls")),
    path("", include("zhiyi.server.audit.urls")),
    path("api/v1/", include("zhiyi.server.api.urls")),
]
