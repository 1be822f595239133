"""The shipped packs against their sources: nothing lost, nothing invented."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from zhiyi.city import packs, synth
from zhiyi.indicators import run
from zhiyi.indicators.values import FindingKind, Publication
from zhiyi.kernel import records
from zhiyi.kernel.periods import Period

ROOT = Path(__file__).resolve().parents[2]
CITIES = ROOT / "cities"
SHARED = ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the source documents (../shared) are not here")
JOINED_LINES = 6
HOLDERS = Path(__file__).with_name("office_holders.csv")
BODY = re.compile(r"(市|省|区|县|委|办|办公室|办公厅|公司|集团|部|部门|院|团|网|日报|圈|全国|建材|信息|国家电投)$")
PRIVATE = re.compile(r"(?:记者|主管) ?(?!朋友)([\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3})?)(?=\s|介绍|$)", re.M)
CONTESTED = {
    FindingKind.CONTRADICTION,
    FindingKind.IDENTITY_BROKEN,
    FindingKind.LIST_LENGTH,
    FindingKind.STREAK_LONGER,
}


@pytest.fixture(scope="module")
def pack() -> packs.Pack:
    return packs.read(CITIES / "xuchang")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def around(document: Path, line: int) -> str:
    lines = document.read_text(encoding="utf-8").splitlines()
    return solid("".join(lines[max(line - 2, 0) : line + JOINED_LINES]))


@pytest.mark.parametrize("info", packs.shipped(), ids=lambda info: info.name)
def test_every_shipped_pack_has_no_fault(info):
    assert packs.check(info.path) == ()


def test_exactly_one_shipped_pack_is_the_demo():
    assert [info.demo for info in packs.shipped()].count(True) == 1


def test_the_pack_has_the_whole_city(pack):
    levels = Counter(region.level for region in pack.regions if not region.synthetic)
    streets = [region for region in pack.regions if re.fullmatch(r"\d{9}", region.code)]
    villages = [region for region in pack.regions if re.fullmatch(r"\d{12}", region.code)]
    assert len(streets) == 105
    assert len(villages) == 2505
    assert levels["prefecture"] == 1
    assert sum(region.kind == "functional_zone" for region in pack.regions) >= 2


def test_the_counts_are_those_of_the_sources(pack):
    kinds = Counter(row.kind for row in pack.observations)
    assert len(pack.observations) == 285
    assert len(pack.events) == 88
    assert len(pack.documents) == 5
    assert (kinds["target"], kinds["plan"]) == (17, 6)
    assert len(pack.targets) == 23
    assert len(pack.weaknesses) == 3


def test_every_indicator_has_names_in_both_languages_and_a_theme(pack):
    assert [one.id for one in pack.indicators if not (one.name and one.name_en and one.theme)] == []


def test_every_event_has_both_languages(pack):
    assert [one.id for one in pack.events if not (one.event and one.event_en)] == []


def test_no_figure_of_a_person_other_than_office_holders_named_in_the_documents(pack):
    assert {subject.kind for subject in pack.subjects} <= {
        "region", "area", "organisation", "industry", "project", "programme", "document", "other",
    }  # fmt: skip


def test_every_actor_of_an_event_is_a_body_or_an_office_holder(pack):
    holders = {row["name"] for row in rows(HOLDERS)}
    actors = {actor for event in pack.events for actor in event.actors}
    assert {actor for actor in actors if not BODY.search(actor)} <= holders


@needs_shared
def test_every_office_holder_is_named_with_the_office_in_a_document():
    for row in rows(HOLDERS):
        assert row["name"] in row["words"]
        assert row["words"] in around(SHARED / "documents" / row["document"], int(row["line"]))


@needs_shared
def test_no_reporter_and_no_employee_named_in_a_document_stands_in_a_pack():
    texts = [path.read_text(encoding="utf-8") for path in (SHARED / "documents").glob("*.txt")]
    named = {name for text in texts for found in PRIVATE.findall(text) for name in found.split()}
    assert len(named) >= 8
    kept = "".join(path.read_text(encoding="utf-8") for path in CITIES.rglob("*.csv"))
    assert [name for name in named if name in kept] == []


def test_a_figure_that_the_rules_contest_is_not_released(pack):
    ledger = pack.ledger_values().known_on(date(2026, 11, 20))
    released = {one.id for one in ledger.observations if one.publication is Publication.RELEASABLE}
    contested = {code for one in run(ledger).findings if one.kind in CONTESTED for code in one.observations}
    assert contested
    assert contested & released == set()


def test_what_an_indicator_counts_names_no_year(pack):
    """A year in it would part the figures of one indicator by the year that they speak of."""
    counted = {one.id: one.numerator + one.denominator for one in pack.indicators}
    years = {name for name, words in counted.items() if re.search(r"\d{4}年", words)}
    assert years == {"hnte_multiple_2017"}


def test_one_thing_printed_in_two_ways_is_one_indicator(pack):
    labels = {label: one.id for one in pack.indicators for label in (one.name, *one.aliases)}
    assert labels["“六大对接”"] == labels["“六个对接”"]


def test_a_series_said_to_break_is_not_released_as_one(pack):
    publication = {one.id: one.publication for one in pack.observations}
    assert {publication[code] for code in ("F062", "F233")} == {"under_check"}


@pytest.mark.parametrize("name", ["xuchang", "xuchang-demo"])
def test_every_period_of_a_pack_survives_storage(name):
    held = packs.read(CITIES / name)
    periods = {
        value
        for table in held.tables.values()
        for row in table
        for value in map(partial(getattr, row), type(row).__dataclass_fields__)
        if isinstance(value, Period)
    }
    assert {one.text for one in periods} >= {"2016-05-01T00:00:45"}
    assert [one for one in periods if records.unpacked(records.packed(one)) != one] == []


@needs_shared
def test_285_in_285_out():
    given = rows(SHARED / "xuchang" / "facts.csv")
    held = rows(CITIES / "xuchang" / "observations.csv")
    columns = list(given[0])
    assert [*columns, "publication"] == list(held[0])
    assert [[row[column] for column in columns] for row in held] == [list(row.values()) for row in given]


@needs_shared
def test_88_events_in_88_out():
    given = {row["id"]: row for row in rows(SHARED / "xuchang" / "events.csv")}
    held = {row["id"]: row for row in rows(CITIES / "xuchang" / "events.csv")}
    assert held.keys() == given.keys()
    for key, row in given.items():
        assert (held[key]["date"], held[key]["line"], held[key]["surface"]) == (
            row["date"],
            row["line"],
            row["surface"],
        )


@needs_shared
def test_every_carrying_word_stands_in_its_document(pack):
    folder = SHARED / "documents"
    wrong = [
        row.id
        for row in (*pack.observations, *pack.events, *pack.weaknesses)
        if solid(row.surface) not in around(folder / row.seed, row.line)
    ]
    assert wrong == []


@needs_shared
def test_every_document_hash_is_that_of_the_file(pack):
    for document in pack.documents:
        content = (SHARED / "documents" / document.file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document.sha256
        assert len(content.decode().splitlines()) == document.lines


@needs_shared
def test_the_codes_and_names_of_places_are_those_of_the_source(pack):
    given = {
        row["code"]: row["name"]
        for table in ("streets.csv", "villages.csv")
        for row in rows(SHARED / "xuchang" / table)
    }
    held = {region.code: region.name for region in pack.regions if re.fullmatch(r"\d{9}(\d{3})?", region.code)}
    assert held == given


@needs_shared
def test_the_industry_codes_are_those_of_the_standard(pack):
    given = {(row["code"], row["name"]) for row in rows(SHARED / "industry" / "gbt4754_2017.csv")}
    assert {(row.code, row.name) for row in pack.industry} == given


@needs_shared
def test_no_text_of_the_documents_stands_in_the_project():
    """Figures and their carrying words may stand; no passage of a document does."""
    passages = set()
    for document in (SHARED / "documents").glob("*.txt"):
        text = solid(document.read_text(encoding="utf-8"))
        passages |= {text[start : start + 60] for start in range(0, len(text) - 60, 60)}
    kept = "".join(solid(path.read_text(encoding="utf-8")) for path in CITIES.rglob("*.csv"))
    assert [passage for passage in passages if passage in kept] == []


def test_the_synthetic_pack_is_what_its_plan_makes(tmp_path):
    for name in ("china", "xuchang", "xuchang-demo"):
        shutil.copytree(CITIES / name, tmp_path / name)
    synth.make(tmp_path / "xuchang-demo")
    for path in sorted((CITIES / "xuchang-demo").iterdir()):
        assert (tmp_path / "xuchang-demo" / path.name).read_bytes() == path.read_bytes(), path.name


def test_everything_in_the_synthetic_pack_says_so():
    pack = packs.read(CITIES / "xuchang-demo")
    own = [row for table in pack.tables.values() for row in table if row.pack == "xuchang-demo"]
    assert own
    assert all(getattr(row, "synthetic", True) for row in own)
    assert all(row.region.startswith("99") for row in (*pack.firms, *pack.history))


def test_the_synthetic_pack_names_no_real_place():
    pack = packs.read(CITIES / "xuchang-demo")
    real = {region.name for region in pack.regions if not region.synthetic and len(region.name) > 2}
    made_up = {region.name for region in pack.regions if region.synthetic and region.level != "village"}
    assert made_up & real == set()
