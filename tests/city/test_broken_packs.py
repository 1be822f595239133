"""Every way to break a pack gives its own clear fault, at the right place, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from cities.made_up import made_up_city
from city.broken_packs import Broken, append, broken_packs, swap
from zhiyi.city import packs, texts
from zhiyi.city.packs.faults import FAULTS_PER_FILE

BROKEN = broken_packs()


def name_of(case: Broken) -> str:
    return case.name


@pytest.mark.parametrize("case", BROKEN, ids=name_of)
def test_a_broken_pack_names_file_row_and_column(case: Broken, tmp_path: Path):
    folder = made_up_city(tmp_path)
    case.do(folder)
    found = {(fault.message.key, fault.file, fault.row, fault.column) for fault in packs.check(folder)}
    assert (case.key, case.file, case.row, case.column) in found


@pytest.mark.parametrize("case", BROKEN, ids=name_of)
def test_every_fault_has_a_sentence_in_both_languages(case: Broken, tmp_path: Path):
    folder = made_up_city(tmp_path)
    case.do(folder)
    for fault in packs.check(folder):
        assert texts.render(fault.sentence, "zh").startswith(fault.file)
        assert texts.render(fault.sentence, "en").startswith(fault.file)


@pytest.mark.parametrize("case", [case for case in BROKEN if case.change == "swap"], ids=name_of)
def test_a_slip_of_the_pen_does_not_raise_an_avalanche(case: Broken, tmp_path: Path):
    folder = made_up_city(tmp_path)
    case.do(folder)
    assert len(packs.check(folder)) <= 4


def test_there_are_enough_cases_and_no_two_are_alike():
    assert len({case.name for case in BROKEN}) == len(BROKEN) >= 30


def test_all_faults_are_found_at_once(tmp_path: Path):
    folder = made_up_city(tmp_path)
    swap(folder / "observations.csv", "812.5,,亿元", "1.5.2,,亿元")
    swap(folder / "observations.csv", "300,,天", "300,,日")
    swap(folder / "regions.csv", "Liuwan Town,990102", "Liuwan Town,990109")
    append(folder / "stages.csv", "", "late,,Late,many")
    keys = [fault.message.key for fault in packs.check(folder)]
    wanted = ["pack.missing_parent", "pack.required", "pack.bad_int", "pack.bad_decimal", "pack.unknown_unit"]
    assert sorted(keys) == sorted(wanted)


def test_faults_of_one_row_are_all_told(tmp_path: Path):
    folder = made_up_city(tmp_path)
    append(folder / "stages.csv", "", "lead,,Lead,many")
    faults = [fault for fault in packs.check(folder) if fault.file == "stages.csv"]
    assert [(fault.column, fault.row) for fault in faults] == [("name", 10), ("order", 10), ("code", 10)]


def test_past_a_thousand_faults_a_file_only_counts_them(tmp_path: Path):
    folder = made_up_city(tmp_path)
    for number in range(FAULTS_PER_FILE + 7):
        append(folder / "stages.csv", "", f"s{number},,A,1")
    faults = [fault for fault in packs.check(folder) if fault.file == "stages.csv"]
    assert len(faults) == FAULTS_PER_FILE + 1
    assert faults[-1].message.params["count"] == 7


def test_a_broken_pack_is_refused_with_every_fault(tmp_path: Path):
    folder = made_up_city(tmp_path)
    append(folder / "stages.csv", "", "late,,Late,many")
    with pytest.raises(packs.PackError) as refusal:
        packs.read(folder)
    assert refusal.value.faults == packs.check(folder)
    assert "stages.csv" in texts.render(refusal.value.message, "en")


def test_a_table_that_excel_saves_with_a_byte_order_mark_is_read(tmp_path: Path):
    folder = made_up_city(tmp_path)
    path = folder / "regions.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").join((b"\xef\xbb\xbf", b"")))
    assert packs.check(folder) == ()


def test_the_words_of_a_gbk_file_are_shown_as_the_city_knows_them(tmp_path: Path):
    folder = made_up_city(tmp_path)
    path = folder / "stages.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    fault = packs.check(folder)[0]
    assert fault.value == "lead,线索,Lead,1"
