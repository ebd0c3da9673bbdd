"""Nothing secret lies about in plain: not in a table, a session, a log or a page; cookies travel guarded."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from tests.accounts.people import PASSWORD, code_of, signed_in, someone, with_factor
from tests.registry.rosters import bring_in, number
from tests.registry.rosters import someone as a_row
from wenye.accounts import factors
from wenye.registry.models import Person

ROOT = Path(__file__).resolve().parents[2]


def everything_stored() -> str:
    """Every row of every table, as text, and what the sessions hold."""
    told = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                told += [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(told + [repr(session.get_decoded()) for session in Session.objects.all()])


@pytest.mark.django_db
def test_no_number_password_or_code_is_found_anywhere_after_a_day_of_work(
    client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bring_in(tmp_path, "people", a_row(1, phone="10012345678", bank_account="0000123456789012"))
    Person.objects.update(town="xushi")
    officer = someone("town_officer", area="xushi", password=PASSWORD)
    factor = with_factor(officer)
    secret = factors.secret(factor)
    client.post("/account/login/", {"login": number(1), "password": PASSWORD})  # a number in the wrong field
    client.post("/account/login/", {"login": officer.login, "password": PASSWORD})
    client.post("/account/second-factor/", {"code": code_of(factor)})
    codes = client.post("/account/second-factor/codes/").context["codes"]
    client.post("/account/consent/", {"number": number(1)})
    client.post("/account/consent/", {"number": number(2)})
    worker = signed_in(Client(), someone("case_worker"))
    shown = worker.post(f"/staff/unmask/person/{Person.objects.get().pk}/phone/", {"reason": "核对银行退回"})
    assert "10012345678" in shown.content.decode()
    hidden = [number(1), number(2), "10012345678", "0000123456789012", PASSWORD, secret, bytes.fromhex(
        factor.reveal("secret") or "").hex(), *codes, *(code.replace("-", "") for code in codes)]  # fmt: skip
    found = everything_stored() + caplog.text
    assert [value for value in hidden if value in found] == []


def test_with_tls_cookies_belong_to_this_host_alone_and_travel_over_tls(tmp_path: Path) -> None:
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
    asked += "*[getattr(s, n) for n in ('SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE',"
    asked += " 'SESSION_COOKIE_HTTPONLY', 'CSRF_COOKIE_HTTPONLY',"
    asked += " 'SESSION_COOKIE_SAMESITE', 'CSRF_COOKIE_SAMESITE', 'SESSION_COOKIE_DOMAIN', 'SESSION_COOKIE_PATH')])"
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "WENYE_DATA": str(tmp_path),
                    "WENYE_TLS": "1", "DJANGO_SETTINGS_MODULE": "wenye.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", asked], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", *["True"] * 4, "Lax", "Lax", "None", "/"]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [({"WENYE_OIDC_ISSUER": "http://sso.example"}, "ISSUER"), ({"WENYE_OIDC_ISSUER": "https://sso.example"}, "CLIENT")],
)
def test_a_provider_that_cannot_be_meant_is_refused_at_the_start(
    tmp_path: Path, told: dict[str, str], wrong: str
) -> None:
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "WENYE_DATA": str(tmp_path), **told}
    done = subprocess.run(
        [sys.executable, "-m", "wenye.cli", "manage", "check"], env=surroundings, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"WENYE_OIDC_{wrong}" in done.stderr


def test_the_secret_of_a_provider_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wenye.environment import oidc

    (tmp_path / "secret").write_text("hush\n")
    told = {"ISSUER": "https://sso.example/", "CLIENT": "wenye", "SECRET_FILE": str(tmp_path / "secret")}
    for name, value in told.items():
        monkeypatch.setenv(f"TRIAL_{name}", value)
    assert oidc("TRIAL") == {"issuer": "https://sso.example", "client": "wenye", "secret": "hush", "label": ""}
