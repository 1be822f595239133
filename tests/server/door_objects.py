"""An object for every address with parameters, so that the test of doors can knock on it as every role.

The key is the route as `doors.listed` writes it. A new address with parameters needs an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server import city_objects
from server.accounts import made_people
from zhiyi.server.accounts import actors, sign_in
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.audit.services import record

Seen = Callable[[Actor], bool]


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
    seen_by: Seen = everybody
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


def _of_the_ledger(
    make: Callable[..., Callable[[], dict[str, object]]], name: str, seen_by: Seen
) -> tuple[Example, ...]:
    """One thing that may be published and one that may not."""
    return (
        Example("a released one", make(city_objects.RELEASED, name)),
        Example("an internal one", make(city_objects.INTERNAL, name), seen_by=seen_by),
    )


FIGURES, EVENTS = city_objects.sees_internal_figures, city_objects.sees_internal_events


def _gaps(**more: str) -> tuple[Example, ...]:
    """A gap for staff and one for those who see restricted ones; `name` is the parameter of the address."""
    name = more.pop("name", "number")
    seen = {"internal": city_objects.sees_gaps, "restricted": city_objects.sees_restricted_gaps}
    return tuple(
        Example(
            f"gap: {visibility}", lambda of=visibility: city_objects.gap(of, name)() | more, seen_by=seen[visibility]
        )
        for visibility in seen
    )


OBJECTS: dict[str, tuple[Example, ...]] = {
    "/indicators/<slug:code>": _of_the_ledger(city_objects.indicator, "code", FIGURES),
    "/indicators/<slug:code>.csv": _of_the_ledger(city_objects.indicator, "code", FIGURES),
    "/observations/<str:code>": _of_the_ledger(city_objects.observation, "code", FIGURES),
    "/observations/<str:code>/publish": (Example("an internal one", city_objects.observation("internal")),),
    "/documents/<str:code>": _of_the_ledger(city_objects.document, "code", FIGURES),
    "/findings/<slug:fingerprint>": (Example("a finding", city_objects.finding()),),
    "/events/<str:code>": _of_the_ledger(city_objects.event, "code", EVENTS),
    "/gaps/<int:number>": _gaps(),
    "/gaps/<int:number>/evidence/<int:piece>": _gaps(piece="1"),
    "/places/<str:code>": (Example("a region", city_objects.region),),
    "/organisations/<str:code>": (Example("a unit", lambda: city_objects.organisation("code")),),
    "/api/v1/indicators/<id>": _of_the_ledger(city_objects.indicator, "id", FIGURES),
    "/api/v1/indicators/<id>/observations": _of_the_ledger(city_objects.indicator, "id", FIGURES),
    "/api/v1/observations/<id>": _of_the_ledger(city_objects.observation, "id", FIGURES),
    "/api/v1/documents/<id>": _of_the_ledger(city_objects.document, "id", FIGURES),
    "/api/v1/events/<id>": _of_the_ledger(city_objects.event, "id", EVENTS),
    "/api/v1/findings/<id>": (Example("a finding", city_objects.finding("id")),),
    "/api/v1/gaps/<id>": _gaps(name="id"),
    "/api/v1/organisations/<id>": (Example("a unit", city_objects.organisation),),
    "/api/v1/regions/<code>": (Example("a region", city_objects.region),),
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
