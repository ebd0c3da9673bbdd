"""Two benefits of one purpose that one holder can have together, with nothing in the pack that speaks of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from wenye.feel import Text, core
from wenye.feel.core import Node
from wenye.feel.errors import Unprovable
from wenye.feel.proof import Model, Prover
from wenye.policy.holders import parts
from wenye.policy.model import Benefit
from wenye.policy.review_case import Finding, Subject
from wenye.policy.rules import Rules


def pairs(rules: Rules, benefits: Sequence[Benefit]) -> Iterator[Finding]:
    """A finding for each pair that can be had together and of which the pack says nothing."""
    for one, other in combinations(benefits, 2):
        if one.purpose == other.purpose and holders(rules, one) & holders(rules, other) and not settled(one, other):
            yield from _together(rules, one, other)


def settled(one: Benefit, other: Benefit) -> bool:
    """Whether the pack says something of the two: a shared slot, an exclusion, leave for both, or an open question."""
    slots = {slot.name for slot in one.slots} & {slot.name for slot in other.slots}
    return bool(slots) or other.id in _named(one) or one.id in _named(other)


def _named(benefit: Benefit) -> set[str]:
    excluded = {said.benefit for said in benefit.excludes}
    return excluded | {said.benefit for said in benefit.together} | {said.benefit for said in benefit.stacking_open}


def holders(rules: Rules, benefit: Benefit) -> set[frozenset[str]]:
    """The kinds of holder that a benefit reaches: whose slot it takes, and who is paid.

    A firm and a person together are one kind of holder; whoever has had it of one level can have it of another.
    """
    pack = rules.pack
    payee = benefit.payee or benefit.subject
    paid = pack.entities[benefit.subject].relations.get(payee, payee)
    held = (parts(pack, benefit.subject, slot.holder) for slot in benefit.slots)
    return {frozenset({paid}), *(frozenset(each.entity for each in holder if each.entity) for holder in held)}


def _together(rules: Rules, one: Benefit, other: Benefit) -> Iterator[Finding]:
    subjects = [Subject(rules, benefit, rules.program(benefit), None, None) for benefit in (one, other)]
    prover = Prover(total=True)
    both = [_yes(prover, subject) for subject in subjects]
    try:
        model = prover.model(*both)
    except Unprovable as error:
        yield Finding(
            "unproved",
            (one.id, other.id),
            Text(f"能否同时享受：{error.reason.zh}", f"Both at once: {error.reason.en}"),
            proved=False,
        )
        return
    if model is None:
        return
    cases = [_renamed_back(subject, model) for subject in subjects]
    if all(subject.replay(case)[0] == "yes" for subject, case in zip(subjects, cases, strict=True)):
        yield Finding(
            "double",
            (one.id, other.id),
            Text(
                f"“{one.label.zh}”与“{other.label.zh}”同为一类用途，同一对象可以同时享受，政策没有说明能否叠加。",
                f"'{one.label.en}' and '{other.label.en}' serve one purpose and can be had together; "
                "nothing says whether they may.",
            ),
            tuple(subject.case(case) for subject, case in zip(subjects, cases, strict=True)),
        )


def _yes(prover: Prover, subject: Subject) -> Any:
    ids, amount = _ids(subject), subject.program.amount_core
    tests = [_renamed(test.core, ids) for test in subject.program.tests]
    return prover.outcome(tests, None if amount is None else _renamed(amount, ids))[0]


def _ids(subject: Subject) -> dict[str, str]:
    """Each name of the rule by the fact it stands for, so that both rules speak of one holder."""
    names = subject.rules.names(subject.benefit)
    return {fact.name: names.fact(fact.name).id for fact in subject.program.facts}


def _renamed(node: Node, ids: dict[str, str]) -> Node:
    return core.mapped(node, lambda part: replace(part, name=ids[part.name]) if isinstance(part, core.Var) else None)


def _renamed_back(subject: Subject, model: Model) -> Model:
    return {name: model[fact] for name, fact in _ids(subject).items() if fact in model}
