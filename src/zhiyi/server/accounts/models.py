"""People, roles, grants, one-time links and backup codes."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class PersonManager(BaseUserManager["Person"]):
    """People, found by user name."""


class Person(AbstractBaseUser):
    """Somebody who can sign in. Without a password until one is set; signs in by a one-time link until then.

    `accounts.personal` declares purpose, legal basis, retention and readers of each personal field.
    """

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=~Q(username="") & ~Q(name=""), name="person_has_names"),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="person_language_known"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(is_active=False), name="person_erased_is_inactive"),
        ]

    def __str__(self) -> str:
        return self.username


class Role(models.Model):
    """A role: a set of powers. Shipped roles are kept as `accounts.roles` says; their names are texts."""

    code = models.CharField(max_length=32, unique=True)
    staff = models.BooleanField(default=True)
    alone = models.BooleanField(default=False)
    administrator = models.BooleanField(default=False)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(administrator=False) | Q(alone=True, staff=True), name="role_administrator_stands_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RolePermission(models.Model):
    """One power of a role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    code = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "code"], name="role_permission_once")]

    def __str__(self) -> str:
        return self.code


class Grant(models.Model):
    """A role that a person holds in a scope, from a moment until a moment, by somebody's decision.

    `scope` is the code of a region or organisation; empty means the whole city. `granted_by` is None where the
    command was given on the machine. A trigger of the database refuses a role that must be held alone beside another.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(max_length=64, blank=True, default="")
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants_given", null=True, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begins_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(granted_by=F("person")), name="grant_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")), name="grant_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "scope"], condition=Q(ends_at=None), name="grant_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.role_id}:{self.scope}"


class SignInLink(models.Model):
    """A one-time sign-in link. Only the SHA-256 of its token is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_issued", null=True, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="link_expires_after_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.issued_at:%Y-%m-%d}"


class BackupCode(models.Model):
    """A single-use code for the day the phone is lost. Only the SHA-256 of the code with the person's key is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="backup_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}:{self.made_at:%Y-%m-%d}"
