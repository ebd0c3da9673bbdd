"""Every address and operation × every role has a declared answer, kept in matrix.csv, and gives it.

After a change that is meant: WENYE_DEMO=1 ./wenye access > tests/accounts/matrix.csv, and look at what changed.
"""

import csv
import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from tests.accounts.people import signed_in, someone, user
from wenye.accounts import matrix
from wenye.accounts.matrix import Entry, Undeclared, entries, table
from wenye.accounts.needs import public
from wenye.accounts.roles import catalogue
from wenye.web.door import DOORS

KEPT = Path(__file__).parent / "matrix.csv"
INSIDE = list(catalogue().roles)
SAMPLES = {"int": "1", "slug": "person", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def test_the_table_is_the_one_that_was_looked_at() -> None:
    with KEPT.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == table()


def test_an_address_without_a_declaration_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    class Resolver:
        url_patterns = [path("silent/", silent), path("told/", public(lambda request: HttpResponse()))]

    monkeypatch.setattr(matrix, "get_resolver", Resolver)
    with pytest.raises(Undeclared, match="ANY /silent/"):
        entries()


def test_operations_of_the_interface_are_told_apart() -> None:
    found = {(entry.method, entry.route) for entry in entries()}
    assert ("POST", "/api/v1/benefits/<benefit>/decide") in found
    assert ("GET", "/api/v1/measures") in found


@pytest.mark.parametrize(
    ("needs", "role", "page", "program"),
    [("", "visitor", 200, 200), ("audit.read", "visitor", 302, 401), ("audit.read", "unverified", 302, 403),
     ("audit.read", "citizen", 403, 403), ("audit.read", "auditor", 200, 200), ("account.own", "citizen", 200, 200)],
)  # fmt: skip
def test_an_answer_follows_from_need_and_role(needs: str, role: str, page: int, program: int) -> None:
    found = catalogue().role(role)
    assert Entry("ANY", "/x/", "x", needs).answer(found) == page
    assert Entry("GET", "/api/v1/x", "x", needs).answer(found) == program


def tried(client: Client, entry: Entry) -> int:
    """The door's answer to a request: 200 for whatever lies behind it."""
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], entry.route)
    response = client.generic("GET" if entry.method == "ANY" else entry.method, address)
    if response.status_code == 405:
        response = client.post(address)
    assert response.status_code < 500, f"{entry.method} {address}"
    if response.status_code in (401, 403):
        return response.status_code
    page, _, asks = response.headers.get("Location", "").partition("?")
    return 302 if asks not in ("", "why=out") and page in {reverse(name) for name in DOORS.values()} else 200


def wrong(client: Client, role: str, column: str = "") -> list[str]:
    head, *rows = table()
    place = head.index(column or role)
    told = []
    for entry, row in zip(entries(), rows, strict=True):
        if not entry.needs and role != "visitor":
            continue  # what is public is tried as a visitor
        found = tried(client, entry)
        if found != int(row[place]):
            told.append(f"{entry.method} {entry.route} as {role}: {found} instead of {row[place]}")
    return told


@pytest.mark.django_db
def test_a_visitor_of_a_demo_is_answered_as_declared(client: Client) -> None:
    assert wrong(client, "visitor", "visitor of a demo") == []


@pytest.mark.django_db
def test_a_visitor_is_answered_as_declared(client: Client, settings: object) -> None:
    settings.WENYE_DEMO = False  # type: ignore[attr-defined]
    assert wrong(client, "visitor") == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", INSIDE)
def test_every_role_is_answered_as_declared(client: Client, role: str) -> None:
    assert wrong(signed_in(client, someone(role, me=("person", 1))), role) == []


@pytest.mark.django_db
def test_somebody_half_way_in_is_answered_as_declared() -> None:
    half = signed_in(Client(), someone("auditor"), verified=False)
    assert wrong(half, "unverified") == []
    renewing = signed_in(Client(), user(must_change_password=True))
    assert wrong(renewing, "renewing") == []
