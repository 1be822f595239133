"""The description of the API: complete in both languages, true of the code, without invented figures."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from zhiyi.city import texts
from zhiyi.server.accounts import doors
from zhiyi.server.api import reference

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STAFF = {"list_findings", "get_finding", "list_gaps", "get_gap"}


def operations():
    return [(path, methods["get"]) for path, methods in reference.openapi()["paths"].items()]


def test_the_description_is_public_and_the_same_as_the_generated_one(passer_by):
    assert passer_by.get("/api/v1/openapi.json").json() == reference.openapi()


def test_every_address_of_the_api_is_described():
    listed = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", entry.route)
        for entry in doors.listed()
        if entry.api and entry.route.startswith("/api/v1/")
    }
    assert listed == set(reference.openapi()["paths"])


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_operation_is_described_in_both_languages(path, operation):
    described = [
        operation["summary"],
        operation["description"],
        *(parameter["description"] for parameter in operation["parameters"]),
        *(response["description"] for response in operation["responses"].values()),
    ]
    for text in described:
        assert CHINESE.search(text)
        assert re.search(r"[A-Za-z]{2}", text)


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_operation_declares_every_status(path, operation):
    expected = {"200", "304", "400", "403", "405", "422"}
    expected |= {"401"} if operation["operationId"] in STAFF else set()
    expected |= {"404"} if "{" in path else set()
    assert set(operation["responses"]) == expected
    assert operation["security"] == ([{"session": []}] if "401" in expected else [{}, {"session": []}])


def test_every_field_is_described_in_both_languages():
    for name, schema in reference.openapi()["components"]["schemas"].items():
        assert CHINESE.search(schema["description"]), name
        for field, content in schema.get("properties", {}).items():
            assert CHINESE.search(content["description"]), (name, field)


def test_examples_hold_no_figure_but_bounds_and_days():
    document = reference.openapi()
    examples = [
        content["example"]
        for _, operation in operations()
        for response in operation["responses"].values()
        for content in response.get("content", {}).values()
        if "example" in content
    ]
    assert examples
    for example in examples:
        assert example.get("items", []) == []
        assert example.get("total", 0) == 0
    assert json.dumps(document)


def test_an_example_has_the_form_that_is_declared():
    document = reference.openapi()
    for _, operation in operations():
        for response in operation["responses"].values():
            for content in response.get("content", {}).values():
                if "example" in content:
                    schema = {**content["schema"], "components": document["components"]}
                    Draft202012Validator(schema).validate(content["example"])


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_page_of_the_reference_names_every_operation_parameter_and_schema(language):
    page = reference.as_markdown(language)
    document = reference.openapi()
    for path, operation in operations():
        assert f"`GET {path}`" in page
        assert all(f"| `{parameter['name']}` |" in page for parameter in operation["parameters"])
    for name in document["components"]["schemas"]:
        assert f"### {name}\n" in page
    assert reference.as_markdown(language) == page
    assert page.endswith("\n") and not page.endswith("\n\n")


def test_the_english_page_holds_no_chinese():
    assert not CHINESE.search(reference.as_markdown("en").replace("《", ""))


def test_no_city_is_named_in_the_description():
    assert "许昌" not in json.dumps(reference.openapi(), ensure_ascii=False)
