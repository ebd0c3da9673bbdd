"""A screening as JSON: what is known of each benefit, and the question that would tell most."""

from collections.abc import Mapping

from wenye.library import rules
from wenye.policy import listing
from wenye.policy.decide import OUTCOMES
from wenye.policy.listing import both, both_or_none
from wenye.policy.model import Fact
from wenye.policy.screen import Answers, Question, Screened, Screening


def answered(screening: Screening, answers: Answers) -> dict[str, object]:
    """The results and the next question, null when no answer can change anything any more."""
    question = screening.next(answers)
    return {
        "results": [_result(screening, item) for item in screening.results(answers)],
        "next": _question(question) if question is not None else None,
    }


def _result(screening: Screening, item: Screened) -> dict[str, object]:
    benefit = item.benefit
    tests = screening.rules.program(benefit).tests
    return {
        "benefit": benefit.id,
        "measure": benefit.measure,
        "label": both(benefit.label),
        "outcome": item.outcome,
        "amount_fen": item.amount_fen,
        "amount_is": benefit.amount_is if benefit.amount is not None else None,
        "conditions": [{"id": test.id, "label": both(test.label), "outcome": OUTCOMES[value]}
                       for test, (_, value, _) in zip(tests, item.tests, strict=True)],
        "missing": list(item.missing),
        "asked": item.asked,
        "concerns": item.concerns,
        "awaiting": benefit.awaiting is not None,
        "assumes": list(rules.assumed(benefit)),
    }  # fmt: skip


def _question(question: Question) -> dict[str, object]:
    return {"id": question.id, "facts": [_asked(fact) for fact in question.facts], "left": question.left}


def _asked(fact: Fact) -> Mapping[str, object]:
    return {**listing.fact(fact.id, fact), "why": both_or_none(fact.why)}
