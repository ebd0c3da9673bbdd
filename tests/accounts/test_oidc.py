"""Single sign-on against a real OpenID provider on loopback, and against one whose answers do not hold."""

import base64
import hashlib
import hmac
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from pytest_django import Settings
from werkzeug.serving import make_server

from tests.accounts.people import signed_in, someone, user, with_factor
from wenye.accounts import oidc
from wenye.accounts.clock import now
from wenye.accounts.models import AuditEntry, Grant, LinkedIdentity, User

with warnings.catch_warnings():  # the provider stands on parts of authlib that will move
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from oidc_provider_mock import _app as provider_parts

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
SUBJECT = "3f1c-stable-subject"


@dataclass
class Provider:
    """The provider: its address, what it does to a token before it hands it out, and what was posted to it."""

    address: str
    tamper: Callable[[str, Any], str | None] = lambda token, key: token
    posted: list[dict[str, str]] = field(default_factory=list)

    def say_yes(self, url: str, subject: str = SUBJECT) -> str:
        """Somebody signs in there and agrees; the path that the browser is led back to."""
        answer = requests.post(url, data={"sub": subject}, allow_redirects=False, timeout=10)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """A provider on loopback."""
    import flask

    app = oidc_provider_mock.app(require_nonce=True)
    server = make_server("localhost", 0, app, threaded=True)
    made = Provider(f"http://localhost:{server.server_port}")

    @app.before_request
    def note() -> None:
        if flask.request.path == "/oauth2/token":
            made.posted.append(flask.request.form.to_dict())

    @app.after_request
    def tamper(response: flask.Response) -> flask.Response:
        answer = response.get_json(silent=True) or {}
        if "id_token" in answer:
            answer["id_token"] = made.tamper(answer["id_token"], provider_parts.storage.jwk)
            response.set_data(json.dumps({name: value for name, value in answer.items() if value is not None}))
        return response

    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def provider(running: Provider, settings: Settings) -> Provider:
    """The provider as it is delivered, named in the settings."""
    running.tamper, running.posted = lambda token, key: token, []
    settings.WENYE_OIDC = {"issuer": running.address, "client": "wenye", "secret": "hush", "label": "省统一身份"}
    return running


def link(to: User, subject: str = SUBJECT, issuer: str = "") -> None:
    from django.conf import settings

    LinkedIdentity.objects.create(
        user=to, issuer=issuer or settings.WENYE_OIDC["issuer"], subject=subject, linked_at=now()
    )


def out(client: Client, **query: str) -> str:
    """Where the browser is sent."""
    response = client.get("/account/sso/", query)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def refused(client: Client, path: str) -> str:
    """What is said of an answer that does not hold."""
    response = client.get(path)
    assert response.status_code == 403
    assert "sign_in" not in client.session
    return response.content.decode()


def test_a_linked_identity_comes_in_and_goes_on(client: Client, provider: Provider) -> None:
    link(someone("citizen", me=("person", 1)))
    assert "省统一身份" in client.get("/account/login/").content.decode()
    back = provider.say_yes(out(client, next="/account/looked/"))
    assert client.get(back).headers["Location"] == "/account/looked/"
    assert client.get("/account/").status_code == 200
    assert AuditEntry.objects.get(act="account.enter").details == {"by": "oidc"}


def test_the_request_carries_state_nonce_and_a_challenge_and_the_verifier_follows(
    client: Client, provider: Provider
) -> None:
    link(user())
    url = out(client)
    sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert sent["scope"] == "openid"
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) >= 20
    assert len(sent["nonce"]) >= 20
    assert "hush" not in url
    client.get(provider.say_yes(url))
    verifier = provider.posted[0]["code_verifier"]
    hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert hashed == sent["code_challenge"]


def test_staff_who_come_by_single_sign_on_still_show_the_second_factor(client: Client, provider: Provider) -> None:
    officer = someone("town_officer")
    with_factor(officer)
    link(officer)
    client.get(provider.say_yes(out(client)))
    assert client.get("/account/").headers["Location"].startswith("/account/second-factor/")


def test_an_unknown_identity_makes_no_account_and_no_role(client: Client, provider: Provider) -> None:
    page = refused(client, provider.say_yes(out(client), "somebody else"))
    assert "还没有关联账户" in page
    assert not User.objects.exists()
    assert not Grant.objects.exists()


@pytest.mark.parametrize("why", ["other issuer", "closed account"])
def test_a_subject_counts_only_with_its_issuer_and_an_open_account(
    client: Client, provider: Provider, why: str
) -> None:
    link(user(is_active=why != "closed account"), issuer="https://other.example" if why == "other issuer" else "")
    assert "还没有关联账户" in refused(client, provider.say_yes(out(client)))


