"""Reasons: why a condition came out as it did for this applicant, with the facts that decided.

Each sentence states what is true of the case ("投入规模 30,000 元，低于 50,000 元"), so a failed condition is
explained by the comparison that failed and a doubtful one by the facts that nobody knows yet.
"""

from collections.abc import Mapping

from wenye.feel import tree
from wenye.feel.meaning import evaluate
from wenye.feel.prose import Teller, ordered
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Natural
from wenye.feel.wording import Vocabulary

Facts = Mapping[str, Natural]


def reasons(node: Expr, facts: Facts, vocabulary: Vocabulary) -> list[Text]:
    """The sentences that explain the value of the yes/no expression ``node`` for ``facts``, each once."""
    zh, en = (_Reasoner(facts, vocabulary, language).why(node) for language in ("zh", "en"))
    return list(dict.fromkeys(Text(*pair) for pair in zip(zh, en, strict=True)))


class _CaseTeller(Teller):
    """Says facts together with their value in this case."""

    def __init__(self, facts: Facts, vocabulary: Vocabulary, language: str) -> None:
        super().__init__(vocabulary, language)
        self.facts = facts

    def value(self, node: Expr, beside: Expr | None = None) -> str:
        said = super().value(node, beside)
        known = evaluate(node, self.facts) if isinstance(node, tree.Fact | tree.Derived) else None
        if known is None or isinstance(node.type, Boolean):
            return said
        return self.phrase("parameter", a=said, b=self.figure(node, known))  # type: ignore[arg-type]


class _Reasoner:
    def __init__(self, facts: Facts, vocabulary: Vocabulary, language: str) -> None:
        self.facts = facts
        self.plain = Teller(vocabulary, language)
        self.case = _CaseTeller(facts, vocabulary, language)

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
            if taken is None:
                return self._unknown(node.test)
            branch = node.then if taken else node.other
            return [*self.why(node.test), *([] if isinstance(branch, Literal) else self.why(branch))]
        return [self._said(node, bool(value))]

    def _junction(self, node: tree.And | tree.Or, value: object) -> list[str]:
        """Only the parts that decided: the failed ones of a failed "and", the true ones of a true "or"."""
        parts = [(arg, evaluate(arg, self.facts)) for arg in node.args]
        deciding = [arg for arg, mine in parts if mine is value]
        rows = all(isinstance(arg, tree.And) for arg in deciding)
        if isinstance(node, tree.Or) and value is False and len(deciding) > 1 and rows:
            deciding = [min(deciding, key=self._distance)]
        return [sentence for arg in deciding for sentence in self.why(arg)]

    def _distance(self, node: Expr) -> int:
        """How many parts of a failed row fail."""
        assert isinstance(node, tree.And)
        return sum(evaluate(arg, self.facts) is False for arg in node.args)

    def _unknown(self, node: Expr) -> list[str]:
        doubtful = [fact.name for fact in tree.facts_of(node) if fact.name not in self.facts]
        if doubtful:
            return [self.plain.phrase("unknown", a=self.plain.label(name)) for name in doubtful]
        unset = [part for part in tree.walk(node) if isinstance(part, tree.Parameter) and evaluate(part, self.facts) is None]
        return [self.plain.phrase("no value", a=self.plain.label(part.name)) for part in unset]

    def _said(self, node: Expr, holds: bool) -> str:
        if isinstance(node, tree.Compare) and not isinstance(node.left.type, Boolean):
            return self._compared(node, holds)
        if isinstance(node, tree.OneOf):
            return self._stated(node.arg) if holds else self._with(node.arg, self.plain.related(node, holds))
        if isinstance(node, tree.Between) and not (holds or isinstance(node.arg.type, Boolean)):
            return self._outside(node)
        if isinstance(node, tree.Between):
            return self._with(node.arg, self.plain.related(node))
        return self.case.condition(node, holds)

    def _compared(self, node: tree.Compare, holds: bool) -> str:
        op, left, right = ordered(node, holds)
        related = self.plain.related(node, holds)
        if related is None or (isinstance(left, tree.Fact) and isinstance(right, tree.Fact)):
            return self.case.condition(node, holds)
        if op == "=" and isinstance(right, Literal):
            return self._stated(left)
        return self._because(left, self.case.relation(op, left, right))

    def _outside(self, node: tree.Between) -> str:
        """Outside of a range: below or above, not "either or"."""
        ends = (("<" if node.low_closed else "<=", node.low), (">" if node.high_closed else ">=", node.high))
        for op, end in ends:
            beyond = tree.Compare(node.at, node.type, op, node.arg, end)  # type: ignore[arg-type]
            if evaluate(beyond, self.facts):
                return self._compared(beyond, True)
        return self.case.condition(node, False)

    def _with(self, node: Expr, related: tuple[str, str] | None) -> str:
        return self._because(node, related[1]) if related else self.case.condition(node)

    def _because(self, node: Expr, relation: str) -> str:
        """``label value, relation``; a relation that only repeats the value is left out."""
        stated = self._stated(node)
        known = evaluate(node, self.facts)
        repeated = self.plain.phrase("=", b=self.plain.figure(node, known))  # type: ignore[arg-type]
        return stated if relation == repeated else self.plain.phrase("because", a=stated, b=relation)

    def _stated(self, node: Expr) -> str:
        """What the case has; of a computed value also the facts it comes from."""
        subject = node.date if isinstance(node, tree.YearOf) else node
        known = evaluate(subject, self.facts)
        simple = isinstance(subject, tree.Fact | tree.Derived)
        return self.plain.stated(subject, known, None if simple else self.case.value(subject))  # type: ignore[arg-type]
