"""How doors are declared, found, refused and listed, on views of every make."""

from __future__ import annotations

import pytest

from server.accounts import made_people
from zhiyi.server.accounts import doors
from zhiyi.server.accounts.doors import Door, DoorKind, door, public_door, signed_in_door
from zhiyi.server.accounts.permissions import Permission

URLS = "server.odd_addresses"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(URLS)]


def entries():
    return {(entry.route, entry.methods): entry for entry in doors.listed(URLS) if entry.route.startswith("/odd/")}


@pytest.mark.parametrize("role", [None, "leader", "security_admin", "auditor"])
@pytest.mark.parametrize("address", ["/odd/undeclared", "/odd/api/forgotten"])
def test_an_address_without_a_door_is_shut_to_everybody(client, caplog, address, role):
    if role:
        made_people.signed_in(client, role)
    with caplog.at_level("CRITICAL", logger="zhiyi.doors"):
        assert client.get(address).status_code == 403


def test_a_public_door_opens_to_a_passer_by(client):
    assert client.get("/odd/public").content == b"open"
    assert client.get("/odd/api/open").status_code == 200


@pytest.mark.parametrize("address", ["/odd/outer/7", "/odd/class", "/odd/inside/7"])
def test_a_permission_opens_views_of_every_make(client, address):
    assert client.get(address).headers["Location"].startswith("/sign-in?next=")
    made_people.signed_in(client, "resident")
    assert client.get(address).status_code == 403
    made_people.signed_in(client, "analyst")
    assert client.get(address).content == b"open"


def test_a_signed_in_door_opens_to_whoever_is_signed_in(client):
    assert client.post("/odd/inner").status_code == 302
    made_people.signed_in(client)
    assert client.post("/odd/inner").content == b"open"


def test_each_operation_of_a_path_of_the_api_has_its_own_door(client):
    made_people.signed_in(client, "analyst")
    assert client.get("/odd/api/findings/7").status_code == 200
    assert client.post("/odd/api/findings/7").status_code == 403
    made_people.signed_in(client, "press_officer")
    assert client.post("/odd/api/findings/7").status_code == 200


def test_the_api_refuses_in_both_languages(client):
    refused = client.get("/odd/api/findings/7")
    assert refused.status_code == 401
    error = refused.json()["error"]
    assert error["code"] == "door.api_sign_in"
    assert error["message_zh"].startswith("请先登录")
    assert error["message_en"].startswith("Sign in")
    made_people.signed_in(client, "resident")
    assert client.get("/odd/api/findings/7").json()["error"]["code"] == "door.api_shut"


def test_a_method_that_no_operation_answers_is_405(client):
    assert client.delete("/odd/api/findings/7").status_code == 405


def test_the_description_of_the_api_is_public_by_the_written_list(client):
    assert client.get("/odd/api/openapi.json").status_code == 200


def test_a_refusal_names_who_may_enter(client):
    made_people.signed_in(client, "resident")
    page = client.get("/odd/outer/7")
    assert "查看核查发现" in page.content.decode()


def test_every_make_of_view_is_listed_with_its_methods_and_parameters():
    listed = entries()
    findings = Door(DoorKind.PERMISSION, (Permission.FINDINGS_VIEW,))
    outer = listed["/odd/outer/<str:code>", ("GET", "HEAD")]
    assert (outer.name, outer.parameters, outer.api, outer.door) == ("outer", ("code",), False, findings)
    assert listed["/odd/inner", ("POST",)].door == Door(DoorKind.SIGNED_IN)
    assert listed["/odd/class", ("GET", "PUT", "OPTIONS")].door == Door(DoorKind.PERMISSION, (Permission.GAPS_VIEW,))
    assert listed["/odd/undeclared", ()].door is None
    assert listed["/odd/api/findings/<code>", ("GET",)].door == findings
    assert listed["/odd/api/findings/<code>", ("POST",)].api
    assert listed["/odd/api/forgotten", ("GET",)].door is None
    assert any(entry.name == "inside:regex" for entry in listed.values())


@pytest.mark.parametrize(("language", "words"), [("zh", "无人可入"), ("en", "Nobody")])
def test_the_list_is_written_as_a_page(language, words):
    page = doors.as_markdown(language, URLS)
    assert page.startswith("# ")
    assert f"| `/odd/undeclared` | — | {words}" in page


def test_a_view_declares_one_door():
    with pytest.raises(TypeError):
        signed_in_door(door(Permission.GAPS_VIEW)(lambda request: None))
    with pytest.raises(TypeError):
        public_door("door.why.about")(signed_in_door(lambda request: None))
