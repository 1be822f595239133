"""Let the database refuse two roles in one person where one of them must be held alone, and such a role in a scope.

A change of a table rebuilds it on SQLite and drops its triggers; such a migration has to make them anew.
`tests/server/accounts/test_separation.py` fails where one is missing.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CLASH = """
SELECT 1 FROM accounts_grant held
JOIN accounts_role held_role ON held_role.id = held.role_id
JOIN accounts_role new_role ON new_role.id = NEW.role_id
WHERE held.person_id = NEW.person_id
  AND held.id <> COALESCE(NEW.id, 0)
  AND held.role_id <> NEW.role_id
  AND (held_role.alone OR new_role.alone)
  AND (held.ends_at IS NULL OR held.ends_at > NEW.begins_at)
  AND (NEW.ends_at IS NULL OR NEW.ends_at > held.begins_at)
"""

SCOPED = """
SELECT 1 FROM accounts_role new_role WHERE new_role.id = NEW.role_id AND new_role.alone AND NEW.scope <> ''
"""

WHY = "accounts_grant_alone: a role that is held alone stands beside no other and holds for the whole city"

INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER accounts_grant_alone_{event.lower()} BEFORE {event} ON accounts_grant
        WHEN EXISTS ({CLASH}) OR EXISTS ({SCOPED})
        BEGIN SELECT RAISE(ABORT, '{WHY}'); END"""
        for event in ("INSERT", "UPDATE")
    ],
    "postgresql": [
        f"""CREATE FUNCTION accounts_grant_alone() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR UPDATE;
            IF EXISTS ({CLASH}) OR EXISTS ({SCOPED}) THEN
                RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE TRIGGER accounts_grant_alone BEFORE INSERT OR UPDATE ON accounts_grant
        FOR EACH ROW EXECUTE FUNCTION accounts_grant_alone()""",
    ],
}

REMOVE = {
    "sqlite": ["DROP TRIGGER accounts_grant_alone_insert", "DROP TRIGGER accounts_grant_alone_update"],
    "postgresql": [
        "DROP TRIGGER accounts_grant_alone ON accounts_grant",
        "DROP FUNCTION accounts_grant_alone()",
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
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
