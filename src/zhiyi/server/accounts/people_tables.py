"""People, grants and links as the pieces of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from zhiyi.kernel.messages import Message
from zhiyi.server.accounts import roles
from zhiyi.server.accounts.queries import GrantRow, PersonPage, PersonRow
from zhiyi.server.web.pieces import (
    Action,
    Cell,
    Choice,
    Column,
    Empty,
    Fact,
    Field,
    Filters,
    Link,
    Pager,
    Row,
    State,
    Table,
    Tone,
    Words,
)

Drawn = dict[str, object]


def people(rows: Iterable[PersonRow], *, total: int, words: str, role: str, page: int, size: int) -> Table:
    """The list of people with its search, its filter and its pages."""
    shown = tuple(_person_row(row) for row in rows)
    clear = reverse("people")
    active = []
    if words:
        active.append(Link(f"{clear}?{urlencode({'role': role})}" if role else clear, words))
    if role:
        active.append(Link(f"{clear}?{urlencode({'words': words})}" if words else clear, roles.said(role)))
    choices = (Choice("", Message("account.people.any_role"), not role), *role_choices(_codes(), chosen=role))
    fields = (
        Field("words", Message("account.people.words"), value=words),
        Field("role", Message("account.role"), choices),
    )
    kept = {name: value for name, value in (("words", words), ("role", role)) if value}
    return Table(
        caption=Message("account.people.caption", count=total),
        columns=tuple(Column(Message(f"account.people.{name}")) for name in ("username", "name", "roles", "state")),
        rows=shown,
        empty=Empty(
            Message("account.people.none"),
            Message("account.people.none_cure"),
            (Action(Message("account.person.new"), reverse("person_new"), main=True),),
        ),
        filters=Filters(fields, clear, tuple(active), clear if active else ""),
        pager=Pager(
            page=page,
            pages=max(1, -(-total // size)),
            first=(page - 1) * size + 1,
            last=(page - 1) * size + len(shown),
            total=total,
            page_url=f"{clear}?{urlencode(kept)}&page={{page}}" if kept else f"{clear}?page={{page}}",
        ),
    )


def grants(page: PersonPage, scope_names: Mapping[str, str]) -> tuple[Drawn, ...]:
    """Rows of the grants of a person, each with the address that ends it while it holds."""
    return tuple(
        {
            "role": roles.said(grant.role),
            "scope": scope_said(grant.scope, scope_names),
            "begins_at": localtime(grant.begins_at),
            "ends_at": localtime(grant.ends_at) if grant.ends_at else None,
            "granted_by": grant.granted_by or Message("account.on_machine"),
            "state": _grant_state(grant),
            "end": reverse("grant_end", args=[page.row.id, grant.id]) if grant.holds else "",
        }
        for grant in page.grants
    )


def links(page: PersonPage) -> tuple[Drawn, ...]:
    """Rows of the one-time links of a person."""
    return tuple(
        {
            "issued_at": localtime(link.issued_at),
            "issued_by": link.issued_by or Message("account.on_machine"),
            "expires_at": localtime(link.expires_at),
            "used_at": localtime(link.used_at) if link.used_at else Message("account.link.unused"),
        }
        for link in page.links
    )


def facts(page: PersonPage) -> tuple[Fact, ...]:
    """What a person's page says first."""
    return (
        Fact(Message("account.username"), page.row.username),
        Fact(Message("account.people.state"), person_state(page.row).word),
        Fact(Message("account.person.created"), localtime(page.created_at)),
        Fact(Message("account.person.last_login"), _moment_or(page.last_login, "account.person.never")),
        Fact(Message("account.password"), _set(page.has_password)),
        Fact(Message("account.factor.name"), _set(page.has_second_factor)),
    )


def lede(page: PersonPage) -> Message:
    """Who a person is here, in one sentence."""
    held = tuple(roles.said(code) for code in page.row.roles)
    return Message("account.person.lede", roles=held) if held else Message("account.person.lede_none")


def actions(page: PersonPage, *, own: bool) -> tuple[Action, ...]:
    """What the security administrator can do with a person, and why not where it cannot be done."""
    key = page.row.id
    if page.row.erased:
        return ()
    if not page.row.is_active:
        return (
            Action(Message("account.person.reactivate"), reverse("person_reactivate", args=[key]), post=True),
            Action(Message("account.person.erase"), reverse("person_erase", args=[key]), post=True),
        )
    not_link: Words = Message("account.on_machine_only") if page.stands_alone else ""
    not_own: Words = Message("account.not_yourself") if own else ""
    return (
        Action(Message("account.link.make"), reverse("person_link", args=[key]), post=True, refused=not_link),
        Action(
            Message("account.factor.reset"),
            reverse("person_factor_reset", args=[key]),
            post=True,
            refused=not_own or not_link,
        ),
        Action(
            Message("account.person.deactivate"), reverse("person_deactivate", args=[key]), post=True, refused=not_own
        ),
    )


def role_choices(codes: Iterable[str], *, chosen: str = "") -> tuple[Choice, ...]:
    """Roles to choose from."""
    return tuple(Choice(code, roles.said(code), code == chosen) for code in codes)


def scope_said(scope: str, names: Mapping[str, str]) -> Words:
    """A scope in words: the whole city, or the name with the code."""
    if not scope:
        return Message("account.whole_city")
    return Message("account.scope_said", name=names.get(scope, scope), code=scope)


def person_state(row: PersonRow) -> State:
    """Whether a person can sign in."""
    if row.erased:
        return State(Tone.CLOSED, Message("account.person.erased"))
    if row.is_active:
        return State(Tone.RUNNING, Message("account.person.active"))
    return State(Tone.CLOSED, Message("account.person.inactive"))


def _person_row(row: PersonRow) -> Row:
    held = tuple(roles.said(code) for code in row.roles)
    return Row(
        cells=(
            Cell(row.username, url=reverse("person", args=[row.id])),
            Cell(row.name, sub=Message("account.person.synthetic") if row.synthetic else ""),
            Cell(_listed(held)),
            Cell(state=person_state(row)),
        ),
        id=f"person-{row.id}",
    )


def _listed(held: tuple[Message, ...]) -> Words:
    return Message("account.roles_listed", roles=held) if held else Message("account.no_role")


def _grant_state(grant: GrantRow) -> State:
    if grant.holds:
        return State(Tone.RUNNING, Message("account.grant.holds"))
    return State(Tone.CLOSED, Message("account.grant.ended"))


def _moment_or(moment: datetime | None, key: str) -> Words:
    return localtime(moment) if moment else Message(key)


def _set(there: bool) -> Message:
    return Message("account.is_set" if there else "account.is_not_set")


def _codes() -> tuple[str, ...]:
    return tuple(role.code for role in roles.SHIPPED_ROLES)
