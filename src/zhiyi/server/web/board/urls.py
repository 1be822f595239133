"""Addresses of the pages of the board."""

from __future__ import annotations

from django.urls import path

from zhiyi.server.web.board import about, chronicle, findings, gaps, machine, places, searching

urlpatterns = [
    path("findings", findings.findings, name="findings"),
    path("findings/export", findings.export, name="findings_export"),
    path("findings/<slug:fingerprint>", findings.finding, name="finding"),
    path("timeline", chronicle.timeline, name="timeline"),
    path("events/<str:code>", chronicle.event, name="event"),
    path("gaps", gaps.gaps, name="gaps"),
    path("gaps/members", gaps.members, name="gap_members"),
    path("gaps/export", gaps.export, name="gaps_export"),
    path("gaps/<int:number>", gaps.gap, name="gap"),
    path("gaps/<int:number>/evidence/<int:piece>", gaps.evidence, name="gap_evidence"),
    path("places", places.organisations, name="organisations"),
    path("places/<str:code>", places.region, name="region"),
    path("organisations/<str:code>", places.organisation, name="organisation"),
    path("about", about.about, name="about"),
    path("search", searching.search, name="search"),
    path("system", machine.system, name="system"),
    path("health", machine.health, name="health"),
    path("robots.txt", machine.robots, name="robots"),
    path("favicon.ico", machine.favicon, name="favicon"),
]
