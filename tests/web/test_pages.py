"""Every address answers, in both languages and both sizes, as a whole and honest page."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.web.conftest import PAGES
from wenye.library import library
from wenye.web import urls_account
from wenye.web.urls import urlpatterns

Read = Callable[..., str]
ELSEWHERE = {"check-question", "check-answers", "check-result", "check-save", "check-clear", "analysis-case"}
ELSEWHERE |= {pattern.name for pattern in urls_account.urlpatterns}
"""Addresses that need a visit, a match or a user behind them: tests of their own open them."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("lang", "size"), [("zh", "standard"), ("en", "standard"), ("zh", "large"), ("en", "large")])
def test_a_page_answers_whole(read: Read, path: str, lang: str, size: str) -> None:
    page = read(path, lang=lang, size=size)
    assert f'<html lang="{"en" if lang == "en" else "zh-CN"}" data-size="{size}">' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>\s*\S", page)
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_and_styles_nothing_inline(read: Read, path: str) -> None:
    page = read(path)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", page)


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_speaks_english(read: Read, path: str) -> None:
    """But for the numbers of documents, what the reader typed, and the way back to Chinese."""
    page = re.sub(r'<a[^>]*lang="zh-CN".*?</a>', "", read(path, lang="en"), flags=re.S)
    words = re.sub(r"<[^>]+>", " ", page).replace("不存在", "")
    numbered = re.sub(r"[\u4e00-\u9fff]+〔\d+〕\d+ ?号", "", words)
    assert re.findall(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]+", numbered) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_id_stands_once_and_every_place_on_the_page_is_there(read: Read, path: str) -> None:
    page = read(path)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_no_address_is_left_untried() -> None:
    tried = {
        pattern.name for pattern in urlpatterns for path in PAGES if pattern.resolve(path.split("?")[0].lstrip("/"))
    }
    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert named - tried == ELSEWHERE


def test_every_measure_has_its_page_in_both_languages(read: Read, numbers: list[int]) -> None:
    assert len(numbers) == 100
    for number in numbers:
        measure = library().pack.measures[number]
        assert measure.title.zh in read(f"/measures/{number}/", lang="zh")
        read(f"/measures/{number}/", lang="en")


def test_every_benefit_has_its_guide_in_both_languages(read: Read) -> None:
    for name, benefit in library().pack.benefits.items():
        page = read(f"/benefits/{name}/", lang="zh")
        assert benefit.label.zh in page
        assert all(condition.label.zh in page for condition in benefit.conditions.values())
        read(f"/benefits/{name}/", lang="en")


@pytest.mark.parametrize(
    "path", ["/measures/0/", "/measures/101/", "/benefits/no-such-benefit/", "/check/nobody/", "/nowhere/"]
)
def test_what_is_not_there_is_said_and_led_on_from(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "请从首页重新查找" in response.content.decode()


def test_the_policy_of_content_is_strict(client: Client, db: None) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_take_nothing(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/measures/").status_code == 405


def test_the_home_page_counts_what_the_pack_holds(read: Read) -> None:
    page = read("/")
    for number, plan in library().pack.plans.items():
        assert plan.label.zh in page
        count = sum(measure.plan == number for measure in library().measures)
        assert f"<b>{count}</b>项措施" in page


def test_the_home_page_says_what_ends_soon(read: Read) -> None:
    page = read("/")
    assert "2019年12月31日截止" in page
    assert "目前没有公示" in page


def test_a_filter_narrows_the_list_and_says_so(read: Read) -> None:
    page = read("/measures/?plan=1&kind=fund")
    listed = re.findall(r'href="/measures/(\d+)/"', page)
    assert listed == ["8"]
    assert "找到 1 项" in page


def test_the_measures_of_a_unit_are_those_it_leads_or_belongs_to(read: Read) -> None:
    listed = {int(number) for number in re.findall(r'href="/measures/(\d+)/"', read("/measures/?unit=disabled_fed"))}
    held = {m.number for m in library().measures if "disabled_fed" in (*m.lead, *m.related)}
    assert listed == held


def test_a_rule_is_told_beside_its_table(read: Read) -> None:
    page = read("/measures/21/")
    rows = re.findall(r'<tr id="start-up-grant-row-\d+">(.*?)</tr>', page, flags=re.S)
    words = [re.sub(r"<[^>]+>|\s", " ", row).split() for row in rows]
    assert ["3", "至", "9", "人", "不低于", "50,000", "元", "10,000", "元"] in words
    assert len(rows) == 3


def test_what_is_assumed_stands_in_the_amber_box(read: Read) -> None:
    page = read("/measures/1/")
    amber = page.split('class="amber"', 1)[1]
    assert "应依据" in amber


def test_an_open_question_names_who_settles_it(read: Read) -> None:
    page = read("/open/")
    question = library().pack.benefits["start-up-grant"].open[0]
    assert question.question.zh in page
    assert "由区人社局明确" in page


def test_reporting_an_error_names_only_pages_of_this_site(read: Read) -> None:
    assert "/measures/21/" in read("/report-error/?page=/measures/21/")
    shown = read("/report-error/?page=https://evil.example/").split("<main", 1)[1].split("</main>")[0]
    assert "evil.example" not in shown


def test_the_pack_is_loaded_once_for_all_pages(read: Read) -> None:
    read("/")
    before = library.cache_info().misses
    read("/measures/")
    read("/measures/56/")
    assert library.cache_info().misses == before


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(("/check", "/analysis"))])
def test_the_policy_is_read_without_the_database(
    client: Client, django_assert_num_queries: Callable[..., AbstractContextManager[object]], path: str
) -> None:
    with django_assert_num_queries(0):
        client.get(path)
