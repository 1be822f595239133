"""Pages of the audit book."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from server.accounts import made_people
from zhiyi.city import texts
from zhiyi.server import audit, clock
from zhiyi.server.accounts import actors
from zhiyi.server.audit import queries
from zhiyi.server.audit.models import AuditEvent
from zhiyi.server.audit.services import record

pytestmark = pytest.mark.django_db
SERVER = Path(audit.__file__).parents[1]


def numbers(page):
    return [int(found) for found in re.findall(r'id="event-(\d+)"', page.content.decode())]


def test_an_auditor_reads_everything_and_the_look_is_recorded(client):
    person = made_people.person("leader")
    auditor = made_people.signed_in(client, "auditor")
    actor = queries.Actor(person_id=person.pk, roles=frozenset({"leader"}))
    number = record(actor=actor, action="person.language_chosen", now=clock.now(), object_type="person")
    page = client.get("/audit")
    assert number in numbers(page)
    assert AuditEvent.objects.filter(action="audit.looked_at", actor_person=auditor.pk).count() == 1


def test_an_audit_administrator_reads_what_administrators_did_and_nothing_else(client):
    made_people.signed_in(client, "audit_admin")
    ordinary = record(actor=queries.Actor(person_id=1), action="person.language_chosen", now=clock.now())
    by_machine = record(actor=actors.machine(), action="role.synced", now=clock.now())
    shown = numbers(client.get("/audit"))
    assert by_machine in shown
    assert ordinary not in shown
    assert client.get(f"/audit/{ordinary}").status_code == 404
    assert client.get(f"/audit/{by_machine}").status_code == 200


def test_events_are_filtered_by_period_kind_action_person_and_object(client):
    made_people.signed_in(client, "auditor")
    long_ago = clock.now() - timedelta(days=4000)
    number = record(
        actor=queries.Actor(person_id=77), action="role.ended", now=long_ago, object_type="person", object_id=5
    )
    day = f"{long_ago:%Y-%m-%d}"
    for asked in (f"from={day}&to={day}", f"to={day}", "person=77", "action=role.ended&object_id=5"):
        assert numbers(client.get(f"/audit?{asked}")) == [number], asked
    assert numbers(client.get(f"/audit?kind=look&to={day}")) == []


@pytest.mark.parametrize("page", ["/audit", "/audit/verify", "/audit/export.csv"])
def test_a_day_that_is_none_is_refused_with_its_value(client, page):
    made_people.signed_in(client, "auditor")
    answer = client.get(f"{page}?from=2026-02-30")
    assert answer.status_code == 400
    assert "2026-02-30" in answer.content.decode()


def test_older_events_are_a_link_away(client):
    made_people.signed_in(client, "auditor")
    for _ in range(60):
        record(actor=actors.machine(), action="role.synced", now=clock.now())
    first = client.get("/audit?action=role.synced")
    older = re.search(r'href="(/audit\?[^"]*before=\d+)"', first.content.decode())[1].replace("&amp;", "&")
    assert len(numbers(first)) == 50
    assert max(numbers(client.get(older))) < min(numbers(first))


def test_verification_is_shown(client):
    made_people.signed_in(client, "auditor")
    page = client.get("/audit/verify").content.decode()
    assert "链条完整" in page
    assert queries.verify(made_people.actor("auditor")).head[:20].split(":")[0] == "sha256"


def test_an_export_is_recorded_and_runs_no_formula(client):
    made_people.signed_in(client, "auditor")
    record(actor=actors.machine(), action="role.synced", now=clock.now(), object_id="=1+1", object_type="role")
    answer = client.get("/audit/export.csv?object_type=role")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[-1]["object_id"] == "'=1+1"
    assert AuditEvent.objects.filter(action="audit.exported").count() == 1


def test_an_erased_value_is_shown_as_erased(client):
    made_people.signed_in(client, "auditor")
    number = record(
        actor=actors.machine(), action="person.created", now=clock.now(), personal={"name": "某甲"}, about=4711
    )
    assert "某甲" in client.get(f"/audit/{number}").content.decode()
    queries.PersonalText.objects.filter(person=4711).delete()
    page = client.get(f"/audit/{number}").content.decode()
    assert "某甲" not in page
    assert "已删除" in page


def test_every_action_that_the_server_records_has_a_name():
    found = set()
    for path in SERVER.rglob("*.py"):
        found |= set(re.findall(r'action="([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert len(found) > 10
    missing = [action for action in sorted(found) if f"audit.action.{action}" not in texts.catalogue("zh")]
    assert missing == []


@pytest.mark.parametrize("role", ["leader", "system_admin", "security_admin", "resident"])
def test_others_do_not_enter(client, role):
    made_people.signed_in(client, role)
    for page in ("/audit", "/audit/verify", "/audit/export.csv", "/audit/1"):
        assert client.get(page).status_code == 403
