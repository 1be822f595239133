"""An object for every address with parameters, so that the test of doors can knock on it as every role.

The key is the route as `doors.listed` writes it. A new address with parameters needs an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server.accounts import made_people
from zhiyi.server.accounts import actors, sign_in
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.audit.services import record


def everybody(_: Actor) -> bool:
    """Whoever passes the door sees it."""
    return True


@dataclass(frozen=True)
class Example:
    """An object to knock with.

    Attributes:
        name: What it is, for the name of the test.
        make: Makes the object in the test database and gives the parameters of the address.
        seen_by: Who of those whom the door lets in sees it; the others must get 403 or 404.
        data: What is sent where the address takes no GET.
    """

    name: str
    make: Callable[[], Mapping[str, object]]
    seen_by: Callable[[Actor], bool] = everybody
    data: Mapping[str, str] = field(default_factory=dict)


def _person() -> dict[str, object]:
    return {"person_id": made_people.person("leader").pk}


def _shut_out_person() -> dict[str, object]:
    from zhiyi.server.accounts import services

    person = made_people.person("leader")
    services.deactivate_person(actor=actors.machine(), person_id=person.pk, now=made_people.clock.now())
    return {"person_id": person.pk}


def _grant() -> dict[str, object]:
    person = made_people.person("leader")
    return {"person_id": person.pk, "grant_id": person.grants.get().pk}


def _link() -> dict[str, object]:
    person = made_people.person("leader")
    link = sign_in.issue_sign_in_link(actor=actors.machine(), person_id=person.pk, now=made_people.clock.now())
    return {"token": link.path.rsplit("/", 1)[-1]}


def _event(actor: Actor) -> Callable[[], dict[str, object]]:
    return lambda: {"number": record(actor=actor, action="role.synced", now=made_people.clock.now())}


def _auditor(actor: Actor) -> bool:
    return actor.may("audit.view")


OBJECTS: dict[str, tuple[Example, ...]] = {
    "/sign-in/link/<str:token>": (Example("an open link", _link),),
    "/people/<int:person_id>": (Example("a leader", _person),),
    "/people/<int:person_id>/grant": (Example("a leader", _person, data={"role": "planner"}),),
    "/people/<int:person_id>/grants/<int:grant_id>/end": (Example("a grant", _grant),),
    "/people/<int:person_id>/link": (Example("a leader", _person),),
    "/people/<int:person_id>/deactivate": (Example("a leader", _person),),
    "/people/<int:person_id>/reactivate": (Example("somebody shut out", _shut_out_person),),
    "/people/<int:person_id>/erase": (Example("somebody shut out", _shut_out_person),),
    "/people/<int:person_id>/second-factor/reset": (Example("a leader", _person),),
    "/audit/<int:number>": (
        Example("an act of an administrator", _event(actors.machine())),
        Example("an act of a leader", _event(Actor(person_id=1, roles=frozenset({"leader"}))), seen_by=_auditor),
    ),
}
