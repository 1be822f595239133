"""Addresses of the pages of figures."""

from __future__ import annotations

from django.urls import path

from zhiyi.server.web.city import views

urlpatterns = [
    path("", views.home, name="home"),
    path("overview", views.overview, name="overview"),
    path("indicators", views.indicators, name="indicators"),
    path("indicators.csv", views.indicators_csv, name="indicators_csv"),
    path("indicators/<slug:code>.csv", views.indicator_csv, name="indicator_csv"),
    path("indicators/<slug:code>", views.indicator, name="indicator"),
    path("observations/<str:code>", views.observation, name="observation"),
    path("observations/<str:code>/publish", views.publish, name="publish"),
    path("documents", views.documents, name="documents"),
    path("documents/<str:code>", views.document, name="document"),
]
