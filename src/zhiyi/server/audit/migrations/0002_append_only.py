"""Let the database refuse to change or delete what the audit book holds.

Events are never changed or deleted. The head of the chain is never deleted and only moves forward by one. A personal
text may be deleted (erasure), never changed. A change of a table rebuilds it on SQLite and drops its triggers; such a
migration has to make them anew. `tests/server/audit/test_append_only.py` fails where one is missing.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENTS = "audit_auditevent"
HEAD = "audit_chainhead"
TEXTS = "audit_personaltext"

SQLITE = {
    f"{EVENTS}_no_update": f"BEFORE UPDATE ON {EVENTS}",
    f"{EVENTS}_no_delete": f"BEFORE DELETE ON {EVENTS}",
    f"{HEAD}_no_delete": f"BEFORE DELETE ON {HEAD}",
    f"{HEAD}_forward": f"BEFORE UPDATE ON {HEAD} WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number + 1",
    f"{TEXTS}_no_update": f"BEFORE UPDATE ON {TEXTS}",
}

POSTGRESQL = {
    f"{EVENTS}_no_change": f"BEFORE UPDATE OR DELETE ON {EVENTS} FOR EACH ROW",
    f"{EVENTS}_no_truncate": f"BEFORE TRUNCATE ON {EVENTS} FOR EACH STATEMENT",
    f"{HEAD}_no_delete": f"BEFORE DELETE ON {HEAD} FOR EACH ROW",
    f"{HEAD}_no_truncate": f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT",
    f"{HEAD}_forward": (
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.number <> OLD.number + 1)"
    ),
    f"{TEXTS}_no_update": f"BEFORE UPDATE ON {TEXTS} FOR EACH ROW",
}

INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{name}: the audit book is append-only'); END"
        for name, when in SQLITE.items()
    ],
    "postgresql": [
        """CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%: the audit book is append-only', TG_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        *(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_append_only()" for name, when in POSTGRESQL.items()),
    ],
}

REMOVE = {
    "sqlite": [f"DROP TRIGGER {name}" for name in SQLITE],
    "postgresql": [
        *(f"DROP TRIGGER {name} ON {when.split(' ON ')[1].split()[0]}" for name, when in POSTGRESQL.items()),
        "DROP FUNCTION audit_append_only()",
    ],
}


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
