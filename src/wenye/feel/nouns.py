"""Values said as noun phrases: facts, parameters, sums, dates. ``prose`` says conditions with them."""

from datetime import date, timedelta
from fractions import Fraction
from functools import singledispatchmethod

from wenye.feel import tree
from wenye.feel.errors import NOWHERE
from wenye.feel.phrases import DIGITS, ROUNDINGS, YUAN_DIGITS, joined, phrase, the
from wenye.feel.text import Text
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric, money
from wenye.feel.wording import FIRST_YEAR, Vocabulary, Word, day_words, length, written

IN_YUAN = Literal(NOWHERE, money(), Fraction(0))
"""What a written sum stands beside when it is an amount of money."""


class Nouns:
    """Says values in one ``language`` (zh or en) with the labels of a ``vocabulary``."""

    def __init__(self, vocabulary: Vocabulary, language: str = "zh") -> None:
        self.vocabulary = vocabulary
        self.language = language

    def condition(self, node: Expr, holds: bool = True) -> str:
        """The clause that says that ``node`` is true, or with ``holds`` False that it is false."""
        raise NotImplementedError

    def value(self, node: Expr, beside: Expr | None = None) -> str:
        """The noun phrase for a number, date or option; a constant takes its unit from what stands ``beside`` it."""
        if isinstance(node, Literal):
            return self._literal(node, beside)
        if isinstance(node, tree.If) and not isinstance(node.type, Boolean):
            return self._choice(node, beside)
        return self._value(node)

    def sum(self, node: Expr) -> str:
        """The noun phrase for an amount of money: a parameter by its figure, and a sum with its limit behind it."""
        if isinstance(node, tree.Parameter) and node.history:
            return self._history(node)
        if isinstance(node, tree.Extreme) and (limit := _limit(node)) is not None:
            other = next(arg for arg in node.args if arg is not limit)
            return self.phrase("floored" if node.greatest else "capped", a=self.called(other), b=self.called(limit))
        return self.value(node, IN_YUAN)

    def phrase(self, key: str, **parts: str) -> str:
        """A phrase of this teller's language."""
        return phrase(key, self.language, **parts)

    def label(self, name: str) -> str:
        """The label of a fact or parameter."""
        word = self.vocabulary.get(name)
        return word.label.of(self.language) if word else name

    def called(self, node: Expr, beside: Expr | None = None) -> str:
        """A value inside a sentence: in English with its article."""
        said = self.value(node, beside)
        return said if self.language == "zh" or isinstance(node, Literal) else the(said)

    def word_of(self, node: Expr) -> Word | None:
        """The word that gives a constant beside ``node`` its unit and its labels."""
        if isinstance(node, tree.Fact | tree.Parameter | tree.Derived):
            return self.vocabulary.get(node.name)
        if isinstance(node, tree.Arithmetic) and node.op == "/" and not isinstance(node.right, Literal):
            return _SHARE
        if isinstance(node, tree.Arithmetic) and node.op in ("+", "-"):
            return self.word_of(node.left) or self.word_of(node.right)
        if isinstance(node, tree.Extreme):
            return next((word for word in map(self.word_of, node.args) if word), None)
        if isinstance(node, tree.Round):
            return self.word_of(node.arg)
        return None

    def _literal(self, node: Literal, beside: Expr | None) -> str:
        kind = node.type
        if not isinstance(kind, Numeric | Enum) or beside is None:
            return written(node.value, kind, None, self.language)
        word = self.word_of(beside)
        if isinstance(kind, Enum):
            return written(node.value, kind, word, self.language)
        meets = beside.type if isinstance(beside.type, Numeric) else kind
        return written(node.value, kind if meets.kind == "literal" else meets, word, self.language)

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
        if not node.history:
            return self.label(node.name)
        return self.phrase("parameter", a=self.label(node.name), b=self._history(node))

    def _history(self, node: tree.Parameter) -> str:
        """The value of a parameter, and when it changes."""
        said = ""
        for since, value in node.history:
            said = self._step(node, said, since, value)
        if node.apart and len(node.history) > 1:
            return self.phrase("value by", a=said, day=self.called(node.dated_by))
        return said

    def _step(self, node: tree.Parameter, said: str, since: date, value: Natural | None) -> str:
        """The history of a parameter, told so far, with its next step; None ends the value before it."""
        if value is None:
            return self.phrase("value until", a=said, day=day_words(since - timedelta(days=1), self.language))
        figure = self._figure(node, value)
        return self.phrase("value from", a=said, day=day_words(since, self.language), b=figure) if said else figure

    def _figure(self, node: tree.Parameter, value: Natural) -> str:
        return written(value, node.type, self.vocabulary.get(node.name), self.language)

    @_value.register
    def _(self, node: tree.Arithmetic) -> str:
        left, right = node.left, node.right
        if node.op == "-" and isinstance(left, Literal) and left.value == 0:
            return self.phrase("minus", a=self._named(right, node))
        if node.op == "/" and not isinstance(right, Literal):
            return self.phrase("ratio", a=self._named(left, node), b=self._named(right, node))
        if node.op == "*":
            return self._product(node)
        beside = (right, left) if node.op in ("+", "-") else (None, None)
        return self.phrase(node.op, a=self._operand(left, node, beside[0]), b=self._operand(right, node, beside[1]))

    def _product(self, node: tree.Arithmetic) -> str:
        """A written share is said as a percentage; other constants are bare counts behind the sign."""
        left, right = node.left, node.right
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right = right, left
        if isinstance(right, Literal) and isinstance(right.value, Fraction) and right.value.denominator != 1:
            return self.phrase(
                "share of", a=self._named(left, node), b=written(right.value, right.type, _SHARE, self.language)
            )
        if isinstance(right, tree.Parameter) and len(right.history) == 1 and self._is_share(right):
            named = self.phrase("share named", a=self.label(right.name), b=self._history(right))
            return self.phrase("share of", a=self._named(left, node), b=named)
        return self.phrase("*", a=self._operand(left, node), b=self._operand(right, node))

    def _is_share(self, node: tree.Parameter) -> bool:
        word = self.vocabulary.get(node.name)
        return word is not None and word.share

    def _named(self, node: Expr, parent: tree.Arithmetic) -> str:
        said = self._operand(node, parent)
        return the(said) if self.language == "en" else said

    def _operand(self, node: Expr, parent: tree.Arithmetic, beside: Expr | None = None) -> str:
        """An operand, in brackets where its own parts could be read as the parent's."""
        said = self.value(node, beside)
        additive = isinstance(node, tree.Arithmetic) and node.op in ("+", "-")
        loose = additive if parent.op in ("*", "/") else additive and node is parent.right and parent.op == "-"
        if loose or isinstance(node, tree.If | tree.Extreme) or (isinstance(node, tree.Arithmetic) and node.op == "/"):
            return self.phrase("in brackets", a=said)
        return said

    def _choice(self, node: tree.If, beside: Expr | None) -> str:
        then, other = self.value(node.then, beside or node.other), self.value(node.other, beside or node.then)
        return self.phrase("value if", test=self.tested(node.test), then=then, other=other)

    def tested(self, test: Expr) -> str:
        """The test of an ``if``; in English in brackets, since it has no subject or a colon of its own."""
        said = self.condition(test)
        return said if self.language == "zh" else f"({said})"

    @_value.register
    def _(self, node: tree.Shift) -> str:
        key = "before" if node.days < 0 else "after"
        return self.phrase(key, a=self.called(node.date), n=length(node.months, abs(node.days), self.language))

    @_value.register
    def _(self, node: tree.YearOf) -> str:
        return self.phrase("year of", a=self.called(node.date))

    @_value.register
    def _(self, node: tree.Round) -> str:
        in_yuan = isinstance(node.type, Numeric) and node.type.kind == "money"
        unit = (YUAN_DIGITS if in_yuan else DIGITS).get(node.digits, DIGITS[0])
        how = ROUNDINGS[node.mode].of(self.language)
        return self.phrase("rounded", a=self.value(node.arg), how=how, unit=unit.of(self.language))

    @_value.register
    def _(self, node: tree.Extreme) -> str:
        limits = [arg for arg in node.args if isinstance(arg, Literal)]
        if len(node.args) != 2 or len(limits) != 1:
            return self._absolute(node) or self._extreme(node)
        limit, other = limits[0], next(arg for arg in node.args if arg is not limits[0])
        if node.greatest and limit.value == 0 and isinstance(other, tree.Arithmetic) and other.op == "-":
            return self.phrase("above", a=self.called(other.left, other.right), b=self.called(other.right, other.left))
        return self.phrase(
            "at least" if node.greatest else "at most", a=self.value(other, limit), b=self.value(limit, other)
        )

    def _absolute(self, node: tree.Extreme) -> str | None:
        first, second = node.args[0], node.args[1]
        if node.greatest and isinstance(second, tree.Arithmetic) and second.right is first:
            return self.phrase("size", a=self.called(first))
        return None

    def _extreme(self, node: tree.Extreme) -> str:
        words = _DAYS if isinstance(node.type, Date) else _SUMS
        key = words[node.greatest][len(node.args) > 2]
        others = [next((other for other in node.args if not isinstance(other, Literal)), None) for _ in node.args]
        said = [self.called(arg, other) for arg, other in zip(node.args, others, strict=True)]
        return self.phrase(key, a=joined(said, self.language, "and"))


