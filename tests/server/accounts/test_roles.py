"""The shipped roles and their rows."""

from __future__ import annotations

import pytest

from zhiyi.city import texts
from zhiyi.kernel.messages import Message
from zhiyi.server.accounts import queries, services
from zhiyi.server.accounts.models import Role, RolePermission
from zhiyi.server.accounts.permissions import CHANGING, Permission
from zhiyi.server.accounts.roles import SHIPPED_ROLES, said

BY_CODE = {role.code: role for role in SHIPPED_ROLES}
ADMINISTRATORS = [role for role in SHIPPED_ROLES if role.administrator]


def test_an_auditor_changes_nothing():
    assert not CHANGING & set(BY_CODE["auditor"].permissions)


def test_an_auditor_reads_what_every_other_role_reads_except_people_and_the_machine():
    kept_apart = {Permission.SYSTEM_VIEW, Permission.AUDIT_VIEW_ADMINISTRATORS, Permission.GAPS_EXPORT} | CHANGING
    everything = {code for role in SHIPPED_ROLES for code in role.permissions} - kept_apart
    assert everything <= set(BY_CODE["auditor"].permissions)


def test_no_two_administrators_share_a_power_that_only_administrators_have():
    own = [set(role.permissions) & {*CHANGING, Permission.SYSTEM_VIEW} for role in ADMINISTRATORS]
    assert sum(map(len, own)) == len(set().union(*own))


def test_administrators_and_the_auditor_stand_alone():
    assert {role.code for role in SHIPPED_ROLES if role.alone} == {role.code for role in ADMINISTRATORS} | {"auditor"}


@pytest.mark.parametrize("code", ["firm", "resident"])
def test_firms_and_residents_hold_no_power_over_internal_matters(code):
    assert BY_CODE[code].permissions == ()
    assert not BY_CODE[code].staff


def test_only_the_press_officer_publishes():
    assert [role.code for role in SHIPPED_ROLES if Permission.OBSERVATIONS_PUBLISH in role.permissions] == [
        "press_officer"
    ]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_role_and_permission_has_a_name(language):
    for role in SHIPPED_ROLES:
        assert texts.render(said(role.code), language)
    for permission in Permission:
        assert texts.render(Message(f"permission.{permission}"), language)


@pytest.mark.django_db
def test_a_second_synchronisation_changes_nothing(now):
    services.sync_roles(now=now)
    assert services.sync_roles(now=now) == ()


@pytest.mark.django_db
def test_synchronisation_repairs_a_shipped_role_and_leaves_others_alone(now):
    leader = Role.objects.get(code="leader")
    RolePermission.objects.create(role=leader, code=Permission.PEOPLE_MANAGE)
    RolePermission.objects.filter(role=leader, code=Permission.FINDINGS_VIEW).delete()
    own = Role.objects.create(code="street_clerk")
    RolePermission.objects.create(role=own, code=Permission.GAPS_VIEW)
    assert services.sync_roles(now=now) == ("leader",)
    held = set(leader.permissions.values_list("code", flat=True))
    assert held == {str(code) for code in BY_CODE["leader"].permissions}
    assert list(own.permissions.values_list("code", flat=True)) == [Permission.GAPS_VIEW]


@pytest.mark.django_db
def test_every_shipped_role_is_a_row_after_migration():
    assert set(queries.role_codes()) >= set(BY_CODE)


def test_a_role_that_a_city_added_is_named_by_its_code():
    assert texts.render(said("street_clerk"), "en") == "Own role street_clerk"
