"""Every personal field declares its purpose, legal basis, retention and readers."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from zhiyi.city import texts
from zhiyi.server.accounts import personal
from zhiyi.server.accounts.models import Person

NOT_PERSONAL = {"id", "is_active", "synthetic", "created_at", "erased_at"}


def test_every_field_of_a_person_is_declared_or_known_not_to_be_personal():
    declared = {
        field.model.rpartition(".")[2] for field in personal.FIELDS if field.model.startswith("accounts.Person")
    }
    present = {field.name for field in Person._meta.get_fields() if isinstance(field, models.Field) and field.concrete}
    assert present == declared | NOT_PERSONAL


def test_every_declared_field_exists():
    for field in personal.FIELDS:
        label, _, name = field.model.rpartition(".")
        assert apps.get_model(label)._meta.get_field(name)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("field", personal.FIELDS, ids=lambda field: field.code)
def test_every_declaration_is_complete(field, language):
    for said in (field.name, field.purpose, field.basis, field.retention, field.readers):
        assert texts.render(said, language)
