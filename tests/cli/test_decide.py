"""``decide``, ``measures`` and ``facts`` as others call them: the exit code, stdout the answer alone, stderr the error.

What must be seen from outside is run as a process; the many wrong questions are asked in this one, which is quicker.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wenye import cli

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "policy" / "tiny"
FACTS = {"kind": "start_up", "operating": True, "began_on": "2018-05-01", "applied_on": "2019-11-20", "jobs": 10}
START_UP = {
    "firm_kind": "start_up", "operating_normally": True, "registered_on": "2018-05-01", "applied_on": "2019-11-20",
    "jobs": 3, "investment": 50000,
}  # fmt: skip


Done = subprocess.CompletedProcess[str]


def process(*arguments: str, stdin: bytes = b"", pack: Path | None = TINY) -> Done:
    """The command line in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    environment |= {"WENYE_PACK": str(pack)} if pack is not None else {}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wenye.cli", *arguments], input=stdin, env=environment, capture_output=True,
        check=False,
    )  # fmt: skip
    return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def wenye(*arguments: str, stdin: bytes = b"", pack: Path | None = TINY) -> Done:
    """The command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with _asked(stdin, pack), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    return Done(list(arguments), code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _asked(stdin: bytes, pack: Path | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        if pack is not None:
            patch.setenv("WENYE_PACK", str(pack))
        yield


def decide(facts: object, *more: str, benefit: str = "tier-grant", day: str = "2019-11-20") -> Done:
    text = facts if isinstance(facts, str) else json.dumps(facts)
    return wenye("decide", benefit, "--facts", "-", "--date", day, *more, stdin=text.encode())


def answer(done: Done) -> Any:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(done: Done, *says: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert [word for word in says if word not in done.stderr] == [], done.stderr
    assert "Traceback" not in done.stderr


def test_a_decision_in_the_form_that_others_build_on() -> None:
    found = answer(decide(FACTS, "--json"))
    assert list(found)[:7] == ["benefit", "measure", "outcome", "amount_fen", "conditions", "missing", "clause"]
    assert (found["benefit"], found["measure"]) == ("tier-grant", 1)
    assert (found["outcome"], found["amount_fen"]) == ("yes", 200050)
    assert (found["missing"], found["clause"]) == ([], "1")
    assert [(each["id"], each["outcome"]) for each in found["conditions"]] == [
        ("in_force", "yes"), ("kind", "yes"), ("a_year", "yes"), ("amount", "yes")]  # fmt: skip
    assert found["conditions"][1]["because"] == [
        {"fact": "kind", "label": {"zh": "单位类型", "en": "kind of firm"}, "value": "start_up"}]  # fmt: skip
    assert found["receipt"]["evaluated_on"] == "2019-11-20"


def test_the_start_up_grant_of_the_district_from_a_file(tmp_path: Path) -> None:
    """The names of its facts and its answer are fixed, so that others can build on them."""
    file = tmp_path / "事实.json"
    file.write_text(json.dumps(START_UP), "utf-8-sig")
    asked = ("decide", "start-up-grant", "--facts", str(file), "--date", "2019-11-20", "--json")
    found = answer(process(*asked, pack=None))
    assert (found["measure"], found["outcome"], found["amount_fen"], found["clause"]) == (21, "yes", 1000000, "21")
    file.write_text(json.dumps({**START_UP, "investment": 49999.99}), "utf-8")
    found = answer(wenye(*asked, pack=None))
    assert (found["outcome"], found["amount_fen"]) == ("no", None)


def test_an_undecided_case_says_which_facts_decide() -> None:
    found = answer(decide({**FACTS, "jobs": None, "kind": None}, "--json"))
    assert (found["outcome"], found["amount_fen"], found["missing"]) == ("unknown", None, ["kind", "jobs"])


def test_a_decision_for_people_tells_each_condition_and_why() -> None:
    done = decide({**FACTS, "kind": "other"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "第 1 条 tier-grant：不能享受" in done.stdout
    assert "✗ 不符合  主体类型" in done.stdout
    assert "单位类型为其他单位，不是初创企业或个体户" in done.stdout


def test_facts_from_standard_input_may_begin_with_a_mark_of_their_encoding() -> None:
    done = process("decide", "tier-grant", "--facts", "-", "--date", "2019-11-20", "--json",
                   stdin=b"\xef\xbb\xbf" + json.dumps(FACTS).encode())  # fmt: skip
    assert answer(done)["outcome"] == "yes"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"job": 3}, ["没有名为“job”的事实", "“jobs”"]),
        ({"jobs": "3", "began_on": "2019-02-30"}, ["jobs", "不是整数", "began_on", "没有“2019-02-30”这一天"]),
        ('{"jobs": 3, "jobs": 4}', ["jobs", "写了两次"]),
        ('{"jobs": ', ["标准输入:1:10", "不是有效的 JSON"]),
    ],
)
def test_wrong_facts_are_named_on_stderr(facts: object, says: list[str]) -> None:
    refused(decide(facts, "--json"), *says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["tier-grnt", "--facts", "-", "--date", "2019-11-20"], ["没有名为“tier-grnt”的待遇", "tier-grant"]),
        (["tier-grant", "--facts", "-", "--date", "2019-02-30"], ["没有“2019-02-30”这一天"]),
        (["tier-grant", "--facts", "-", "--date", "20.11.2019"], ["日期"]),
        (["tier-grant", "--facts", "no-such-file.json", "--date", "2019-11-20"], ["no-such-file.json", "路径"]),
        (["tier-grant", "--facts", ".", "--date", "2019-11-20"], ["无法读取"]),
        (["tier-grant", "--facts", "-"], ["--date"]),
        (["tier-grant", "--facts", "-", "--date", "2019-11-20", "--jason"], ["--jason", "--json"]),
        ([], ["--facts", "--date"]),
        (["--facts", "-", "--date", "2019-11-20"], ["BENEFIT"]),
    ],
)
def test_a_wrong_question_is_refused_with_what_to_do(arguments: list[str], says: list[str]) -> None:
    refused(wenye("decide", *arguments, stdin=b"{}"), *says)


def test_a_wrong_question_ends_a_process_with_two_and_nothing_on_stdout() -> None:
    refused(process("decide", "tier-grant", "--facts", "-", "--date", "2019-11-20", stdin=b'{"job": 3}'), "“jobs”")


def test_facts_that_are_no_text_are_refused() -> None:
    refused(wenye("decide", "tier-grant", "--facts", "-", "--date", "2019-11-20", stdin=b'{"jobs":\xff}'), "UTF-8")


def test_a_broken_pack_is_told_with_every_fault_and_no_answer(tmp_path: Path) -> None:
    asked = ("decide", "tier-grant", "--facts", "-", "--date", "2019-11-20")
    refused(wenye(*asked, stdin=b"{}", pack=tmp_path), "pack.yaml")


def test_the_measures_in_the_form_that_others_build_on() -> None:
    found = answer(process("measures", "--json", pack=None))
    assert [measure["number"] for measure in found] == list(range(1, 101))
    for measure in found:
        assert list(measure) == ["number", "plan", "title", "lead", "related", "parts", "benefits", "valid", "open"]
        assert set(measure["title"]) == {"zh", "en"} and measure["plan"] in range(1, 7)
        assert all(isinstance(unit, str) for unit in (*measure["lead"], *measure["related"]))
    benefits = [benefit for measure in found for benefit in measure["benefits"]]
    assert len(benefits) == len(set(benefits)) and "start-up-grant" in found[20]["benefits"]
    assert "区人社局" in found[20]["lead"]


def test_the_measures_of_one_plan() -> None:
    assert {measure["plan"] for measure in answer(wenye("measures", "--plan", "2", "--json", pack=None))} == {2}
    refused(wenye("measures", "--plan", "7", "--json", pack=None), "7")
    refused(wenye("measures", "--plan", "two", "--json", pack=None), "--plan")


def test_the_facts_of_one_benefit_in_the_form_that_others_build_on() -> None:
    found = answer(process("facts", "--benefit", "start-up-grant", "--json", pack=None))
    assert {fact["name"] for fact in found} == set(START_UP)
    wanted = ["name", "type", "unit", "values", "subject", "label", "question", "verified_by"]
    assert all(list(fact)[:8] == wanted for fact in found)
    by_name = {fact["name"]: fact for fact in found}
    assert by_name["jobs"]["type"] == "integer" and by_name["jobs"]["unit"] == {"zh": "人", "en": "people"}
    assert by_name["investment"]["type"] == "money" and by_name["registered_on"]["type"] == "date"
    assert "start_up" in [option["value"] for option in by_name["firm_kind"]["values"]]
    assert by_name["applied_on"]["subject"] == "claim"


def test_the_facts_of_a_related_entity_stand_by_their_path() -> None:
    found = answer(wenye("facts", "--benefit", "unemployed-hire-grant", "--json", pack=None))
    assert {"firm.firm_size", "person.registered_unemployed_on", "hired_on"} <= {fact["name"] for fact in found}
    refused(wenye("facts", "--benefit", "no-such-benefit", "--json", pack=None), "no-such-benefit")


def test_tables_for_people_name_every_row() -> None:
    facts, measures = wenye("facts"), wenye("measures")
    assert (facts.returncode, facts.stderr, measures.returncode, measures.stderr) == (0, "", 0, "")
    assert "lay_off_rate" in facts.stdout and "number(4)" in facts.stdout
    assert "living-grant" in measures.stdout


@pytest.mark.parametrize(
    ("verb", "names"),
    [
        ("decide", ["BENEFIT", "--facts", "--date", "--json"]),
        ("measures", ["--plan", "--json"]),
        ("facts", ["--benefit", "--json"]),
    ],
)
def test_help_names_every_argument_in_both_languages(verb: str, names: list[str]) -> None:
    done = wenye(verb, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in (*names, "用法 Usage") if name not in done.stdout] == []


def test_every_example_of_the_tiny_pack_comes_out_on_the_command_line_as_in_process() -> None:
    from datetime import date

    from wenye.policy.decide import decide as in_process
    from wenye.policy.decide import plain
    from wenye.policy.pack import load

    pack = load(TINY)
    for benefit in pack.benefits.values():
        example = benefit.examples[0]
        facts = {name: plain(value) for name, value in example.given.items()}
        found = answer(decide(facts, "--json", benefit=benefit.id, day=example.on.isoformat()))
        wanted = in_process(pack, benefit.id, facts, date.fromisoformat(example.on.isoformat())).as_json()
        assert {**found, "receipt": None} == {**json.loads(json.dumps(wanted)), "receipt": None}
