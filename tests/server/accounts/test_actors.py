"""The actor: what may be done where."""

from __future__ import annotations

import dataclasses

import pytest

from zhiyi.kernel.messages import NotAllowed
from zhiyi.server.accounts.actors import ANONYMOUS, Actor, machine
from zhiyi.server.accounts.permissions import WHOLE_CITY_ONLY, Permission

IN_DISTRICT = Actor(person_id=1, reach=frozenset({("gaps.view", "990102"), ("gaps.restricted", "990102")}))
EVERYWHERE = Actor(person_id=2, reach=frozenset({("gaps.view", "")}))


def test_a_passer_by_may_nothing():
    assert not any(ANONYMOUS.may(permission) for permission in Permission)
    assert ANONYMOUS.is_anonymous


def test_a_grant_on_the_whole_city_holds_for_every_scope():
    assert EVERYWHERE.may("gaps.view", scope="990102")
    assert EVERYWHERE.may("gaps.view", scope="")


def test_a_grant_on_a_district_holds_there_and_nowhere_else():
    assert IN_DISTRICT.may("gaps.view", scope="990102")
    assert not IN_DISTRICT.may("gaps.view", scope="990103")


def test_a_grant_on_a_district_is_not_one_on_the_whole_city():
    assert IN_DISTRICT.may("gaps.view")
    assert not IN_DISTRICT.may("gaps.view", scope="")


def test_a_grant_on_a_scope_that_the_thing_lies_in_is_enough():
    assert IN_DISTRICT.may("gaps.view", scope=("990102001", "990102", "990100"))


def test_a_thing_without_a_scope_among_others_does_not_open_it_to_all():
    assert not IN_DISTRICT.may("gaps.view", scope=("", "990103"))


def test_queries_learn_where_a_permission_holds():
    assert EVERYWHERE.scopes_for("gaps.view") is None
    assert IN_DISTRICT.scopes_for("gaps.view") == {"990102"}
    assert IN_DISTRICT.scopes_for("people.manage") == frozenset()


def test_a_lacking_permission_is_named():
    with pytest.raises(NotAllowed) as refusal:
        IN_DISTRICT.require(Permission.PEOPLE_MANAGE)
    assert refusal.value.message.params["code"] == "people.manage"


def test_an_actor_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        IN_DISTRICT.person_id = 7


def test_the_machine_manages_people_but_decides_nothing_that_a_named_person_must():
    assert machine().may(Permission.PEOPLE_MANAGE, scope="")
    assert not machine().may(Permission.OBSERVATIONS_PUBLISH)
    assert not machine().is_anonymous


@pytest.mark.parametrize("permission", sorted(WHOLE_CITY_ONLY))
def test_a_power_over_the_one_system_in_a_scope_is_none(permission):
    scoped = Actor(person_id=3, reach=frozenset({(str(permission), "990102")}))
    assert not scoped.may(permission)
    assert not scoped.may(permission, scope="990102")
    assert scoped.permissions == scoped.scopes_for(permission) == frozenset()
    everywhere = Actor(person_id=3, reach=frozenset({(str(permission), "")}))
    assert everywhere.may(permission)
    assert everywhere.scopes_for(permission) is None
