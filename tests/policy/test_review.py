"""The review finds each kind of thing in a pack made for it, nothing in one with nothing wrong, and only what is true.

``review/*.yaml`` change the tiny pack; what is found must be exactly what they list.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.policy.conftest import TINY
from wenye.feel.errors import Unprovable
from wenye.feel.proof import Prover
from wenye.feel.text import Text
from wenye.policy.given import integers
from wenye.policy.model import Pack
from wenye.policy.pack import load
from wenye.policy.review import intervals, review
from wenye.policy.review_case import KINDS, Finding
from wenye.policy.review_rules import MOST_CLIFFS
from wenye.policy.rules import Rules
from wenye.policy.schema_facts import within

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case for file in sorted((HERE / "review").glob("*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))
]
FIRST = {
    str([finding["kind"] for finding in case["findings"]][:1]): case["name"]
    for case in reversed(CASES)
    if case["findings"] != "many"
}
"""The first case of each kind is tried in the quick run, the others in the long one."""


def marked(case: dict[str, Any]) -> Any:
    return pytest.param(case, id=case["name"], marks=[] if case["name"] in FIRST.values() else pytest.mark.slow)


def changed(changes: list[Mapping[str, str]], folder: Path) -> Pack:
    shutil.copytree(TINY, folder / "pack")
    for change in changes:
        file = folder / "pack" / change["file"]
        before = file.read_text("utf-8")
        assert change["find"] in before, change
        file.write_text(before.replace(change["find"], change["with"], 1), "utf-8")
    return load(folder / "pack")


def fits(wanted: Mapping[str, Any], finding: Finding) -> bool:
    """Whether a finding is the one wanted, with its case where one is given."""
    facts = {name: str(value) for case in finding.cases[:1] for name, value in case.facts.items()}
    shown = all(facts.get(name) == value for name, value in wanted.get("case", {}).items())
    said = wanted["says"] in finding.text.zh
    return (finding.kind, list(finding.benefits)) == (wanted["kind"], wanted["benefits"]) and said and shown


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_what_is_found_is_what_was_put_there(case: dict[str, Any], tmp_path: Path) -> None:
    pack = changed(case["changes"], tmp_path)
    found = review(pack)
    if case["findings"] == "many":
        assert len(found) == MOST_CLIFFS + 1 and f"只列出 {MOST_CLIFFS} 处" in found[-1].text.zh + found[0].text.zh
        return
    told = "\n".join(f"{finding.kind} {finding.benefits} {finding.text.zh} {finding.cases}" for finding in found)
    for wanted in case["findings"]:
        assert [fits(wanted, finding) for finding in found].count(True) == 1, f"{wanted} is not once among\n{told}"
    assert len(found) == len(case["findings"]), f"more than was put there:\n{told}"
    true_of(pack, found)


def true_of(pack: Pack, found: list[Finding]) -> None:
    """Each case lies in the declared domains and comes out as its kind of finding says."""
    rules = Rules(pack)
    for finding in found:
        assert finding.text.zh and finding.text.en and finding.proved == (finding.kind != "unproved")
        assert bool(finding.cases) == (finding.kind in OUTCOMES), finding
        benefits = [pack.benefits[name] for name in finding.benefits] * len(finding.cases)
        said = []
        for benefit, case in zip(benefits, finding.cases, strict=False):
            names = rules.names(benefit)
            assert set(case.facts) == {fact.name for fact in rules.program(benefit).facts}
            for name, value in case.facts.items():
                domain = names.fact(name).domain
                assert domain is None or within(value, domain), (finding, name)
            assert case.said.zh and case.said.en
            outcome, amount, *_ = rules.decider(benefit)(integers(case.facts, names))
            said.append((outcome, amount))
        if finding.kind in OUTCOMES:
            assert [outcome for outcome, _ in said][:1] in OUTCOMES[finding.kind], finding
        if finding.kind == "cliff":
            assert said[1][0] == "no" or said[1][1] < said[0][1], finding
        if finding.kind == "double":
            assert [outcome for outcome, _ in said] == ["yes", "yes"], finding


OUTCOMES: Mapping[str, list[list[str]]] = {
    "overlap": [["yes"], ["no"]], "gap": [["no"]], "cliff": [["yes"]], "deadline": [["yes"]], "double": [["yes"]],
}  # fmt: skip
"""The kinds that come with a case, and what the rule may say of its first one."""


def test_every_kind_is_tried() -> None:
    tried = {finding["kind"] for case in CASES if case["findings"] != "many" for finding in case["findings"]}
    assert tried | {"unproved"} == set(KINDS)


def test_what_the_prover_gives_up_is_said_so(tiny: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(self: Prover, *constraints: object, timeout_ms: int = 0) -> None:
        raise Unprovable(Text("太难了。", "Too hard."))

    monkeypatch.setattr(Prover, "model", give_up)
    found = review(tiny)
    assert {(finding.kind, finding.proved) for finding in found} == {("unproved", False)}
    assert {finding.benefits for finding in found} >= {(name,) for name in tiny.benefits}
    assert all("太难了。" in finding.text.zh and "Too hard." in finding.text.en for finding in found)


def test_a_hard_rule_is_unproved_and_not_taken_for_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sum of cubes is beyond the solver in a hundredth of a second."""
    cubes = "staff * staff * staff + jobs * jobs * jobs = (staff + 3) * (staff + 3) * (staff + 3)"
    pack = changed(
        [
            {
                "file": "measures/001-tier-grant.yaml",
                "find": "operating and began_on",
                "with": f"operating and staff > 0 and jobs > 0 and {cubes} and began_on",
            }
        ],
        tmp_path,
    )
    solve = Prover.model
    monkeypatch.setattr(Prover, "model", lambda self, *terms, timeout_ms=10: solve(self, *terms, timeout_ms=10))
    found = [finding for finding in review(pack) if finding.kind == "unproved"]
    assert found and not any(finding.proved for finding in found)
    assert "求解器" in found[0].text.zh


