"""Regions, organisations, subjects and firms. A row that its pack takes back is retired, never deleted."""

from __future__ import annotations

from django.db import models


class Region(models.Model):
    """An administrative division, functional zone or community, by its code."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "kind"])]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit that can own, handle or be asked; `generic` until the city names the real one."""

    id = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    department_type = models.CharField(max_length=40, blank=True)
    functions = models.TextField(blank=True)
    founded = models.CharField(max_length=40, blank=True)
    generic = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind"])]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """Whom or what a figure is about, as named in the source."""

    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="subjects")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="subjects")
    synthetic = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """A section, division, group or class of GB/T 4754-2017."""

    code = models.CharField(max_length=8, primary_key=True)
    level = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=1)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Firm(models.Model):
    """A firm on the roll."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="firms")
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, related_name="firms")
    registered_on = models.DateField(null=True)
    employees = models.PositiveIntegerField(null=True)
    synthetic = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A statutory holiday or make-up workday, with the notice that set it."""

    day = models.DateField(primary_key=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
