"""One case: the integer core compiled once to a plain Python function, with reasons.

The function is straight-line code: every node gets a local variable, ``None`` is unknown, and nothing is skipped,
so that afterwards the values of all parts are at hand to say which unknown facts would still decide.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any, cast

from wenye.feel import core
from wenye.feel.calendar import add_months, year_of
from wenye.feel.core import NO_ROW, Node

Given = Mapping[str, int | bool | None]
Used = tuple[tuple[str, int | bool | None], ...]
Tested = tuple[str, bool | None, Used]
Outcome = tuple[str, int | None, tuple[Tested, ...], tuple[str, ...]]
"""Outcome (yes, no, unknown), amount (None unless yes), each test with the facts it used, and what is missing."""

Decider = Callable[[Given], Outcome]


@dataclass(frozen=True, slots=True)
class NamedTest:
    """A test and the name under which its outcome is reported."""

    id: str
    core: Node


def compile_case(tests: Sequence[NamedTest], amount: Node | None) -> Decider:
    """The decider of a rule: all ``tests`` must hold and ``amount`` (if any) must be known.

    It takes facts in integer form (absent or None: unknown) and is a pure function of them.
    """
    writer = _Writer()
    names = [writer.value(test.core) for test in tests]
    total = writer.value(amount) if amount is not None else "None"
    writer.outcome(tests, names, amount, total)
    return cast(Decider, writer.built("decide"))


def compile_value(node: Node) -> Callable[[Given], int | bool | None]:
    """The value of one node for given facts."""
    writer = _Writer()
    writer.line(f"return {writer.value(node)}")
    return cast(Callable[[Given], int | bool | None], writer.built("value"))


def divide(num: int, den: int, mode: str) -> int:
    """``num / den`` rounded to an integer; ``den`` is positive."""
    if mode == "floor" or (mode == "down" and num >= 0) or (mode == "up" and num < 0):
        return num // den
    if mode in ("ceiling", "down", "up"):
        return -(-num // den)
    magnitude = (2 * abs(num) + den - (mode == "half down")) // (2 * den)
    return magnitude if num >= 0 else -magnitude


class _Writer:
    """Writes the body of one function, one line for each node."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._names: dict[Node, str] = {}
        self._indent = 1

    def line(self, text: str) -> None:
        self._lines.append("    " * self._indent + text)

    def built(self, name: str) -> object:
        source = "\n".join([f"def {name}(facts):", "    get = facts.get", *self._lines])
        space: dict[str, Any] = {"divide": divide, "add_months": add_months, "year_of": year_of}
        # The source is made from typed nodes and repr() alone.
        exec(compile(source, f"<{name}>", "exec"), space)  # noqa: S102
        return space[name]

    def value(self, node: Node) -> str:
        """The name (or literal) that holds the value of ``node``; equal nodes share it."""
        if isinstance(node, core.Const):
            return repr(node.value)
        if isinstance(node, core.Shared):
            return self.value(node.body)
        if node not in self._names:
            text = self._text(node)
            self._names[node] = f"v{len(self._names)}"
            self.line(f"{self._names[node]} = {text}")
        return self._names[node]

    @singledispatchmethod
    def _text(self, node: Node) -> str:
        raise TypeError(f"no case reading for {type(node).__name__}")

    @_text.register
    def _(self, node: core.Var) -> str:
        return f"get({node.name!r})"

    @_text.register
    def _(self, node: core.Not) -> str:
        arg = self.value(node.arg)
        return f"None if {arg} is None else not {arg}"

    @_text.register
    def _(self, node: core.All) -> str:
        return self._junction(node.args, decisive="False", otherwise="True")

    @_text.register
    def _(self, node: core.Any) -> str:
        return self._junction(node.args, decisive="True", otherwise="False")

    def _junction(self, args: Sequence[Node], decisive: str, otherwise: str) -> str:
        names = [self.value(arg) for arg in args]
        if not names:
            return otherwise
        decided = " or ".join(f"{name} is {decisive}" for name in names)
        doubtful = " or ".join(_unknown(name) for name in names)
        return f"{decisive} if {decided} else None if {doubtful} else {otherwise}"

    @_text.register
    def _(self, node: core.Cmp) -> str:
        op = {"=": "=="}.get(node.op, node.op)
        return self._strict(f"{self.value(node.left)} {op} {self.value(node.right)}", node)

    @_text.register
    def _(self, node: core.Member) -> str:
        return self._strict(f"{self.value(node.arg)} in {node.values!r}", node)

    @_text.register
    def _(self, node: core.Sum) -> str:
        return self._strict(f"{self.value(node.left)} + {self.value(node.right)}", node)

    @_text.register
    def _(self, node: core.Times) -> str:
        return self._strict(f"{self.value(node.left)} * {self.value(node.right)}", node)

    @_text.register
    def _(self, node: core.Divide) -> str:
        num, den = self.value(node.num), self.value(node.den)
        guard = "" if isinstance(node.den, core.Const) else f"None if {den} is not None and {den} < 1 else "
        return guard + self._strict(f"divide({num}, {den}, {node.mode!r})", node)

    @_text.register
    def _(self, node: core.AddMonths) -> str:
        return self._strict(f"add_months({self.value(node.date)}, {node.months})", node)

    @_text.register
    def _(self, node: core.YearOf) -> str:
        return self._strict(f"year_of({self.value(node.date)})", node)

    @_text.register
    def _(self, node: core.Best) -> str:
        names = ", ".join(self.value(arg) for arg in node.args)
        return self._strict(f"{'max' if node.greatest else 'min'}({names})", node)

    def _strict(self, text: str, node: Node) -> str:
        """``text``, unless an operand is unknown."""
        parts = [self.value(child) for child in core.children(node)]
        doubtful = dict.fromkeys(_unknown(part) for part in parts if _unknown(part) != "False")
        return f"None if {' or '.join(doubtful)} else {text}" if doubtful else text

    @_text.register
    def _(self, node: core.Choose) -> str:
        """From the last case to the first: a case in doubt keeps a value only if the rest agrees with it."""
        cases = [(self.value(test), self.value(value)) for test, value in node.cases]
        rest = self.value(node.default)
        for test, value in reversed(cases):
            name = f"r{len(self._lines)}"
            self.line(
                f"{name} = {value} if {test} is True else {rest} if {test} is False or {value} == {rest} else None"
            )
            rest = name
        return rest

    @_text.register
    def _(self, node: core.Total) -> str:
        cases = [(self.value(test), self.value(value)) for test, value in node.cases]
        tests = [test for test, _ in cases]
        doubtful = " or ".join(
            f"({test} is None and {value} != 0) or ({test} is True and {_unknown(value)})" for test, value in cases
        )
        total = " + ".join(f"({value} if {test} else 0)" for test, value in cases)
        some = " or ".join(f"{test} is True" for test in tests)
        unsure = " or ".join(f"{test} is None" for test in tests)
        return f"None if {doubtful} else {total} if {some} else None if {unsure} else {NO_ROW}"

    def outcome(self, tests: Sequence[NamedTest], names: Sequence[str], amount: Node | None, total: str) -> None:
        """The last lines: outcome, amount, tests with their facts, and, in doubt, what is missing."""
        reported = "".join(
            f"({test.id!r}, {name}, {self._used(test.core)}), " for test, name in zip(tests, names, strict=True)
        )
        self.line(f"tests = ({reported})")
        self.line(f"if {' or '.join(f'{name} is False' for name in names) or 'False'}: return 'no', None, tests, ()")
        doubtful = (
            [_unknown(name) for name in (*names, total)] if amount is not None else [_unknown(name) for name in names]
        )
        self.line(f"if not ({' or '.join(doubtful) or 'False'}): return 'yes', {total}, tests, ()")
        self.line("missing = []")
        for node in [*(test.core for test in tests), *([amount] if amount is not None else [])]:
            self._missing(node)
        self.line("return 'unknown', None, tests, tuple(dict.fromkeys(missing))")

    def _used(self, node: Node) -> str:
        pairs = "".join(f"({fact.name!r}, {self.value(fact)}), " for fact in core.variables(node))
        return f"({pairs})"

    def _missing(self, node: Node) -> None:
        """Collect the unknown facts on which an unknown ``node`` still depends (the Kleene residual)."""
        name = self.value(node)
        if isinstance(node, core.Const):
            return
        self.line(f"if {name} is None:")
        self._indent += 1
        if isinstance(node, core.Var):
            self.line(f"missing.append({node.name!r})")
        elif isinstance(node, core.Choose):
            self._missing_choice(node.cases, node.default)
        elif isinstance(node, core.Total):
            self._missing_total(node)
        else:
            self.line("pass")
            for child in core.children(node):
                self._missing(child)
        self._indent -= 1

    def _missing_choice(self, cases: Sequence[tuple[Node, Node]], default: Node) -> None:
        self.line("pass")
        if not cases:
            self._missing(default)
            return
        (test, value), rest = cases[0], cases[1:]
        self._missing(test)
        self.line(f"if {self.value(test)} is not False:")
        self._indent += 1
        self.line("pass")
        self._missing(value)
        self._indent -= 1
        self.line(f"if {self.value(test)} is not True:")
        self._indent += 1
        self._missing_choice(rest, default)
        self._indent -= 1

    def _missing_total(self, node: core.Total) -> None:
        self.line("pass")
        for test, value in node.cases:
            self._missing(test)
            self.line(f"if {self.value(test)} is not False:")
            self._indent += 1
            self.line("pass")
            self._missing(value)
            self._indent -= 1


def _unknown(name: str) -> str:
    """The test whether a value is unknown; a literal never is."""
    return f"{name} is None" if name.startswith("v") or name == "None" else "False"
