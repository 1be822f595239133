"""The database itself refuses to change or delete what the audit book holds."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from zhiyi.server.accounts import actors
from zhiyi.server.audit.models import AuditEvent, ChainHead, PersonalText
from zhiyi.server.audit.services import record

pytestmark = pytest.mark.django_db
TABLES = ("audit_auditevent", "audit_chainhead", "audit_personaltext")


@pytest.fixture
def event(now):
    number = record(
        actor=actors.machine(), action="person.created", now=now, personal={"name": "某人"}, about=7, object_id=7
    )
    return AuditEvent.objects.get(number=number)


def test_an_event_cannot_be_changed(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(number=event.number).update(action="person.erased")


def test_an_event_cannot_be_deleted(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE number = %s", [event.number])


def test_the_head_of_the_chain_cannot_be_deleted(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ChainHead.objects.all().delete()


@pytest.mark.parametrize("step", [-1, 0, 2])
def test_the_head_of_the_chain_only_moves_forward_by_one(event, step):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ChainHead.objects.update(number=event.number + step)


def test_a_personal_text_cannot_be_changed_but_erased(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PersonalText.objects.filter(event=event).update(text="别人")
    assert PersonalText.objects.filter(event=event).delete()[0] == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE is a word of PostgreSQL")
def test_the_book_cannot_be_truncated(event):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE audit_auditevent CASCADE")


def test_the_flush_between_tests_empties_the_book_and_leaves_it_guarded(event, now):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("flush", interactive=False, verbosity=0)
    assert AuditEvent.objects.get().action == "role.synced"
    test_an_event_cannot_be_changed(AuditEvent.objects.get())


def test_every_trigger_is_there_after_all_migrations():
    from importlib import import_module

    wanted = import_module("zhiyi.server.audit.migrations.0002_append_only")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%%'")
            names = set(wanted.SQLITE)
        else:
            tables = ", ".join(f"'{table}'::regclass" for table in TABLES)
            cursor.execute(f"SELECT tgname FROM pg_trigger WHERE tgrelid IN ({tables}) AND NOT tgisinternal")
            names = set(wanted.POSTGRESQL)
        assert {name for (name,) in cursor} == names
