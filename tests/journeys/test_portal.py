"""Stories of people who want to know what they can get. None of them needs a script."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.stories import answer, answer_until_the_result

Visit = Callable[..., Any]
STARTER = {
    "firm_kind": "start_up", "operating_normally": True, "registered_on": (2018, 5, 1), "jobs": "12",
    "investment": "25万",
}  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_starter_finds_the_grant_and_what_to_do_next(visit: Visit, scripts: bool) -> None:
    # given a starter who reads the guide to the start-up grant
    page = visit("/benefits/start-up-grant/", java_script_enabled=scripts)
    # when she asks whether she qualifies and answers what is asked
    page.get_by_role("link", name="看看我是否符合").click()
    page.get_by_role("button", name="开始").click()
    assert answer_until_the_result(page, STARTER) <= 5
    # then the sum stands first, with clause, reason and next step
    assert page.locator(".sum .big").inner_text() == "可领 1 项，合计 20,000 元"
    granted = page.locator("#start-up-grant")
    assert "第 21 条" in granted.inner_text()
    assert "区人社局" in granted.locator(".next").inner_text()


def test_a_firm_that_is_too_small_learns_what_is_missing(visit_by_phone: Visit) -> None:
    # given a start-up with two jobs, on a phone
    page = visit_by_phone("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    # when it answers
    answer_until_the_result(page, {**STARTER, "jobs": "2"})
    # then the result says which condition, with its own figure, and the page is sound
    near = page.locator(".results.near #start-up-grant")
    assert "2 人" in near.inner_text()
    assert "3" in near.locator(".because").inner_text()
    page.check_accessibility()


def test_a_mistake_is_explained_and_what_was_typed_stays(visit: Visit) -> None:
    # given the question about jobs
    page = visit("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    page.go("/check/firm/question/?fact=jobs")
    # when the answer is no number
    page.locator("#jobs").fill("好几个")
    page.get_by_role("button", name="继续").click()
    # then a summary leads to the field, which still holds it
    page.get_by_role("alert").get_by_role("link").click()
    assert page.locator("#jobs").input_value() == "好几个"
    assert page.title().startswith("有误")
    page.check_accessibility()


def test_an_answer_is_changed_and_the_result_follows(visit: Visit) -> None:
    # given a finished screening
    page = visit("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    answer_until_the_result(page, STARTER)
    # when the visitor changes the jobs on the list of answers
    page.get_by_role("link", name="查看和修改全部回答").click()
    page.check_accessibility()
    page.get_by_role("link", name="修改 带动就业人数").click()
    page.locator("#jobs").fill("25")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("link", name="查看结果").click()
    # then the new figure decides: 25 jobs and 250,000 yuan meet no tier
    assert "目前没有可以直接领取的项目" in page.locator(".sum").inner_text()


def test_a_veteran_is_asked_only_what_matters_to_the_wish(visit_by_phone: Visit) -> None:
    # given a veteran who says so on the home page
    page = visit_by_phone("/")
    page.get_by_label("我是").select_option("veteran")
    page.get_by_label("我想").select_option("services")
    page.get_by_role("button", name="查一查").click()
    page.check_accessibility()
    page.get_by_role("button", name="开始").click()
    # when he answers that nothing else applies
    while "/question/" in page.url:
        page.check_accessibility()
        answer(page, {})
    # then the result is sound and speaks of services only
    page.check_accessibility()
    assert "这次只查：就业创业服务" in page.locator(".title").inner_text()


def test_the_result_is_saved_without_an_account_and_then_cleared(visit: Visit) -> None:
    # given a result
    page = visit("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    answer_until_the_result(page, STARTER)
    # when it is saved and the answers are deleted
    with page.expect_download() as saving:
        page.get_by_role("link", name="保存到我的设备").click()
    page.get_by_role("button", name="清除我的回答").click()
    # then the file holds the result and the site holds nothing
    assert "20,000 元" in saving.value.path().read_text(encoding="utf-8")
    page.go("/check/firm/result/")
    assert page.url.endswith("/check/firm/?ended=1")


def test_the_way_back_leads_through_the_questions(visit: Visit) -> None:
    # given two answered questions
    page = visit("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    first = page.locator("h1").inner_text()
    answer(page, STARTER)
    # when the visitor goes back
    page.get_by_role("link", name="返回", exact=True).click()
    # then the first question is there with its answer
    assert page.locator("h1").inner_text() == first
    assert page.locator("input:checked").count() == 1


def test_a_saved_result_is_opened_again_on_a_phone(visit_by_phone: Visit) -> None:
    # given a result that was saved, and the answers deleted
    page = visit_by_phone("/check/firm/?benefit=start-up-grant", java_script_enabled=False)
    page.get_by_role("button", name="开始").click()
    answer_until_the_result(page, STARTER)
    with page.expect_download() as saving:
        page.get_by_role("link", name="保存到我的设备").click()
    page.get_by_role("button", name="清除我的回答").click()
    # when the visitor opens the file again
    page.get_by_role("link", name="打开保存过的结果").click()
    page.locator("#file").set_input_files(saving.value.path())
    page.get_by_role("button", name="打开", exact=True).click()
    # then the same result is there, and can be gone on with
    assert page.locator(".sum .big").inner_text() == "可领 1 项，合计 20,000 元"


def test_a_picture_or_link_that_was_kept_needs_one_more_tap(visit_by_phone: Visit) -> None:
    # given the address behind the printed picture
    page = visit_by_phone("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    answer_until_the_result(page, STARTER)
    page.get_by_text("用代码保存").click()
    code = page.locator("details .code").inner_text()
    page.get_by_role("button", name="清除我的回答").click()
    # when it is opened, the code is filled in; the server saw nothing of it
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.url))
    page.go(f"/check/open/#{code}")
    page.get_by_role("button", name="打开", exact=True).click()
    # then the result is there
    assert page.locator(".sum .big").inner_text() == "可领 1 项，合计 20,000 元"
    assert all(code not in url and code.replace("-", "") not in url.partition("#")[0] for url in asked)


def test_the_way_back_of_the_browser_leads_through_the_questions_too(visit_by_phone: Visit) -> None:
    # given two answered questions
    page = visit_by_phone("/check/firm/?benefit=start-up-grant")
    page.get_by_role("button", name="开始").click()
    first = page.locator("h1").inner_text()
    answer(page, STARTER)
    second = page.locator("h1").inner_text()
    answer(page, STARTER)
    # when the browser's own button is pressed twice
    page.go_back()
    assert page.locator("h1").inner_text() == second
    page.go_back()
    # then the first question is there with its answer, and going on leads to where the visitor was
    assert page.locator("h1").inner_text() == first
    assert page.locator("input:checked").count() == 1
    page.get_by_role("button", name="继续").click()
    assert page.locator("h1").inner_text() not in (first, second)
