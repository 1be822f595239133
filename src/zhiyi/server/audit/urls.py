"""Addresses of the audit book."""

from __future__ import annotations

from django.urls import path

from zhiyi.server.audit import views

urlpatterns = [
    path("audit", views.audit_log, name="audit_log"),
    path("audit/verify", views.audit_verify, name="audit_verify"),
    path("audit/export.csv", views.audit_export, name="audit_export"),
    path("audit/<int:number>", views.audit_event, name="audit_event"),
]
