"""Which names a rule may use, and what each stands for.

A rule of subject S names facts of S and of the application (``claim``) plainly, facts of an entity that S has one
of by path (``firm.staff``), and parameters plainly. A derived fact reads the names of its own entity, so the same
definition serves ``small_firm`` for a firm and ``firm.small_firm`` for a hire.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from wenye.feel import Expr, Fault, Faults, Scope, Text, compile_expression, tree
from wenye.feel.types import Natural, encode
from wenye.policy.model import Entity, Fact, Parameter, ParameterValue

CLAIM = "claim"


class Names(Mapping[str, Expr]):
    """The names for rules over one entity; derived facts and parameters are made when they are first used.

    ``known_on`` hides parameter values that were not known on that day; ``dated_by`` is the fact that dates
    parameters (None while only facts are wanted).
    """

    def __init__(self, entities: Mapping[str, Entity], facts: Mapping[str, Fact], parameters: Mapping[str, Parameter],
                 subject: str, dated_by: str | None, known_on: date | None = None) -> None:
        self._facts = Reached(facts, dict(_reachable(entities, owners(facts), subject)))
        self._called = entities[subject].called
        self._parameters = parameters
        self._dated_by = dated_by
        self._known_on = known_on
        self._made: dict[str, Expr] = {}
        self._making: list[str] = []

    def __getitem__(self, name: str) -> Expr:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._facts or name in self._parameters

    def __iter__(self) -> Iterator[str]:
        yield from self._facts
        yield from self._parameters

    def __len__(self) -> int:
        return len(self._facts) + len(self._parameters)

    def fact(self, name: str) -> Fact:
        """The pack's fact behind a dotted name."""
        return self._facts[name]

    def owner(self, name: str) -> Text | None:
        """Whose fact it is, where it is that of another entity with a name of its own: the agency of a placement."""
        return self._called.get(name.partition(".")[0]) if "." in name else None

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by the name that rules of this subject use."""
        return self._facts

    def parameter(self, name: str, path: str = "") -> Expr:
        """A parameter as read by a rule of the entity that ``path`` leads to: its own dating fact is that entity's."""
        key = f"{path}.{name}" if path and self._parameters[name].dated_by is not None else name
        if key not in self._made:
            self._made[key] = self._parameter(self._parameters[name], path)
        return self._made[key]

    def _make(self, name: str) -> Expr:
        if name not in self._facts:
            return self._parameter(self._parameters[name], "")
        fact = self._facts[name]
        if fact.derived is not None:
            return self._derived(name, fact)
        low, high = bounds(fact)
        return tree.Fact(fact.at, fact.type, name, low, high)

    def _parameter(self, parameter: Parameter, path: str) -> Expr:
        if self._dated_by is None:
            raise Faults([Fault("policy.dated", parameter.at, Text("此处不能使用参数。", "A parameter cannot be used here."),
                                Text("请在政策条件中使用。", "Use it in a benefit."))])
        dated_by = self._dating(parameter, path)
        steps, apart = history(parameter.known(self._known_on)), dated_by != self._dated_by
        return tree.Parameter(parameter.at, parameter.type, parameter.id, steps, self[dated_by], apart)

    def _dating(self, parameter: Parameter, path: str) -> str:
        """The name here of the fact that dates a parameter. Raises Faults where this rule cannot read it."""
        wanted = parameter.dated_by or self._dated_by or ""
        beside = f"{path}.{wanted}"
        found = beside if path and parameter.dated_by is not None and beside in self._facts else wanted
        if found not in self._facts:
            raise Faults([Fault("policy.dated", parameter.at,
                                Text(f"参数“{parameter.id}”按“{wanted}”取值，这条规则读不到它。",
                                     f"{parameter.id} is dated by {wanted}, which this rule cannot read."),
                                Text("请换一个参数，或更正它的 dated_by。", "Use another, or correct its dated_by."))])
        return found

    def _derived(self, name: str, fact: Fact) -> Expr:
        if name in self._making:
            raise Faults([Fault("policy.cycle", fact.at,
                                Text(f"推导事实循环：{' → '.join([*self._making, name])}。",
                                     f"Derived facts form a cycle: {' → '.join([*self._making, name])}."),
                                Text("请打断循环。", "Break the cycle."))])
        assert fact.derived is not None
        self._making.append(name)
        try:
            scope = Scope(Prefixed(self, name.rpartition(".")[0]))
            body = compile_expression(fact.derived.text, scope, fact.derived.at)
        finally:
            self._making.pop()
        return tree.Derived(fact.at, body.type, name, body)


class Prefixed(Mapping[str, Expr]):
    """``names`` as seen by a derived fact of a related entity: its own facts first, by the path that leads there."""

    def __init__(self, names: Names, path: str) -> None:
        self._names = names
        self._path = path

    def __getitem__(self, name: str) -> Expr:
        full = self._full(name)
        return self._names[full] if full in self._names.facts else self._names.parameter(full, self._path)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._full(name) in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _full(self, name: str) -> str:
        inner = f"{self._path}.{name}"
        return inner if self._path and inner in self._names else name


def history(values: Sequence[ParameterValue]) -> tuple[tuple[date, Natural | None], ...]:
    """What is known from which day on; a value that ends without a successor leaves nothing known (None)."""
    steps: list[tuple[date, Natural | None]] = []
    for value, later in zip_longest(values, values[1:]):
        steps.append((value.start, value.value))
        if value.until is not None and (later is None or later.start > value.until + timedelta(days=1)):
            steps.append((value.until + timedelta(days=1), None))
    return tuple(steps)


def bounds(fact: Fact) -> tuple[int | None, int | None]:
    """The integer bounds of a fact's domain, None for booleans, enumerations and texts."""
    if fact.domain is None:
        return None, None
    low, high = fact.domain
    return int(encode(fact.type, low)), int(encode(fact.type, high))


class Reached(Mapping[str, Fact]):
    """Facts by the names that one subject's rules use; a fact is made when it is first asked for."""

    def __init__(self, facts: Mapping[str, Fact], ids: Mapping[str, str]) -> None:
        self._facts = facts
        self._ids = ids

    def __getitem__(self, name: str) -> Fact:
        return self._facts[self._ids[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def owners(facts: Mapping[str, Fact]) -> Mapping[str, str]:
    """The entity of each fact; a lazy mapping tells without making its facts."""
    told: Mapping[str, str] | None = getattr(facts, "owners", None)
    return told if told is not None else {fact.id: fact.entity for fact in facts.values()}


def _reachable(entities: Mapping[str, Entity], owners: Mapping[str, str], subject: str) -> Iterator[tuple[str, str]]:
    """Each name that rules of ``subject`` may use for a fact, with the fact's id."""
    relations = entities[subject].relations
    for name, entity in owners.items():
        if entity in (subject, CLAIM):
            yield name, name
        for relation, target in relations.items():
            if entity == target:
                yield f"{relation}.{name}", name
