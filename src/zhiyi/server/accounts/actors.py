"""The actor: who asks, with which powers, where. Queries and services take an actor, never a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from zhiyi.kernel.messages import Message, NotAllowed
from zhiyi.server.accounts.permissions import READING, WHOLE_CITY_ONLY, Permission

WHOLE_CITY = ""
"""The scope of a grant that reaches everywhere."""


@dataclass(frozen=True)
class Actor:
    """Who asks.

    Attributes:
        person_id: Key of the person, or None for a passer-by and for the machine.
        name: Name as shown; empty for a passer-by.
        roles: Codes of the roles that hold at this moment.
        reach: Pairs of a permission code and the scope in which it holds; the empty scope is the whole city.
        staff: True where one of the roles is a role of staff.
        administrator: True where one of the roles is a role of administrators, and for the machine.
        is_machine: True for commands given on the machine itself.
        address_digest: Keyed digest of the address that the request came from; empty outside a request.
    """

    person_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    reach: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    staff: bool = False
    administrator: bool = False
    is_machine: bool = False
    address_digest: str = field(default="", repr=False)

    @property
    def is_anonymous(self) -> bool:
        """True for a passer-by: nobody signed in and not the machine."""
        return self.person_id is None and not self.is_machine

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Codes of all permissions, wherever they hold; those over the one system only where they hold everywhere."""
        return frozenset(code for code, scope in self.reach if scope == WHOLE_CITY or code not in WHOLE_CITY_ONLY)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """All scopes in which some permission holds; the empty one is the whole city."""
        return frozenset(scope for _, scope in self.reach)

    def may(self, permission: str, *, scope: str | Iterable[str] | None = None) -> bool:
        """Whether the actor holds a permission.

        Args:
            permission: Code of the permission.
            scope: None asks whether it holds anywhere (a door asks this). The empty string asks for the whole city.
                A code asks for a thing that belongs to that region or organisation; several codes are the thing's
                own and those that it lies in, and a grant on any of them is enough. A grant on the whole city
                always is.
        """
        if scope is None:
            return permission in self.permissions
        if (permission, WHOLE_CITY) in self.reach:
            return True
        if permission in WHOLE_CITY_ONLY:
            return False
        asked = (scope,) if isinstance(scope, str) else scope
        return any((permission, code) in self.reach for code in asked if code != WHOLE_CITY)

    def scopes_for(self, permission: str) -> frozenset[str] | None:
        """Scopes in which a permission holds, for a query to filter by: None everywhere, empty nowhere."""
        held = frozenset(scope for code, scope in self.reach if code == permission and code in self.permissions)
        return None if WHOLE_CITY in held else held

    def require(self, permission: str, *, scope: str | Iterable[str] | None = None) -> None:
        """Pass where `may` says yes.

        Raises:
            NotAllowed: the actor does not hold the permission there.
        """
        if not self.may(permission, scope=scope):
            raise NotAllowed(
                Message("permission.lacking", permission=Message(f"permission.{permission}"), code=str(permission))
            )


ANONYMOUS = Actor()
"""A passer-by: no name, no role, no permission."""


def machine() -> Actor:
    """The machine: whoever may run commands on it. It reads all, and manages people, so that the first can be made.

    It decides nothing that a named person must decide.
    """
    powers = (
        *READING,
        Permission.GAPS_RESTRICTED,
        Permission.GAPS_EXPORT,
        Permission.PEOPLE_MANAGE,
        Permission.ROLES_GRANT,
        Permission.SYSTEM_VIEW,
    )
    return Actor(
        name="zhiyi",
        roles=frozenset({"machine"}),
        reach=frozenset((str(power), WHOLE_CITY) for power in powers),
        staff=True,
        administrator=True,
        is_machine=True,
    )


class PageRequest(HttpRequest):
    """A request as views see it, after the middleware of this application."""

    actor: Actor
    language: str
    htmx: HtmxDetails


def of(request: HttpRequest) -> Actor:
    """The actor of a request; a passer-by where no middleware has looked yet."""
    found = getattr(request, "actor", ANONYMOUS)
    return found if isinstance(found, Actor) else ANONYMOUS
