"""Making people, granting and ending roles, shutting out, erasing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.accounts import made_people
from zhiyi.kernel.messages import Conflict, DataError, NotAllowed, NotFound
from zhiyi.server.accounts import actors, queries, services, sign_in
from zhiyi.server.accounts.models import Person, SignInLink
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit.models import AuditEvent, PersonalText

pytestmark = pytest.mark.django_db


def create(**changes):
    given = {"actor": actors.machine(), "username": "wang", "name": "王某"} | changes
    return services.create_person(**given)


def test_a_new_person_has_no_password_and_no_role(now):
    person = create(now=now)
    assert not person.has_usable_password()
    assert queries.actor_of(person.pk, now=now).roles == frozenset()


def test_a_user_name_is_kept_in_small_letters_and_narrow_forms(now):
    assert create(now=now, username="  Wang.Ｙi ").username == "wang.yi"


@pytest.mark.parametrize("username", ["", "a", "王某", "-wang", "wang yi", "w" * 65, "wang@office"])
def test_a_user_name_of_another_form_is_refused_with_its_value(username, now):
    with pytest.raises(DataError) as refusal:
        create(now=now, username=username)
    assert refusal.value.message.params["username"] == username.strip()


@pytest.mark.parametrize("changes", [{"name": "  "}, {"name": "长" * 65}, {"language": "fr"}])
def test_a_person_without_name_or_known_language_is_refused(changes, now):
    with pytest.raises(DataError):
        create(now=now, **changes)


def test_a_user_name_serves_once(now):
    create(now=now)
    with pytest.raises(Conflict):
        create(now=now, username="WANG")


def test_a_grant_holds_from_its_beginning_until_before_its_end(now):
    person = made_people.person(now=now)
    until = now + timedelta(days=1)
    services.grant_role(actor=actors.machine(), person_id=person.pk, role="leader", now=now, until=until)
    assert queries.actor_of(person.pk, now=now).roles == {"leader"}
    assert queries.actor_of(person.pk, now=until - timedelta(seconds=1)).roles == {"leader"}
    assert queries.actor_of(person.pk, now=until).roles == frozenset()
    assert queries.actor_of(person.pk, now=now - timedelta(seconds=1)).roles == frozenset()


def test_a_grant_in_a_scope_holds_in_that_scope_only(now, city):
    from zhiyi.server.orgs.models import Region

    scope = Region.objects.filter(level="county").values_list("pk", flat=True)[0]
    actor = queries.actor_of(made_people.person("supervisor", now=now, scope=scope).pk, now=now)
    assert actor.scopes_for(Permission.GAPS_RESTRICTED) == {scope}


def test_a_grant_in_an_unknown_scope_is_refused(now):
    person = made_people.person(now=now)
    with pytest.raises(NotFound) as refusal:
        services.grant_role(actor=actors.machine(), person_id=person.pk, role="leader", scope="000000", now=now)
    assert refusal.value.message.params["scope"] == "000000"


def test_an_unknown_role_is_refused(now):
    person = made_people.person(now=now)
    with pytest.raises(NotFound):
        services.grant_role(actor=actors.machine(), person_id=person.pk, role="emperor", now=now)


def test_the_same_role_in_the_same_scope_is_granted_once(now):
    person = made_people.person("leader", now=now)
    with pytest.raises(Conflict):
        services.grant_role(actor=actors.machine(), person_id=person.pk, role="leader", now=now)


def test_an_end_in_the_past_is_refused(now):
    person = made_people.person(now=now)
    with pytest.raises(DataError):
        services.grant_role(actor=actors.machine(), person_id=person.pk, role="leader", now=now, until=now)


def test_a_grant_ends_once(now):
    grant = made_people.person("leader", now=now).grants.get()
    services.end_grant(actor=actors.machine(), person_id=grant.person_id, grant_id=grant.pk, now=now)
    with pytest.raises(Conflict):
        services.end_grant(actor=actors.machine(), person_id=grant.person_id, grant_id=grant.pk, now=now)


def test_who_is_shut_out_loses_every_role_and_every_open_link(now):
    person = made_people.person("leader", now=now)
    sign_in.issue_sign_in_link(actor=actors.machine(), person_id=person.pk, now=now)
    services.deactivate_person(actor=actors.machine(), person_id=person.pk, now=now)
    assert queries.actor_of(person.pk, now=now).is_anonymous
    assert not SignInLink.objects.filter(person=person, used_at=None).exists()
    services.reactivate_person(actor=actors.machine(), person_id=person.pk, now=now)
    assert queries.actor_of(person.pk, now=now).roles == frozenset()


def test_nobody_shuts_oneself_out(now):
    actor = made_people.actor("security_admin")
    with pytest.raises(NotAllowed):
        services.deactivate_person(actor=actor, person_id=actor.person_id, now=now)


def test_erasing_leaves_the_key_and_the_events_and_no_name(now):
    person = create(now=now, username="to-be-erased", name="将被删除")
    services.deactivate_person(actor=actors.machine(), person_id=person.pk, now=now)
    services.erase_person(actor=actors.machine(), person_id=person.pk, now=now)
    person = Person.objects.get(pk=person.pk)
    assert (person.username, person.name, person.is_active) == (f"erased-{person.pk}", "—", False)
    assert not PersonalText.objects.filter(person=person.pk).exists()
    assert AuditEvent.objects.filter(action="person.created", object_id=str(person.pk)).count() == 1


def test_each_act_and_its_event_stand_or_fall_together(now):
    before = AuditEvent.objects.count()
    person = create(now=now)
    assert AuditEvent.objects.count() == before + 1
    with pytest.raises(NotFound):
        services.grant_role(actor=actors.machine(), person_id=person.pk, role="emperor", now=now)
    assert AuditEvent.objects.count() == before + 1


def test_names_do_not_stand_in_the_chain(now):
    person = create(now=now, username="private-one", name="不入链")
    event = AuditEvent.objects.get(action="person.created", object_id=str(person.pk))
    assert set(event.personal) == {"username", "name"}
    assert "不入链" not in f"{event.details}{event.personal}"


def test_others_see_no_list_of_people(now):
    made_people.person(now=now)
    assert queries.people(made_people.actor("leader"), now=now) == ((), 0)


def test_people_are_found_by_name_and_by_role(now):
    made_people.person("planner", now=now)
    create(now=now, username="searched", name="寻找此人")
    actor = made_people.actor("security_admin")
    found, total = queries.people(actor, now=now, words="寻找")
    assert ([row.username for row in found], total) == (["searched"], 1)
    assert queries.people(actor, now=now, role="planner")[1] == 1


def test_a_grant_of_somebody_else_is_unknown(now):
    grant = made_people.person("leader", now=now).grants.get()
    other = made_people.person(now=now)
    with pytest.raises(NotFound) as refusal:
        services.end_grant(actor=actors.machine(), person_id=other.pk, grant_id=grant.pk, now=now)
    assert refusal.value.message.key == "account.grant_unknown"
    grant.refresh_from_db()
    assert grant.ends_at is None


def test_who_can_still_sign_in_is_not_erased(now):
    person = create(now=now)
    with pytest.raises(Conflict) as refusal:
        services.erase_person(actor=actors.machine(), person_id=person.pk, now=now)
    assert refusal.value.message.key == "account.still_active"
    person.refresh_from_db()
    assert person.erased_at is None