def test_a_user_links_an_identity_and_then_comes_in_by_it(client: Client, provider: Provider) -> None:
    somebody = someone("citizen", me=("person", 1))
    signed_in(client, somebody)
    assert 'href="/account/sso/"' in client.post("/account/sso/link/").content.decode()
    assert client.get(provider.say_yes(out(client))).headers["Location"] == "/account/?done=link"
    assert "已关联" in client.get("/account/").content.decode()
    fresh = Client()
    fresh.get(provider.say_yes(out(fresh)))
    assert fresh.get("/account/").status_code == 200


def test_nobody_else_can_make_a_user_link_an_identity(client: Client, provider: Provider) -> None:
    signed_in(client, user())
    back = provider.say_yes(out(client), "of the attacker")
    assert client.get(back).status_code == 403
    assert not LinkedIdentity.objects.exists()


def test_an_identity_belongs_to_one_account(client: Client, provider: Provider) -> None:
    link(user())
    signed_in(client, user())
    client.post("/account/sso/link/")
    page = client.get(provider.say_yes(out(client)))
    assert page.status_code == 403
    assert "已关联别的账户" in page.content.decode()
    assert LinkedIdentity.objects.count() == 1


def test_an_answer_serves_once_and_in_its_own_browser(client: Client, provider: Provider) -> None:
    link(user())
    back = provider.say_yes(out(client))
    assert "没有成功" in refused(Client(), back)
    assert client.get(back).status_code == 302
    client.post("/account/logout/")
    refused(client, back)


@pytest.mark.parametrize("changed", ["state=wrong", "", "error=access_denied&error_description=no"])
def test_an_answer_without_the_state_that_was_sent_is_refused(client: Client, provider: Provider, changed: str) -> None:
    link(user())
    code = parse_qs(urlsplit(provider.say_yes(out(client))).query)["code"][0]
    refused(client, f"/account/sso/back/?code={code}&{changed}")


def test_a_code_that_the_provider_never_gave_is_refused(client: Client, provider: Provider) -> None:
    link(user())
    state = parse_qs(urlsplit(out(client)).query)["state"][0]
    refused(client, f"/account/sso/back/?code=invented&state={state}")


def claims_of(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def signed(claims: dict[str, Any], key: Any) -> str:
    """An identity token over ``claims``; those that are None are left out."""
    kept = {name: value for name, value in claims.items() if value is not None}
    token: bytes = provider_parts.jose.JsonWebToken(["RS256"]).encode({"alg": "RS256"}, kept, key)
    return token.decode()


def test_a_token_that_was_signed_again_unchanged_is_taken(client: Client, provider: Provider) -> None:
    link(user())
    provider.tamper = lambda token, key: signed(claims_of(token), key)
    assert client.get(provider.say_yes(out(client))).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"}, {"aud": ["somebody else"]}, {"nonce": "another"}, {"nonce": None}, {"sub": ""},
        {"exp": 1}, {"iss": None}, {"aud": None}, {"sub": None}, {"exp": None},
    ],
    ids=str,
)  # fmt: skip
def test_an_identity_that_is_not_for_us_now_from_them_is_refused(
    client: Client, provider: Provider, change: dict[str, Any]
) -> None:
    link(user())
    provider.tamper = lambda token, key: signed(claims_of(token) | change, key)
    refused(client, provider.say_yes(out(client)))


def headed(token: str, algorithm: str, signature: str) -> str:
    head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}.{signature}"


def signed_with_the_public_key(token: str, key: Any) -> str:
    """The old trick: the public key, which everybody has, as the secret of a shared-secret signature."""
    bare = headed(token, "HS256", "").rstrip(".")
    mac = hmac.digest(key.as_pem(is_private=False), bare.encode(), "sha256")
    return f"{bare}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


FORGERIES: dict[str, Callable[[str, Any], str | None]] = {
    "another key": lambda token, key: signed(
        claims_of(token), provider_parts.jose.RSAKey.generate_key(2048, is_private=True)
    ),
    "no signature": lambda token, key: headed(token, "none", ""),
    "public key as secret": signed_with_the_public_key,
    "cut off": lambda token, key: token[:-10],
    "no token": lambda token, key: None,
    "rubbish": lambda token, key: "a.b.c",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_an_identity_that_the_provider_did_not_sign_is_refused(
    client: Client, provider: Provider, forgery: str
) -> None:
    link(user())
    provider.tamper = FORGERIES[forgery]
    refused(client, provider.say_yes(out(client)))


def test_a_provider_that_is_away_is_told_and_the_password_still_serves(client: Client, settings: Settings) -> None:
    settings.WENYE_OIDC = {"issuer": "http://localhost:1", "client": "wenye", "secret": "hush", "label": ""}
    page = refused(client, "/account/sso/")
    assert "请用账户名和密码" in page
    assert "hush" not in page
    assert oidc.PATIENCE <= 10


def test_without_a_provider_there_is_no_such_address(client: Client) -> None:
    assert client.get("/account/sso/").status_code == 404
    assert client.get("/account/sso/back/").status_code == 404
    assert signed_in(client, user()).post("/account/sso/link/").status_code == 404
    assert "/account/sso/" not in client.get("/account/login/").content.decode()
