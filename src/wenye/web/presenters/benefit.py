"""A benefit as its guide and its measure show it: conditions in sentences, the table, how it is counted, examples."""

from collections.abc import Iterator
from dataclasses import dataclass

from wenye.library import Library, rules
from wenye.policy.model import AmountTable, Assumption, Benefit, Condition, Example, OpenQuestion, Period
from wenye.policy.program import AMOUNT, IN_FORCE
from wenye.policy.screen import Who, serves
from wenye.web import figures
from wenye.web.language import joined, said, say
from wenye.web.presenters.values import fact_said, money, value_said

SCREENED: tuple[Who, ...] = ("person", "firm")


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition: its name, its sentence, and who judges it where it is a judgement."""

    id: str
    label: str
    sentence: str
    judged_by: str
    clause: str


@dataclass(frozen=True, slots=True)
class TableRowView:
    """A row of the amount table."""

    cells: tuple[str, ...]
    output: str


@dataclass(frozen=True, slots=True)
class TableView:
    """The amount table."""

    headers: tuple[str, ...]
    output: str
    rows: tuple[TableRowView, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A worked example: the case in words, what comes out, and why."""

    name: str
    given: str
    outcome: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class PointView:
    """An assumption or an open question: its text, and who or what would settle it."""

    id: str
    text: str
    note: str
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class BenefitView:
    """Everything a page shows of a benefit."""

    id: str
    measure: int
    label: str
    kind: str
    awaiting: str
    conditions: tuple[ConditionView, ...]
    table: TableView | None
    amounts: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    examples_on: str
    examples_first: tuple[ExampleView, ...]
    examples_rest: tuple[ExampleView, ...]

    @property
    def examples(self) -> bool:
        """Whether there is any example."""
        return bool(self.examples_first)

    @property
    def examples_count(self) -> int:
        """How many examples there are."""
        return len(self.examples_first) + len(self.examples_rest)


def screened_as(library: Library, benefit: Benefit) -> Who | None:
    """Whose screening asks about ``benefit``; None where an institution has it and no visitor can."""
    return next((who for who in SCREENED if serves(library.pack, benefit, who)), None)


def validity(valid: Period | None) -> str:
    """A period of validity in words."""
    if valid is None or valid.start is None:
        return ""
    if valid.end is None:
        return say("measure.valid_from", start=figures.day(valid.start))
    return say("measure.valid_span", start=figures.day(valid.start), end=figures.day(valid.end))


def validity_note(library: Library, valid: Period | None) -> str:
    """Says so where a period begins on the day that the pack only assumes."""
    assumed = any(item.id == "valid" for item in library.pack.assumptions)
    return say("measure.valid_assumed") if assumed and valid and valid.start == library.pack.valid.start else ""


def _condition(library: Library, benefit: Benefit, condition: Condition) -> ConditionView:
    sentence = "" if condition.judgement else said(rules.condition(benefit, condition.id))
    judged_by = said(library.unit(condition.role)) if condition.role else ""
    return ConditionView(
        condition.id, said(condition.label), sentence, judged_by, condition.clause or str(benefit.measure)
    )


def _table(benefit: Benefit) -> TableView | None:
    if not isinstance(benefit.amount, AmountTable):
        return None
    shown = rules.table(benefit)
    rows = tuple(TableRowView(tuple(said(cell) for cell in row.cells), said(row.output)) for row in shown.rows)
    return TableView(
        tuple(said(head) for head in shown.headers),
        say(f"amount_is.{benefit.amount_is}"),
        rows,
        said(shown.note),
    )


def _amounts(benefit: Benefit) -> tuple[tuple[str, str], ...]:
    """What is given, line by line: when (empty: always), and how much."""
    if benefit.amount is None or isinstance(benefit.amount, AmountTable):
        return ()
    lines = rules.told_whole(benefit).amounts
    return tuple((said(line.when) if line.when else "", said(line.much)) for line in lines)


