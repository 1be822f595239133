"""Writing the audit book. Called by services inside their transaction, so that a change and its event stand or fall
together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.records import Json
from zhiyi.kernel.seals import canonical_json
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.audit import chain
from zhiyi.server.audit.models import AuditEvent, ChainHead, PersonalText


@transaction.atomic
def record(
    *,
    actor: Actor,
    action: str,
    now: datetime,
    kind: str = "change",
    object_type: str = "",
    object_id: str | int = "",
    scope: str = "",
    details: Mapping[str, Json] | None = None,
    personal: Mapping[str, str] | None = None,
    about: int | None = None,
) -> int:
    """Append one event and give its number.

    Writers queue for the head of the chain until their transaction ends; call this last in a service.

    Args:
        actor: Who did it.
        action: What was done, such as `person.created`; its name is the text `audit.action.<action>`.
        now: When.
        kind: `change`, `look` or `sign_in`.
        object_type: Kind of the thing, such as `person`.
        object_id: Its key.
        scope: Region or organisation that it belongs to.
        details: Plain values without anything personal: no names, no words that somebody wrote.
        personal: Personal values; the chain holds their salted digests, the texts lie in erasable rows.
        about: Key of the person whom the personal values are about.

    Raises:
        DataError: `details` holds something that is not plain JSON, such as a float or a NUL character.
    """
    plain = dict(details or {})
    _check(plain)
    head = _locked_head()
    event = AuditEvent(
        number=head.number + 1,
        at=now,
        kind=kind,
        action=action,
        actor_person=actor.person_id,
        roles=sorted(actor.roles),
        administrator=actor.administrator,
        object_type=object_type,
        object_id=str(object_id),
        scope=scope,
        details=plain,
        address_digest=actor.address_digest,
        previous=head.digest,
    )
    texts = [_text(event, field, text, about) for field, text in sorted((personal or {}).items())]
    event.personal = {text.field: chain.salted(text) for text in texts}
    event.digest = chain.sealed(event)
    event.save(force_insert=True)
    PersonalText.objects.bulk_create(texts)
    ChainHead.objects.filter(id=1).update(number=event.number, digest=event.digest)
    return event.number


def record_look(
    *,
    actor: Actor,
    object_type: str,
    object_id: str | int = "",
    now: datetime,
    action: str = "",
    scope: str = "",
    details: Mapping[str, Json] | None = None,
) -> int:
    """Record that somebody looked at personal data. Looks by the machine are recorded too."""
    return record(
        actor=actor,
        action=action or f"{object_type}.looked_at",
        now=now,
        kind="look",
        object_type=object_type,
        object_id=object_id,
        scope=scope,
        details=details,
    )


@transaction.atomic
def erase_texts(*, actor: Actor, about: int, now: datetime) -> int:
    """Erase the texts of every personal value recorded about a person, and record of which events.

    The events stay and the chain stays whole; verification counts these values as erased, because the chain says so.
    """
    texts = PersonalText.objects.filter(person=about)
    events = sorted(set(texts.values_list("event_id", flat=True)))
    erased, _ = texts.delete()
    record(
        actor=actor,
        action="audit.texts_erased",
        now=now,
        object_type="person",
        object_id=about,
        details={"texts": erased, "events": list[Json](events)},
    )
    return erased


def _locked_head() -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(id=1).first()
    if head is None:
        ChainHead.objects.get_or_create(id=1, defaults={"number": 0, "digest": ""})
        head = ChainHead.objects.select_for_update().get(id=1)
    return head


def _text(event: AuditEvent, field: str, text: str, about: int | None) -> PersonalText:
    return PersonalText(event=event, person=about, field=field, salt=secrets.token_hex(16), text=text)


def _check(details: dict[str, Json]) -> None:
    """Refuse what the two databases would not give back alike. `canonical_json` refuses the rest."""
    if b"\\u0000" in canonical_json(details):
        raise DataError(Message("audit.not_plain"))
