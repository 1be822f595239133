"""What was loaded, when and by whom, and every version of every row of every pack table."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Load(models.Model):
    """One load of a city pack: one transaction. The newest names the city of this home."""

    name = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=80)
    software = models.CharField(max_length=40)
    region = models.CharField(max_length=20, blank=True)
    city_name = models.CharField(max_length=100, blank=True)
    city_name_en = models.CharField(max_length=100, blank=True)
    demo = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)
    chain = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Row(models.Model):
    """One version of one row of a pack table, from the load that brought it to the load that replaced or retired it."""

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    pack = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    values = models.JSONField()
    since = models.ForeignKey(Load, models.PROTECT, related_name="rows_brought")
    until = models.ForeignKey(Load, models.PROTECT, null=True, related_name="rows_ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key"], condition=models.Q(until__isnull=True), name="one_current_version_a_row"
            ),
        ]
        indexes = [models.Index(fields=["table", "key"])]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
