"""What the security administrator can do: people and grants. Each act writes its event in the same transaction."""

from __future__ import annotations

import re
from datetime import datetime
from unicodedata import normalize

from django.db import IntegrityError, transaction
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhiyi.kernel.messages import Conflict, DataError, Message, NotAllowed, NotFound
from zhiyi.server.accounts import queries, roles
from zhiyi.server.accounts.actors import Actor, machine
from zhiyi.server.accounts.models import BackupCode, Grant, Person, Role, RolePermission, SignInLink
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.roles import SHIPPED_ROLES, ShippedRole
from zhiyi.server.audit.services import erase_texts, record
from zhiyi.server.orgs.models import Organisation, Region

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST_NAME = 64
LANGUAGES = ("zh", "en")


@transaction.atomic
def sync_roles(*, now: datetime) -> tuple[str, ...]:
    """Bring the rows of shipped roles to what `accounts.roles` says; give the codes that changed.

    A second call changes nothing. Roles that a city added stay untouched.
    """
    changed = tuple(role.code for role in SHIPPED_ROLES if _synced(role))
    if changed:
        record(actor=machine(), action="role.synced", now=now, object_type="role", details={"roles": list(changed)})
    return changed


@transaction.atomic
def create_person(
    *, actor: Actor, username: str, name: str, now: datetime, language: str = "zh", synthetic: bool = False
) -> Person:
    """Make a person who holds no role and has no password yet.

    Raises:
        NotAllowed: the actor may not manage people.
        DataError: the user name, name or language cannot be used.
        Conflict: the user name is taken.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    username, name = normalize("NFKC", username).strip().lower(), name.strip()
    if not USERNAME.fullmatch(username):
        raise DataError(Message("account.username_form", username=username))
    if not name or len(name) > LONGEST_NAME:
        raise DataError(Message("account.name_form", name=name, longest=LONGEST_NAME))
    if language not in LANGUAGES:
        raise DataError(Message("account.language_unknown", language=language))
    person = Person(username=username, name=name, language=language, synthetic=synthetic, created_at=now)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise Conflict(Message("account.username_taken", username=username)) from None
    record(
        actor=actor,
        action="person.created",
        now=now,
        object_type="person",
        object_id=person.pk,
        personal={"username": username, "name": name},
        about=person.pk,
    )
    return person


@transaction.atomic
def appoint(*, actor: Actor, username: str, name: str, role: str, now: datetime) -> Person:
    """Make a person who holds a role; where the role cannot be granted, no person is made.

    Raises:
        NotAllowed, NotFound, DataError, Conflict: as `create_person` and `grant_role`.
    """
    person = create_person(actor=actor, username=username, name=name, now=now)
    grant_role(actor=actor, person_id=person.pk, role=role, now=now)
    return person


@transaction.atomic
def grant_role(
    *, actor: Actor, person_id: int, role: str, now: datetime, scope: str = "", until: datetime | None = None
) -> Grant:
    """Give a person a role from now on, in a scope; the empty scope is the whole city.

    Whoever takes a role that is held alone begins anew: password, second factor and open links are dropped, so that
    nobody who knew them holds the role with them. The first link is then made on the machine.

    Raises:
        NotAllowed: the actor may not grant roles, or would grant to itself.
        NotFound: no such person, role or scope.
        DataError: `until` is not after `now`.
        Conflict: the person is deactivated, holds the role there already, the two roles exclude each other, or a role
            that is held alone is asked for less than the whole city.
    """
    actor.require(Permission.ROLES_GRANT)
    if actor.person_id == person_id:
        raise NotAllowed(Message("account.not_to_yourself"))
    person = queries.locked(person_id)
    asked = Role.objects.filter(code=role).first()
    if asked is None:
        raise NotFound(Message("account.role_unknown", role=role, known=tuple(queries.role_codes())))
    _check_scope(scope)
    if until is not None and until <= now:
        raise DataError(Message("account.until_passed", until=until))
    _check_grantable(person, asked, scope=scope, now=now)
    if asked.alone and not person.grants.filter(role=asked).exclude(ends_at__lte=now).exists():
        _begin_anew(person)
    grant = Grant.objects.create(
        person=person, role=asked, scope=scope, granted_by_id=actor.person_id, begins_at=now, ends_at=until
    )
    record(
        actor=actor,
        action="role.granted",
        now=now,
        object_type="person",
        object_id=person_id,
        scope=scope,
        details={"role": role, "grant": grant.pk, "until": until.isoformat() if until else None},
    )
    return grant


@transaction.atomic
def end_grant(*, actor: Actor, person_id: int, grant_id: int, now: datetime) -> Grant:
    """End a grant of a person at once.

    Raises:
        NotAllowed: the actor may not grant roles.
        NotFound: that person has no such grant.
        Conflict: the grant ended already.
    """
    actor.require(Permission.ROLES_GRANT)
    grant = Grant.objects.select_related("role").filter(pk=grant_id, person=person_id).first()
    if grant is None:
        raise NotFound(Message("account.grant_unknown", grant=str(grant_id)))
    ended = Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), pk=grant_id).update(
        ends_at=max(now, grant.begins_at)
    )
    if not ended:
        raise Conflict(Message("account.grant_ended", role=roles.said(grant.role.code)))
    record(
        actor=actor,
        action="role.ended",
        now=now,
        object_type="person",
        object_id=grant.person_id,
        scope=grant.scope,
        details={"role": grant.role.code, "grant": grant_id},
    )
    grant.refresh_from_db()
    return grant


@transaction.atomic
def deactivate_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Shut a person out at once: sign-in is refused, open links are dropped, every grant ends.

    Raises:
        NotAllowed: the actor may not manage people, or means itself.
        NotFound: there is no such person.
        Conflict: the person is deactivated already.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    if actor.person_id == person_id:
        raise NotAllowed(Message("account.not_yourself"))
    person = queries.locked(person_id)
    if not person.is_active:
        raise Conflict(Message("account.inactive", username=person.username))
    _shut_out(person, now=now)
    record(actor=actor, action="person.deactivated", now=now, object_type="person", object_id=person_id)


@transaction.atomic
def reactivate_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Let a person sign in again; the grants of before stay ended.

    Raises:
        NotAllowed: the actor may not manage people.
        NotFound: there is no such person.
        Conflict: the person is active, or was erased.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    person = queries.locked(person_id)
    if person.is_active:
        raise Conflict(Message("account.already_active", username=person.username))
    if person.erased_at is not None:
        raise Conflict(Message("account.erased", person=str(person_id)))
    Person.objects.filter(pk=person_id).update(is_active=True)
    record(actor=actor, action="person.reactivated", now=now, object_type="person", object_id=person_id)


@transaction.atomic
def erase_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Erase what is personal of somebody who was shut out; the key stays, so that the audit book stays whole.

    Raises:
        NotAllowed: the actor may not manage people, or means itself.
        NotFound: there is no such person.
        Conflict: the person can still sign in, or was erased already.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    if actor.person_id == person_id:
        raise NotAllowed(Message("account.not_yourself"))
    person = queries.locked(person_id)
    if person.erased_at is not None:
        raise Conflict(Message("account.erased", person=str(person_id)))
    if person.is_active:
        raise Conflict(Message("account.still_active", username=person.username))
    _shut_out(person, now=now)
    _begin_anew(person)
    SignInLink.objects.filter(person=person).delete()
    Person.objects.filter(pk=person_id).update(
        username=f"erased-{person_id}", name="—", language="zh", last_login=None, erased_at=now
    )
    erase_texts(actor=actor, about=person_id, now=now)
    record(actor=actor, action="person.erased", now=now, object_type="person", object_id=person_id)


@transaction.atomic
def choose_language(*, actor: Actor, language: str, now: datetime) -> None:
    """Keep the language in which the actor reads pages.

    Raises:
        DataError: there is no such language.
        NotFound: nobody is signed in.
    """
    if language not in LANGUAGES:
        raise DataError(Message("account.language_unknown", language=language))
    person = queries.person_for(actor, actor.person_id or 0)
    if Person.objects.filter(pk=person.pk).exclude(language=language).update(language=language):
        record(
            actor=actor,
            action="person.language_chosen",
            now=now,
            object_type="person",
            object_id=person.pk,
            details={"language": language},
        )


def _synced(shipped: ShippedRole) -> bool:
    facts = {"staff": shipped.staff, "alone": shipped.alone, "administrator": shipped.administrator, "shipped": True}
    role, made = Role.objects.get_or_create(code=shipped.code, defaults=facts)
    changed = made or bool(Role.objects.filter(pk=role.pk).exclude(**facts).update(**facts))
    wanted = {str(permission) for permission in shipped.permissions}
    present = set(role.permissions.values_list("code", flat=True))
    if present - wanted:
        role.permissions.filter(code__in=present - wanted).delete()
    RolePermission.objects.bulk_create(RolePermission(role=role, code=code) for code in sorted(wanted - present))
    return changed or present != wanted


def _check_scope(scope: str) -> None:
    if not scope or Region.objects.filter(pk=scope, retired_on=None).exists():
        return
    if not Organisation.objects.filter(pk=scope, retired_on=None).exists():
        raise NotFound(Message("account.scope_unknown", scope=scope))


def _check_grantable(person: Person, asked: Role, *, scope: str, now: datetime) -> None:
    if not person.is_active:
        raise Conflict(Message("account.inactive", username=person.username))
    if asked.alone and scope:
        raise Conflict(Message("account.whole_city_only", role=roles.said(asked.code), scope=scope))
    held = Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), person=person).select_related("role")
    for grant in held:
        if grant.role_id != asked.pk and (grant.role.alone or asked.alone):
            names = {"held": roles.said(grant.role.code), "asked": roles.said(asked.code)}
            raise Conflict(Message("account.stands_alone", **names))
        if grant.role_id == asked.pk and grant.scope == scope:
            raise Conflict(Message("account.held_already", role=roles.said(asked.code)))


def _begin_anew(person: Person) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    SignInLink.objects.filter(person=person, used_at=None).delete()
    TOTPDevice.objects.filter(user=person).delete()
    BackupCode.objects.filter(person=person).delete()


def _shut_out(person: Person, *, now: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    SignInLink.objects.filter(person=person, used_at=None).delete()
    Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), person=person, begins_at__lte=now).update(ends_at=now)
