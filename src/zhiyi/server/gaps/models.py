"""The gap board's tables. Only a new measurement closes a gap."""

from __future__ import annotations

from django.db import models

from zhiyi.kernel.gap import GapState, Visibility


class Gap(models.Model):
    """A shortfall by its fingerprint: a re-run updates it, a measurement that holds closes it."""

    fingerprint = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, default=GapState.OPEN)
    engine = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    rule = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    place = models.ForeignKey("orgs.Region", models.PROTECT, null=True, related_name="gaps")
    title = models.JSONField()
    affected_who = models.JSONField(null=True)
    affected_count = models.BigIntegerField(null=True)
    size = models.DecimalField(max_digits=26, decimal_places=6, null=True)
    unit = models.CharField(max_length=20, blank=True)
    since = models.DateField(null=True)
    due = models.DateField(null=True)
    owner = models.ForeignKey("orgs.Organisation", models.PROTECT, null=True, related_name="gaps")
    visibility = models.CharField(max_length=12, default=Visibility.INTERNAL)
    scope = models.CharField(max_length=60, blank=True)
    evidence = models.JSONField()
    solid = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    measured = models.BooleanField(default=True)
    case = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_run = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "engine", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class GapEvent(models.Model):
    """What happened to a gap: found, updated, closed, reopened, not measured; never changed."""

    gap = models.ForeignKey(Gap, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    run = models.CharField(max_length=40)
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.gap_id}"
