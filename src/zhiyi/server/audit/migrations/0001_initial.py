"""Events, the head of their chain, and the erasable texts beside them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("change", "change"), ("look", "look"), ("sign_in", "sign_in")], max_length=8
                    ),
                ),
                ("action", models.CharField(max_length=64)),
                ("actor_person", models.BigIntegerField(blank=True, null=True)),
                ("roles", models.JSONField(default=list)),
                ("administrator", models.BooleanField(default=False)),
                ("object_type", models.CharField(blank=True, default="", max_length=32)),
                ("object_id", models.CharField(blank=True, default="", max_length=128)),
                ("scope", models.CharField(blank=True, default="", max_length=64)),
                ("details", models.JSONField(default=dict)),
                ("personal", models.JSONField(default=dict)),
                ("address_digest", models.CharField(blank=True, default="", max_length=64)),
                ("previous", models.CharField(blank=True, max_length=160, unique=True)),
                ("digest", models.CharField(max_length=160, unique=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["actor_person", "number"], name="audit_by_actor"),
                    models.Index(fields=["object_type", "object_id", "number"], name="audit_by_object"),
                    models.Index(fields=["action", "number"], name="audit_by_action"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="audit_event_counted_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("change", "look", "sign_in"))), name="audit_event_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=160)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_one_head")],
            },
        ),
        migrations.CreateModel(
            name="PersonalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.BigIntegerField(blank=True, db_index=True, null=True)),
                ("field", models.CharField(max_length=32)),
                ("salt", models.CharField(max_length=64)),
                ("text", models.TextField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="audit.auditevent"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "field"), name="audit_personal_text_once")],
            },
        ),
    ]
