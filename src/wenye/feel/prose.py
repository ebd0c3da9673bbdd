"""Prose: a rule said in Chinese or English, from its tree alone; no sentence is stored for a measure.

``Teller.condition`` says a yes/no expression as a clause, ``Teller.value`` a number, date or option as a noun
phrase, ``Teller.lines`` an amount line by line, ``Teller.stated`` a fact with the value it has in a case.
"""

from fractions import Fraction
from functools import singledispatchmethod
from typing import NamedTuple

from wenye.feel import tree
from wenye.feel.comparisons import (
    NEGATED,
    as_range,
    complement,
    compound,
    equality,
    nothing_but_zero,
    one_value,
    ordered,
    relation_key,
    spans,
    year_range,
    years_alike,
)
from wenye.feel.nouns import Nouns
from wenye.feel.phrases import joined, ordinal
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Boolean, Date, Natural, Numeric
from wenye.feel.wording import length, written

MANY = 3
"""From so many parts on, alternatives are listed behind one headline."""


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
            instead = complement(amount.test)
            rest = self.phrase("otherwise") if instead is None else self.condition(instead)
            return [
                (self.condition(amount.test), self.sum(amount.then)),
                *((when or rest, much) for when, much in self.lines(amount.other)),
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
        """A value that a case has: 带动就业人数 5 人, 单位类型为初创企业, 培训后取得的证书：没有取得证书."""
        if isinstance(node.type, Boolean):
            return self.condition(node, bool(known))
        said = self.figure(node, known)
        number = isinstance(node.type, Numeric) and isinstance(node, tree.Fact | tree.Derived)
        key = "stated number" if number else "stated none" if said.startswith(_NOT) else "stated"
        return self.phrase(key, a=self._subject(node), b=said)

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
        if isinstance(left.type, Boolean) or spans(op, left, right) or years_alike(op, left, right):
            return None
        return Related(self._subject(left), self.relation(op, left, right))

    @_related.register
    def _related_between(self, node: tree.Between, holds: bool) -> Related | None:
        low = (">=" if node.low_closed else ">"), node.low
        high = ("<=" if node.high_closed else "<"), node.high
        if any(spans(op, node.arg, end) for op, end in (low, high)):
            return None
        return Related(self._subject(node.arg), self._within(node, holds))

    @_related.register
    def _related_one_of(self, node: tree.OneOf, holds: bool) -> Related | None:
        if isinstance(node.arg.type, Boolean):
            return None
        options = joined([self.value(option, node.arg) for option in node.options], self.language)
        return Related(self._subject(node.arg), self.phrase(equality("=" if holds else "!=", node.arg), b=options))

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
        if nothing_but_zero(op, left, right):
            return self.phrase("=", b=written(Fraction(0), left.type, self.word_of(left), self.language))
        return self.phrase(relation_key(op, left, right), b=self.called(right, left))

    def _within(self, node: tree.Between, holds: bool) -> str:
        low, high = node.low, node.high
        if one_value(node):
            return self.relation("=" if holds else "!=", node.arg, low)
        years = year_range(node)
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
        return self._joined(node, holds)

    @_condition.register
    def _condition_or(self, node: tree.Or, holds: bool) -> str:
        """Alternatives are listed behind a headline where they are many, or where one of them has parts of its own."""
        if len(node.args) >= MANY or any(compound(arg) for arg in node.args):
            return self._headed("one of" if holds else "none of", node)
        return self._joined(node, holds)

    def _joined(self, node: tree.And | tree.Or, holds: bool) -> str:
        """The parts in a row with a word between them; whom they speak of is said once."""
        key = "and" if isinstance(node, tree.And) == holds else "or"
        said = [self._part(arg, holds) for arg in node.args]
        rest = [self._beside(one, other, arg) for one, other, arg in zip(said, said[1:], node.args[1:], strict=False)]
        return self._list(key, [said[0], *rest])

    def _beside(self, before: str, said: str, node: Expr) -> str:
        """What is said of ``node`` right behind ``before``: in Chinese its owner is left out where it is the same."""
        words = (self.word_of(part) for part in tree.walk(node) if isinstance(part, tree.Fact | tree.Derived))
        owners = {word.owner.zh for word in words if word and word.owner} if self.language == "zh" else set()
        for owner in owners:
            if before.startswith(owner) and said.startswith(owner):
                return said.removeprefix(owner).removeprefix("的")
        return said

    @_condition.register
    def _condition_compare(self, node: tree.Compare, holds: bool) -> str:
        op, left, right = ordered(node, holds)
        if isinstance(left.type, Boolean):
            return self._alike(op, left, right)
        if years_alike(op, left, right):
            assert isinstance(left, tree.YearOf) and isinstance(right, tree.YearOf)
            key = "same year" if op == "=" else "not same year"
            return self.phrase(key, a=self.called(left.date), b=self.called(right.date))
        assert isinstance(right, tree.Shift)
        return self._span(op, left, right)

    @_condition.register
    def _condition_one_of(self, node: tree.OneOf, holds: bool) -> str:
        """Yes or no as the only option of a yes/no value; with both options it says nothing."""
        options = {bool(option.value) for option in node.options}
        return self.condition(node.arg, options.pop() == holds) if len(options) == 1 else self.phrase("always")

    @_condition.register
    def _condition_between(self, node: tree.Between, holds: bool) -> str:
        ends = ((">=" if node.low_closed else ">", node.low), ("<=" if node.high_closed else "<", node.high))
        tests = [tree.Compare(node.at, node.type, op, node.arg, end) for op, end in ends]  # type: ignore[arg-type]
        return self._list("and" if holds else "or", [self.condition(test, holds) for test in tests])

    @_condition.register
    def _condition_if(self, node: tree.If, holds: bool) -> str:
        test, other = self.tested(node.test), self.condition(node.other, holds)
        then = self._beside(test, self.condition(node.then, holds), node.then)
        left = complement(node.test)
        if left is None:
            return self.phrase("if", test=test, then=then, other=other)
        instead = self.tested(left)
        return self.phrase(
            "if else", test=test, then=then, instead=instead, other=self._beside(instead, other, node.other)
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
        word = self.word_of(birth)
        who = word.owner.of(self.language) if word and word.owner and op in (">=", "<") else ""
        return self.phrase(f"{key} of" if who else key, b=self.called(day), n=n, birth=self.value(birth), who=who)

    def _part(self, node: Expr, holds: bool) -> str:
        """A part of "and" or "or", in brackets where it has parts of its own."""
        said = self.condition(node, holds)
        return self.phrase("in brackets", a=said) if compound(node) else said

    def _headed(self, key: str, node: tree.And | tree.Or) -> str:
        """Many parts as a list behind a headline, each said as it would hold."""
        stop = "；" if self.language == "zh" else "; "
        return self.phrase(key, a=stop.join(self._item(arg) for arg in node.args))

    def _item(self, node: Expr) -> str:
        """An item of a list: its own parts stand in a row, since the marks of the list keep the items apart."""
        inner = node.arg if isinstance(node, tree.Not) else node
        if self.related(node) is not None:
            return self.condition(node)
        if compound(node) and isinstance(inner, tree.And | tree.Or):
            return self._joined(inner, inner is node)
        return self._part(node, True)

    def _list(self, key: str, items: list[str]) -> str:
        said = items[0]
        for item in items[1:]:
            said = self.phrase(key, a=said, b=item)
        return said


_NOT = ("不", "没有", "无", "未", "两者都不")
"""What the label of an option may begin with that does not read well behind 为."""
