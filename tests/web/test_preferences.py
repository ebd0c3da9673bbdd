"""Language and size are kept for the reader and can be set by a plain link on every page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_site_speaks_chinese_unless_asked(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "zh-CN"


@pytest.mark.parametrize(
    ("parameter", "cookie", "value"), [("lang", "wenye_lang", "en"), ("size", "wenye_size", "large")]
)
def test_a_link_sets_the_choice_and_leads_back(client: Client, parameter: str, cookie: str, value: str) -> None:
    response = client.get(f"/measures/?q=cybt&{parameter}={value}")
    assert response.status_code == 302
    assert response.headers["Location"] == "/measures/?q=cybt"
    assert client.cookies[cookie].value == value
    assert client.cookies[cookie]["httponly"]


def test_the_choice_stays(client: Client) -> None:
    client.get("/?size=large")
    client.get("/?lang=en")
    page = client.get("/check/").content.decode()
    assert '<html lang="en" data-size="large">' in page
    assert "size=standard" in page
    assert "lang=zh" in page


@pytest.mark.parametrize("path", ["/?lang=fr", "/?size=huge"])
def test_an_unknown_choice_is_passed_over(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert not client.cookies


def test_a_forged_cookie_is_passed_over(client: Client) -> None:
    client.cookies["wenye_size"] = '"><script>'
    assert 'data-size="standard"' in client.get("/").content.decode()


def test_the_way_back_never_leaves_the_site(client: Client) -> None:
    response = client.get("//evil.example/?lang=en")
    assert not response.headers.get("Location", "/").startswith(("//", "http"))
