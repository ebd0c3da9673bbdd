"""No caller can keep the interface from the others; whoever watches the site is never turned away."""

import json

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from wenye.api import limit
from wenye.api.limit import Window, caller


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WENYE_API_LIMIT = 3
    monkeypatch.setattr(limit, "window", Window())
    monkeypatch.setattr("wenye.api.failures.time.time", lambda: 120.0)


def statuses(client: Client, count: int, path: str = "/api/v1/measures/21", **headers: str) -> list[int]:
    return [client.get(path, **headers).status_code for _ in range(count)]  # type: ignore[arg-type]


def test_a_caller_who_asks_too_often_is_told_when_to_come_back(client: Client) -> None:
    assert statuses(client, 3) == [200, 200, 200]
    refused = client.get("/api/v1/measures/21")
    told = json.loads(refused.content)
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert refused.headers["Retry-After"] == "60"
    assert told["type"] == "/api/#problem-too-many"
    assert "Retry-After" in told["detail"]


def test_the_next_minute_begins_anew() -> None:
    window = Window()
    assert [window.wait("a", 59.0, 1), window.wait("a", 59.9, 1), window.wait("a", 60.0, 1)] == [0, 1, 0]


def test_another_caller_is_not_kept_waiting(client: Client) -> None:
    statuses(client, 4, REMOTE_ADDR="192.0.2.1")
    assert statuses(client, 1, REMOTE_ADDR="192.0.2.2") == [200]


def test_addresses_that_lead_nowhere_are_counted_too(client: Client) -> None:
    assert statuses(client, 4, "/api/v1/nothing") == [404, 404, 404, 429]


def test_health_checks_and_pages_are_free(client: Client) -> None:
    assert statuses(client, 9, "/api/v1/health") == [200] * 9
    assert statuses(client, 9, "/api/") == [200] * 9


def test_no_limit_where_none_is_wanted(client: Client, settings: Settings) -> None:
    settings.WENYE_API_LIMIT = 0
    assert set(statuses(client, 9)) == {200}


def test_a_window_holds_the_callers_of_one_minute_alone() -> None:
    window = Window()
    for number in range(1000):
        window.wait(f"caller-{number}", 0.0, 1)
    window.wait("late", 60.0, 1)
    assert len(window.counts) == 1


@pytest.mark.parametrize(
    ("proxy", "told", "seen"),
    [
        (None, "203.0.113.9", "192.0.2.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "203.0.113.9", "203.0.113.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "unknown", "unknown"),
    ],
)
def test_a_caller_cannot_pass_for_another(
    proxy: object, told: str, seen: str, settings: Settings, rf: RequestFactory
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = proxy
    assert caller(rf.get("/api/v1/measures", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)) == seen
