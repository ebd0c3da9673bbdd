"""What the tests of the interface share: a caller without a database, and the published shapes to hold answers to."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from wenye.api.document import document
from wenye.api.routes import api
from wenye.library import library
from wenye.policy.model import Pack

Json = Any
START_UP = "/api/v1/benefits/start-up-grant/decide"
DAY = "2019-11-20"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack that is served."""
    return library().pack


@pytest.fixture(scope="session")
def described() -> dict[str, Any]:
    """The OpenAPI document as callers get it."""
    found: dict[str, Any] = json.loads(json.dumps(document(api)))
    return found


@pytest.fixture(scope="session")
def conforms(described: dict[str, Any]) -> Callable[[str, Json], None]:
    """``conforms("Measure", answer)`` fails unless the answer has the published shape; ``"Measure[]"`` is a list."""
    from jsonschema_rs import Draft202012Validator

    def check(shape: str, answer: Json) -> None:
        one = {"$ref": f"#/components/schemas/{shape.removesuffix('[]')}"}
        schema = {"type": "array", "minItems": 1, "items": one} if shape.endswith("[]") else one
        validator = Draft202012Validator({**schema, "components": described["components"]}, validate_formats=True)
        assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(answer)] == []

    return check


@pytest.fixture
def get(client: Client) -> Callable[..., Json]:
    """``get("/api/v1/measures", plan=2)``: the answer, which must be 200."""

    def call(path: str, **query: object) -> Json:
        response = client.get(path, query)
        assert response.status_code == 200, response.content.decode()
        assert response.headers["Content-Type"] == "application/json"
        return json.loads(response.content)

    return call


@pytest.fixture
def post(client: Client) -> Callable[[str, Json], Json]:
    """``post(address, body)``: the answer, which must be 200."""

    def call(path: str, body: Json) -> Json:
        response = client.post(path, body, content_type="application/json")
        assert response.status_code == 200, response.content.decode()
        return json.loads(response.content)

    return call


@pytest.fixture
def refused(client: Client, conforms: Callable[[str, Json], None]) -> Callable[..., Json]:
    """``refused(422, address, body)``: the problem document, which must have the published shape."""

    def call(status: int, path: str, body: object = None, *, method: str = "", kind: str = "application/json",
             headers: Mapping[str, str] | None = None) -> Json:  # fmt: skip
        verb = method or ("GET" if body is None else "POST")
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        extra = {} if verb == "GET" else {"data": sent, "content_type": kind, "CONTENT_TYPE": kind}
        response = client.generic(verb, path, headers=dict(headers or {}), **extra)
        assert response.status_code == status, response.content.decode()
        assert response.headers["Content-Type"] == "application/problem+json"
        problem = json.loads(response.content)
        conforms("Problem", problem)
        assert problem["status"] == status
        assert problem["instance"].startswith(path.partition("?")[0][:300])
        return problem

    return call
