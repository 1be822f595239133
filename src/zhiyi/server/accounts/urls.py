"""Addresses of sign-in, one's own pages, and people."""

from __future__ import annotations

from django.urls import path

from zhiyi.server.accounts import people_views, views

urlpatterns = [
    path("sign-in", views.sign_in_page, name="sign_in"),
    path("sign-in/link/<str:token>", views.sign_in_link, name="sign_in_link"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("second-factor", views.second_factor_page, name="second_factor"),
    path("second-factor/set-up", views.second_factor_set_up, name="second_factor_set_up"),
    path("second-factor/codes", views.backup_codes, name="backup_codes"),
    path("me", views.profile, name="profile"),
    path("me/password", views.password, name="password"),
    path("me/language", views.own_language, name="own_language"),
    path("people", people_views.people, name="people"),
    path("people/new", people_views.person_new, name="person_new"),
    path("people/<int:person_id>", people_views.person, name="person"),
    path("people/<int:person_id>/grant", people_views.grant, name="grant"),
    path("people/<int:person_id>/grants/<int:grant_id>/end", people_views.grant_end, name="grant_end"),
    path("people/<int:person_id>/link", people_views.person_link, name="person_link"),
    path("people/<int:person_id>/deactivate", people_views.person_deactivate, name="person_deactivate"),
    path("people/<int:person_id>/reactivate", people_views.person_reactivate, name="person_reactivate"),
    path("people/<int:person_id>/erase", people_views.person_erase, name="person_erase"),
    path("people/<int:person_id>/second-factor/reset", people_views.person_factor_reset, name="person_factor_reset"),
]
