"""Questions about people, roles and grants. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import ANONYMOUS, Actor
from zhiyi.server.accounts.models import Grant, Person, Role, SignInLink
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.orgs.models import Organisation, Region


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as shown. `ends_at` None means until further notice; `granted_by` empty means on the machine."""

    id: int
    role: str
    scope: str
    begins_at: datetime
    ends_at: datetime | None
    granted_by: str
    holds: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A one-time link as shown; `issued_by` empty means on the machine."""

    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    issued_by: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as shown in the list."""

    id: int
    username: str
    name: str
    is_active: bool
    synthetic: bool
    erased: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with grants and links, as shown to the security administrator."""

    row: PersonRow
    language: str
    created_at: datetime
    last_login: datetime | None
    has_password: bool
    has_second_factor: bool
    stands_alone: bool
    grants: tuple[GrantRow, ...]
    links: tuple[LinkRow, ...]


def actor_for(person: Person | None, *, now: datetime, address_digest: str = "") -> Actor:
    """The actor that a person is at a moment; a passer-by for None and for somebody who was deactivated."""
    if person is None or not person.is_active:
        return Actor(address_digest=address_digest) if address_digest else ANONYMOUS
    held = _holding(now).filter(person=person)
    rows = list(
        held.values_list("role__code", "role__staff", "role__administrator", "scope", "role__permissions__code")
    )
    return Actor(
        person_id=person.pk,
        name=person.name,
        roles=frozenset(code for code, *_ in rows),
        reach=frozenset((permission, scope) for *_, scope, permission in rows if permission is not None),
        staff=any(staff for _, staff, *_ in rows),
        administrator=any(administrator for _, _, administrator, *_ in rows),
        address_digest=address_digest,
    )


def actor_of(person_id: int, *, now: datetime) -> Actor:
    """The actor that the person of a key is; a passer-by where there is none."""
    return actor_for(Person.objects.filter(pk=person_id).first(), now=now)


def person_for(actor: Actor, person_id: int) -> Person:
    """A person whom the actor may manage, or the actor's own.

    Raises:
        NotFound: there is no such person, or the actor may not know.
    """
    own = actor.person_id is not None and actor.person_id == person_id
    found = Person.objects.filter(pk=person_id).first() if own or actor.may(Permission.PEOPLE_MANAGE) else None
    if found is None:
        raise NotFound(Message("account.person_unknown", person=str(person_id)))
    return found


def locked(person_id: int) -> Person:
    """A person as the row stands, kept from others until the transaction ends. Services call it before they decide.

    Raises:
        NotFound: there is no such person.
    """
    found = Person.objects.select_for_update().filter(pk=person_id).first()
    if found is None:
        raise NotFound(Message("account.person_unknown", person=str(person_id)))
    return found


def person_named(actor: Actor, username: str) -> Person:
    """A person by user name, for those who manage people.

    Raises:
        NotAllowed: the actor may not manage people.
        NotFound: there is no such person.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    person = Person.objects.filter(username=username.strip().lower()).first()
    if person is None:
        raise NotFound(Message("account.username_unknown", username=username))
    return person


def people(
    actor: Actor, *, now: datetime, words: str = "", role: str = "", first: int = 0, count: int = 50
) -> tuple[tuple[PersonRow, ...], int]:
    """People by user name, those that the actor may manage, and how many there are in all.

    Args:
        words: Part of a user name or name; empty for everybody.
        role: Code of a role that holds now; empty for everybody.
        first: How many to leave out at the beginning.
        count: How many to give at most.
    """
    if not actor.may(Permission.PEOPLE_MANAGE):
        return (), 0
    found = Person.objects.all()
    if words:
        found = found.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if role:
        found = found.filter(pk__in=_holding(now).filter(role__code=role).values("person"))
    page = list(found.order_by("username")[first : first + count])
    held: dict[int, set[str]] = {person.pk: set() for person in page}
    for person_id, code in _holding(now).filter(person__in=page).values_list("person_id", "role__code"):
        held[person_id].add(code)
    return tuple(_row(person, held[person.pk]) for person in page), found.count()


def person_page(actor: Actor, person_id: int, *, now: datetime) -> PersonPage:
    """A person with grants and links.

    Raises:
        NotFound: there is no such person, or the actor may not know.
    """
    from zhiyi.server.accounts import second_factor

    person = person_for(actor, person_id)
    grants = list(Grant.objects.filter(person=person).select_related("role", "granted_by"))
    rows = tuple(_grant_row(grant, now) for grant in grants)
    return PersonPage(
        row=_row(person, {row.role for row in rows if row.holds}),
        language=person.language,
        created_at=person.created_at,
        last_login=person.last_login,
        has_password=person.has_usable_password(),
        has_second_factor=second_factor.is_set_up(person),
        stands_alone=any(grant.role.alone and holds(grant, now) for grant in grants),
        grants=rows,
        links=links_for(actor, person_id),
    )


def own_page(actor: Actor, *, now: datetime) -> PersonPage:
    """The actor's own page.

    Raises:
        NotFound: nobody is signed in.
    """
    return person_page(actor, actor.person_id or 0, now=now)


def links_for(actor: Actor, person_id: int, *, count: int = 10) -> tuple[LinkRow, ...]:
    """The latest one-time links of a person, newest first.

    Raises:
        NotFound: there is no such person, or the actor may not know.
    """
    person = person_for(actor, person_id)
    found = SignInLink.objects.filter(person=person).select_related("issued_by").order_by("-issued_at", "-id")[:count]
    return tuple(
        LinkRow(link.issued_at, link.expires_at, link.used_at, link.issued_by.name if link.issued_by else "")
        for link in found
    )


def role_codes() -> tuple[str, ...]:
    """Codes of all roles, in the order in which they were made."""
    return tuple(Role.objects.order_by("pk").values_list("code", flat=True))


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by key, for pages that show who did a thing; a key without a person is left out."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "name"))


def scope_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of regions and organisations by code; a code that neither has is left out."""
    asked = set(codes) - {""}
    if not asked:
        return {}
    found = dict(Organisation.objects.filter(pk__in=asked).values_list("pk", "name"))
    return found | dict(Region.objects.filter(pk__in=asked).values_list("pk", "name"))


def holds(grant: Grant, now: datetime) -> bool:
    """Whether a grant holds at a moment: from `begins_at` on, until before `ends_at`."""
    return grant.begins_at <= now and (grant.ends_at is None or now < grant.ends_at)


def stands_alone(person: Person, *, now: datetime) -> bool:
    """Whether a person holds, now or from a later day, a role that is held alone."""
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), person=person, role__alone=True).exists()


def _holding(now: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), begins_at__lte=now, person__is_active=True)


def _row(person: Person, roles: Iterable[str]) -> PersonRow:
    return PersonRow(
        id=person.pk,
        username=person.username,
        name=person.name,
        is_active=person.is_active,
        synthetic=person.synthetic,
        erased=person.erased_at is not None,
        roles=tuple(sorted(roles)),
    )


def _grant_row(grant: Grant, now: datetime) -> GrantRow:
    return GrantRow(
        id=grant.pk,
        role=grant.role.code,
        scope=grant.scope,
        begins_at=grant.begins_at,
        ends_at=grant.ends_at,
        granted_by=grant.granted_by.name if grant.granted_by else "",
        holds=holds(grant, now),
    )
