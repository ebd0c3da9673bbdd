"""Every worked example comes out as its author worked it by hand, on every reading; and so do facts at random.

The plain interpreter defines the meaning; one case, columns (wide and narrow) and proof must give exactly its
outcome, its amount and its answer to each condition.
"""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.readings import (
    SEEDED,
    Drawer,
    Facts,
    Proof,
    Read,
    by_case,
    by_frame,
    by_meaning,
    by_stages,
    decider_of,
)
from wenye.policy.examples import differences, outcome
from wenye.policy.model import Benefit, Example, Pack
from wenye.policy.program import Program
from wenye.policy.rules import Rules

seeds = st.integers(0, 2**32)


class Known:
    """The rules as they were known on each day that examples are decided on."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rules: dict[object, Rules] = {}

    def on(self, example: Example) -> Rules:
        return self._rules.setdefault(example.on, Rules(self._pack, example.on))

    def groups(self, benefit: Benefit) -> Iterator[tuple[Program, list[Example]]]:
        """The examples of a benefit by the rule that decides them."""
        for day in dict.fromkeys(example.on for example in benefit.examples):
            examples = [example for example in benefit.examples if example.on == day]
            yield self.on(examples[0]).program(benefit), examples


@pytest.fixture(scope="module")
def known(junshan: Pack) -> Known:
    return Known(junshan)


def test_the_pack_has_enough_examples_and_each_benefit_all_outcomes_it_can_have(junshan: Pack) -> None:
    examples = [example for benefit in junshan.benefits.values() for example in benefit.examples]
    assert len(examples) >= 1200
    lacking = [
        (benefit.id, said)
        for benefit in junshan.benefits.values()
        for said in ("yes", "no", "unknown")
        if said not in {example.expect for example in benefit.examples}
    ]
    assert lacking == []


def test_every_example_comes_out_as_worked_by_hand(junshan: Pack, known: Known) -> None:
    wrong = [
        f"{example.at} {benefit.id}: {said}"
        for benefit in junshan.benefits.values()
        for example in benefit.examples
        if (said := list(differences(example, outcome(known.on(example), benefit, example))))
    ]
    assert wrong == []


def test_every_example_means_the_same_in_one_case_and_in_columns(junshan: Pack, known: Known) -> None:
    for benefit in junshan.benefits.values():
        for program, examples in known.groups(benefit):
            agree(program, [example.given for example in examples])


def agree(program: Program, cases: list[Facts]) -> list[Read]:
    meant = [by_meaning(program, facts) for facts in cases]
    told = [(f"{program.benefit} {facts}", read) for facts, read in zip(cases, meant, strict=True)]
    decider = decider_of(program)
    assert [(case, by_case(program, facts, decider)) for (case, _), facts in zip(told, cases, strict=True)] == told
    assert [(case, read) for (case, _), read in zip(told, by_frame(program, cases), strict=True)] == told
    assert [(case, read) for (case, _), read in zip(told, by_stages(program, cases), strict=True)] == told
    return meant


def proved(program: Program, cases: list[Facts]) -> None:
    proof = Proof(program)
    for facts in cases:
        assert proof.read(facts) == by_meaning(program, facts), (program.benefit, facts)


def test_some_examples_of_each_benefit_are_proved_as_they_mean(junshan: Pack, known: Known) -> None:
    for benefit in junshan.benefits.values():
        for program, examples in known.groups(benefit):
            proved(program, [example.given for example in examples[::10]])


@pytest.mark.slow
def test_every_example_is_proved_as_it_means(junshan: Pack, known: Known) -> None:
    for benefit in junshan.benefits.values():
        for program, examples in known.groups(benefit):
            proved(program, [example.given for example in examples])


def drawn(rules: Rules, seed: int, count: int) -> Iterator[tuple[Program, list[Facts]]]:
    random = Random(seed)
    for benefit in rules.pack.benefits.values():
        program = rules.program(benefit)
        drawer = Drawer(program, random)
        yield program, [drawer.draw(random.choice([0, 0, 1 / 7, 1 / 2])) for _ in range(count)]


@settings(SEEDED, max_examples=2)
@given(seeds)
def test_random_facts_mean_the_same_on_every_reading(rules: Rules, seed: int) -> None:
    for program, cases in drawn(rules, seed, 40):
        agree(program, cases)
        proved(program, cases[:2])


@pytest.mark.slow
@settings(SEEDED, max_examples=10)
@given(seeds)
def test_very_many_random_facts_mean_the_same_on_every_reading(rules: Rules, seed: int) -> None:
    for program, cases in drawn(rules, seed, 200):
        agree(program, cases)
        proved(program, cases[:10])


@settings(SEEDED, max_examples=1)
@given(seeds)
def test_random_facts_reach_every_outcome(rules: Rules, seed: int) -> None:
    """The law above says little if everybody drawn is refused: most benefits are granted to somebody drawn."""
    granted = [
        program.benefit
        for program, cases in drawn(rules, seed, 150)
        if {by_meaning(program, facts).outcome for facts in cases} == {"yes", "no", "unknown"}
    ]
    assert len(granted) > 0.8 * len(rules.pack.benefits)


@settings(SEEDED, max_examples=3)
@given(seeds)
def test_learning_more_never_turns_a_definite_answer(rules: Rules, seed: int) -> None:
    random = Random(seed)
    for program, cases in drawn(rules, seed, 25):
        decider, drawer = decider_of(program), Drawer(program, random)
        for facts in cases:
            before, more = by_case(program, facts, decider), {**drawer.draw(0), **facts}
            after = by_case(program, more, decider)
            if before.outcome != "unknown":
                assert (after.outcome, after.amount) == (before.outcome, before.amount), (program.benefit, facts, more)
            assert {name: after.tests[name] for name, held in before.tests.items() if held is not None} == {
                name: held for name, held in before.tests.items() if held is not None
            }, (program.benefit, facts, more)
