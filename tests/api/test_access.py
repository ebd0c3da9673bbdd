"""An operation that needs an act: answered in problem documents, open to sessions with their token alone."""

import json

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from tests.accounts.people import signed_in, someone
from wenye.accounts.access import Denied
from wenye.accounts.needs import CsrfFailed, check, needs
from wenye.accounts.sign_in import resume
from wenye.api.failures import register
from wenye.api.routes import api as real

pytestmark = pytest.mark.django_db


def answered(client: Client, *, method: str = "GET", act: str = "audit.read", token: bool = True) -> dict[str, object]:
    """What an operation that needs ``act`` answers to the client's session."""
    from ninja import NinjaAPI

    api = NinjaAPI(urls_namespace=f"trial-{method}-{act}-{token}")
    register(api)

    @needs(act)
    def operation(request: HttpRequest) -> dict[str, int]:
        return {"status": 200}

    api.api_operation([method], "/trial")(operation)
    request = RequestFactory().generic(method, "/api/v1/trial")
    request.session = client.session
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    if token:
        request.csrf_processing_done = True  # type: ignore[attr-defined]
    resume(request)
    (view,) = (pattern.callback for pattern in api.urls[0] if str(pattern.pattern) == "trial")
    return dict(json.loads(view(request).content))


def test_a_visitor_must_sign_in(client: Client) -> None:
    problem = answered(client)
    assert (problem["status"], problem["type"]) == (401, "/api/#problem-unauthenticated")
    assert "请先登录" in str(problem["detail"])


def test_who_may_not_is_told_what_why_and_whom_to_ask(client: Client) -> None:
    problem = answered(signed_in(client, someone("analyst")))
    assert (problem["status"], problem["type"]) == (403, "/api/#problem-forbidden")
    assert "不能查看审计记录" in str(problem["detail"])


def test_staff_without_the_second_factor_are_refused(client: Client) -> None:
    assert answered(signed_in(client, someone("auditor"), verified=False))["status"] == 403


@pytest.mark.parametrize(("token", "status"), [(True, 200), (False, 403)])
def test_a_change_by_session_wants_its_token(client: Client, token: bool, status: int) -> None:
    assert answered(signed_in(client, someone("auditor")), method="POST", token=token)["status"] == status


def test_who_may_is_let_in(client: Client) -> None:
    assert answered(signed_in(client, someone("auditor")))["status"] == 200
    assert issubclass(CsrfFailed, Denied)
    assert callable(check)
    assert real is not None
