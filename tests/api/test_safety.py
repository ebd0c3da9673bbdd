"""Answers for programs carry the same safety as pages, and nothing of a visitor."""

import json
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.api.conftest import DAY, START_UP

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answers(client: Client) -> Iterator[HttpResponse]:
    """An answer of each kind: read, unchanged, decided, refused, absent, forbidden method, described."""
    read = client.get("/api/v1/measures", headers={"Origin": "https://elsewhere.example"})
    yield read
    yield client.get("/api/v1/measures", headers={"If-None-Match": read.headers["ETag"]})
    yield client.post(START_UP, {"facts": {}, "date": DAY}, content_type="application/json",
                      headers={"Origin": "https://elsewhere.example"})  # fmt: skip
    yield client.post(START_UP, {}, content_type="application/json")
    yield client.get("/api/v1/measures/101")
    yield client.delete("/api/v1/measures")
    yield client.get("/api/v1/openapi.json")


def test_every_answer_carries_the_safety_headers(client: Client) -> None:
    found = list(answers(client))
    assert [response.status_code for response in found] == [200, 304, 200, 422, 404, 405, 200]
    for response in found:
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_no_other_site_may_read_answers(client: Client) -> None:
    for response in answers(client):
        assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    elsewhere = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    asked = client.options(START_UP, headers=elsewhere)
    assert asked.status_code == 405
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_no_answer_sets_or_reads_a_cookie(client: Client) -> None:
    client.cookies["wenye_lang"] = "en"
    for response in answers(client):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_decision_needs_no_token_of_a_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(START_UP, {"facts": {}, "date": DAY}, content_type="application/json")
    assert response.status_code == 200


def test_answers_are_the_same_for_every_language(client: Client) -> None:
    chinese = client.get("/api/v1/benefits/start-up-grant", headers={"Accept-Language": "zh-CN"}).content
    client.cookies["wenye_lang"] = "en"
    assert client.get("/api/v1/benefits/start-up-grant", headers={"Accept-Language": "en"}).content == chinese


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_never_shows_a_page_for_developers(debug: bool, client: Client, settings: object) -> None:
    settings.DEBUG = debug  # type: ignore[attr-defined]
    for address in ("/api/v1/nothing", "/api/v1/benefits/%00"):
        response = client.get(address)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
        assert set(json.loads(response.content)) <= {"type", "title", "status", "detail", "instance", "faults"}
