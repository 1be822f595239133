"""How events are sealed: what of an event goes into its digest, and how a personal value becomes one."""

from __future__ import annotations

from datetime import UTC

from zhiyi.kernel.messages import DataError
from zhiyi.kernel.seals import Seals, canonical_json
from zhiyi.server.audit.models import AuditEvent, PersonalText

SEALS = Seals()


def content(event: AuditEvent) -> bytes:
    """Everything of an event that its digest covers besides the digest of the event before."""
    return canonical_json(
        {
            "number": event.number,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": event.kind,
            "action": event.action,
            "actor": event.actor_person,
            "roles": event.roles,
            "administrator": event.administrator,
            "object_type": event.object_type,
            "object_id": event.object_id,
            "scope": event.scope,
            "details": event.details,
            "personal": event.personal,
            "address": event.address_digest,
        }
    )


def sealed(event: AuditEvent) -> str:
    """The digest of an event that stands after the event whose digest is its `previous`."""
    return SEALS.chained(event.previous, content(event))


def holds(event: AuditEvent) -> bool:
    """Whether an event still is what was sealed. A digest that cannot be read is a broken one."""
    try:
        return SEALS.verify_link(event.digest, event.previous, content(event))
    except DataError:
        return False


def salted(text: PersonalText) -> str:
    """The salted digest of a personal value, as it stands in its event."""
    return SEALS.digest(canonical_json([text.salt, text.text]))


def matches(text: PersonalText, digest: object) -> bool:
    """Whether a personal text is the one whose salted digest its event holds."""
    return isinstance(digest, str) and SEALS.verify_digest(digest, canonical_json([text.salt, text.text]))
