"""The site is safe as it is delivered: strict content policy, no debug, nothing left open with TLS in front."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from wenye.headers import headers

ROOT = Path(__file__).resolve().parents[2]
NEEDS_TLS = {"security.W004", "security.W008", "security.W012", "security.W016"}


def deploy_warnings(data: Path, **environment: str) -> set[str]:
    """The identifiers that ``check --deploy`` prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wenye.cli", "manage", "check", "--deploy"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "WENYE_DATA": str(data), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "System check identified" in done.stdout + done.stderr, done.stderr
    return set(re.findall(r"^\?: \((\S+)\)", done.stderr, re.MULTILINE))


def test_nothing_inline_and_nothing_foreign_runs() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed == {"'self'", "'none'"}
    assert directives["default-src"] == ["'self'"]


def test_nothing_is_shown_of_an_error() -> None:
    assert settings.DEBUG is False


def test_with_tls_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    assert deploy_warnings(tmp_path, WENYE_TLS="1") == set()


def test_without_tls_only_what_needs_tls_is_reported(tmp_path: Path) -> None:
    assert deploy_warnings(tmp_path) == NEEDS_TLS


def test_an_answer_is_not_kept_on_a_shared_computer() -> None:
    response = headers(lambda request: HttpResponse())(HttpRequest())
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_a_page_may_choose_to_be_kept() -> None:
    response = headers(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))(HttpRequest())
    assert response.headers["Cache-Control"] == "max-age=60"


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    asked = os.environ.get("WENYE_DATABASE_URL", "sqlite").split(":")[0]
    assert connection.vendor == asked
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 + 1")
        assert cursor.fetchone() == (2,)


@pytest.mark.django_db
def test_every_change_of_the_models_has_its_migration() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
