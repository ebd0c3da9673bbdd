"""Whatever an address or a form says, the answer is a page with a clear sentence, and no answer given is lost."""

import pytest
from django.test import Client

from tests.web.test_screening import STARTER, begin, given
from wenye.library import library
from wenye.web.answers import Screening

pytestmark = pytest.mark.django_db
ODD = [
    "", "%00", "%ff%fe", "%ED%A0%80", "-1", "0", "99999999999999999999999999", "²", "３", "1e400", "<script>", "[]",
    "' OR 1=1--", "..%2f..%2f", "%E2%80%AE", "x" * 5000,
]  # fmt: skip
ADDRESSES = [
    "/measures/?q={}", "/measures/?plan={}", "/measures/?unit={}&kind={}", "/measures/?by={}", "/?lang={}&size={}",
    "/measures/{}/", "/benefits/{}/", "/check/?is={}&want={}", "/check/person/?benefit={}&want={}", "/check/{}/",
    "/check/person/question/?fact={}", "/check/person/result/?lost={}", "/report-error/?page={}",
    "/report-error/?page=/{}", "/style/desk/?open={}&page={}", "/analysis/?page={}", "/analysis/?town={}",
    "/analysis/?benefit={}&outcome={}", "/analysis/review/?kind={}", "/analysis/case/start-up-grant/{}/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_odd_address_is_answered(client: Client, address: str) -> None:
    begin(client, "person")
    statuses = {odd: client.get(address.replace("{}", odd)).status_code for odd in ODD}
    assert {odd: status for odd, status in statuses.items() if status not in (200, 301, 302, 404)} == {}


@pytest.mark.parametrize("record", ["²", "-1", "abc", "9" * 19, "1" * 400, "1.5"])
def test_a_record_that_cannot_be_is_not_found(client: Client, record: str) -> None:
    assert client.post("/check/person/", {"record": record}).status_code == 404


def test_a_wish_that_the_pack_does_not_have_is_left_out(client: Client) -> None:
    client.post("/check/person/", {"want": "x" * 9999, "benefit": "no-such-benefit", "is": "\x00"})
    kept = Screening(**client.session["check-person"])
    assert (kept.want, kept.benefit, kept.answers) == ("", "", {})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2019", "2", "30"), "没有“2019-2-30”这一天"),
        (("２０１９", "２", "３０"), "没有“2019-2-30”这一天"),
        (("2019", "13", "1"), "没有“2019-13-1”这一天"),
        (("9" * 500, "1", "1"), "没有“99999999-1-1”这一天"),
        (("二〇一九", "1", "1"), "没有“二〇一九-1-1”这一天"),
        (("", "5", "1"), "请填写注册登记日期的年、月、日"),
        (("1066", "5", "1"), "请核对"),
    ],
)
def test_a_wrong_date_is_told_and_stays(client: Client, typed: tuple[str, str, str], said: str) -> None:
    begin(client, benefit="start-up-grant")
    fields = dict(zip(("registered_on-year", "registered_on-month", "registered_on-day"), typed, strict=True))
    page = client.post("/check/firm/question/", {"fact": "registered_on", **fields}).content.decode()
    assert said in page
    assert all(f'value="{part}"' in page for part in typed if part)
    assert "registered_on" not in Screening(**client.session["check-firm"]).answers


def test_full_width_digits_and_spaces_are_understood(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    fields = {"registered_on-year": " ２０１８ ", "registered_on-month": "０５", "registered_on-day": "１"}
    assert client.post("/check/firm/question/", {"fact": "registered_on", **fields}).status_code == 302
    assert client.post("/check/firm/question/", {"fact": "jobs", "jobs": "１２ 人"}).status_code == 302
    assert Screening(**client.session["check-firm"]).answers["jobs"] == 12


@pytest.mark.parametrize("facts", [["jobs", "jobs"], ["jobs", "investment"], ["investment", "no_such", "jobs"]])
def test_figures_are_never_taken_as_ticks(client: Client, facts: list[str]) -> None:
    begin(client, benefit="start-up-grant")
    client.post("/check/firm/question/", {"fact": facts, "ticks": facts, facts[0]: "60000"})
    times = 100 if facts[0] == "investment" else 1  # money is in fen
    assert Screening(**client.session["check-firm"]).answers == {facts[0]: 60000 * times}
    assert client.get("/check/firm/result/").status_code == 200


def test_every_fact_that_an_address_can_name_is_asked_or_passed_over(client: Client) -> None:
    begin(client, "person")
    for name in library().pack.facts:
        assert client.get(f"/check/person/question/?fact={name}").status_code == 200, name
        assert client.post("/check/person/question/", {"fact": name, name: "1", "skip": "1"}).status_code == 302, name


def test_an_empty_form_asks_again(client: Client) -> None:
    begin(client, "person")
    page = client.post("/check/person/question/", {}).content.decode()
    assert "请勾选符合的" in page


def test_a_form_that_is_sent_twice_counts_once(client: Client) -> None:
    begin(client, benefit="start-up-grant")
    sent = {"fact": "jobs", **given("jobs", 12)}
    first = client.post("/check/firm/question/", sent)
    kept = client.session["check-firm"]
    second = client.post("/check/firm/question/", sent)
    assert client.session["check-firm"] == kept
    assert first.headers["Location"] == second.headers["Location"]


def test_every_question_has_an_address_of_its_own(client: Client) -> None:
    first = client.post("/check/firm/", {"benefit": "start-up-grant"}).headers["Location"]
    name = first.partition("fact=")[2]
    second = client.post(first, {"fact": name, **given(name, STARTER[name])}).headers["Location"]
    assert first != second
    assert "checked" in client.get(first).content.decode()


def test_answers_outlive_a_visit_that_ended_while_a_question_was_read(client: Client) -> None:
    # given two answers, and a third question on the screen
    begin(client, benefit="start-up-grant")
    for name in ("firm_kind", "operating_normally"):
        client.post("/check/firm/question/", {"fact": name, **given(name, STARTER[name])})
    page = client.get("/check/firm/question/?fact=jobs").content.decode()
    carried = page.split('name="carried" value="', 1)[1].split('"', 1)[0]
    # when the session ends and the form is sent
    client.session.flush()
    fresh = Client()
    fresh.post("/check/firm/question/", {"fact": "jobs", "jobs": "12", "carried": carried})
    # then all three are there
    assert set(Screening(**fresh.session["check-firm"]).answers) == {"firm_kind", "operating_normally", "jobs"}


@pytest.mark.parametrize("carried", ["", "AAAA", "x" * 9999])
def test_a_form_without_its_answers_leads_to_the_beginning(client: Client, carried: str) -> None:
    response = client.post("/check/firm/question/", {"fact": "jobs", "jobs": "12", "carried": carried})
    assert response.headers["Location"] == "/check/firm/?ended=1"


def test_a_form_that_may_be_forged_is_refused_in_plain_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/check/firm/", {})
    assert response.status_code == 403
    assert "请再提交一次" in response.content.decode()
    strict.cookies["wenye_lang"] = "en"
    assert "please send it again" in strict.post("/check/firm/", {}).content.decode()


def test_too_much_at_once_is_refused_in_plain_words(client: Client) -> None:
    response = client.post("/check/firm/question/", {f"f{number}": "1" for number in range(2500)})
    assert response.status_code == 400
    assert "这次提交无法处理" in response.content.decode()
