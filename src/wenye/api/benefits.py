"""A benefit as JSON: its rule as written and in words, its money, its papers, what is open, its worked examples."""

from collections.abc import Iterator

from wenye.feel import Text
from wenye.library import rules
from wenye.policy import listing
from wenye.policy.decide import plain
from wenye.policy.listing import both, both_or_none
from wenye.policy.model import AmountTable, Benefit, Claim, Condition, Example, Formula, Pack
from wenye.policy.program import Test
from wenye.policy.rules import validity


def brief(benefit: Benefit, pack: Pack) -> dict[str, object]:
    """What a list of benefits says of one."""
    return {
        "id": benefit.id,
        "measure": benefit.measure,
        "plan": pack.measures[benefit.measure].plan,
        "label": both(benefit.label),
        "kind": benefit.kind,
        "subject": benefit.subject,
        "payee": benefit.payee,
        "purpose": benefit.purpose,
        "amount_is": benefit.amount_is if benefit.amount is not None else None,
        "clause": benefit.clause,
        "awaiting": benefit.awaiting is not None,
        "assumes": list(rules.assumed(benefit)),
    }


def whole(benefit: Benefit, pack: Pack) -> dict[str, object]:
    """Everything that the pack says of a benefit."""
    return {
        **brief(benefit, pack),
        "valid": listing.period(validity(pack, benefit)),
        "dated_by": benefit.dated_by,
        "awaits": _awaits(benefit, pack),
        "conditions": [_condition(benefit, test, pack) for test in rules.program(benefit).tests],
        "amount": _amount(benefit),
        "counts": [{"what": both(count.what), "count": count.count, "per": count.per} for count in benefit.counts],
        "fund": _fund(benefit, pack),
        "claim": _claim(benefit.claim),
        "terms": [both(term) for term in rules.told_whole(benefit).terms],
        "slots": [{"name": slot.name, "holder": list(slot.holder), "per": slot.per} for slot in benefit.slots],
        "excludes": [{"benefit": other.benefit, "same": other.same, "basis": other.basis,
                      "text": both_or_none(other.text)} for other in benefit.excludes],
        "together": [{"benefit": other.benefit, "basis": other.basis, "text": both(other.text)}
                     for other in benefit.together],
        "evidence": [{"id": paper.id, "label": both(paper.label), "proves": list(paper.proves)}
                     for paper in benefit.evidence],
        "steps": [both(step) for step in benefit.steps],
        "time_limit": both_or_none(benefit.time_limit),
        "asked_when": benefit.asked_when,
        "facts": [fact.name for fact in rules.program(benefit).facts],
        "interpretations": [listing.interpretation(item) for item in benefit.interpretations],
        "assumptions": [listing.assumption(item) for item in benefit.assumptions],
        "open": list(_open(benefit, pack)),
        "examples": [_example(example) for example in benefit.examples],
    }  # fmt: skip


def _awaits(benefit: Benefit, pack: Pack) -> dict[str, object] | None:
    if benefit.awaiting is None:
        return None
    return {"text": both(benefit.awaiting.text), "settled_by": pack.units[benefit.awaiting.settled_by].label.zh}


def _condition(benefit: Benefit, test: Test, pack: Pack) -> dict[str, object]:
    """A condition; those that every benefit has by itself (its validity, its table) have no expression of their own."""
    written = test.condition
    return {
        "id": test.id,
        "label": both(test.label),
        "clause": test.clause,
        "words": None if written is not None and written.judgement else both(rules.condition(benefit, test.id)),
        "test": written.test.text if written is not None and written.test is not None else None,
        "judgement": _judgement(written, pack),
    }


def _judgement(written: Condition | None, pack: Pack) -> dict[str, object] | None:
    if written is None or written.judgement is None:
        return None
    return {"fact": written.judgement, "judged_by": pack.units[written.role].label.zh if written.role else None,
            "evidence": [both(text) for text in written.evidence]}  # fmt: skip


def _amount(benefit: Benefit) -> dict[str, object] | None:
    """A formula, or a decision table, as written; in words line by line, with the case in which each is paid."""
    if benefit.amount is None:
        return None
    paid = [{"when": both_or_none(line.when), "much": both(line.much)} for line in rules.told_whole(benefit).amounts]
    if isinstance(benefit.amount, Formula):
        return {"formula": benefit.amount.text, "table": None, "words": paid}
    return {"formula": None, "table": _table(benefit, benefit.amount), "words": paid}


def _table(benefit: Benefit, table: AmountTable) -> dict[str, object]:
    words = rules.table(benefit)
    return {
        "hit": table.hit,
        "inputs": [_said(*pair) for pair in zip(table.inputs, words.headers, strict=True)],
        "rows": [{
            "cells": [_said(*pair) for pair in zip(row.cells, said.cells, strict=True)],
            "output": _said(row.output, said.output),
        } for row, said in zip(table.rows, words.rows, strict=True)],
    }  # fmt: skip


def _said(formula: Formula, words: Text) -> dict[str, object]:
    return {"feel": formula.text, "words": both(words)}


def _fund(benefit: Benefit, pack: Pack) -> dict[str, object] | None:
    if benefit.fund is None:
        return None
    return {"id": benefit.fund, "label": both(pack.funds[benefit.fund].label), "assumed": benefit.fund_assumed}


def _claim(claim: Claim) -> dict[str, object]:
    quota = {"count": claim.quota.count, "per": claim.quota.per} if claim.quota else None
    return {"unit": list(claim.unit), "times": claim.times, "per": claim.per, "quota": quota}


def _open(benefit: Benefit, pack: Pack) -> Iterator[dict[str, object]]:
    """What is open, and whether it may be had together with another benefit (``with``)."""
    for question in benefit.open:
        yield {**listing.open_question(question, pack), "with": None}
    for stacking in benefit.stacking_open:
        yield {"id": f"with-{stacking.benefit}", "question": both(stacking.question),
               "settled_by": pack.units[stacking.settled_by].label.zh, "with": stacking.benefit}  # fmt: skip


def _example(example: Example) -> dict[str, object]:
    return {
        "name": both(example.name),
        "facts": {name: plain(value) for name, value in example.given.items()},
        "date": example.on.isoformat(),
        "clause": example.clause,
        "outcome": example.expect,
        "amount_fen": listing.fen(example.amount),
        "fails": list(example.fails) if example.fails is not None else None,
        "missing": list(example.missing) if example.missing is not None else None,
    }
