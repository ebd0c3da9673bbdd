"""我能享受什么: asked one page at a time, answered in one's own way, and told the truth at the end."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.web.conftest import tight
from wenye.feel.types import decode
from wenye.library import library
from wenye.policy.decide import decide
from wenye.web.answers import Screening

pytestmark = pytest.mark.django_db
STARTER = {
    "firm_kind": "start_up", "operating_normally": "yes", "registered_on": (2018, 5, 1), "jobs": "12",
    "investment": "25万",
}  # fmt: skip


def begin(client: Client, who: str = "firm", **chosen: str) -> None:
    assert client.post(f"/check/{who}/", chosen).status_code == 302


def asked(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="fact" value="([a-z_0-9]+)">', page)


def given(name: str, value: object) -> dict[str, str]:
    if isinstance(value, tuple):
        return {f"{name}-{part}": str(number) for part, number in zip(("year", "month", "day"), value, strict=True)}
    return {name: str(value)}


def answer_all(client: Client, who: str, answers: dict[str, object], most: int = 80) -> int:
    """Answers what is asked: from ``answers``, else nothing ticked or not known; returns how many pages there were."""
    for pages in range(most):
        response = client.get(f"/check/{who}/question/")
        if response.status_code == 302:
            assert response.headers["Location"] == f"/check/{who}/result/"
            return pages
        names = asked(response.content.decode())
        sent: dict[str, object] = {"fact": names}
        if len(names) > 1:
            ticked = [name for name in names if answers.get(name) == "yes"]
            sent["ticks"] = ticked or ["none"]
        elif names[0] in answers:
            sent |= given(names[0], answers[names[0]])
        else:
            sent |= {"skip": "1"}
        assert client.post(f"/check/{who}/question/", sent).status_code == 302
    raise AssertionError("the questions never end")


def result(client: Client, who: str = "firm") -> str:
    return tight(client.get(f"/check/{who}/result/").content.decode())


def section(page: str, name: str) -> str:
    return page.split(f'id="list-{name}"', 1)[1].split("</section>", 1)[0]


def test_a_starter_is_told_the_sum_and_why(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", STARTER)
    page = result(client)
    assert "可领 1 项，合计 20,000 元" in page
    granted = section(page, "yes")
    assert "第 21 条" in granted
    assert "12 人" in granted


def test_the_result_is_the_decision_of_the_engine(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", {**STARTER, "jobs": "2"})
    kept = Screening(**client.session["check-firm"])
    facts = library().pack.facts
    known = {name: decode(facts[name].type, value) for name, value in kept.answers.items() if value is not None}
    read = {name: known[name] for name in STARTER if name in known}
    on = date(2019, 11, 20)
    decided = decide(library().pack, "start-up-grant", {**read, "applied_on": on}, on, key=b"test")
    assert decided.outcome == "no"
    near = section(result(client), "near")
    assert "带动就业人数" in near
    assert "2 人" in near


def test_a_question_whose_answer_cannot_matter_is_not_asked(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", {**STARTER, "firm_kind": "public_body"})
    pages = Screening(**client.session["check-firm"]).pages
    assert ["investment"] not in pages


def test_not_knowing_never_grants_and_never_refuses(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", {name: value for name, value in STARTER.items() if name != "jobs"})
    page = result(client)
    assert "目前没有可以直接领取的项目" in page
    assert 'id="start-up-grant"' not in section(page, "yes")
    assert "list-no" not in page


@pytest.mark.parametrize("who", ["person", "firm"])
def test_every_screening_ends_whatever_is_answered(client: Client, who: str) -> None:
    begin(client, who)
    assert answer_all(client, who, {}) <= 40
    assert result(client, who).count("<h2") >= 2


def test_what_was_typed_stays_when_it_cannot_be_read(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    response = client.post("/check/firm/question/", {"fact": "jobs", "jobs": "好多"})
    page = response.content.decode()
    assert 'value="好多"' in page
    assert 'role="alert"' in page
    assert 'href="#jobs"' in page
    assert "有误：" in page


def test_a_mistake_in_a_choice_leads_to_the_first_choice(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    page = client.post("/check/firm/question/", {"fact": "firm_kind"}).content.decode()
    target = re.search(r'class="error-box".*?href="#([^"]+)"', page, flags=re.S)
    assert target is not None
    assert f'id="{target[1]}"' in page


def test_an_answer_can_be_changed_and_the_result_follows(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", STARTER)
    changed = client.post("/check/firm/question/", {"fact": "jobs", "jobs": "5", "then": "answers"})
    assert changed.headers["Location"] == "/check/firm/answers/"
    assert "5 人" in client.get("/check/firm/answers/").content.decode()
    assert "合计 10,000 元" in result(client)


def test_the_way_back_leads_to_the_page_before(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    first = client.get("/check/firm/question/").content.decode()
    assert 'class="back" href="/check/firm/"' in first
    names = asked(first)
    client.post("/check/firm/question/", {"fact": names, "skip": "1"})
    second = client.get("/check/firm/question/").content.decode()
    assert f'class="back" href="/check/firm/question/?fact={names[0]}' in second


def test_a_known_group_is_ticked_from_the_home_page(client: Client) -> None:
    response = client.get("/check/?is=veteran&want=services")
    assert response.status_code == 302
    begin(client, "person", **{"is": "veteran", "want": "services"})
    kept = Screening(**client.session["check-person"])
    assert kept.answers["veteran"] is True
    assert kept.want == "services"


def test_only_the_purpose_asked_for_is_screened(client: Client) -> None:
    begin(client, "person", want="services")
    answer_all(client, "person", {})
    shown = set(re.findall(r'<li id="([a-z0-9-]+)"><div class="top">', result(client, "person")))
    assert shown
    assert {library().pack.benefits[name].purpose for name in shown} == {"services"}


def test_nothing_is_left_after_clearing(client: Client) -> None:
    begin(client)
    answer_all(client, "firm", STARTER, most=80)
    assert client.post("/check/firm/clear/").status_code == 302
    assert "check-firm" not in client.session
    assert not Session.objects.filter(session_key=client.session.session_key).exists()


def test_answers_are_kept_two_idle_hours_at_most(client: Client) -> None:
    begin(client)
    assert client.session.get_expiry_age() <= 2 * 3600


def test_the_result_can_be_saved_as_a_file_that_needs_nothing_else(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    answer_all(client, "firm", STARTER)
    response = client.get("/check/firm/save/")
    page = response.content.decode()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "2019-11-20" in response.headers["Content-Disposition"]
    assert "合计 20,000 元" in page
    assert "投入规模" in page
    assert not re.search(r' src="|<script|<link|@import|url\(', page)
    assert re.findall(r'href="([^"#]+)#', page) == ["http://testserver/check/open/"]


@pytest.mark.parametrize("path", ["question/", "answers/", "result/", "save/"])
def test_nobody_lands_in_the_middle(client: Client, path: str) -> None:
    response = client.get(f"/check/person/{path}")
    assert response.status_code == 302
    assert response.headers["Location"] == "/check/person/?ended=1"
    assert "这里没有您的回答" in client.get(response.headers["Location"]).content.decode()


def test_a_judgement_is_never_asked_of_a_visitor(client: Client) -> None:
    begin(client)
    judged = next(name for name, fact in library().pack.facts.items() if fact.judgement)
    page = client.get(f"/check/firm/question/?fact={judged}")
    assert judged not in asked(page.content.decode())


def test_an_unknown_record_is_not_found(client: Client) -> None:
    assert client.post("/check/person/", {"record": "99999999"}).status_code == 404
    assert client.post("/check/person/", {"record": "1 or 1"}).status_code == 404
