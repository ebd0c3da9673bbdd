"""The analyst's pages: what the match holds is what they show, down to one case and its reasons."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from wenye.library import library, rules
from wenye.policy import match_store
from wenye.policy.match import Match, summarised
from wenye.registry import services
from wenye.registry.models import Firm
from wenye.web import reviews

pytestmark = pytest.mark.django_db
Read = Callable[..., str]
ON = date(2019, 11, 20)
GRANT = "start-up-grant"


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.WENYE_DATA = tmp_path
    return tmp_path


@pytest.fixture
def matched(data: Path) -> Path:
    """Seventy firms: 60 refused, 7 entitled, 3 that one fact would decide."""
    outcome = [False] * 60 + [True] * 7 + [None] * 3
    rows: dict[str, object] = {"subject_id": range(1, 71), "town": ["xushi"] * 69 + [""]}
    for test in rules.program(library().pack.benefits[GRANT]).tests:
        rows[f"{GRANT}.{test.id}"] = pl.Series(outcome, dtype=pl.Boolean)
    rows[f"{GRANT}.outcome"] = pl.Series(outcome, dtype=pl.Boolean)
    rows[f"{GRANT}.amount_fen"] = pl.Series([1_000_000 if one else None for one in outcome], dtype=pl.Int64)
    rows[f"{GRANT}.missing"] = pl.Series([1 if one is None else 0 for one in outcome], dtype=pl.UInt32)
    decided = pl.DataFrame(rows)
    summary = summarised(decided, library().pack.benefits[GRANT])
    match_store.keep(Match(ON, {"firm": decided}, summary), library().pack.hash, data / "match")
    return data


def listed(page: str) -> list[int]:
    return [int(key) for key in re.findall(rf'href="/analysis/case/{GRANT}/(\d+)/"', page)]


def test_without_a_match_the_page_says_how_to_make_one(data: Path, read: Read) -> None:
    assert "./wenye match" in read("/analysis/")


def test_the_totals_are_those_of_the_match(matched: Path, read: Read) -> None:
    page = read("/analysis/")
    strip = re.findall(r"<dt>(.*?)</dt><dd>(.*?)<small>", page)
    assert dict(strip) == {
        "比对对象": "70",
        "可以享受": "7",
        "测算金额": "7.0 万元",
        "只差一项信息": "3",
        "尚不能确定": "3",
    }


def test_a_chart_has_its_figures_in_a_table(matched: Path, read: Read) -> None:
    page = read("/analysis/")
    chart = page.split('aria-labelledby="top-title"', 1)[1].split("</figure>", 1)[0]
    assert re.search(r'<th scope="row">一次性创业补贴</th><td class="n">7</td>', chart)
    assert 'role="img"' in chart


def test_the_entitled_come_first(matched: Path, read: Read) -> None:
    assert listed(read(f"/analysis/?benefit={GRANT}"))[:10] == [61, 62, 63, 64, 65, 66, 67, 68, 69, 70]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("outcome=yes", 7),
        ("outcome=no", 50),
        ("outcome=unknown", 3),
        ("outcome=near", 3),
        ("town=xushi&outcome=unknown", 2),
    ],
)
def test_a_filter_leaves_what_it_says(matched: Path, read: Read, query: str, count: int) -> None:
    assert len(listed(read(f"/analysis/?benefit={GRANT}&{query}"))) == count


def test_the_rest_is_on_the_next_page(matched: Path, read: Read) -> None:
    first, second = (listed(read(f"/analysis/?benefit={GRANT}&page={page}")) for page in (1, 2))
    assert len(first) == 50
    assert sorted(first + second) == list(range(1, 71))


@pytest.mark.parametrize(
    "query", ["benefit=none", "page=0", "page=x", "page=99999999", "town=nowhere", f"benefit={GRANT}&page=77"]
)
def test_an_impossible_question_is_still_answered(matched: Path, read: Read, query: str) -> None:
    assert "匹配结果" in read(f"/analysis/?{query}")


def test_a_match_of_another_pack_is_marked(matched: Path, read: Read) -> None:
    about = matched / "match" / match_store.ABOUT
    told = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps({**told, "pack": "other"}), encoding="utf-8")
    assert "请重新执行 ./wenye match" in read("/analysis/")


def test_no_register_no_case(client: Client, matched: Path) -> None:
    assert client.get(f"/analysis/case/{GRANT}/61/").status_code == 404
    assert client.get("/analysis/case/no-such-benefit/1/").status_code == 404


@pytest.fixture
def district(data: Path) -> Path:
    """A small invented district, brought in."""
    services.make_demo(data / "rosters", people=100, seed=1, today=ON, bring_in=True, say=lambda job: None)
    return data


def test_a_case_names_its_facts_their_source_and_its_reasons(district: Path, read: Read) -> None:
    firm = Firm.objects.exclude(firm_kind=None).order_by("id")[0]
    page = read(f"/analysis/case/{GRANT}/{firm.pk}/")
    assert firm.name in page
    for test in rules.program(library().pack.benefits[GRANT]).tests:
        assert test.label.zh in page
    assert "市场主体登记册" in page
    assert re.search(r"<dt>凭证摘要</dt><dd class=\"code\">[0-9a-f]{64}</dd>", page)


def test_a_demo_firm_fills_in_what_the_registers_know(district: Path, client: Client) -> None:
    page = client.get("/check/").content.decode()
    key = re.search(r'action="/check/firm/">.*?name="record" value="(\d+)"', page, flags=re.S)
    assert key is not None
    client.post("/check/firm/", {"record": key[1]})
    kept = client.session["check-firm"]
    assert "firm_kind" in kept["prefilled"]
    assert "来自档案" in client.get("/check/firm/answers/").content.decode()


def test_a_person_is_listed_with_a_masked_number(district: Path, client: Client) -> None:
    page = client.get("/check/").content.decode()
    assert not re.search(r"\d{17}[\dX]", re.sub(r'value="[^"]*"', "", page))


def test_a_review_is_asked_for_shown_and_kept(data: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(reviews.subprocess, "Popen", lambda command, **rest: begun.append(command))
    assert "还没有审查过" in client.get("/analysis/review/").content.decode()
    client.post("/analysis/review/")
    client.post("/analysis/review/")
    assert len(begun) == 1
    running = client.get("/analysis/review/")
    assert "正在审查" in running.content.decode()
    assert running.headers["Refresh"] == "5"


def test_each_finding_stands_under_its_kind_with_its_case(data: Path, read: Read) -> None:
    finding = {
        "kind": "cliff", "benefits": [GRANT], "text": {"zh": "多一人反而没有", "en": "one more, nothing"},
        "cases": [{"zh": "9 人变 10 人", "en": "9 to 10"}], "proved": True,
    }  # fmt: skip
    other = {**finding, "kind": "gap", "text": {"zh": "有一处缺口", "en": "a gap"}}
    place = data / "review" / f"{library().pack.hash}.json"
    place.parent.mkdir()
    place.write_text(json.dumps([finding, other]), encoding="utf-8")
    page = read("/analysis/review/?kind=cliff")
    assert "多一人反而没有" in page
    assert "9 人变 10 人" in page
    assert "有一处缺口" not in page
    assert "有一处缺口" in read("/analysis/review/")


def test_the_review_of_the_pack_can_be_made_and_read(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wenye.library import folder
    from wenye.policy import review

    grant = library().pack.benefits[GRANT]
    real = review.review
    monkeypatch.setattr(review, "review", lambda pack: real(pack, [grant]))
    reviews.make(folder(), data)
    found = reviews.kept()
    assert found is not None
    assert {item.kind for item in found} >= {"gap", "cliff"}


def test_a_longer_list_asks_the_database_no_more_often(matched: Path, client: Client) -> None:
    counts = []
    for query in ("outcome=near", "outcome=no"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/analysis/?benefit={GRANT}&{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3
