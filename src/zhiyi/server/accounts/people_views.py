"""Pages of the security administrator: people, roles, one-time links."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiyi.kernel.messages import Message, ZhiyiError
from zhiyi.server import clock
from zhiyi.server.accounts import people_tables, queries, refusals, second_factor, services, sign_in
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import door
from zhiyi.server.accounts.forms import GrantForm, PersonForm
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit.services import record_look

PAGE = 50


@door(Permission.PEOPLE_MANAGE)
@require_safe
def people(request: PageRequest) -> HttpResponse:
    """People, with a search and a filter by role. Looking is recorded."""
    words, role = request.GET.get("words", "").strip()[:64], request.GET.get("role", "")
    page = _page_number(request.GET.get("page", ""))
    now = clock.now()
    rows, total = queries.people(request.actor, now=now, words=words, role=role, first=(page - 1) * PAGE, count=PAGE)
    record_look(
        actor=request.actor,
        object_type="people",
        now=now,
        details={"role": role, "page": page, "searched": bool(words), "shown": len(rows)},
    )
    table = people_tables.people(rows, total=total, words=words, role=role, page=page, size=PAGE)
    return render(request, "accounts/people.html", {"table": table})


@door(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: PageRequest) -> HttpResponse:
    """Make a person."""
    form, fault, status = PersonForm(), None, 200
    if request.method == "POST":
        form = PersonForm.of(request)
        try:
            person = services.create_person(
                actor=request.actor, username=form.username, name=form.name, language=form.language, now=clock.now()
            )
            return redirect("person", person_id=person.pk)
        except ZhiyiError as wrong:
            fault, status = wrong.message, refusals.status_of(wrong)
    return render(request, "accounts/person_new.html", {"form": form, "fault": fault}, status=status)


@door(Permission.PEOPLE_MANAGE)
@require_safe
def person(request: PageRequest, person_id: int) -> HttpResponse:
    """A person with grants and links. Looking is recorded."""
    return _person_page(request, person_id)


@door(Permission.ROLES_GRANT)
@require_POST
def grant(request: PageRequest, person_id: int) -> HttpResponse:
    """Give a role."""

    def act() -> None:
        form = GrantForm.of(request)
        services.grant_role(
            actor=request.actor,
            person_id=person_id,
            role=form.role,
            scope=form.scope,
            until=form.until,
            now=clock.now(),
        )

    return _done(request, person_id, act)


@door(Permission.ROLES_GRANT)
@require_POST
def grant_end(request: PageRequest, person_id: int, grant_id: int) -> HttpResponse:
    """End a grant."""
    return _done(
        request,
        person_id,
        lambda: services.end_grant(actor=request.actor, person_id=person_id, grant_id=grant_id, now=clock.now()),
    )


@door(Permission.PEOPLE_MANAGE)
@require_POST
def person_deactivate(request: PageRequest, person_id: int) -> HttpResponse:
    """Shut a person out."""
    return _done(
        request,
        person_id,
        lambda: services.deactivate_person(actor=request.actor, person_id=person_id, now=clock.now()),
    )


@door(Permission.PEOPLE_MANAGE)
@require_POST
def person_reactivate(request: PageRequest, person_id: int) -> HttpResponse:
    """Let a person in again."""
    return _done(
        request,
        person_id,
        lambda: services.reactivate_person(actor=request.actor, person_id=person_id, now=clock.now()),
    )


@door(Permission.PEOPLE_MANAGE)
@require_POST
def person_erase(request: PageRequest, person_id: int) -> HttpResponse:
    """Erase what is personal of somebody who was shut out before."""
    return _done(
        request, person_id, lambda: services.erase_person(actor=request.actor, person_id=person_id, now=clock.now())
    )


@door(Permission.PEOPLE_MANAGE)
@require_POST
def person_factor_reset(request: PageRequest, person_id: int) -> HttpResponse:
    """Drop a lost second factor."""
    return _done(
        request, person_id, lambda: second_factor.reset(actor=request.actor, person_id=person_id, now=clock.now())
    )


@door(Permission.PEOPLE_MANAGE)
@require_POST
def person_link(request: PageRequest, person_id: int) -> HttpResponse:
    """Make a one-time link and show it this once."""
    try:
        link = sign_in.issue_sign_in_link(actor=request.actor, person_id=person_id, now=clock.now())
    except ZhiyiError as wrong:
        return _person_page(request, person_id, fault=wrong)
    shown = {
        "address": request.build_absolute_uri(link.path),
        "expires_at": localtime(link.expires_at),
        "back": reverse("person", args=[person_id]),
    }
    return render(request, "accounts/link_issued.html", shown)


def _done(request: PageRequest, person_id: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except ZhiyiError as wrong:
        return _person_page(request, person_id, fault=wrong)
    return redirect("person", person_id=person_id)


def _person_page(request: PageRequest, person_id: int, *, fault: ZhiyiError | None = None) -> HttpResponse:
    now = clock.now()
    try:
        found = queries.person_page(request.actor, person_id, now=now)
    except ZhiyiError as missing:
        return refusals.fault_page(request, missing, cure=Message("account.person_cure"))
    record_look(actor=request.actor, object_type="person", object_id=person_id, now=now)
    own = request.actor.person_id == person_id
    shown = {
        "page": found,
        "fault": fault.message if fault else None,
        "roles": people_tables.role_choices(queries.role_codes()),
        "grants": people_tables.grants(found, queries.scope_names(grant.scope for grant in found.grants)),
        "links": people_tables.links(found),
        "lede": people_tables.lede(found),
        "facts": people_tables.facts(found),
        "actions": people_tables.actions(found, own=own),
        "own": own,
    }
    return render(request, "accounts/person.html", shown, status=refusals.status_of(fault) if fault else 200)


def _page_number(text: str) -> int:
    return min(int(text), 1_000_000) if text.isascii() and text.isdigit() and int(text) > 0 else 1
