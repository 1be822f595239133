"""`ZHIYI_PACKS`: a city's own packs are found by name, beside the shipped ones."""

from __future__ import annotations

import json

from cities.made_up import made_up_city


def test_a_pack_in_a_folder_of_the_settings_is_found_by_its_name(zhiyi, tmp_path):
    folder = tmp_path / "packs"
    folder.mkdir()
    made_up_city(folder)
    found = zhiyi("pack", "check", "yunxi", ZHIYI_PACKS=json.dumps([str(folder)]))
    assert (found.returncode, found.stderr) == (0, "")
    assert zhiyi("pack", "check", "yunxi").returncode == 1


def test_a_list_of_folders_that_is_not_json_is_named(zhiyi):
    refused = zhiyi("pack", "list", ZHIYI_PACKS="packs")
    assert refused.returncode == 1
    assert "ZHIYI_PACKS" in refused.stderr
    assert "Traceback" not in refused.stderr
