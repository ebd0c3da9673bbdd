"""The sentences that decided a case: what is true of the applicant, and what the rule makes of it."""

from collections.abc import Mapping, Sequence

from wenye.feel.case import Tested
from wenye.feel.reasons import reasons
from wenye.feel.text import Text
from wenye.feel.types import Natural, decode
from wenye.library import library, rules
from wenye.policy.model import Benefit
from wenye.policy.program import AMOUNT, IN_FORCE, Test
from wenye.policy.vocabulary import PackWords
from wenye.web.language import current, said, say

Known = Mapping[str, Natural]


def _test(benefit: Benefit, name: str) -> Test:
    return next(test for test in rules.program(benefit).tests if test.id == name)


def label(benefit: Benefit, tested: Tested) -> str:
    """The name of a condition."""
    return said(_test(benefit, tested[0]).label)


def known(benefit: Benefit, tests: Sequence[Tested]) -> Known:
    """The facts of a case that its conditions used, as natural values."""
    names = rules.names(benefit)
    used = {name: value for _, _, facts in tests for name, value in facts if value is not None}
    return {name: decode(names.fact(name).type, value) for name, value in used.items()}


def why(benefit: Benefit, tested: Tested, facts: Known) -> str:
    """Why a condition came out as it did."""
    words = PackWords(rules.names(benefit), library().pack.parameters)
    return sentence([said(reason) for reason in reasons(_test(benefit, tested[0]).tree, facts, words)])


def sentence(parts: Sequence[str]) -> str:
    """Several reasons as one sentence."""
    if not parts:
        return ""
    if current() == "en":
        return "; ".join(parts) + "."
    return "；".join(parts) + "。"


def required(benefit: Benefit, name: str) -> Text:
    """What a condition asks for, where that is more than its reasons say: the rows of an amount table."""
    return rules.required_rows(benefit) if name == AMOUNT else rules.condition(benefit, name)


def failed(benefit: Benefit, tested: Tested, facts: Known) -> str:
    """Why a condition fails, and for an amount table what the tiers ask for."""
    told = why(benefit, tested, facts)
    if tested[0] != AMOUNT:
        return told
    want = say("rule.want", rule=required(benefit, AMOUNT))
    return f"{told} {want}." if current() == "en" else f"{told}{want}。"


def granted(benefit: Benefit, tests: Sequence[Tested], facts: Known) -> str:
    """Why it is granted: how many conditions hold, and the reasons behind the one that sets the amount."""
    telling = [tested for tested in tests if tested[0] != IN_FORCE]
    if not telling:
        return ""
    return say("check.all_hold", n=len(telling), why=why(benefit, telling[-1], facts))
