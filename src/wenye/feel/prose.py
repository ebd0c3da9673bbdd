"""Prose: a rule said in Chinese or English, from its tree alone; no sentence is stored for a measure.

``Teller.condition`` says a yes/no expression as a clause, ``Teller.value`` a number, date or option as a noun
phrase, ``Teller.lines`` an amount line by line, ``Teller.stated`` a fact with the value it has in a case.
"""

from fractions import Fraction
from functools import singledispatchmethod
from typing import NamedTuple

from wenye.feel import tree
from wenye.feel.nouns import Nouns, calendar_year, whole_years
from wenye.feel.phrases import joined, ordinal
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Date, Enum, Natural, Numeric
from wenye.feel.wording import length, written

MANY = 3
"""From so many parts on, alternatives are listed behind one headline."""
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Related(NamedTuple):
    """What is said of one value: the subject, and the relation that stands behind it."""

    subject: str
    relation: str


class Teller(Nouns):
    """Says expressions in one ``language`` (zh or en) with the labels of a ``vocabulary``."""

    def condition(self, node: Expr, holds: bool = True) -> str:
        """The clause that says that ``node`` is true, or with ``holds`` False that it is false."""
        related = self.related(node, holds)
        return (
            self.phrase("subject", a=related.subject, b=related.relation) if related else self._condition(node, holds)
        )

    def related(self, node: Expr, holds: bool = True) -> Related | None:
        """Subject and relation, where ``node`` says something of one value."""
        return self._related(node, holds)

    def lines(self, amount: Expr) -> list[tuple[str, str]]:
        """An amount of money line by line: when it is paid (empty: always), and how much."""
        if isinstance(amount, tree.Table):
            return [(self.row(row), self.sum(row.output)) for row in amount.rows]
        if isinstance(amount, tree.If):
            return [
                (self.condition(amount.test), self.sum(amount.then)),
                *((when or self.phrase("otherwise"), much) for when, much in self.lines(amount.other)),
            ]
        return [("", self.sum(amount))]

    def row(self, row: tree.Row) -> str:
        """The conditions of a table row."""
        tests = tree.row_test(row)
        return self._list("and", [self.condition(test) for test in tests]) if tests else self.phrase("always")

    def says(self, name: str, holds: bool) -> str:
        """A yes/no fact as a predicate."""
        word = self.vocabulary.get(name)
        said = (word.yes if holds else word.no) if word else None
        return said.of(self.language) if said else self.phrase("yes" if holds else "no", a=self.label(name))

    def stated(self, node: Expr, known: Natural) -> str:
        """A value that a case has: 带动就业人数 5 人, 单位类型为初创企业."""
        if isinstance(node.type, Boolean):
            return self.condition(node, bool(known))
        key = (
            "stated number"
            if isinstance(node.type, Numeric) and isinstance(node, tree.Fact | tree.Derived)
            else "stated"
        )
        return self.phrase(key, a=self._subject(node), b=self.figure(node, known))

    def figure(self, node: Expr, known: Natural) -> str:
        """A known value of ``node`` with its unit."""
        return written(known, node.type, self.word_of(node), self.language)

    @singledispatchmethod
    def _related(self, node: Expr, holds: bool) -> Related | None:
        return None

    @_related.register
    def _related_not(self, node: tree.Not, holds: bool) -> Related | None:
        return self.related(node.arg, not holds)

    @_related.register
    def _related_compare(self, node: tree.Compare, holds: bool) -> Related | None:
        op, left, right = ordered(node, holds)
        if isinstance(left.type, Boolean) or _spans(op, left, right) or _years_alike(op, left, right):
            return None
        return Related(self._subject(left), self.relation(op, left, right))

    @_related.register
    def _related_between(self, node: tree.Between, holds: bool) -> Related | None:
        low = (">=" if node.low_closed else ">"), node.low
        high = ("<=" if node.high_closed else "<"), node.high
        if any(_spans(op, node.arg, end) for op, end in (low, high)):
            return None
        return Related(self._subject(node.arg), self._within(node, holds))

    @_related.register
    def _related_one_of(self, node: tree.OneOf, holds: bool) -> Related | None:
        options = joined([self.value(option, node.arg) for option in node.options], self.language)
        return Related(self._subject(node.arg), self.phrase(_equality("=" if holds else "!=", node.arg), b=options))

    @_related.register
    def _related_and(self, node: tree.And, holds: bool) -> Related | None:
        found = as_range(node)
        return self._related(found, holds) if found else self._merged(node, "and" if holds else "or", holds)

    @_related.register
    def _related_or(self, node: tree.Or, holds: bool) -> Related | None:
        return self._merged(node, "or" if holds else "and", holds)

    def _merged(self, node: tree.And | tree.Or, word: str, holds: bool) -> Related | None:
        """Several things said of one value, under one subject."""
        parts = [self.related(arg, holds) for arg in node.args]
        if None in parts or len({part.subject for part in parts if part}) != 1:
            return None
        said = ""
        for part in parts:
            assert part is not None
            said = self.phrase(f"relation {word}", a=said, b=part.relation) if said else part.relation
        assert parts[0] is not None
        return Related(parts[0].subject, said)

    def _subject(self, node: Expr) -> str:
        """A comparison of the year of a date is said of the date."""
        return self.value(node.date if isinstance(node, tree.YearOf) else node)

    def relation(self, op: str, left: Expr, right: Expr) -> str:
        """What is said of ``left`` when it compares with ``right``."""
        if _none(op, left, right):
            return self.phrase("=", b=written(Fraction(0), left.type, self.word_of(left), self.language))
        return self.phrase(_key(op, left, right), b=self.called(right, left))

    def _within(self, node: tree.Between, holds: bool) -> str:
        low, high = node.low, node.high
        if _one_value(node):
            return self.relation("=" if holds else "!=", node.arg, low)
        years = _year_range(node)
        if years is not None and len(years) == 1:
            return self.phrase("in year" if holds else "not in year", b=self._year(years[0]))
        if holds and node.low_closed and node.high_closed:
            if isinstance(node.arg.type, Date):
                return self.phrase("date range", low=self.called(low), high=self.called(high))
            key = "years" if isinstance(node.arg, tree.YearOf) else "range"
            return self.phrase(key, low=self._bare(low, high, node.arg), high=self.called(high, node.arg))
        ops = (">=" if node.low_closed else ">"), ("<=" if node.high_closed else "<")
        first, second = (op if holds else NEGATED[op] for op in ops)
        return self.phrase(
            "beyond and" if holds else "beyond or",
            a=self.relation(first, node.arg, low),
            b=self.relation(second, node.arg, high),
        )

    def _year(self, year: int) -> str:
        return f"{year} 年" if self.language == "zh" else str(year)

    def _bare(self, low: Expr, high: Expr, arg: Expr) -> str:
        """``3 人`` before ``9 人`` is written ``3``."""
        said = self.called(low, arg)
        return said.partition(" ")[0] if isinstance(low, Literal) and isinstance(high, Literal) else said

    @singledispatchmethod
    def _condition(self, node: Expr, holds: bool) -> str:
        raise TypeError(f"no prose for {type(node).__name__}")

    @_condition.register
    def _condition_literal(self, node: tree.Literal, holds: bool) -> str:
        return written(bool(node.value) == holds, node.type, None, self.language)

    @_condition.register
    def _condition_fact(self, node: tree.Fact, holds: bool) -> str:
        return self.says(node.name, holds)

    @_condition.register
    def _condition_derived(self, node: tree.Derived, holds: bool) -> str:
        return self.says(node.name, holds)

    @_condition.register
    def _condition_parameter(self, node: tree.Parameter, holds: bool) -> str:
        return self.says(node.name, holds)

    @_condition.register
    def _condition_not(self, node: tree.Not, holds: bool) -> str:
        return self.condition(node.arg, not holds)

    @_condition.register
    def _condition_and(self, node: tree.And, holds: bool) -> str:
        if len(node.args) >= MANY:
            return self._headed("all of" if holds else "not all of", node)
        return self._list("and" if holds else "or", [self._part(arg, holds) for arg in node.args])

    @_condition.register
    def _condition_or(self, node: tree.Or, holds: bool) -> str:
        if len(node.args) >= MANY:
            return self._headed("one of" if holds else "none of", node)
        return self._list("or" if holds else "and", [self._part(arg, holds) for arg in node.args])

    @_condition.register
    def _condition_compare(self, node: tree.Compare, holds: bool) -> str:
        op, left, right = ordered(node, holds)
        if isinstance(left.type, Boolean):
            return self._alike(op, left, right)
        if _years_alike(op, left, right):
            assert isinstance(left, tree.YearOf) and isinstance(right, tree.YearOf)
            key = "same year" if op == "=" else "not same year"
            return self.phrase(key, a=self.called(left.date), b=self.called(right.date))
        assert isinstance(right, tree.Shift)
        return self._span(op, left, right)

    @_condition.register
    def _condition_between(self, node: tree.Between, holds: bool) -> str:
        ends = ((">=" if node.low_closed else ">", node.low), ("<=" if node.high_closed else "<", node.high))
        tests = [tree.Compare(node.at, node.type, op, node.arg, end) for op, end in ends]  # type: ignore[arg-type]
        return self._list("and" if holds else "or", [self.condition(test, holds) for test in tests])

    @_condition.register
    def _condition_if(self, node: tree.If, holds: bool) -> str:
        return self.phrase(
            "if",
            test=self.tested(node.test),
            then=self.condition(node.then, holds),
            other=self.condition(node.other, holds),
        )

    @_condition.register
    def _condition_table(self, node: tree.Table, holds: bool) -> str:
        """A table whose outputs are yes or no: the rows that give the wanted answer."""
        rows = [
            self.row(row) for row in node.rows if isinstance(row.output, Literal) and bool(row.output.value) == holds
        ]
        return self._list("or", rows) if rows else self.phrase("always")

    def _alike(self, op: str, left: Expr, right: Expr) -> str:
        if isinstance(right, Literal):
            return self.condition(left, (op == "=") == bool(right.value))
        return self.phrase("alike" if op == "=" else "not alike", a=self.condition(left), b=self.condition(right))

    def _span(self, op: str, day: Expr, limit: tree.Shift) -> str:
        """``day`` against a start plus a length: has the time passed, or is it still within it?"""
        word = self.word_of(limit.date)
        if word and word.birth and limit.months and not limit.months % 12:
            return self._age(op, day, limit.date, limit.months // 12)
        key = {">=": "passed", "<": "not passed", "<=": "within", ">": "not within"}[op]
        return self.phrase(
            key, a=self.called(limit.date), b=self.called(day), n=length(limit.months, limit.days, self.language)
        )

    def _age(self, op: str, day: Expr, birth: Expr, years: int) -> str:
        key = {">=": "age", "<": "not age", "<=": "age within", ">": "not age within"}[op]
        birthday = self.language == "en" and op in ("<=", ">")
        n = ordinal(years) if birthday else f"{years} " if self.language == "zh" else str(years)
        return self.phrase(key, b=self.called(day), n=n, birth=self.value(birth))

    def _part(self, node: Expr, holds: bool) -> str:
        """A part of "and" or "or", in brackets where it has parts of its own."""
        said = self.condition(node, holds)
        inner = node.arg if isinstance(node, tree.Not) else node
        loose = isinstance(inner, tree.Or | tree.If) or (isinstance(inner, tree.And) and as_range(inner) is None)
        return self.phrase("in brackets", a=said) if loose else said

    def _headed(self, key: str, node: tree.And | tree.Or) -> str:
        """Many parts as a list behind a headline, each said as it would hold."""
        stop = "；" if self.language == "zh" else "; "
        return self.phrase(key, a=stop.join(self._part(arg, True) for arg in node.args))

    def _list(self, key: str, items: list[str]) -> str:
        said = items[0]
        for item in items[1:]:
            said = self.phrase(key, a=said, b=item)
        return said


def ordered(node: tree.Compare, holds: bool = True) -> tuple[str, Expr, Expr]:
    """Operator and sides of a comparison, turned so that what it speaks of stands on the left."""
    op, left, right = node.op if holds else NEGATED[node.op], node.left, node.right
    moved = isinstance(left, tree.Shift) and left.days >= 0 and not isinstance(right, tree.Shift | Literal)
    return (FLIPPED[op], right, left) if isinstance(left, Literal) or moved else (op, left, right)


def as_range(node: tree.And) -> tree.Between | None:
    """``x >= a and x <= b`` with constants a and b, as the range it is."""
    if len(node.args) != 2 or not all(isinstance(arg, tree.Compare) for arg in node.args):
        return None
    (low_op, subject, low), (high_op, other, high) = (
        ordered(arg) for arg in node.args if isinstance(arg, tree.Compare)
    )
    named = isinstance(subject, tree.Fact) and isinstance(other, tree.Fact) and subject.name == other.name
    if not named or low_op not in (">=", ">") or high_op not in ("<=", "<"):
        return None
    if not isinstance(low, Literal) or not isinstance(high, Literal):
        return None
    return tree.Between(node.at, node.type, subject, low, high, low_op == ">=", high_op == "<=")


def _spans(op: str, left: Expr, right: Expr) -> bool:
    """Whether a comparison is of a day with a start plus a length."""
    return (
        isinstance(left.type, Date)
        and isinstance(right, tree.Shift)
        and right.days >= 0
        and op in ("<", "<=", ">", ">=")
    )


def _years_alike(op: str, left: Expr, right: Expr) -> bool:
    return isinstance(left, tree.YearOf) and isinstance(right, tree.YearOf) and op in ("=", "!=")


def _key(op: str, left: Expr, right: Expr) -> str:
    if op in ("=", "!="):
        return _equality(op, left, right)
    kind = left.type
    if isinstance(kind, Date):
        return f"date {op}"
    if calendar_year(left):
        return f"year {op}"
    if isinstance(right, Literal) and right.value == 0:
        return f"zero {op}"
    counted = isinstance(kind, Numeric) and kind.kind == "integer"
    return f"count {op}" if counted else f"number {op}"


def _none(op: str, left: Expr, right: Expr) -> bool:
    """Whether a comparison leaves nothing but 0: ``<= 0`` of what is never negative, ``< 1`` of a count."""
    if (
        not isinstance(left, tree.Fact)
        or left.low != 0
        or not isinstance(right, Literal)
        or not isinstance(left.type, Numeric)
    ):
        return False
    return (op, right.value) == ("<=", 0) or (left.type.kind == "integer" and (op, right.value) == ("<", 1))


def _equality(op: str, left: Expr, right: Expr | None = None) -> str:
    number = isinstance(left.type, Numeric) and not calendar_year(left)
    if right is not None and not isinstance(right, Literal):
        named = isinstance(left.type, Enum | Date) or calendar_year(left)
        keys = ("same", "other") if named else ("equal", "unequal")
        return keys[op == "!="]
    return "number !=" if number and op == "!=" else op


def _one_value(node: tree.Between) -> bool:
    """Whether a range has a single value, as a validity of exactly one year."""
    low, high = node.low, node.high
    same = isinstance(low, Literal) and isinstance(high, Literal) and low.value == high.value
    return same and node.low_closed and node.high_closed and not isinstance(node.arg, tree.YearOf)


def _year_range(node: tree.Between) -> range | None:
    if not (isinstance(node.low, Literal) and isinstance(node.high, Literal) and node.low_closed and node.high_closed):
        return None
    low, high = node.low.value, node.high.value
    if isinstance(node.arg, tree.YearOf) and isinstance(low, Fraction) and isinstance(high, Fraction):
        return range(int(low), int(high) + 1)
    return whole_years(low, high)
