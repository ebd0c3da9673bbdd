"""What all parts of the review share: findings, and cases that are replayed before anybody sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenye.feel import Text, core
from wenye.feel.case import Outcome
from wenye.feel.core import Node
from wenye.feel.proof import Model, Prover
from wenye.feel.prose import Teller
from wenye.feel.types import DATE, Boolean, Natural, Numeric, decode, encode
from wenye.feel.wording import amount as yuan
from wenye.policy.model import Benefit
from wenye.policy.program import Program
from wenye.policy.rules import Rules
from wenye.policy.vocabulary import PackWords

KINDS: Mapping[str, Text] = {
    "overlap": Text("档次重叠", "rows overlap"),
    "gap": Text("档次缺口", "gap between rows"),
    "never": Text("条件永远不成立", "condition that never holds"),
    "unreachable": Text("无人能达到的档次", "row nobody can reach"),
    "cliff": Text("断崖", "cliff"),
    "deadline": Text("期限", "deadline"),
    "double": Text("可能重复享受", "two benefits at once"),
    "assumption": Text("使用假定参数", "rests on an assumption"),
    "expired": Text("参数到期", "expired parameter"),
    "awaiting": Text("等待上级规定", "awaits rules from above"),
    "unproved": Text("未能证明", "not proved"),
}
"""The kinds of finding, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Case:
    """Facts of an example case by their names in the rule, and what the rule says of it."""

    facts: Mapping[str, Natural]
    said: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what it is, the benefits it concerns, a sentence, and the cases that show it.

    ``proved`` is False where the prover gave up; the sentence then says why.
    """

    kind: str
    benefits: tuple[str, ...]
    text: Text
    cases: tuple[Case, ...] = ()
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """A benefit under review, within one interval between changes of its parameters."""

    rules: Rules
    benefit: Benefit
    program: Program
    since: date | None
    before: date | None

    def interval(self) -> tuple[Node, ...]:
        """The dating fact lies in the interval."""
        dated = next((fact for fact in self.program.facts if fact.name == self.benefit.dated_by), None)
        if dated is None or dated.low is None or dated.high is None:
            return ()
        year = isinstance(dated.type, Numeric)
        variable = core.Var(dated.name, "integer" if year else "date", dated.low, dated.high)
        ends: tuple[tuple[core.Comparator, date | None], ...] = ((">=", self.since), ("<", self.before))
        return tuple(
            core.Cmp(op, variable, core.Const(day.year if year else encode(DATE, day), variable.kind))
            for op, day in ends
            if day is not None
        )

    def prover(self) -> Prover:
        """A prover in which every fact is known and the dating fact lies in the interval."""
        prover = Prover(total=True)
        prover.domain += [prover.holds(node) for node in self.interval()]
        return prover

    def replay(self, model: Model) -> Outcome:
        """What the case reading says of a model; facts that the proof left open take their lowest value."""
        return self.rules.decider(self.benefit)(self.completed(model))

    def completed(self, model: Model) -> Model:
        """The model with every fact of the rule filled in."""
        lowest = {fact.name: fact.low or 0 for fact in self.program.facts}
        return {
            name: model.get(name, low) if fact_is_number(self.program, name) else bool(model.get(name, False))
            for name, low in lowest.items()
        }

    def case(self, model: Model) -> Case:
        """A model as an example case in words."""
        facts = {fact.name: decode(fact.type, self.completed(model)[fact.name]) for fact in self.program.facts}
        return Case(facts, Text(self._said(facts, "zh"), self._said(facts, "en")))

    def _said(self, facts: Mapping[str, Natural], language: str) -> str:
        teller = Teller(PackWords(self.rules.names(self.benefit), self.rules.pack.parameters), language)
        parts = [teller.stated(fact, facts[fact.name]) for fact in self.program.facts]
        return ("，" if language == "zh" else ", ").join(parts)


def fact_is_number(program: Program, name: str) -> bool:
    """Whether a fact's integer form is a number (not a boolean)."""
    return not any(fact.name == name and isinstance(fact.type, Boolean) for fact in program.facts)


def granted(outcome: Outcome, language: str) -> str:
    """An outcome in a sentence: 可得 10,000 元, 可享受, 不符合."""
    said, fen, *_ = outcome
    if said != "yes":
        return Text("不符合", "not entitled").of(language)
    if fen is None:
        return Text("符合", "entitled").of(language)
    return Text("可得 ", "gets ").of(language) + yuan(Fraction(fen, 100), language)
