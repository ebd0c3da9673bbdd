"""Do the worked examples notice a fault? Each mutant must fail an example, or be proved to change nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import z3

from wenye.feel.case import NamedTest, compile_case
from wenye.feel.core import Node
from wenye.feel.errors import Position, Unprovable
from wenye.feel.proof import Prover, solve
from wenye.policy.examples import differences
from wenye.policy.given import integers
from wenye.policy.model import Benefit, Example, Pack
from wenye.policy.mutants import Mutant, mutants
from wenye.policy.program import Program
from wenye.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: ``killed`` by an example, ``equivalent`` by proof, or it ``survived``.

    ``witness`` is a case (facts in integer form) in which a survivor differs from the rule.
    """

    benefit: str
    mutant: Mutant
    fate: str
    witness: dict[str, int | bool] | None


def verdicts(pack: Pack, benefit: Benefit) -> Iterator[Verdict]:
    """The fate of every mutant of one benefit.

    Each example judges the rule as it was known on the example's own day. A fault in what became known later than
    all of them is noticed by none.
    """
    for versions in _versions(list(_states(pack, benefit))):
        if any(_killed(state, mutant) for state, mutant in versions):
            yield Verdict(benefit.id, versions[0][1], "killed", None)
        else:
            yield _surviving(benefit, versions)


@dataclass(frozen=True, slots=True)
class _State:
    """The rule as known on some days, and the examples of those days with their facts in integer form."""

    program: Program
    cases: list[tuple[Example, dict[str, int | bool | None]]]


_Version = tuple[_State, Mutant]
"""A mutant of the rule as known in one state."""


def _states(pack: Pack, benefit: Benefit) -> Iterable[_State]:
    """The rule as it is known by now, and as it was known on the day of each example, where that is another rule."""
    found: dict[tuple[object, ...], _State] = {}
    for day in dict.fromkeys((None, *(example.on for example in benefit.examples))):
        rules = Rules(pack, day)
        program = rules.program(benefit)
        known = tuple((parameter.name, parameter.history) for parameter in program.parameters)
        cases = [(each, integers(each.given, rules.names(benefit))) for each in benefit.examples if each.on == day]
        found.setdefault(known, _State(program, [])).cases.extend(cases)
    return found.values()


def _versions(states: Sequence[_State]) -> Iterable[list[_Version]]:
    """The same fault in each state that knows what is at fault."""
    found: dict[tuple[Position, str, int], list[_Version]] = {}
    for state in states:
        seen: Counter[tuple[Position, str]] = Counter()
        for mutant in mutants(state.program):
            place = mutant.at, mutant.what
            seen[place] += 1  # a derived fact that is read twice has the same fault twice
            found.setdefault((*place, seen[place]), []).append((state, mutant))
    return found.values()


def _killed(state: _State, mutant: Mutant) -> bool:
    """Whether the mutant would not load, or an example of these days comes out otherwise."""
    if mutant.tests is None:
        return True
    decider = compile_case(mutant.tests, mutant.amount)
    return any(any(differences(example, decider(facts))) for example, facts in state.cases)


def _surviving(benefit: Benefit, versions: Sequence[_Version]) -> Verdict:
    """Equivalent only if nothing tells it from the rule in any state."""
    for state, mutant in versions:
        tests = [NamedTest(test.id, test.core) for test in state.program.tests]
        assert mutant.tests is not None
        try:
            witness = difference((tests, state.program.amount_core), (mutant.tests, mutant.amount))
        except Unprovable:
            return Verdict(benefit.id, mutant, "survived", None)
        if witness is not None:
            return Verdict(benefit.id, mutant, "survived", witness)
    return Verdict(benefit.id, versions[0][1], "equivalent", None)


def difference(
    one: tuple[Sequence[NamedTest], Node | None], other: tuple[Sequence[NamedTest], Node | None]
) -> dict[str, int | bool] | None:
    """A case, unknown facts included, in which two rules give another outcome or amount; None if there is none."""
    prover = Prover(total=False)
    yes, no, amount = prover.outcome([test.core for test in one[0]], one[1])
    other_yes, other_no, other_amount = prover.outcome([test.core for test in other[0]], other[1])
    differ = z3.Or(yes != other_yes, no != other_no, z3.And(yes, other_yes, amount != other_amount))
    model = solve([*prover.domain, differ], 10_000)
    return None if model is None else prover.read(model)
