"""The second factor: six digits from an authenticator app (TOTP), and backup codes for the day the phone is lost."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import segno
from django.db import transaction
from django.utils.timezone import localtime
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhiyi.kernel.messages import Conflict, DataError, Message, NotAllowed, NotFound
from zhiyi.server.accounts import queries
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.models import BackupCode, Person
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit.services import record

BACKUP_CODES = 10
BACKUP_LETTERS = 16


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a person needs to add this city to an authenticator app: a picture, or the key to type in."""

    picture: str
    key: str


def is_set_up(person: Person) -> bool:
    """Whether a person has confirmed an authenticator."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def is_set_up_for(actor: Actor) -> bool:
    """Whether the actor has confirmed an authenticator."""
    return bool(TOTPDevice.objects.filter(user_id=actor.person_id, confirmed=True).exists())


def begin(*, actor: Actor, issuer: str) -> SetUp:
    """The authenticator that waits for its first digits; made where there is none. The old one works until then.

    Args:
        issuer: Name of the city's system, as the app will show it.

    Raises:
        NotFound: nobody is signed in.
    """
    person = queries.person_for(actor, actor.person_id or 0)
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    device = device or TOTPDevice.objects.create(user=person, confirmed=False, name="totp")
    address = f"{device.config_url}&issuer={quote(issuer)}"
    picture = segno.make(address, error="m").png_data_uri(scale=5, border=4)
    return SetUp(picture, _grouped(base64.b32encode(device.bin_key).decode()))


@transaction.atomic
def confirm(*, actor: Actor, digits: str, now: datetime) -> tuple[TOTPDevice, tuple[str, ...]] | None:
    """Take the waiting authenticator into use when its digits are right; give it and fresh backup codes, shown once.

    None where the digits are wrong; the wait after wrong digits is kept all the same.

    Raises:
        NotFound: nobody is signed in, or no authenticator waits.
        NotAllowed: too many wrong digits; the message says how long to wait.
    """
    person = queries.person_for(actor, actor.person_id or 0)
    device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False).first()
    if device is None:
        raise NotFound(Message("account.factor_none_waiting"))
    if not _verified(device, digits):
        return None
    TOTPDevice.objects.filter(user=person).exclude(pk=device.pk).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    device.confirmed = True
    codes = _fresh_codes(person, now)
    record(actor=actor, action="factor.set_up", now=now, object_type="person", object_id=person.pk)
    return device, codes


@transaction.atomic
def verify(*, actor: Actor, code: str, now: datetime) -> TOTPDevice | None:
    """The person's authenticator where `code` is its digits of this half minute or an unused backup code, else None.

    Raises:
        NotFound: nobody is signed in, or no authenticator is set up.
        NotAllowed: too many wrong digits; the message says how long to wait.
    """
    person = queries.person_for(actor, actor.person_id or 0)
    device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True).first()
    if device is None:
        raise NotFound(Message("account.factor_none"))
    plain = "".join(code.split()).replace("-", "")
    by_backup = len(plain) == BACKUP_LETTERS
    if not (_used_up(person, plain, now) if by_backup else _verified(device, plain)):
        record(actor=actor, action="factor.refused", now=now, kind="sign_in", object_type="person", object_id=person.pk)
        return None
    action = "factor.by_backup_code" if by_backup else "factor.shown"
    record(actor=actor, action=action, now=now, kind="sign_in", object_type="person", object_id=person.pk)
    return device


@transaction.atomic
def renew_codes(*, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Ten fresh backup codes; the ones before stop working.

    Raises:
        NotFound: nobody is signed in.
        Conflict: no authenticator is set up.
    """
    person = queries.person_for(actor, actor.person_id or 0)
    if not is_set_up(person):
        raise Conflict(Message("account.factor_none"))
    codes = _fresh_codes(person, now)
    record(actor=actor, action="factor.codes_renewed", now=now, object_type="person", object_id=person.pk)
    return codes


def codes_left(actor: Actor) -> int:
    """How many backup codes of the actor are unused."""
    return BackupCode.objects.filter(person=actor.person_id, used_at=None).count()


@transaction.atomic
def reset(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Drop a person's second factor, after a lost phone; the next sign-in sets up a new one.

    Raises:
        NotAllowed: the actor may not manage people, means itself, or the person's factor is reset on the machine only.
        NotFound: there is no such person.
    """
    actor.require(Permission.PEOPLE_MANAGE)
    if actor.person_id == person_id:
        raise NotAllowed(Message("account.not_yourself"))
    person = queries.locked(queries.person_for(actor, person_id).pk)
    if queries.stands_alone(person, now=now) and not actor.is_machine:
        raise NotAllowed(Message("account.factor_on_machine", username=person.username))
    TOTPDevice.objects.filter(user=person).delete()
    BackupCode.objects.filter(person=person).delete()
    record(actor=actor, action="factor.reset", now=now, object_type="person", object_id=person_id)


def _verified(device: TOTPDevice, digits: str) -> bool:
    allowed, wait = device.verify_is_allowed()
    if not allowed:
        until = localtime(wait["locked_until"]) if wait else None
        raise NotAllowed(Message("account.factor_wait", until=until))
    if not (digits.isascii() and digits.isdigit() and len(digits) == device.digits):
        raise DataError(Message("account.factor_digits", digits=device.digits))
    return bool(device.verify_token(digits))


def _fresh_codes(person: Person, now: datetime) -> tuple[str, ...]:
    BackupCode.objects.filter(person=person).delete()
    plain = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(BACKUP_CODES)]
    BackupCode.objects.bulk_create(
        BackupCode(person=person, digest=_digest(person, code), made_at=now) for code in plain
    )
    return tuple(_grouped(code) for code in plain)


def _used_up(person: Person, plain: str, now: datetime) -> bool:
    digest = _digest(person, plain.lower())
    return bool(BackupCode.objects.filter(person=person, digest=digest, used_at=None).update(used_at=now))


def _digest(person: Person, plain: str) -> str:
    """80 random bits need no slow hash."""
    return hashlib.sha256(f"{person.pk}:{plain}".encode()).hexdigest()


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
