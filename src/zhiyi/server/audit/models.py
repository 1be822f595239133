"""The audit book: events, the head of their chain, and the erasable texts beside them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

KINDS = ("change", "look", "sign_in")


class AuditEvent(models.Model):
    """One thing that somebody did. Written once; triggers of the database refuse to change or delete it.

    People stand here by their key alone. A personal value stands as a salted digest in `personal`; its text and salt
    lie in `PersonalText`, which may be erased without breaking the chain.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])
    action = models.CharField(max_length=64)
    actor_person = models.BigIntegerField(null=True, blank=True)
    roles = models.JSONField(default=list)
    administrator = models.BooleanField(default=False)
    object_type = models.CharField(max_length=32, blank=True, default="")
    object_id = models.CharField(max_length=128, blank=True, default="")
    scope = models.CharField(max_length=64, blank=True, default="")
    details = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    address_digest = models.CharField(max_length=64, blank=True, default="")
    previous = models.CharField(max_length=160, blank=True, unique=True)
    digest = models.CharField(max_length=160, unique=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_event_counted_from_one"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="audit_event_kind_known"),
        ]
        indexes = [
            models.Index(fields=["actor_person", "number"], name="audit_by_actor"),
            models.Index(fields=["object_type", "object_id", "number"], name="audit_by_object"),
            models.Index(fields=["action", "number"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.action}"


class ChainHead(models.Model):
    """The one row that says where the chain ends; writers of events queue for it. It only moves forward by one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class PersonalText(models.Model):
    """The text and salt of one personal value of an event. May be erased, never changed."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="texts")
    person = models.BigIntegerField(null=True, blank=True, db_index=True)
    field = models.CharField(max_length=32)
    salt = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "field"], name="audit_personal_text_once")]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.field}"
