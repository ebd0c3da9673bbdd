"""Do the worked examples notice a fault? Each mutant must fail an example, or be proved to change nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import z3

from wenye.feel.case import NamedTest, compile_case
from wenye.feel.core import Node
from wenye.feel.errors import Unprovable
from wenye.feel.proof import Prover, solve
from wenye.policy.examples import differences
from wenye.policy.given import integers
from wenye.policy.model import Benefit, Pack
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
    """The fate of every mutant of one benefit."""
    rules = Rules(pack, benefit.examples[0].on if benefit.examples else None)
    program = rules.program(benefit)
    cases = [(example, integers(example.given, rules.names(benefit))) for example in benefit.examples]
    for mutant in mutants(program):
        if mutant.tests is None:
            yield Verdict(benefit.id, mutant, "killed", None)
            continue
        decider = compile_case(mutant.tests, mutant.amount)
        if any(any(differences(example, decider(facts))) for example, facts in cases):
            yield Verdict(benefit.id, mutant, "killed", None)
        else:
            yield _surviving(benefit, program, mutant)


def _surviving(benefit: Benefit, program: Program, mutant: Mutant) -> Verdict:
    tests = [NamedTest(test.id, test.core) for test in program.tests]
    assert mutant.tests is not None
    try:
        witness = difference((tests, program.amount_core), (mutant.tests, mutant.amount))
    except Unprovable:
        return Verdict(benefit.id, mutant, "survived", None)
    return Verdict(benefit.id, mutant, "survived" if witness is not None else "equivalent", witness)


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
