"""What the page tests share: the real pack, and addresses that stand for every kind of page."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from wenye.library import library

PAGES = [
    "/",
    "/measures/",
    "/measures/?by=unit",
    "/measures/?q=cybt",
    "/measures/?q=%E4%B8%8D%E5%AD%98%E5%9C%A8",
    "/measures/?plan=2&kind=benefit",
    "/measures/8/",
    "/measures/21/",
    "/measures/34/",
    "/benefits/start-up-grant/",
    "/benefits/stable-jobs-refund/",
    "/open/",
    "/open/assumptions/",
    "/check/",
    "/check/open/",
    "/check/person/",
    "/check/firm/?benefit=start-up-grant",
    "/notices/",
    "/progress/",
    "/accessibility/",
    "/privacy/",
    "/report-error/?page=/measures/21/",
    "/analysis/",
    "/analysis/review/",
    "/style/",
    "/style/apply/",
    "/style/desk/",
    "/style/desk/?open=JS-2019-000203",
    "/style/case/",
    "/api/",
]


def tight(page: str) -> str:
    """``page`` without the white space between its tags."""
    return re.sub(r">\s+<", "><", page)


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """Labels are said in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def read(client: Client, db: None) -> Callable[..., str]:
    """``read("/measures/", lang="en")``: the text of a page that must answer 200."""

    def get(path: str, **cookies: str) -> str:
        for name, value in cookies.items():
            client.cookies[f"wenye_{name}"] = value
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return tight(response.content.decode())

    return get


@pytest.fixture(scope="session")
def numbers() -> list[int]:
    """The number of every measure of the pack."""
    return [measure.number for measure in library().measures]
