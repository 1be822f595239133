"""The roles that every city begins with. In the database they are rows; `services.sync_roles` keeps these rows true.

A city that wants other powers adds a role of its own and grants that; shipped roles stay as written here.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhiyi.kernel.messages import Message
from zhiyi.server.accounts.permissions import READING, Permission


@dataclass(frozen=True, slots=True)
class ShippedRole:
    """A role as shipped.

    Attributes:
        code: Code of the role; its name is the text `role.<code>`.
        permissions: Powers of the role.
        staff: True where holders work for the city: they must show a second factor.
        alone: True where a holder may hold no other role at the same time.
        administrator: True where what a holder does is read by the audit administrator.
    """

    code: str
    permissions: tuple[Permission, ...] = ()
    staff: bool = True
    alone: bool = False
    administrator: bool = False


SHIPPED_ROLES: tuple[ShippedRole, ...] = (
    ShippedRole("leader", (*READING, Permission.GAPS_RESTRICTED, Permission.GAPS_EXPORT)),
    ShippedRole("analyst", (*READING, Permission.GAPS_RESTRICTED, Permission.GAPS_EXPORT)),
    ShippedRole("press_officer", (*READING, Permission.OBSERVATIONS_PUBLISH)),
    ShippedRole("supervisor", (*READING, Permission.GAPS_RESTRICTED, Permission.GAPS_EXPORT)),
    ShippedRole("dispatcher", (Permission.GAPS_VIEW, Permission.GAPS_RESTRICTED, Permission.ORGS_VIEW)),
    ShippedRole("handler", (Permission.GAPS_VIEW, Permission.GAPS_RESTRICTED, Permission.ORGS_VIEW)),
    ShippedRole("service_officer", (Permission.INDICATORS_VIEW_INTERNAL, Permission.GAPS_VIEW, Permission.ORGS_VIEW)),
    ShippedRole("chain_office", (*READING, Permission.GAPS_EXPORT)),
    ShippedRole("planner", (*READING, Permission.GAPS_EXPORT)),
    ShippedRole("household_officer", (Permission.GAPS_VIEW, Permission.ORGS_VIEW)),
    ShippedRole("firm", staff=False),
    ShippedRole("resident", staff=False),
    ShippedRole(
        "auditor",
        (*READING, Permission.GAPS_RESTRICTED, Permission.AUDIT_VIEW, Permission.AUDIT_EXPORT),
        alone=True,
    ),
    ShippedRole("system_admin", (Permission.SYSTEM_VIEW, Permission.PACKS_VIEW), alone=True, administrator=True),
    ShippedRole("security_admin", (Permission.PEOPLE_MANAGE, Permission.ROLES_GRANT), alone=True, administrator=True),
    ShippedRole(
        "audit_admin",
        (Permission.AUDIT_VIEW_ADMINISTRATORS, Permission.AUDIT_EXPORT),
        alone=True,
        administrator=True,
    ),
)

_SHIPPED_CODES = frozenset({role.code for role in SHIPPED_ROLES} | {"machine"})


def said(code: str) -> Message:
    """The name of a role: a text for shipped roles, the code itself for those that a city added."""
    return Message(f"role.{code}") if code in _SHIPPED_CODES else Message("role.own", code=code)
