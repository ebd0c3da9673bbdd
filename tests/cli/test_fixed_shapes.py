"""The forms that others build on, held to the words in which they were fixed.

Each form is quoted as it was promised; what a verb answers must have these keys, of these kinds, on the district's
pack.
"""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.policy.source_render import as_text, publish
from wenye.cli import VERBS, main, paths
from wenye.policy.pack import load
from wenye.policy.source_pack import pack_side

PROMISED = ("measures", "facts", "decide", "match", "review", "source", "mutate", "bench")
MEASURES = "{number, plan, title:{zh,en}, lead:[], related:[], parts:[], benefits:[], valid, open:[]}"
FACTS = "{name, type, unit, values, subject, label:{zh,en}, question, verified_by}"
DECIDE = (
    "{benefit, measure, outcome, amount_fen, conditions:[{id,label,outcome,because:[]}], missing:[], clause, receipt}"
)
SOURCE = "{measure, kind, published, pack, fault_of}"
START_UP = "firm_kind, operating_normally, registered_on, applied_on, jobs, investment"
KINDS = "missing, extra, figure, unit, text-fault"

PACK = paths.ROOT / "packs" / "junshan"
Answer = Callable[..., Any]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Answer:
    """The JSON that a verb answers on the district's pack."""

    def ask(*arguments: str, stdin: str = "", code: int = 0) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        assert main([*arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return ask


def fits(value: Any, form: str) -> bool:
    """Whether a value has every key of a form, in its order, with lists and records where the form has them."""
    return _fits(value, _form(form))


def _form(text: str) -> Any:
    return json.loads(re.sub(r"[\w-]+", r'"\g<0>"', re.sub(r"(\w)(?=[,}])", r"\1:0", text)).replace('"0"', "0"))


def _fits(value: Any, form: Any) -> bool:
    if isinstance(form, dict):
        names = [name for name in value if name in form] if isinstance(value, dict) else []
        return names == list(form) and all(_fits(value[name], part) for name, part in form.items())
    if isinstance(form, list):
        return isinstance(value, list) and all(_fits(item, part) for part in form[:1] for item in value)
    return True


def test_a_form_is_recognised_and_another_is_not() -> None:
    assert fits({"number": 1, "title": {"zh": "", "en": ""}, "lead": []}, "{number, title:{zh,en}, lead:[]}")
    assert not fits({"number": 1, "title": {"zh": ""}, "lead": []}, "{number, title:{zh,en}, lead:[]}")
    assert not fits({"title": {"zh": "", "en": ""}, "lead": []}, "{number, title:{zh,en}, lead:[]}")
    assert not fits({"lead": "x"}, "{lead:[]}")
    assert not fits({"conditions": [{"id": 1}]}, "{conditions:[{id,label}]}")


@pytest.mark.parametrize("verb", PROMISED)
def test_each_promised_verb_has_json_and_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    said = capsys.readouterr().out
    assert "--json" in said
    assert VERBS[verb].zh in said


def test_measures(answer: Answer) -> None:
    found = answer("measures")
    assert len(found) == 100
    assert all(fits(measure, MEASURES) and len(measure) == 9 for measure in found)
    units = {unit for measure in found for unit in (*measure["lead"], *measure["related"])}
    assert all(re.search("[\u4e00-\u9fff]", unit) for unit in units)
    assert {unit for unit in units if "、" in unit} <= {"各镇（街道）、场"}
    assert all(isinstance(benefit, str) for measure in found for benefit in measure["benefits"])
    assert all(isinstance(question, dict) for measure in found for question in measure["open"])


def test_facts(answer: Answer) -> None:
    every, few = answer("facts"), answer("facts", "--benefit", "start-up-grant")
    assert all(fits(fact, FACTS) for fact in (*every, *few))
    assert sorted(fact["name"] for fact in few) == sorted(START_UP.split(", "))
    assert {fact["name"] for fact in few} <= {fact["name"] for fact in every}


@pytest.mark.parametrize(
    ("investment", "outcome", "fen"), [(50000, "yes", 1_000_000), (49999.99, "no", None), (None, "unknown", None)]
)
def test_a_decision(investment: float | None, outcome: str, fen: int | None, answer: Answer) -> None:
    facts = {"firm_kind": "start_up", "operating_normally": True, "registered_on": "2018-05-01",
             "applied_on": "2019-11-20", "jobs": 3, "investment": investment}  # fmt: skip
    found = answer("decide", "start-up-grant", "--facts", "-", "--date", "2019-11-20", stdin=json.dumps(facts))
    assert fits(found, DECIDE)
    assert (found["benefit"], found["measure"], found["outcome"], found["amount_fen"]) == (
        "start-up-grant", 21, outcome, fen)  # fmt: skip
    assert {each["outcome"] for each in found["conditions"]} <= {"yes", "no", "unknown"}
    assert found["missing"] == (["investment"] if outcome == "unknown" else [])


def test_source_is_a_list_with_one_entry_for_each_difference(answer: Answer, tmp_path: Path) -> None:
    text = as_text(publish(pack_side(load(PACK))))
    (tmp_path / "a.txt").write_bytes(text)
    (tmp_path / "b.txt").write_bytes(text.replace("49课时".encode(), "50课时".encode()))
    as_published = answer("source", str(tmp_path / "a.txt"), "--no-attach")
    altered = answer("source", str(tmp_path / "b.txt"), "--no-attach", code=1)
    assert all(fits(entry, SOURCE) and len(entry) == 5 for entry in altered)
    assert {entry["kind"] for entry in altered} <= set(KINDS.split(", "))
    assert {entry["fault_of"] for entry in altered} == {"document", "pack"}
    assert len(altered) == len(as_published) + 1


def test_review_and_mutate_answer_lists(answer: Answer) -> None:
    reviewed, broken = answer("review", "start-up-grant"), answer("mutate", "bought-post-check")
    assert reviewed and all(fits(found, "{kind, benefits:[], text:{zh,en}, cases:[], proved}") for found in reviewed)
    assert broken and all(fits(found, "{benefit, at, what, fate}") for found in broken)


@pytest.mark.django_db
def test_match_sums_up_by_benefit_and_town(answer: Answer) -> None:
    found = answer("match", "--date", "2019-11-20")
    assert {"date", "pack", "subjects", "summary"} <= set(found)
