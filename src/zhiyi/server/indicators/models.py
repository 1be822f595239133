"""The ledger's tables. Observations are append-only: a correction or retirement ends a row and may add another."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhiyi.indicators import values


class Unit(models.Model):
    """A unit of measure; canonical value = printed value × factor."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    dimension = models.CharField(max_length=30)
    canonical = models.CharField(max_length=20)
    factor = models.DecimalField(max_digits=24, decimal_places=9)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A theme under one of the two wings."""

    code = models.CharField(max_length=40, primary_key=True)
    wing = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A source document: what it is and its hash, never its text."""

    id = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    published = models.CharField(max_length=40)
    known_on = models.DateField()
    file = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    form = models.CharField(max_length=30)
    note = models.TextField(blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Definition(models.Model):
    """An indicator as defined now; earlier wordings stand in the pack rows."""

    id = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)
    unit = models.CharField(max_length=20, blank=True)
    measure = models.CharField(max_length=20)
    numerator = models.CharField(max_length=200, blank=True)
    denominator = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=8)
    wing = models.CharField(max_length=8)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="definitions")
    family = models.CharField(max_length=60, blank=True)
    formula = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["family"])]

    def __str__(self) -> str:
        return self.name


def _value() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=26, decimal_places=6, null=True)


SLICE_COLUMNS = (
    "indicator", "period_end", "place", "known_from",
    "known_to", "subject", "period", "synthetic", "kind", "publication",
    "canonical_low", "canonical_high", "low_closed", "high_closed", "canonical_unit", "code",
)  # fmt: skip
"""What a slice of places searches by (the first four) and shows: with all of it in one index, no row is looked up."""


class Observation(models.Model):
    """One figure as one source states it, with valid time, known time and the words that carry it."""

    code = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=1)
    indicator = models.ForeignKey(Definition, models.PROTECT, related_name="observations")
    label = models.CharField(max_length=120)
    subject = models.ForeignKey("orgs.Subject", models.PROTECT, related_name="observations")
    place = models.ForeignKey("orgs.Region", models.PROTECT, null=True, related_name="observations")
    printed = _value()
    printed_high = _value()
    comparator = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    low = _value()
    high = _value()
    low_closed = models.BooleanField(default=True)
    high_closed = models.BooleanField(default=True)
    canonical_low = _value()
    canonical_high = _value()
    canonical_unit = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=40)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    kind = models.CharField(max_length=10)
    rank_of = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="observations")
    line = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    known_from = models.DateField()
    known_to = models.DateField(null=True)
    publication = models.CharField(max_length=12, default=values.Publication.INTERNAL)
    status = models.CharField(max_length=12, default=values.Status.CURRENT)
    synthetic = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["code", "revision"], name="one_row_a_revision"),
            models.UniqueConstraint(fields=["code"], condition=Q(known_to__isnull=True), name="one_standing_revision"),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gte=F("known_from")), name="known_forwards"
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False, line__isnull=False) & ~Q(words="") | Q(synthetic=True),
                name="no_figure_without_a_source",
            ),
        ]
        indexes = [
            models.Index(fields=SLICE_COLUMNS, name="slice_of_places"),
            models.Index(fields=["indicator", "subject", "period_end"], name="series_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class PublicationDecision(models.Model):
    """A named person's decision on what may be said of an observation."""

    observation = models.CharField(max_length=40, db_index=True)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.observation} {self.before} → {self.after}"


class Event(models.Model):
    """A dated event of the chronicle."""

    code = models.CharField(max_length=40, primary_key=True)
    date = models.CharField(max_length=40, blank=True)
    date_end = models.CharField(max_length=40, blank=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    precision = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    actors = models.JSONField(default=list)
    place = models.CharField(max_length=120, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="events")
    line = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    publication = models.CharField(max_length=12, default=values.Publication.INTERNAL)
    stage = models.CharField(max_length=30, blank=True)
    project = models.CharField(max_length=80, blank=True)
    synthetic = models.BooleanField(default=False)
    known_from = models.DateField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["start", "code"]

    def __str__(self) -> str:
        return self.title


class Rule(models.Model):
    """A target, identity, list check, weakness, requirement or stage order, as the newest load brought it."""

    table = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    values = models.JSONField()

    class Meta:
        ordering = ["table", "position"]
        constraints = [models.UniqueConstraint(fields=["table", "position"], name="one_rule_a_position")]

    def __str__(self) -> str:
        return f"{self.table} {self.position}"


class Run(models.Model):
    """One run of the engine over the ledger as known on a day."""

    id = models.CharField(max_length=40, primary_key=True)
    engine = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    as_known_on = models.DateField()
    input_digest = models.CharField(max_length=80)
    manifest = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return self.id


class Finding(models.Model):
    """A finding of the engine; it stays after it is gone, with the run that no longer had it."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=30)
    rule = models.CharField(max_length=60)
    indicator = models.ForeignKey(Definition, models.PROTECT, null=True, related_name="findings")
    subject = models.CharField(max_length=120, blank=True)
    observations = models.JSONField(default=list)
    events = models.JSONField(default=list)
    why = models.JSONField()
    synthetic = models.BooleanField(default=False)
    first_run = models.ForeignKey(Run, models.PROTECT, related_name="findings_first")
    last_run = models.ForeignKey(Run, models.PROTECT, related_name="findings_last")
    gone_in = models.ForeignKey(Run, models.PROTECT, null=True, related_name="findings_gone")

    class Meta:
        ordering = ["kind", "indicator_id", "fingerprint"]
        indexes = [models.Index(fields=["kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
