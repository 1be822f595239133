"""What a role may do, as codes. A code names one power over one kind of thing; doors and queries ask for codes."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One power. The text of each is `permission.<area>.<name>` in the catalogues."""

    INDICATORS_VIEW_INTERNAL = "indicators.view_internal"
    OBSERVATIONS_PUBLISH = "observations.publish"
    FINDINGS_VIEW = "findings.view"
    EVENTS_VIEW_INTERNAL = "events.view_internal"
    GAPS_VIEW = "gaps.view"
    GAPS_RESTRICTED = "gaps.restricted"
    GAPS_EXPORT = "gaps.export"
    ORGS_VIEW = "orgs.view"
    PACKS_VIEW = "packs.view"
    SYSTEM_VIEW = "system.view"
    PEOPLE_MANAGE = "people.manage"
    ROLES_GRANT = "roles.grant"
    AUDIT_VIEW = "audit.view"
    AUDIT_VIEW_ADMINISTRATORS = "audit.view_administrators"
    AUDIT_EXPORT = "audit.export"


CHANGING: frozenset[Permission] = frozenset(
    {Permission.OBSERVATIONS_PUBLISH, Permission.PEOPLE_MANAGE, Permission.ROLES_GRANT}
)
"""Powers that change something. A role that audits holds none of them."""

WHOLE_CITY_ONLY: frozenset[Permission] = frozenset(
    {
        Permission.PEOPLE_MANAGE,
        Permission.ROLES_GRANT,
        Permission.SYSTEM_VIEW,
        Permission.AUDIT_VIEW,
        Permission.AUDIT_VIEW_ADMINISTRATORS,
        Permission.AUDIT_EXPORT,
    }
)
"""Powers over the one system, its people and its audit book. They have no place: a grant in a scope gives none."""

READING: tuple[Permission, ...] = (
    Permission.INDICATORS_VIEW_INTERNAL,
    Permission.FINDINGS_VIEW,
    Permission.EVENTS_VIEW_INTERNAL,
    Permission.GAPS_VIEW,
    Permission.ORGS_VIEW,
    Permission.PACKS_VIEW,
)
"""What every member of staff who works with the city's figures reads."""