def _limit(node: tree.Extreme) -> Expr | None:
    """Which of two sums is the limit of the other: a parameter, else what is written second beside reckoned sums.

    None where neither limits the other more than it is limited, or where a written figure is the limit already.
    """
    if len(node.args) != 2 or any(isinstance(arg, Literal) for arg in node.args):
        return None
    fixed = [arg for arg in node.args if isinstance(arg, tree.Parameter)]
    if len(fixed) == 1:
        return fixed[0]
    reckoned = any(isinstance(arg, tree.Arithmetic | tree.Round | tree.If) for arg in node.args)
    absolute = isinstance(node.args[1], tree.Arithmetic) and node.args[1].right is node.args[0]
    return node.args[1] if (fixed or reckoned) and not absolute else None


def calendar_year(node: Expr) -> bool:
    """Whether a number is a year of the calendar."""
    if isinstance(node, tree.YearOf):
        return True
    kind = node.type
    return (
        isinstance(node, tree.Fact)
        and isinstance(kind, Numeric)
        and kind.unit == "年"
        and (node.low or 0) >= FIRST_YEAR
    )


def whole_years(low: object, high: object) -> range | None:
    """The years from 1 January to 31 December that two days span, None if they span no whole years."""
    if (
        isinstance(low, date)
        and isinstance(high, date)
        and (low.month, low.day, high.month, high.day) == (1, 1, 12, 31)
    ):
        return range(low.year, high.year + 1)
    return None


_SHARE = Word(Text("", ""), share=True)
_SUMS = (("lower", "lowest"), ("higher", "highest"))
_DAYS = (("earlier", "earliest"), ("later", "latest"))
