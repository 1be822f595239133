"""The chain of the audit book, and what verification finds."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from server.racing import run_at_once
from zhiyi.kernel.messages import DataError, NotAllowed
from zhiyi.server.accounts import actors
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit import chain, queries
from zhiyi.server.audit.models import AuditEvent, ChainHead, PersonalText
from zhiyi.server.audit.services import erase_texts, record, record_look

pytestmark = pytest.mark.django_db
AUDITOR = Actor(person_id=1, reach=frozenset({(str(Permission.AUDIT_VIEW), "")}))
TRIGGERS = import_module("zhiyi.server.audit.migrations.0002_append_only")
TEXT = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def write(now, **more):
    return record(actor=actors.machine(), **({"action": "person.created", "now": now, "object_id": 7} | more))


def tampered(sql, *values):
    """Change the book behind its triggers, as somebody with the keys of the database could."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS.REMOVE[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(sql, values)
        for statement in TRIGGERS.INSTALL[connection.vendor]:
            cursor.execute(statement)


def faults():
    return [(fault.why.key, fault.number) for fault in queries.verify(AUDITOR).faults]


def test_a_book_as_written_holds(now):
    first = write(now, personal={"name": "某人"}, about=7)
    last = write(now)
    found = queries.verify(AUDITOR)
    assert found.holds
    assert (last - first, found.last, found.events) == (1, last, last)
    assert found.head == AuditEvent.objects.get(number=last).digest == ChainHead.objects.get().digest


def test_every_event_covers_the_one_before(now):
    first, second = write(now), write(now)
    assert AuditEvent.objects.get(number=second).previous == AuditEvent.objects.get(number=first).digest


def test_a_digest_names_its_algorithm(now):
    assert AuditEvent.objects.get(number=write(now)).digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "person.erased"),
        ("actor_person", 99),
        ("object_id", "8"),
        ("scope", "990102"),
        ("kind", "look"),
        ("administrator", False),
        ("details", '{"role": "leader"}'),
        ("roles", '["leader"]'),
        ("at", "2020-01-01 00:00:00"),
        ("address_digest", "0"),
        ("personal", "{}"),
    ],
)
def test_a_change_of_any_column_is_found(column, value, now):
    number = write(now, personal={"name": "某人"}, about=7)
    write(now)
    tampered(f"UPDATE audit_auditevent SET {column} = %s WHERE number = %s", value, number)
    assert faults() == [("audit.fault.altered", number)]


def test_a_rewritten_event_with_a_fitting_digest_is_found_at_the_next(now):
    number = write(now)
    write(now)
    event = AuditEvent.objects.get(number=number)
    event.action = "person.erased"
    tampered(
        "UPDATE audit_auditevent SET action = %s, digest = %s WHERE number = %s",
        event.action,
        chain.sealed(event),
        number,
    )
    assert faults() == [("audit.fault.unlinked", number + 1)]


def test_a_missing_event_is_found(now):
    number = write(now)
    write(now)
    tampered("DELETE FROM audit_auditevent WHERE number = %s", number)
    assert faults() == [("audit.fault.missing", number)]


def test_a_missing_end_is_found(now):
    number = write(now)
    tampered("DELETE FROM audit_auditevent WHERE number = %s", number)
    assert faults() == [("audit.fault.head", number)]


def test_an_emptied_book_is_found(now):
    write(now)
    PersonalText.objects.all().delete()
    tampered("DELETE FROM audit_auditevent")
    assert {key for key, _ in faults()} == {"audit.fault.missing", "audit.fault.head"}


def test_a_changed_personal_text_is_found(now):
    number = write(now, personal={"name": "某人"}, about=7)
    tampered("UPDATE audit_personaltext SET text = %s WHERE event_id = %s", "别人", number)
    assert faults() == [("audit.fault.text_altered", number)]


def test_an_erased_text_is_counted_and_no_fault(now):
    before = queries.verify(AUDITOR)
    write(now, personal={"name": "某人", "username": "someone"}, about=4711)
    assert erase_texts(actor=actors.machine(), about=4711, now=now) == 2
    found = queries.verify(AUDITOR)
    assert found.holds
    assert (found.erased - before.erased, found.texts - before.texts) == (2, 0)


