"""The sentence that decided a case: what the applicant has, and what the rule requires."""

from collections.abc import Mapping, Sequence

from wenye.feel import tree
from wenye.feel.case import Tested, Used
from wenye.feel.types import decode
from wenye.policy.model import Benefit
from wenye.policy.program import AMOUNT, Test
from wenye.policy.scopes import CLAIM
from wenye.web import rules
from wenye.web.language import joined, said, say
from wenye.web.presenters.values import fact_said


def _test(benefit: Benefit, name: str) -> Test:
    return next(test for test in rules.program(benefit).tests if test.id == name)


def label(benefit: Benefit, tested: Tested) -> str:
    """The name of a condition."""
    return said(_test(benefit, tested[0]).label)


def facts(benefit: Benefit, used: Used) -> str:
    """The facts that a condition used, with their values; what the day itself says (the date of application) is left out."""
    names = rules.names(benefit)
    known = [(names.fact(name), value) for name, value in used if names.fact(name).entity != CLAIM]
    return joined(
        [fact_said(fact, None if value is None else decode(fact.type, value)) for fact, value in known]
    )


def required(benefit: Benefit, name: str) -> str:
    """What a condition requires, in a sentence; for an amount table, its rows."""
    if name != AMOUNT:
        return said(rules.told(benefit, lambda teller: teller.condition(_test(benefit, name).tree)))
    node = rules.program(benefit).amount
    assert isinstance(node, tree.Table)
    return said(rules.told(benefit, lambda teller: "；".join(row for row, _ in teller.rows(node))))


def failed(benefit: Benefit, tested: Tested) -> str:
    """Why a condition fails: the facts, then the requirement."""
    name, _, used = tested
    have = facts(benefit, used)
    want = say("rule.want", rule=required(benefit, name))
    return (
        say("rule.both", have=say("rule.have", facts=have), want=want)
        if have
        else say("rule.only", want=want)
    )


def granted(benefit: Benefit, tests: Sequence[Tested]) -> str:
    """Why it is granted: the facts behind the last condition, which sets the amount where there is a table."""
    seen: dict[str, int | bool | None] = {}
    for _, _, used in tests:
        seen.update(used)
    return say("rule.have", facts=facts(benefit, tuple(_telling(seen).items())))


def _telling(seen: Mapping[str, int | bool | None]) -> dict[str, int | bool | None]:
    return {name: value for name, value in seen.items() if value is not None}
