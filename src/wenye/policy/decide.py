"""One case of one benefit decided: outcome, amount, each condition with its reasons, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenye.feel import Expr, FactFaults, Fault, Text
from wenye.feel.case import Tested
from wenye.feel.errors import NOWHERE
from wenye.feel.reasons import reasons
from wenye.feel.types import Natural
from wenye.policy import assumed
from wenye.policy import receipt as receipts
from wenye.policy.faults import nearest
from wenye.policy.given import decimal_text, integers, naturals
from wenye.policy.model import Benefit, Pack
from wenye.policy.program import Program
from wenye.policy.rules import Rules
from wenye.policy.vocabulary import PackWords

OUTCOMES = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that a condition used; ``value`` is None when it is unknown."""

    fact: str
    label: Text
    value: Natural | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with its outcome, the facts it used, and sentences that say why it came out so."""

    id: str
    label: Text
    outcome: str
    clause: str
    because: tuple[Because, ...]
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and why. ``amount_fen`` is given only with the outcome ``yes``.

    ``assumptions`` names what is assumed of the benefit and the parameters of which an assumed value is in force in
    this case; with one, or while the benefit is ``awaiting`` rules from above, it is not ``payable`` until an
    activation is recorded (see ``overlay``).
    """

    benefit: str
    measure: int
    outcome: str
    amount_fen: int | None
    conditions: tuple[Judged, ...]
    missing: tuple[str, ...]
    clause: str
    assumptions: tuple[str, ...]
    awaiting: bool
    receipt: Mapping[str, object]

    @property
    def payable(self) -> bool:
        """Whether a yes may be paid as things stand."""
        return self.outcome == "yes" and not self.awaiting and not self.assumptions

    def as_json(self) -> dict[str, object]:
        """The decision in the form that the command line and the API give."""
        return {
            "benefit": self.benefit,
            "measure": self.measure,
            "outcome": self.outcome,
            "amount_fen": self.amount_fen,
            "conditions": [_condition_json(condition) for condition in self.conditions],
            "missing": list(self.missing),
            "clause": self.clause,
            "payable": self.payable,
            "assumptions": list(self.assumptions),
            "awaiting": self.awaiting,
            "receipt": dict(self.receipt),
        }


def decide(pack: Pack, benefit_id: str, facts: Mapping[str, object], on: date, *, key: bytes | None = None) -> Decision:
    """Decide ``benefit_id`` for ``facts`` as rules and parameters were known on the day ``on``.

    ``facts`` maps dotted names to JSON-like values (see ``given``); absent or null is unknown. Raises FactFaults
    for an unknown benefit, an unknown fact name, a wrong type or an impossible value.
    """
    benefit = find(pack, benefit_id)
    return decide_with(Rules(pack, on), benefit, facts, on, key or receipts.installation_key())


def decide_with(rules: Rules, benefit: Benefit, facts: Mapping[str, object], on: date, key: bytes) -> Decision:
    """As ``decide``, with rules already compiled as they were known on the day ``on``, and a receipt key."""
    program, names = rules.program(benefit), rules.names(benefit)
    known = naturals(facts, names)
    outcome, amount, tests, missing = rules.decider(benefit)(integers(known, names))
    answer = {
        "outcome": outcome,
        "amount_fen": amount,
        "conditions": {name: OUTCOMES[value] for name, value, _ in tests},
    }
    return Decision(
        benefit=benefit.id,
        measure=benefit.measure,
        outcome=outcome,
        amount_fen=amount,
        conditions=_judged(program, tests, known, PackWords(names, rules.pack.parameters)),
        missing=missing,
        clause=benefit.clause,
        assumptions=assumed.in_case(rules, benefit, known),
        awaiting=assumed.awaits(rules, benefit, known),
        receipt=receipts.make(rules.pack.hash, program, known, on, answer, key, dated_by=benefit.dated_by),
    )


def find(pack: Pack, benefit_id: str) -> Benefit:
    """The benefit with this id. Raises FactFaults that name the nearest right one."""
    if benefit_id not in pack.benefits:
        raise FactFaults(
            [
                Fault(
                    "policy.benefit",
                    NOWHERE,
                    Text(f"没有名为“{benefit_id}”的待遇。", f"There is no benefit named {benefit_id}."),
                    nearest(benefit_id, pack.benefits),
                    path=benefit_id,
                )
            ]
        )
    return pack.benefits[benefit_id]


def _judged(
    program: Program, tests: tuple[Tested, ...], known: Mapping[str, Natural], words: PackWords
) -> tuple[Judged, ...]:
    return tuple(
        Judged(
            test.id,
            test.label,
            OUTCOMES[value],
            test.clause,
            tuple(Because(name, words[name].label, known.get(name)) for name, _ in used),
            said(test.tree, known, words),
        )
        for test, (_, value, used) in zip(program.tests, tests, strict=True)
    )


def said(tree: Expr, known: Mapping[str, Natural], words: PackWords) -> tuple[Text, ...]:
    """Why a condition came out as it did, in both languages."""
    return tuple(reasons(tree, known, words))


def _condition_json(condition: Judged) -> dict[str, object]:
    return {
        "id": condition.id,
        "label": {"zh": condition.label.zh, "en": condition.label.en},
        "outcome": condition.outcome,
        "clause": condition.clause,
        "because": [
            {
                "fact": because.fact,
                "label": {"zh": because.label.zh, "en": because.label.en},
                "value": plain(because.value),
            }
            for because in condition.because
        ],
        "reasons": [{"zh": text.zh, "en": text.en} for text in condition.reasons],
    }


def plain(value: Natural | None) -> object:
    """A natural value as JSON: whole numbers as numbers, exact decimals and dates as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else decimal_text(value)
    return value
