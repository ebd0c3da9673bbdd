"""One case: the seven benefits decided one case after another, by each engine in one process.

Wenye gives for each benefit the outcome, the amount, every condition with the facts it used, and, where it cannot
tell, the facts that are missing; facts come in integer form, as registers hold them. Reading facts from JSON, the
receipt and the sentences in Chinese and English are timed apart. zen-engine gives conditions, outcomes and amounts;
OpenFisca-Core the same without unknowns. Engines alternate; the figure is the median over all cases.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from bench import population, seven
from bench.figures import Figure, Options, Progress
from wenye.feel.types import Natural, decode
from wenye.policy import receipt
from wenye.policy.decide import decide_with, said
from wenye.policy.given import integers, naturals
from wenye.policy.vocabulary import PackWords

PROMISED = 20.0
"""Microseconds for all seven."""

ON = date(2020, 6, 30)
KEY = bytes(32)
Case = Mapping[str, int | bool]


def figures(options: Options, progress: Progress) -> list[Figure]:
    cases = population.cases(400 if options.quick else 2000)
    rounds = 2 if options.quick else 5
    progress("一例 one case · wenye, zen-engine, OpenFisca-Core")
    zen_calls, fisca_calls = _zen(cases), _openfisca(cases[:100])
    ours, zen, fisca = _alternating([_wenye(cases), zen_calls, fisca_calls], rounds)
    progress("一例 one case · JSON, receipt, prose")
    few = cases[:100]
    given, receipts, prose, whole = _alternating([_reading(few), _receipts(few), _prose(few), _whole(few)], rounds)
    label = "一例 × 7 项：结论、金额、条件、所用事实、所缺事实"
    english = "one case × 7: outcome, amount, conditions, facts used, facts missing"
    return [
        Figure("case", label, english, "µs", ours, "zen-engine", zen, most=PROMISED),
        Figure("case-openfisca", "一例 × 7 项", "one case × 7", "µs", ours, "OpenFisca-Core", fisca, most=PROMISED),
        Figure("case-facts", "一例：读取并核对 JSON 事实", "one case: facts read from JSON and checked", "µs", given),
        Figure("case-receipt", "一例：7 份认定凭证", "one case: 7 receipts", "µs", receipts),
        Figure("case-prose", "一例：7 项的中英文理由", "one case: reasons of 7 in Chinese and English", "µs", prose),
        Figure("case-whole", "一例：以上全部（decide）", "one case: all of the above (decide)", "µs", whole),
    ]


def _alternating(kinds: Sequence[Sequence[Callable[[], object]]], rounds: int) -> list[float]:
    """The median time of a call of each kind, in microseconds."""
    times: list[list[int]] = [[] for _ in kinds]
    for _ in range(rounds):
        for calls, found in zip(kinds, times, strict=True):
            for call in calls:
                begun = time.perf_counter_ns()
                call()
                found.append(time.perf_counter_ns() - begun)
    return [median(found) / 1e3 for found in times]


def _wenye(cases: Sequence[Case]) -> list[Callable[[], object]]:
    a, b, c, d, e, f, g = (seven.rules().decider(benefit) for benefit in seven.benefits())

    def decided(case: Case) -> Callable[[], object]:
        return lambda: (a(case), b(case), c(case), d(case), e(case), f(case), g(case))

    return [decided(case) for case in cases]


def _zen(cases: Sequence[Case]) -> list[Callable[[], object]]:
    from bench import in_zen

    engine = in_zen.engine()
    contexts = [in_zen.context(case) for case in cases]
    return [partial(engine.evaluate, in_zen.KEY, context) for context in contexts]


def _openfisca(cases: Sequence[Case]) -> list[Callable[[], object]]:
    from bench import in_openfisca

    inputs = in_openfisca.arrays(len(cases))
    rows = [{name: values[row : row + 1] for name, values in inputs.items()} for row in range(len(cases))]
    return [partial(_calculated, row) for row in rows]


def _calculated(row: dict[str, Any]) -> object:
    from bench import in_openfisca

    return in_openfisca.calculate(in_openfisca.simulation(row))


def _given(case: Case) -> list[tuple[Any, dict[str, Natural]]]:
    """Each benefit with the facts it reads, as people write them."""
    found = []
    for benefit, program in zip(seven.benefits(), seven.programs().values(), strict=True):
        names = seven.rules().names(benefit)
        known = {
            fact.name: decode(names.fact(fact.name).type, case[fact.name])
            for fact in program.facts
            if fact.name in case
        }
        found.append((benefit, known))
    return found


def _reading(cases: Sequence[Case]) -> list[Callable[[], object]]:
    def read(case: Case) -> Callable[[], object]:
        given = [(seven.rules().names(benefit), known) for benefit, known in _given(case)]
        return lambda: [integers(naturals(known, names), names) for names, known in given]

    return [read(case) for case in cases]


def _receipts(cases: Sequence[Case]) -> list[Callable[[], object]]:
    def made(case: Case) -> Callable[[], object]:
        given = [(seven.rules().program(benefit), known) for benefit, known in _given(case)]
        return lambda: [receipt.make("", program, known, ON, {}, KEY) for program, known in given]

    return [made(case) for case in cases]


def _prose(cases: Sequence[Case]) -> list[Callable[[], object]]:
    def told(case: Case) -> Callable[[], object]:
        rules, parameters = seven.rules(), seven.pack().parameters
        given = [(rules.program(benefit), known, PackWords(rules.names(benefit), parameters))
                 for benefit, known in _given(case)]  # fmt: skip
        return lambda: [said(test.tree, known, words) for program, known, words in given for test in program.tests]

    return [told(case) for case in cases]


def _whole(cases: Sequence[Case]) -> list[Callable[[], object]]:
    def decided(case: Case) -> Callable[[], object]:
        given = _given(case)
        return lambda: [decide_with(seven.rules(), benefit, known, ON, KEY) for benefit, known in given]

    return [decided(case) for case in cases]
