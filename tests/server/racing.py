"""Many at once on a database of their own: threads of another process, each with its own connection.

On SQLite the database is a file in a new home; on PostgreSQL it is a schema of the test database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from time import sleep
from urllib.parse import quote

TESTS = Path(__file__).resolve().parents[1]
SCHEMA = "racing"


def run_at_once(scene: str, *, workers: int, home: Path) -> list[str]:
    """What each worker of a scene reports, and last what the scene found afterwards, if it looks."""
    environment = os.environ | {
        "ZHIYI_HOME": str(home),
        "ZHIYI_MODE": "test",
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
    }
    if address := _postgresql_address():
        environment |= {"ZHIYI_DATABASE_URL": address, "PGOPTIONS": f"-c search_path={SCHEMA}"}
    command = [sys.executable, "-W", "error", "-m", "server.racing", scene, str(workers)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [str(outcome) for outcome in json.loads(done.stdout)]


def _postgresql_address() -> str:
    from django.db import connection

    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = cursor.fetchone()[0]
    found = connection.settings_dict
    who = quote(found["USER"], safe="") + (f":{quote(found['PASSWORD'], safe='')}" if found["PASSWORD"] else "")
    return f"postgresql://{who}@{found['HOST']}:{found['PORT']}/{name}"


def _use_one_link() -> tuple[Callable[[int], str], Callable[[], list[str]]]:
    from server.accounts import made_people
    from zhiyi.kernel.messages import Conflict
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors, sign_in

    now = clock.now()
    person = made_people.person(now=now)
    path = sign_in.issue_sign_in_link(actor=actors.machine(), person_id=person.pk, now=now).path
    token = path.strip("/").rsplit("/", 1)[-1]

    def use(_: int) -> str:
        try:
            sign_in.use_link(token, now=clock.now())
        except Conflict as refusal:
            return refusal.message.key
        return "signed in"

    return use, list


def _write_events() -> tuple[Callable[[int], str], Callable[[], list[str]]]:
    from zhiyi.server import clock
    from zhiyi.server.accounts.actors import Actor, machine
    from zhiyi.server.accounts.permissions import Permission
    from zhiyi.server.audit import queries
    from zhiyi.server.audit.services import record

    auditor = Actor(person_id=1, reach=frozenset({(str(Permission.AUDIT_VIEW), "")}))
    before = queries.verify(auditor).events

    def write(worker: int) -> str:
        for turn in range(10):
            record(actor=machine(), action="person.created", now=clock.now(), details={"worker": worker, "turn": turn})
        return "written"

    def look() -> list[str]:
        found = queries.verify(auditor)
        return [f"{found.events - before} events", *(fault.why.key for fault in found.faults)]

    return write, look


def _appoint_and_link() -> tuple[Callable[[int], str], Callable[[], list[str]]]:
    """One grants a role that is held alone and takes its time; meanwhile another asks for a link of that person."""
    from django.db import transaction

    from server.accounts import made_people
    from zhiyi.kernel.messages import NotAllowed
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors, services, sign_in
    from zhiyi.server.accounts.models import SignInLink

    person, granted = made_people.person(), Event()
    administrator = made_people.actor("security_admin")

    def act(worker: int) -> str:
        if worker == 0:
            with transaction.atomic():
                services.grant_role(actor=actors.machine(), person_id=person.pk, role="audit_admin", now=clock.now())
                granted.set()
                sleep(0.5)
            return "granted"
        granted.wait()
        try:
            sign_in.issue_sign_in_link(actor=administrator, person_id=person.pk, now=clock.now())
        except NotAllowed as refusal:
            return refusal.message.key
        return "a link"

    return act, lambda: [f"{SignInLink.objects.filter(person=person).count()} links"]


SCENES = {"use_one_link": _use_one_link, "write_events": _write_events, "appoint_and_link": _appoint_and_link}


def _main(scene: str, workers: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    call_command("migrate", verbosity=0)
    act, look = SCENES[scene]()
    gate = Barrier(workers)

    def run(worker: int) -> str:
        gate.wait()
        try:
            return act(worker)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        outcomes = list(pool.map(run, range(workers)))
    sys.stdout.write(json.dumps([*outcomes, *look()]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    connections.close_all()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
