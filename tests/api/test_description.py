"""The interface describes itself, to programs and to people, completely and without leaving the host."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from ninja.operation import PathView

from tests.api.conftest import DAY
from wenye.api.explained import sides, type_of
from wenye.api.problems import KINDS
from wenye.api.routes import api
from wenye.policy.model import Pack

Described = dict[str, Any]


def references(node: object) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for below in node.values():
            yield from references(below)
    elif isinstance(node, list):
        for below in node:
            yield from references(below)


def served() -> set[tuple[str, str]]:
    """Every address that is served, with its method."""
    views: list[tuple[str, PathView]] = [
        item for router in api._get_bound_routers() for item in router.path_operations.items()
    ]
    return {(f"/api/v1{path}", method.lower()) for path, view in views for operation in view.operations
            for method in operation.methods}  # fmt: skip


def test_every_address_is_described(described: Described) -> None:
    found = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert found == served()
    assert len(found) == 9


def test_every_reference_leads_somewhere(described: Described) -> None:
    for reference in set(references(described)):
        node: Any = described
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node


def test_every_shape_is_closed_and_used(described: Described) -> None:
    shapes = described["components"]["schemas"]
    used = {reference.rpartition("/")[2] for reference in references(described)}
    assert set(shapes) - used == set()
    closed = [name for name, shape in shapes.items() if shape.get("additionalProperties") is False]
    assert set(shapes) - set(closed) == {"Facts"}


def test_every_error_is_a_problem_document(described: Described) -> None:
    for methods in described["paths"].values():
        for operation in methods.values():
            errors = {status: answer for status, answer in operation["responses"].items() if status != "200"}
            assert {"404", "405", "422", "500"} <= set(errors)
            for answer in errors.values():
                assert list(answer["content"]) == ["application/problem+json"]


def test_a_filter_names_what_the_pack_knows_and_is_never_null(described: Described, pack: Pack) -> None:
    filters = {asked["name"]: asked for asked in described["paths"]["/api/v1/measures"]["get"]["parameters"]}
    assert filters["plan"]["schema"] == {"type": "integer", "enum": list(pack.plans)}
    assert filters["q"]["schema"] == {"type": "string", "maxLength": 60}
    assert "区财政局" in filters["unit"]["schema"]["enum"]
    assert not any(asked["required"] for asked in filters.values())


@pytest.mark.parametrize("name", ["Case", "Answers"])
def test_the_sample_bodies_can_be_sent_as_they_are(name: str, described: Described, client: Client) -> None:
    sample = described["components"]["requestBodies"][name]["content"]["application/json"]["example"]
    address = "/api/v1/screen" if name == "Answers" else "/api/v1/benefits/stable-jobs-refund/decide"
    assert client.post(address, sample, content_type="application/json").status_code == 200


def test_the_description_follows_the_pack(described: Described, client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert json.loads(response.content) == described
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_names_every_operation_shape_and_problem(language: str, client: Client, described: Described) -> None:
    client.cookies["wenye_lang"] = language
    page = client.get("/api/").content.decode()
    operations = [operation for methods in described["paths"].values() for operation in methods.values()]
    for name in [operation["operationId"] for operation in operations]:
        assert f'id="{name}"' in page
    for name in described["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    for kind in KINDS.values():
        assert f'id="problem-{kind.id}"' in page
    assert all(sides(operation["summary"]).of(language) in page for operation in operations)


def test_the_page_asks_nothing_of_other_hosts(client: Client) -> None:
    page = client.get("/api/").content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", page)
    places = set(re.findall(r'href="#([^"]+)"', page))
    assert places <= set(re.findall(r'id="([^"]+)"', page))


def test_the_page_leads_to_the_description(client: Client) -> None:
    assert 'href="/api/v1/openapi.json"' in client.get("/api/").content.decode()


def test_the_type_of_a_problem_leads_to_its_description(client: Client) -> None:
    problem = json.loads(client.get("/api/v1/measures/101").content)
    page, _, place = problem["type"].partition("#")
    assert f'id="{place}"' in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"$ref": "#/components/schemas/Measure"}, "Measure"),
        ({"type": "array", "items": {"type": "string"}}, "string[]"),
        ({"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}, "(integer | null)[]"),
        ({"type": "string", "format": "date"}, "date"),
        ({"enum": ["yes", "no"], "type": "string"}, '"yes" | "no"'),
        ({"const": "yes"}, '"yes"'),
        ({"enum": list(range(9)), "type": "integer"}, "integer"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "{name: string}"),
    ],
)
def test_a_type_is_said_as_most_languages_say_it(schema: Described, said: str) -> None:
    assert "".join(piece.text for piece in type_of(schema)) == said


def test_the_day_of_a_sample_is_a_day(described: Described) -> None:
    sample = described["components"]["requestBodies"]["Case"]["content"]["application/json"]["example"]
    assert len(sample["date"]) == len(DAY)
