"""Reasons: why a condition came out as it did for this applicant, with the facts that decided.

Each sentence states what is true of the case ("投入规模 30,000 元，低于 50,000 元"), so a failed condition is
explained by the comparison that failed and a doubtful one by the facts that nobody knows yet.
"""

from collections.abc import Mapping

from wenye.feel import tree
from wenye.feel.meaning import evaluate
from wenye.feel.prose import NEGATED, Teller
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Date, Natural
from wenye.feel.wording import Vocabulary, written


def reasons(node: Expr, facts: Mapping[str, Natural], vocabulary: Vocabulary, language: str = "zh") -> list[str]:
    """The sentences that explain the value of the yes/no expression ``node`` for ``facts``."""
    return list(dict.fromkeys(_Reasoner(facts, vocabulary, language).why(node)))


class _CaseTeller(Teller):
    """Says facts together with their value in this case."""

    def __init__(self, facts: Mapping[str, Natural], vocabulary: Vocabulary, language: str) -> None:
        super().__init__(vocabulary, language)
        self.facts = facts

    def value(self, node: Expr, beside: Expr | None = None) -> str:
        said = super().value(node, beside)
        if isinstance(node, tree.Fact | tree.Derived) and not isinstance(node.type, Boolean):
            known = evaluate(node, self.facts)
            shown = written(known, node.type, self.vocabulary.get(node.name), self.language)  # type: ignore[arg-type]
            return f"{said}（{shown}）" if self.language == "zh" else f"{said} ({shown})"
        return said


class _Reasoner:
    def __init__(self, facts: Mapping[str, Natural], vocabulary: Vocabulary, language: str) -> None:
        self.facts = facts
        self.language = language
        self.plain = Teller(vocabulary, language)
        self.case = _CaseTeller(facts, vocabulary, language)
        self.vocabulary = vocabulary

    def why(self, node: Expr) -> list[str]:
        """The sentences for one expression."""
        value = evaluate(node, self.facts)
        if isinstance(node, tree.Not):
            return self.why(node.arg)
        if isinstance(node, tree.And | tree.Or):
            return self._junction(node, value)
        if value is None:
            return self._unknown(node)
        if isinstance(node, tree.If):
            taken = evaluate(node.test, self.facts)
            branch = node.then if taken else node.other
            return [*self.why(node.test), *([] if isinstance(branch, Literal) else self.why(branch))]
        return [self._said(node, bool(value))]

    def _junction(self, node: tree.And | tree.Or, value: object) -> list[str]:
        """Only the parts that decided: the failed ones of a failed "and", the true ones of a true "or"."""
        parts = [(arg, evaluate(arg, self.facts)) for arg in node.args]
        deciding = [arg for arg, mine in parts if mine is value]
        if isinstance(node, tree.Or) and value is False and len(deciding) > 1 and all(isinstance(arg, tree.And) for arg in deciding):
            deciding = [min(deciding, key=self._distance)]
        return [sentence for arg in deciding for sentence in self.why(arg)]

    def _distance(self, node: Expr) -> int:
        """How many parts of a failed row fail."""
        assert isinstance(node, tree.And)
        return sum(evaluate(arg, self.facts) is False for arg in node.args)

    def _unknown(self, node: Expr) -> list[str]:
        doubtful = [fact for fact in tree.facts_of(node) if fact.name not in self.facts]
        names = [fact.name for fact in doubtful] or [part.name for part in tree.walk(node) if isinstance(part, tree.Parameter)]
        return [self.plain.phrase("unknown", a=self.plain.label(name)) for name in names]

    def _said(self, node: Expr, holds: bool) -> str:
        if isinstance(node, tree.Compare) and _simple(node):
            op = node.op if holds else NEGATED[node.op]
            return self._with_value(node.left, self.plain.compared(op, node.left, node.right))
        if isinstance(node, tree.OneOf) and isinstance(node.arg, tree.Fact):
            return self._with_value(node.arg, self.plain.condition(node, holds))
        if isinstance(node, tree.Between) and isinstance(node.arg, tree.Fact):
            return self._with_value(node.arg, self._range(node, holds))
        return self.case.condition(node, holds)

    def _range(self, node: tree.Between, holds: bool) -> str:
        """Outside of a range: below or above, not "either or"."""
        if holds:
            return self.plain.condition(node)
        ends = (("<" if node.low_closed else "<=", node.low), (">" if node.high_closed else ">=", node.high))
        for op, end in ends:
            outside = tree.Compare(node.at, node.type, op, node.arg, end)  # type: ignore[arg-type]
            if evaluate(outside, self.facts):
                return self.plain.compared(op, node.arg, end)
        return self.plain.condition(node, holds)

    def _with_value(self, fact: Expr, relation: str) -> str:
        """``label value, relation`` where the relation no longer repeats the label."""
        label = self.plain.value(fact)
        known = evaluate(fact, self.facts)
        name = fact.name if isinstance(fact, tree.Fact | tree.Derived) else ""
        shown = written(known, fact.type, self.vocabulary.get(name), self.language)  # type: ignore[arg-type]
        rest = relation.removeprefix(label).lstrip(":").strip()
        if self.language == "zh":
            return f"{label} {shown}，{rest}" if not isinstance(fact.type, Date) else f"{label}为 {shown}，{rest}"
        return f"{label}: {shown}, {rest}"


def _simple(node: tree.Compare) -> bool:
    """A fact against a constant or a parameter."""
    return isinstance(node.left, tree.Fact | tree.Derived) and not isinstance(node.left.type, Boolean) and isinstance(
        node.right, Literal | tree.Parameter)
