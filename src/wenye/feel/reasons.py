"""Reasons: why a condition came out as it did for this applicant, with the facts that decided.

Each sentence states what is true of the case ("投入规模 30,000 元，低于 50,000 元"), so a failed condition is
explained by the comparison that failed and a doubtful one by the facts that nobody knows yet.
"""

from collections.abc import Mapping
from fractions import Fraction

from wenye.feel import tree
from wenye.feel.comparisons import alternatives, as_range, complement, ordered
from wenye.feel.meaning import evaluate
from wenye.feel.phrases import PHRASES
from wenye.feel.prose import Teller
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

    def phrase(self, key: str, **parts: str) -> str:
        told = f"told {key}"
        return super().phrase(told if told in PHRASES else key, **parts)

    def value(self, node: Expr, beside: Expr | None = None) -> str:
        if isinstance(node, tree.Parameter) and isinstance(held := evaluate(node, self.facts), Natural):
            return super().phrase("parameter", a=self.label(node.name), b=self._figure(node, held))
        said = super().value(node, beside)
        known = evaluate(node, self.facts) if isinstance(node, tree.Fact | tree.Derived) else None
        if not isinstance(known, Natural) or isinstance(node.type, Boolean):
            return said
        return self.phrase("parameter", a=said, b=self.figure(node, known))


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
        found = as_range(node) if isinstance(node, tree.And) else None
        if found is None and isinstance(node, tree.And | tree.Or):
            return self._junction(node, value)
        if value is None:
            return self._unknown(node)
        if isinstance(node, tree.If):
            return self._taken(node)
        return [self._said(found or node, bool(value))]

    def _taken(self, node: tree.If) -> list[str]:
        """The test and the branch that it chose; both branches where they agree whatever the test says."""
        test = evaluate(node.test, self.facts)
        if test is None:
            return [*self.why(node.then), *self.why(node.other)]
        branch = node.then if test else node.other
        taken = node.test if test else complement(node.test) or node.test
        return [*self.why(taken), *([] if isinstance(branch, Literal) else self.why(branch))]

    def _junction(self, node: tree.And | tree.Or, value: object) -> list[str]:
        """Only the parts that decided: the failed ones of a failed "and", the true ones of a true "or"."""
        options = alternatives(node) if isinstance(node, tree.Or) and value is False else None
        if options is not None:
            return [self._said(options, False)]
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
        doubtful = [fact for fact in tree.facts_of(node) if fact.name not in self.facts]
        if doubtful:
            return [self._doubt(fact) for fact in doubtful]
        unset = [
            part for part in tree.walk(node) if isinstance(part, tree.Parameter) and evaluate(part, self.facts) is None
        ]
        return [self.plain.phrase("no value", a=self.plain.label(part.name)) for part in unset]

    def _doubt(self, fact: tree.Fact) -> str:
        word = self.plain.vocabulary.get(fact.name)
        if not (isinstance(fact.type, Boolean) and word and word.yes):
            return self.plain.phrase("unknown", a=self.plain.label(fact.name))
        said, key = self.plain.says(fact.name, True), "unknown whether"
        who = word.owner.zh if word.owner else ""
        if self.plain.language != "zh":
            return self.plain.phrase(key, a=said)
        said = said.removeprefix(who)
        key = f"{key} is" if said.startswith("是") else key
        return self.plain.phrase(f"{key} of" if who else key, a=said.removeprefix("是"), who=who)

    def _said(self, node: Expr, holds: bool) -> str:
        if isinstance(node, tree.Compare) and not isinstance(node.left.type, Boolean):
            return self._compared(node, holds)
        if isinstance(node, tree.OneOf) and holds:
            return self._stated(node.arg)
        if isinstance(node, tree.OneOf):
            return self._because(node.arg, node, holds)
        if isinstance(node, tree.Between):
            return self._because(node.arg, node, True) if holds else self._outside(node)
        return self.case.condition(node, holds)

    def _compared(self, node: tree.Compare, holds: bool) -> str:
        op, left, right = ordered(node, holds)
        if isinstance(left, tree.Fact) and isinstance(right, tree.Fact):
            return self.case.condition(node, holds)
        if op == "=" and isinstance(right, Literal):
            return self._stated(left)
        if not isinstance(left, tree.Fact | tree.Derived | tree.YearOf) and self._close(left, right):
            return self.case.condition(node, holds)
        return self._because(left, node, holds)

    def _close(self, left: Expr, right: Expr) -> bool:
        """A quotient that only its rounding makes equal to the limit is not stated."""
        value, limit = evaluate(left, self.facts), evaluate(right, self.facts)
        return isinstance(value, Fraction) and value != limit and _readable(value) == limit

    def _outside(self, node: tree.Between) -> str:
        """Outside of a range: below or above, not "either or"."""
        ends = (("<" if node.low_closed else "<=", node.low), (">" if node.high_closed else ">=", node.high))
        for op, end in ends:
            beyond = tree.Compare(node.at, node.type, op, node.arg, end)  # type: ignore[arg-type]
            if evaluate(beyond, self.facts):
                return self._compared(beyond, True)
        return self.case.condition(node, False)

    def _because(self, subject: Expr, node: Expr, holds: bool) -> str:
        """``label value, relation``; a relation that only repeats the value is left out."""
        related = self.case.related(node, holds)
        if related is None:
            return self.case.condition(node, holds)
        limit = ordered(node)[2] if isinstance(node, tree.Compare) else None
        stated, relation = self._stated(subject, limit), related.relation
        if isinstance(limit, Literal) and limit.value == 0 and self._known(subject) == 0:
            return stated
        repeated = self.plain.phrase("=", b=self.plain.figure(subject, self._known(subject)))
        return stated if relation == repeated else self.plain.phrase("because", a=stated, b=relation)

    def _stated(self, node: Expr, limit: Expr | None = None) -> str:
        """What the case has; of a computed value also the facts it comes from, counted as its ``limit`` is."""
        subject = node.date if isinstance(node, tree.YearOf) else node
        known = self._known(subject)
        if isinstance(subject, tree.Fact | tree.Derived):
            return self.plain.stated(subject, known)
        shown = _readable(known) if isinstance(known, Fraction) else known
        key = "stated" if shown == known else "stated about"
        counted = limit if isinstance(limit, tree.Parameter) else subject
        return self.plain.phrase(key, a=self.case.value(subject), b=self.plain.figure(counted, shown))

    def _known(self, node: Expr) -> Natural:
        known = evaluate(node, self.facts)
        assert isinstance(known, Natural)
        return known


def _readable(value: Fraction) -> Fraction:
    """At most four decimals: what people read of a quotient."""
    return Fraction(round(value * 10**4), 10**4)
