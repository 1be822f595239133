"""The reference page and the notes of a new pack are made from the schemas and leave nothing out."""

from __future__ import annotations

import re

import pytest

from zhiyi.city import texts
from zhiyi.city.packs import reference
from zhiyi.city.packs.schemas import TABLES

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_names_every_table_and_column(language: str):
    page = reference.as_markdown(language)
    sections = dict(re.findall(r"^## (\w+) · .*?\n(.*?)(?=^## |\Z)", page, re.S | re.M))
    assert tuple(sections) == tuple(table.name for table in TABLES)
    for table in TABLES:
        columns = tuple(re.findall(r"^\| `(\w+)` \|", sections[table.name], re.M))
        assert columns == table.columns


def test_every_column_is_explained_in_both_languages():
    for table in TABLES:
        for field in table.fields:
            assert HAN.search(field.about), (table.name, field.name)
            assert field.about_en.isascii() or "智" in field.about_en or "几十" in field.about_en, field.about_en
            assert field.about.endswith("。") or field.about.endswith("……")
            assert field.about_en.endswith(".")


def test_both_catalogues_have_the_same_keys_and_parameters():
    zh, en = (
        {key: texts.placeholders(text) for key, text in texts.catalogue(language).items() if key.startswith("pack.")}
        for language in ("zh", "en")
    )
    assert zh == en