def test_the_intervals_begin_where_a_parameter_changes(tiny: Pack) -> None:
    from datetime import date

    rules = Rules(tiny)
    living, tier = (rules.program(tiny.benefits[name]) for name in ("living-grant", "tier-grant"))
    assert intervals(living, tiny.valid) == [(date(2019, 1, 1), date(2020, 1, 1)), (date(2020, 1, 1), None)]
    assert intervals(living, None) == intervals(living, tiny.valid)
    assert intervals(tier, tiny.valid) == [(None, None)]


def test_progress_is_told_each_benefit_and_the_pairs(tiny: Pack) -> None:
    steps: list[str] = []
    review(tiny, progress=steps.append)
    assert steps == [*tiny.benefits, "pairs"]


@pytest.mark.slow
def test_every_finding_of_the_real_pack_is_true(junshan: Pack) -> None:
    found = review(junshan)
    assert {"gap", "cliff", "deadline", "double", "assumption", "awaiting"} - {"double"} <= {
        finding.kind for finding in found
    }
    assert not [finding for finding in found if finding.kind in ("overlap", "never", "unreachable", "unproved")]
    true_of(junshan, found)


def test_the_known_cliffs_of_the_start_up_grant_are_found(junshan: Pack) -> None:
    """From 9 jobs to 10 the tier asks for more investment: who has 50,000 yuan loses the grant."""
    found = review(junshan, [junshan.benefits["start-up-grant"]])
    cliffs = [finding.text.zh for finding in found if finding.kind == "cliff"]
    assert len(cliffs) == 2
    assert "带动就业人数由 9 人增加到 10 人，由可得 10,000 元变为不符合。" in cliffs
    assert "带动就业人数由 19 人增加到 20 人，由可得 20,000 元变为不符合。" in cliffs
    true_of(junshan, found)
