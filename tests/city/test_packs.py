"""Packs as a whole: reading, inheriting, finding, writing, and the made-up city's values."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cities.made_up import YUNXI, edit_metadata, made_up_city
from city.broken_packs import append, swap
from zhiyi.city import packs, texts
from zhiyi.city.packs import cells, writing
from zhiyi.city.packs.schemas import TABLES
from zhiyi.indicators.values import Interval, Kind
from zhiyi.kernel.messages import DataError, NotFound

CHECKOUT = Path(__file__).resolve().parents[2]


def child_of_yunxi(directory: Path, name: str = "yunxi-more") -> Path:
    """A synthetic pack beside the made-up city that extends it and brings a few tables."""
    folder = directory / name
    folder.mkdir()
    for table in ("regions", "comparators", "subjects"):
        writing.write_table(folder, table, ())
    about = json.loads((YUNXI / "datapackage.json").read_text(encoding="utf-8"))
    about |= {"name": name, "resources": []}
    about["zhiyi"] |= {"extends": "yunxi"}
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    packs.refresh(folder)
    return folder


def test_the_made_up_city_has_no_fault():
    assert packs.check(YUNXI) == ()


@pytest.mark.parametrize(
    "folder", sorted((CHECKOUT / "cities").glob("*/datapackage.json")), ids=lambda path: path.parent.name
)
def test_a_shipped_pack_has_no_fault(folder: Path):
    assert [texts.render(fault.sentence, "en") for fault in packs.check(folder.parent)] == []


@pytest.mark.parametrize(
    "path",
    [YUNXI / "datapackage.json", *sorted((CHECKOUT / "cities").glob("*/datapackage.json"))],
    ids=lambda path: path.parent.name,
)
def test_a_datapackage_says_what_the_schemas_say(path: Path):
    assert path.read_text(encoding="utf-8") == writing.refreshed(path.parent)


def test_a_row_class_has_the_columns_of_its_table():
    for table in TABLES:
        assert tuple(table.row.__dataclass_fields__) == ("pack", "row", *table.columns)


def test_every_example_of_a_schema_is_valid():
    for table in TABLES:
        for field in table.fields:
            if field.example:
                cells.parser(field)(field.example)


def test_a_new_pack_is_valid_and_tells_how_to_fill_it(tmp_path: Path):
    folder = packs.new("qinghe", tmp_path)
    assert packs.check(folder) == ()
    assert "observations.csv" in (folder / "README.md").read_text(encoding="utf-8")
    assert "## observations.csv" in (folder / "EXAMPLES.md").read_text(encoding="utf-8")


def test_a_new_pack_never_overwrites(tmp_path: Path):
    packs.new("qinghe", tmp_path)
    with pytest.raises(DataError, match="folder_not_empty"):
        packs.new("qinghe", tmp_path)


def test_a_new_pack_cannot_be_named_out_of_its_folder(tmp_path: Path):
    with pytest.raises(DataError, match="bad_name"):
        packs.new("../qinghe", tmp_path)


@pytest.mark.parametrize(
    ("about", "key"),
    [
        ('{"zhiyi": {}, "resources": ["x"]}', "resource_without_name"),
        ('{"zhiyi": {}, "resources": "x"}', "no_resources"),
        ('{"zhiyi": "x", "resources": []}', "no_zhiyi_section"),
        ('["x"]', "json_not_object"),
        ("[" * 100_000, "json_too_deep"),
    ],
    ids=["resource", "resources", "section", "list", "deep"],
)
def test_a_datapackage_of_another_shape_is_refused_and_left_as_it_is(about: str, key: str, tmp_path: Path):
    (tmp_path / "datapackage.json").write_text(about, encoding="utf-8")
    with pytest.raises(DataError, match=key):
        packs.refresh(tmp_path)
    assert (tmp_path / "datapackage.json").read_text(encoding="utf-8") == about


def test_a_target_may_rest_on_the_outcome_of_another_of_its_topic_and_subject(tmp_path: Path):
    folder = made_up_city(tmp_path)
    swap(folder / "targets.csv", "2023,cluster_count,,,", "2023,,,,")
    assert packs.check(folder) == ()


def test_a_number_inside_a_name_may_stand_without_a_unit(tmp_path: Path):
    folder = made_up_city(tmp_path)
    swap(folder / "indicators.csv", "三张名片,,name", "三张名片,个,name")
    assert packs.check(folder) == ()


def test_a_fault_never_shows_a_character_that_a_terminal_would_obey(tmp_path: Path):
    folder = made_up_city(tmp_path)
    swap(folder / "datapackage.json", '"title": "云溪市"', '"title": "云溪\\u001b[2J市"')
    (fault,) = packs.check(folder)
    assert fault.value == "云溪\ufffd[2J市"


def test_everything_that_a_synthetic_pack_asks_for_and_admits_is_synthetic():
    values = packs.read(YUNXI).ledger_values()
    assert values.weaknesses
    assert values.requirements
    assert all(one.synthetic for one in (*values.weaknesses, *values.requirements))


def test_the_digest_depends_on_content_alone(tmp_path: Path):
    one = packs.read(made_up_city(tmp_path / "a")).digest
    other = made_up_city(tmp_path / "b")
    assert packs.read(other).digest == one
    append(other / "stages.csv", "", "paused,停工,Paused,9")
    assert packs.read(other).digest != one


def test_a_digest_covers_what_a_pack_extends(tmp_path: Path):
    base = made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    before = packs.read(child).digest
    append(base / "stages.csv", "", "paused,停工,Paused,9")
    assert packs.read(child).digest != before


def test_a_pack_has_the_rows_of_what_it_extends(tmp_path: Path):
    made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    append(child / "regions.csv", "", "990103,南山区,Nanshan,990100,county,district,true,虚构")
    pack = packs.read(child)
    assert [info.name for info in pack.chain] == ["yunxi", "yunxi-more"]
    assert {region.code: region.pack for region in pack.regions}["990101"] == "yunxi"
    assert {region.code: region.pack for region in pack.regions}["990103"] == "yunxi-more"


def test_a_city_may_rewrite_a_comparator_of_what_it_extends(tmp_path: Path):
    made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    append(child / "comparators.csv", "", "近,below,0.2,nearly,")
    rules = {row.word: row.parameter for row in packs.read(child).comparators}
    assert rules["近"] == Decimal("0.2")
    assert len(rules) == len(packs.read(tmp_path / "yunxi").comparators)


def test_a_city_may_not_take_a_region_code_of_what_it_extends(tmp_path: Path):
    made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    append(child / "regions.csv", "", "990102,甲区,A,990100,county,district,true,")
    fault = packs.check(child)[0]
    assert (fault.message.key, fault.file, fault.row) == ("pack.key_inherited", "regions.csv", 2)


def test_a_fault_of_what_a_pack_extends_carries_that_packs_name(tmp_path: Path):
    base = made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    append(base / "stages.csv", "", "late,,Late,9")
    assert [(fault.file, fault.row) for fault in packs.check(child)] == [("yunxi/stages.csv", 10)]


def test_packs_that_extend_each_other_are_refused(tmp_path: Path):
    base = made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path)
    edit_metadata(base, extends="yunxi-more")
    keys = {(fault.message.key, fault.file) for fault in packs.check(child)}
    assert ("pack.extends_cycle", "yunxi/datapackage.json") in keys


def test_a_real_pack_takes_nothing_made_up(tmp_path: Path):
    made_up_city(tmp_path)
    child = child_of_yunxi(tmp_path, "real")
    edit_metadata(child, synthetic=False)
    writing.write_table(child, "weaknesses", ())
    append(child / "regions.csv", "", "990103,南山区,Nanshan,990100,county,district,true,虚构")
    append(child / "regions.csv", "", "980103,北山区,Beishan,990100,county,district,false,")
    append(child / "weaknesses.csv", "", "W,弱,Weak,云溪市,yunxi-2022.txt,84,弱,2022-09-26")
    packs.refresh(child)
    found = {(fault.message.key, fault.row) for fault in packs.check(child)}
    assert ("pack.synthetic_in_real_pack", 2) in found
    assert ("pack.synthetic_parent", 3) in found
    assert ("pack.real_row_synthetic_subject", 2) in found


def test_a_made_up_pack_gives_no_data_to_a_real_subject(tmp_path: Path):
    base = made_up_city(tmp_path)
    shutil.copytree(base, tmp_path / "other")
    for folder, name, synthetic in ((base, "yunxi", True), (tmp_path / "other", "other", False)):
        swap(folder / "datapackage.json", '"name": "yunxi"', f'"name": "{name}"')
        edit_metadata(folder, synthetic=synthetic)
    child = child_of_yunxi(tmp_path)
    edit_metadata(child, extends="other")
    for table in ("observations", "history"):
        writing.write_table(child, table, ())
    append(child / "history.csv", "", "H9,云溪市,,gdp,2021,1,亿元,2022-01-01,true")
    line = "F9,yunxi-2022.txt,60,云溪市,优良天数,300,,天,2021,,,stat,300天,plain,,internal"
    append(child / "observations.csv", "", line)
    packs.refresh(child)
    found = {(fault.message.key, fault.file) for fault in packs.check(child)}
    assert ("pack.synthetic_row_real_subject", "history.csv") in found
    assert ("pack.synthetic_row_real_subject", "observations.csv") in found
    assert ("pack.synthetic_row_real_document", "observations.csv") in found
    assert ("pack.register_in_real_pack", "other/firms.csv") in found


def test_a_pack_is_found_by_name_and_by_folder(tmp_path: Path):
    folder = made_up_city(tmp_path)
    assert packs.find("yunxi", roots=[tmp_path]) == folder
    assert packs.find(folder) == folder
    assert "yunxi" in [info.name for info in packs.shipped(roots=[tmp_path])]


@pytest.mark.parametrize("name", ["atlantis", "../yunxi", "/etc", ""])
def test_an_unknown_name_finds_nothing(name: str, tmp_path: Path):
    made_up_city(tmp_path)
    with pytest.raises(NotFound):
        packs.find(name, roots=[tmp_path])


def test_the_callers_demo_goes_before_the_shipped_one(tmp_path: Path):
    made_up_city(tmp_path, demo=True)
    assert packs.demo_pack(roots=[tmp_path]).name == "yunxi"


def test_two_demos_in_one_folder_are_refused(tmp_path: Path):
    made_up_city(tmp_path, demo=True)
    other = child_of_yunxi(tmp_path)
    edit_metadata(other, demo=True)
    with pytest.raises(DataError, match="two_demos"):
        packs.demo_pack(roots=[tmp_path])
    assert "pack.two_demos" in [fault.message.key for fault in packs.check(other)]


def test_an_observation_is_an_interval_in_its_canonical_unit():
    values = packs.read(YUNXI).ledger_values()
    found = {one.id: one for one in values.observations}
    assert found["F001"].canonical == Interval(Decimal("81250000000.0"), Decimal("81250000000.0"))
    assert found["F003"].value == Interval(Decimal("135.0"), Decimal("150"), high_closed=False)
    assert found["F021"].value == Interval(Decimal(20), Decimal(100), high_closed=False)
    assert (found["F018"].canonical.low, found["F018"].canonical_unit) == (Decimal("800000.0000000004"), "平方米")
    assert found["F003"].indicator == found["F002"].indicator == "hnte_count"
    assert found["F003"].label == "高技术企业"


def test_a_figure_is_known_from_the_last_possible_day_of_its_document():
    found = {one.id: one.known_from for one in packs.read(YUNXI).ledger_values().observations}
    assert found["F003"] == date(2021, 6, 30)
    assert found["F005"] == date(2022, 9, 26)
    assert found["H001"] == date(2020, 3, 1)


def test_a_subject_lends_its_region_to_its_figures():
    found = {one.id: one for one in packs.read(YUNXI).ledger_values().observations}
    assert found["F001"].place == "990100"
    assert found["F023"].place == "990100-Z01"
    assert all(one.synthetic for one in found.values())
    assert found["F020"].kind is Kind.NAMED


def test_events_keep_their_first_and_last_day():
    found = {one.id: one.when for one in packs.read(YUNXI).ledger_values().events}
    assert (found["E004"].start, found["E004"].end) == (date(2021, 5, 24), date(2021, 5, 26))
    assert (found["E003"].start, found["E003"].text) == (date(2020, 12, 29), "2020-12-29T09:30:00")
    assert not found["E006"].dated


def test_the_ledger_of_a_past_day_lacks_later_documents():
    values = packs.read(YUNXI).ledger_values()
    past = values.known_on(date(2021, 1, 1))
    assert {one.source.document for one in past.observations if one.source} == {"D1"}
    assert len(values.known_on(date(2030, 1, 1)).observations) == len(values.observations) == 27
