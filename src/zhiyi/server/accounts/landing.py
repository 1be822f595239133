"""Where a person lands after signing in: the first page that the person's work begins with."""

from __future__ import annotations

from django.urls import reverse

from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission

FIRST_PAGES: tuple[tuple[Permission, str], ...] = (
    (Permission.INDICATORS_VIEW_INTERNAL, "overview"),
    (Permission.GAPS_VIEW, "gaps"),
    (Permission.PEOPLE_MANAGE, "people"),
    (Permission.AUDIT_VIEW_ADMINISTRATORS, "audit_log"),
    (Permission.SYSTEM_VIEW, "system"),
)


def page_for(actor: Actor) -> str:
    """Address of the actor's first page; the public home where no work begins."""
    return reverse(next((name for permission, name in FIRST_PAGES if actor.may(permission)), "home"))