def _given(benefit: Benefit, example: Example) -> str:
    """The case in words: the first example in full, the others by what they change in it."""
    names = rules.names(benefit).facts
    base = {} if example is benefit.examples[0] else benefit.examples[0].given
    changed = [
        fact_said(names[name], value)
        for name, value in example.given.items()
        if name in names and base.get(name) != value
    ]
    dropped = [
        say("rule.not_known", label=names[name].label) for name in base if name in names and name not in example.given
    ]
    return say("site.semicolon").join([*changed, *dropped])


def _failed(benefit: Benefit, failed: str) -> str:
    if failed == AMOUNT:
        return say("measure.example_amount")
    return say("measure.example_in_force") if failed == IN_FORCE else said(benefit.conditions[failed].label)


def _note(benefit: Benefit, example: Example) -> str:
    if example.fails:
        return say("measure.example_fails", conditions=joined([_failed(benefit, failed) for failed in example.fails]))
    if example.missing:
        names = rules.names(benefit).facts
        return say("measure.example_missing", facts=joined([names[name].label for name in example.missing]))
    return ""


def _example(benefit: Benefit, example: Example) -> ExampleView:
    amount = money(example.amount) if example.amount is not None else ""
    return ExampleView(said(example.name), _given(benefit, example), example.expect, amount, _note(benefit, example))


def _chosen(examples: list[ExampleView]) -> tuple[tuple[ExampleView, ...], tuple[ExampleView, ...]]:
    """A few telling ones first: two that are granted, one refused, one that cannot be told."""
    first: list[ExampleView] = []
    for outcome, most in (("yes", 2), ("no", 1), ("unknown", 1)):
        first += [example for example in examples if example.outcome == outcome][:most]
    return tuple(first), tuple(example for example in examples if example not in first)


def view(library: Library, benefit: Benefit) -> BenefitView:
    """What the pages show of ``benefit``."""
    first, rest = _chosen([_example(benefit, example) for example in benefit.examples])
    return BenefitView(
        id=benefit.id,
        measure=benefit.measure,
        label=said(benefit.label),
        kind=say(f"kind.{benefit.kind}"),
        awaiting=said(benefit.awaiting.text) if benefit.awaiting else "",
        conditions=tuple(_condition(library, benefit, condition) for condition in benefit.conditions.values()),
        table=_table(benefit),
        amounts=_amounts(benefit),
        terms=tuple(said(term) for term in rules.terms(benefit)),
        examples_on=figures.day(benefit.examples[0].on) if benefit.examples else "",
        examples_first=first,
        examples_rest=rest,
    )


def assumption(item: Assumption) -> PointView:
    """An assumption, with the source that would replace it."""
    return PointView(item.id, said(item.text), "", said(item.source_wanted) if item.source_wanted else "")


def assumptions(library: Library, benefit: Benefit) -> Iterator[PointView]:
    """The assumptions that a benefit rests on: its own, then the values that its rule reads."""
    for item in benefit.assumptions:
        yield assumption(item)
    for name in rules.assumed(benefit):
        parameter = library.pack.parameters[name]
        for value in parameter.known():
            if value.assumption is not None:
                figure = say("site.pair", name=parameter.label, value=value_said(parameter, value.value))
                text = say("measure.assumed_value", figure=figure, text=value.assumption)
                yield PointView(name, text, "", said(value.source_wanted) if value.source_wanted else "")


def open_point(library: Library, of: object, item: OpenQuestion) -> PointView:
    """An open question of a measure or benefit, and who settles it."""
    return PointView(f"{of}-{item.id}", said(item.question), _settled(library, item.settled_by))


def open_points(library: Library, benefit: Benefit) -> Iterator[PointView]:
    """The open questions of a benefit, those of stacking included."""
    for item in benefit.open:
        yield open_point(library, benefit.id, item)
    for stacking in benefit.stacking_open:
        name = f"{benefit.id}-with-{stacking.benefit}"
        yield PointView(name, said(stacking.question), _settled(library, stacking.settled_by))


def _settled(library: Library, unit: str) -> str:
    return say("measure.settled_by", unit=said(library.unit(unit)))
