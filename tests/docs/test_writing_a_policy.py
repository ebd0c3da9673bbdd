"""The guide to writing a policy is true: its pack runs, its fragments stand in it, its tables name every key."""

import re
from pathlib import Path

import pytest

from wenye.policy import schema
from wenye.policy.decide import decide
from wenye.policy.examples import differences, outcome
from wenye.policy.given import read_json
from wenye.policy.model import Benefit, Pack
from wenye.policy.mutate import verdicts
from wenye.policy.pack import load
from wenye.policy.review import review
from wenye.policy.rules import Rules

DOCS = Path(__file__).resolve().parents[2] / "docs"
XINGHE = DOCS / "xinghe"
GUIDE = (DOCS / "writing-a-policy.md").read_text(encoding="utf-8")
TABLES = GUIDE[GUIDE.index("# 对照表") :]
KEY = re.compile(r"""fields\.(?:need|maybe|get|has)\(\s*"([a-z_]+)\"""")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(XINGHE, recheck=True)


@pytest.fixture(scope="module")
def benefit(pack: Pack) -> Benefit:
    return pack.benefits["housekeeping-hire-grant"]


def test_every_example_comes_out_as_worked_by_hand(pack: Pack, benefit: Benefit) -> None:
    assert len(benefit.examples) == 28
    for example in benefit.examples:
        assert list(differences(example, outcome(Rules(pack, example.on), benefit, example))) == [], example.name


def test_the_case_is_decided_as_the_guide_shows(pack: Pack, benefit: Benefit) -> None:
    facts = read_json((XINGHE / "case.json").read_text(encoding="utf-8"), "case.json")
    decision = decide(pack, benefit.id, facts, benefit.examples[0].on, key=b"a key")
    assert (decision.outcome, decision.amount_fen, decision.payable) == ("yes", 250000, False)
    for condition in decision.conditions:
        for reason in condition.reasons:
            assert reason.zh in GUIDE


def test_the_review_finds_what_the_guide_leaves(pack: Pack) -> None:
    assert [finding.kind for finding in review(pack)] == ["deadline"] * 3 + ["assumption"]


@pytest.mark.slow
def test_no_mutant_survives(pack: Pack, benefit: Benefit) -> None:
    fates = [verdict.fate for verdict in verdicts(pack, benefit)]
    assert (fates.count("killed"), fates.count("equivalent"), fates.count("survived")) == (63, 6, 0)


def test_the_files_that_the_guide_shows_are_those_of_its_pack() -> None:
    shown = re.findall(r"^# packs/xinghe/(\S+\.yaml)\n(.*?)(?=\n# packs/|\n```)", GUIDE, re.DOTALL | re.MULTILINE)
    assert [name for name, _ in shown] == ["units.yaml", "funds.yaml", "entities.yaml", "parameters/pay.yaml",
                                           "measures/002-new-posts.yaml"]  # fmt: skip
    for name, text in shown:
        assert (XINGHE / name).read_text(encoding="utf-8").strip() == text.strip(), name


def test_the_examples_that_the_guide_shows_stand_in_its_pack() -> None:
    told = GUIDE[GUIDE.index("## 8 ") : GUIDE.index("## 9 ")]
    written = (XINGHE / "measures" / "001-housekeeping-hire.yaml").read_text(encoding="utf-8").splitlines()
    shown = [line for line in told.splitlines() if line.lstrip().startswith("- {name:")]
    assert shown
    assert [line for line in shown if line not in written] == []


def test_the_tables_name_every_key_that_the_schema_reads() -> None:
    sources = Path(schema.__file__).parent.glob("schema*.py")
    keys = {key for source in sources for key in KEY.findall(source.read_text(encoding="utf-8"))}
    assert len(keys) > 90
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", TABLES))))
    assert sorted(keys - named) == []