def test_a_text_that_no_event_of_erasure_names_is_missing(now):
    number = write(now, personal={"name": "某人", "username": "someone"}, about=4711)
    PersonalText.objects.filter(event=number).delete()
    assert faults() == [("audit.fault.text_missing", number)] * 2


def test_an_erasure_covers_the_texts_of_its_own_events_only(now):
    write(now, personal={"name": "某人"}, about=4711)
    other = write(now, personal={"name": "别人"}, about=4712)
    erase_texts(actor=actors.machine(), about=4711, now=now)
    PersonalText.objects.filter(event=other).delete()
    assert faults() == [("audit.fault.text_missing", other)]


def test_a_forged_event_of_erasure_covers_nothing(now):
    number = write(now, personal={"name": "某人"}, about=4711)
    erasure = write(now, action="audit.texts_erased", details={"texts": 0, "events": []})
    PersonalText.objects.filter(event=number).delete()
    tampered(
        "UPDATE audit_auditevent SET details = %s WHERE number = %s",
        json.dumps({"texts": 1, "events": [number]}),
        erasure,
    )
    assert faults() == [("audit.fault.text_missing", number), ("audit.fault.altered", erasure)]


def test_an_erasure_after_the_verified_period_counts(now):
    inside = write(now + timedelta(days=3650), personal={"name": "某人"}, about=4711)
    erase_texts(actor=actors.machine(), about=4711, now=now + timedelta(days=3652))
    since, before = now + timedelta(days=3649), now + timedelta(days=3651)
    found = queries.verify(AUDITOR, since=since, before=before)
    assert (found.first, found.last, found.erased, found.holds) == (inside, inside, 1, True)


def test_equal_values_have_different_digests(now):
    events = [AuditEvent.objects.get(number=write(now, personal={"name": "某人"}, about=7)) for _ in range(2)]
    assert events[0].personal["name"] != events[1].personal["name"]


def test_a_period_is_verified_by_itself(now):
    write(now - timedelta(days=3650))
    inside = write(now + timedelta(days=3650))
    write(now + timedelta(days=3652))
    since, before = now + timedelta(days=3649), now + timedelta(days=3651)
    found = queries.verify(AUDITOR, since=since, before=before)
    assert (found.first, found.last, found.events, found.holds) == (inside, inside, 1, True)


def test_a_moment_in_any_time_zone_seals_alike(now):
    from datetime import UTC

    one, other = AuditEvent(number=1, at=now), AuditEvent(number=1, at=now.astimezone(UTC))
    assert chain.content(one) == chain.content(other)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(TEXT, PLAIN, max_size=4))
def test_whatever_plain_details_are_written_the_chain_holds(details):
    from zhiyi.server import clock

    with transaction.atomic():
        number = write(clock.now(), details=details)
        event = AuditEvent.objects.get(number=number)
        assert chain.holds(event)
        assert json.dumps(event.details, sort_keys=True) == json.dumps(details, sort_keys=True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("details", [{"share": 0.5}, {"text": "a\x00b"}, {"what": object()}])
def test_details_that_databases_would_give_back_differently_are_refused(details, now):
    with pytest.raises(DataError):
        write(now, details=details)


def test_a_change_that_fails_leaves_no_event(now):
    before = ChainHead.objects.get().number
    with pytest.raises(RuntimeError), transaction.atomic():
        write(now)
        raise RuntimeError
    assert ChainHead.objects.get().number == before
    assert queries.verify(AUDITOR).holds


def test_a_look_is_recorded_as_one(now):
    number = record_look(actor=AUDITOR, object_type="person", object_id=7, now=now)
    event = AuditEvent.objects.get(number=number)
    assert (event.kind, event.action, event.actor_person) == ("look", "person.looked_at", 1)


@pytest.mark.parametrize("permission", [None, Permission.PEOPLE_MANAGE, Permission.SYSTEM_VIEW])
def test_who_does_not_read_the_book_does_not_verify_it(permission, now):
    actor = Actor(person_id=2, reach=frozenset({(str(permission), "")}) if permission else frozenset())
    with pytest.raises(NotAllowed):
        queries.verify(actor)
    assert queries.events(actor, queries.EventFilter()) == ()


def test_many_writers_at_once_leave_one_chain_without_a_hole(tmp_path):
    assert run_at_once("write_events", workers=6, home=tmp_path) == ["written"] * 6 + ["60 events"]
