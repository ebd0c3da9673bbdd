"""Prose: a rule said in Chinese or English, from its tree alone; no sentence is stored for a measure.

``Teller.condition`` says a yes/no expression as a clause, ``Teller.value`` a number, date or option as a noun
phrase, ``Teller.rows`` a decision table line by line.
"""

from fractions import Fraction
from functools import singledispatchmethod

from wenye.feel import tree
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Date, Enum, Numeric
from wenye.feel.wording import DIGITS, ROUNDINGS, Vocabulary, Word, joined, length, phrase, written

_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Teller:
    """Says expressions in one ``language`` (zh or en) with the labels of a ``vocabulary``."""

    def __init__(self, vocabulary: Vocabulary, language: str = "zh") -> None:
        self.vocabulary = vocabulary
        self.language = language

    def condition(self, node: Expr, holds: bool = True) -> str:
        """The clause that says that ``node`` is true, or with ``holds`` False that it is false."""
        return self._condition(node, holds)

    def value(self, node: Expr, beside: Expr | None = None) -> str:
        """The noun phrase for a number, date or option; a constant takes its unit from what stands ``beside`` it."""
        if isinstance(node, Literal):
            return self._literal(node, beside)
        return self._value(node)

    def rows(self, table: tree.Table) -> list[tuple[str, str]]:
        """For each row: its conditions as one clause, and its output."""
        return [(self.row(row), self.value(row.output, table)) for row in table.rows]

    def row(self, row: tree.Row) -> str:
        """The conditions of a row."""
        tests = tree.row_test(row)
        return self._list("and", [self.condition(test) for test in tests]) if tests else self.phrase("always")

    def phrase(self, key: str, **parts: str) -> str:
        """A phrase of this teller's language."""
        return phrase(key, self.language, **parts)

    def label(self, name: str) -> str:
        """The label of a fact or parameter."""
        word = self.vocabulary.get(name)
        return word.label.of(self.language) if word else name

    @singledispatchmethod
    def _condition(self, node: Expr, holds: bool) -> str:
        raise TypeError(f"no prose for {type(node).__name__}")

    @_condition.register
    def _(self, node: tree.Literal, holds: bool) -> str:
        return written(bool(node.value) == holds, node.type, None, self.language)

    @_condition.register
    def _(self, node: tree.Fact, holds: bool) -> str:
        return self.says(node.name, holds)

    @_condition.register
    def _(self, node: tree.Derived, holds: bool) -> str:
        return self.says(node.name, holds)

    def says(self, name: str, holds: bool) -> str:
        """A yes/no fact as a predicate."""
        word = self.vocabulary.get(name)
        said = (word.yes if holds else word.no) if word else None
        return said.of(self.language) if said else self.phrase("yes" if holds else "no", a=self.label(name))

    @_condition.register
    def _(self, node: tree.Not, holds: bool) -> str:
        return self.condition(node.arg, not holds)

    @_condition.register
    def _(self, node: tree.And, holds: bool) -> str:
        return self._list("and" if holds else "or", [self._part(arg, node, holds) for arg in node.args])

    @_condition.register
    def _(self, node: tree.Or, holds: bool) -> str:
        return self._list("or" if holds else "and", [self._part(arg, node, holds) for arg in node.args])

    def _part(self, node: Expr, parent: Expr, holds: bool) -> str:
        said = self.condition(node, holds)
        mixed = isinstance(node, tree.And | tree.Or) and type(node) is not type(parent) and len(node.args) > 1
        return f"（{said}）" if mixed and self.language == "zh" else f"({said})" if mixed else said

    def _list(self, key: str, items: list[str]) -> str:
        said = items[0]
        for item in items[1:]:
            said = self.phrase(key, a=said, b=item)
        return said

    @_condition.register
    def _(self, node: tree.Compare, holds: bool) -> str:
        op, left, right = node.op if holds else NEGATED[node.op], node.left, node.right
        moved = isinstance(left, tree.Shift) and not isinstance(right, tree.Shift | Literal)
        if isinstance(left, Literal) or moved:
            op, left, right = _FLIPPED[op], right, left
        return self.compared(op, left, right)

    def compared(self, op: str, left: Expr, right: Expr) -> str:
        """A comparison, said by the kind of what is compared."""
        if isinstance(left.type, Boolean) and isinstance(right, Literal):
            return self.condition(left, (op == "=") == bool(right.value))
        if isinstance(left.type, Date) and isinstance(right, tree.Shift) and (right.months or right.days > 0):
            return self._span(op, left, right)
        key = f"date {op}" if isinstance(left.type, Date) and op != "!=" else self._key(op, left)
        return self.phrase(key, a=self.value(left, right), b=self.value(right, left))

    def _key(self, op: str, left: Expr) -> str:
        kind = left.type
        counted = isinstance(kind, Numeric) and kind.kind == "integer" and op not in ("=", "!=")
        return f"count {op}" if counted else op

    def _span(self, op: str, day: Expr, limit: tree.Shift) -> str:
        """``day`` against a start plus a length: has the time passed, or is it still within it?"""
        born = isinstance(limit.date, tree.Fact) and self._word(limit.date.name).birth and not limit.months % 12 and not limit.days
        kinds = {">=": "passed", "<": "not passed", "<=": "within", ">": "not within"}
        if op not in kinds:
            return self.phrase(f"date {op}" if op == "=" else op, a=self.value(day), b=self.value(limit))
        if born:
            ages = {">=": "age", "<": "not age", "<=": "age within", ">": "not age within"}
            return self.phrase(ages[op], b=self.value(day), n=f"{limit.months // 12} " if self.language == "zh" else f"{limit.months // 12}")
        return self.phrase(kinds[op], a=self.value(limit.date), b=self.value(day), n=length(limit.months, limit.days, self.language))

    @_condition.register
    def _(self, node: tree.Between, holds: bool) -> str:
        if not holds or not (node.low_closed and node.high_closed):
            low = self.compared(">=" if node.low_closed else ">", node.arg, node.low) if holds else self.compared(
                "<" if node.low_closed else "<=", node.arg, node.low)
            high = self.compared("<=" if node.high_closed else "<", node.arg, node.high) if holds else self.compared(
                ">" if node.high_closed else ">=", node.arg, node.high)
            return self._list("and" if holds else "or", [low, high])
        if isinstance(node.arg.type, Date):
            return self.phrase("date range", a=self.value(node.arg), low=self.value(node.low), high=self.value(node.high))
        low = self.value(node.low, node.arg)
        high = self.value(node.high, node.arg)
        return self.phrase("range", a=self.value(node.arg), low=_bare(low, high), high=high)

    @_condition.register
    def _(self, node: tree.OneOf, holds: bool) -> str:
        options = [self.value(option, node.arg) for option in node.options]
        return self.phrase("one of" if holds else "none of", a=self.value(node.arg), b=joined(options, self.language))

    @_condition.register
    def _(self, node: tree.If, holds: bool) -> str:
        return self.phrase("if", test=self.condition(node.test), then=self.condition(node.then, holds),
                           other=self.condition(node.other, holds))

    @singledispatchmethod
    def _value(self, node: Expr) -> str:
        return self.condition(node)

    @_value.register
    def _(self, node: tree.Fact) -> str:
        return self.label(node.name)

    @_value.register
    def _(self, node: tree.Derived) -> str:
        return self.label(node.name)

    @_value.register
    def _(self, node: tree.Parameter) -> str:
        if len(node.history) != 1:
            return self.label(node.name)
        figure = written(node.history[0][1], node.type, self._word(node.name), self.language)
        return self.phrase("parameter", a=self.label(node.name), b=figure)

    @_value.register
    def _(self, node: tree.Arithmetic) -> str:
        left, right = node.left, node.right
        if node.op == "*" and isinstance(left, Literal) and not isinstance(right, Literal):
            left, right = right, left
        if node.op == "*" and isinstance(right, Literal) and isinstance(right.value, Fraction) and right.value.denominator != 1:
            return self.phrase("share of", a=self.value(left), b=written(right.value, right.type, _SHARE, self.language))
        if node.op == "/" and not isinstance(right, Literal):
            return self.phrase("ratio", a=self.value(left, right), b=self.value(right, left))
        if node.op == "*":
            money = isinstance(left.type, Numeric) and left.type.kind == "money"  # then the other is a bare count
            return self.phrase("*", a=self.value(left, node), b=self.value(right, None if money else node))
        return self.phrase(node.op, a=self.value(left, right), b=self.value(right, left))

    @_value.register
    def _(self, node: tree.If) -> str:
        return self.phrase("value if", test=self.condition(node.test), then=self.value(node.then, node.other),
                           other=self.value(node.other, node.then))

    @_value.register
    def _(self, node: tree.Shift) -> str:
        return self.phrase("after", a=self.value(node.date), n=length(node.months, node.days, self.language))

    @_value.register
    def _(self, node: tree.YearOf) -> str:
        return self.phrase("year of", a=self.value(node.date))

    @_value.register
    def _(self, node: tree.Round) -> str:
        if isinstance(node.type, Numeric) and node.type.kind == "money" and node.digits == 0:
            unit = "元" if self.language == "zh" else "the yuan"
        else:
            unit = DIGITS[node.digits].of(self.language) if node.digits in DIGITS else str(node.digits)
        return self.phrase("rounded", a=self.value(node.arg), how=ROUNDINGS[node.mode].of(self.language), unit=unit)

    @_value.register
    def _(self, node: tree.Extreme) -> str:
        limits = [arg for arg in node.args if isinstance(arg, Literal)]
        if len(node.args) == 2 and len(limits) == 1:
            other = next(arg for arg in node.args if arg is not limits[0])
            return self.phrase("at least" if node.greatest else "at most", a=self.value(other, limits[0]),
                               b=self.value(limits[0], node))
        said = joined([self.value(arg, node) for arg in node.args], self.language, "and")
        return self.phrase("greatest" if node.greatest else "least", a=said)

    def _literal(self, node: Literal, beside: Expr | None) -> str:
        kind = node.type
        if not isinstance(kind, Numeric | Enum) or beside is None:
            return written(node.value, kind, None, self.language)
        word = self._word_of(beside)
        if isinstance(kind, Enum):
            return written(node.value, kind, word, self.language)
        meets = beside.type if isinstance(beside.type, Numeric) else kind
        if word is None and meets.kind == "literal":
            meets = Numeric("number", kind.decimals)
        if isinstance(beside, tree.Arithmetic) and beside.op == "/":
            word = _SHARE
        return written(node.value, meets, word, self.language)

    def _word_of(self, node: Expr) -> Word | None:
        if isinstance(node, tree.Fact | tree.Parameter | tree.Derived):
            return self.vocabulary.get(node.name)
        return None

    def _word(self, name: str) -> Word:
        return self.vocabulary.get(name) or _NAMELESS


def _bare(low: str, high: str) -> str:
    """``3 人`` before ``9 人`` is written ``3``."""
    unit = high.rpartition(" ")[2]
    return low.removesuffix(unit).rstrip() + (" " if unit and low.endswith(unit) else "")


_NAMELESS = Word(Text("", ""))
_SHARE = Word(Text("", ""), share=True)
