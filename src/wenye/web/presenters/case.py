"""One case of the match decided again, with every reason, the source of every fact, and the receipt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenye.feel.types import Enum, Natural, decode
from wenye.library import Library, rules, screener
from wenye.policy import receipt as receipts
from wenye.policy.decide import Decision, Judged, decide_with
from wenye.policy.model import Benefit, Fact
from wenye.policy.screen import claim_facts
from wenye.registry import selectors
from wenye.registry.facts import frame
from wenye.registry.selectors import Known, KnownFact
from wenye.web import figures
from wenye.web.language import said, say
from wenye.web.presenters.said_case import sentence
from wenye.web.presenters.values import value_said

NAMED = ("person", "firm")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition, how it came out, and why."""

    label: str
    outcome: str
    why: str
    clause: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that the rule reads, with where it comes from; ``fixed`` comes from the application itself."""

    label: str
    value: str
    known: bool
    origin: str
    dated: date | None
    fixed: bool

    @property
    def source(self) -> str:
        """Where the value comes from, in words."""
        return say("case.day") if self.fixed else self.origin or say("case.no_origin")


@dataclass(frozen=True, slots=True)
class CaseView:
    """The page of one case."""

    benefit: Benefit
    name: str
    number: str
    outcome: str
    amount: str
    payable: bool
    conditions: tuple[ConditionRow, ...]
    facts: tuple[FactRow, ...]
    missing: tuple[str, ...]
    receipt: tuple[tuple[str, str], ...]


def _held(library: Library, benefit: Benefit, key: int, on: date) -> dict[str, KnownFact]:
    """What the registers know of a subject and of the subjects it belongs to, by the names that rules use."""
    own = frame(benefit.subject, on, key)
    if not own.height:
        return {}
    row = own.row(0, named=True)
    held = {item.name: item for item in selectors.facts_of(benefit.subject, key, on)}
    for relation, target in library.pack.entities[benefit.subject].relations.items():
        other = row.get(f"{relation}_id")
        if other is not None:
            held |= {f"{relation}.{item.name}": item for item in selectors.facts_of(target, other, on)}
    return held


def _natural(fact: Fact, value: Known) -> Natural:
    if isinstance(fact.type, Enum) or isinstance(value, date):
        return value  # type: ignore[return-value]
    assert isinstance(value, bool | int)
    return decode(fact.type, value)


def _given(library: Library, benefit: Benefit, held: Mapping[str, KnownFact], on: date) -> dict[str, object]:
    names = rules.names(benefit).facts
    read = {fact.name for fact in rules.program(benefit).facts}
    day = {
        name: decode(names[name].type, value)
        for name, value in claim_facts(library.pack, on).items()
        if name in read and value is not None
    }
    known = {
        name: _natural(names[name], item.value)
        for name, item in held.items()
        if name in read and item.value is not None
    }
    return {**known, **day}


def _why(judged: Judged) -> str:
    return sentence([said(reason) for reason in judged.reasons])


def _facts(benefit: Benefit, given: Mapping[str, object], held: Mapping[str, KnownFact]) -> Iterator[FactRow]:
    names = rules.names(benefit)
    for read in rules.program(benefit).facts:
        fact, item, value = names.fact(read.name), held.get(read.name), given.get(read.name)
        fixed = fact.entity == "claim" and value is not None
        origin = said(item.origin.label) if item and not fixed else ""
        shown = value_said(fact, value if isinstance(value, bool | Fraction | date | str) else None)
        yield FactRow(
            said(fact.label),
            shown,
            value is not None,
            origin,
            item.dated if item and not fixed else None,
            fixed,
        )


def _receipt(decision: Decision) -> tuple[tuple[str, str], ...]:
    wanted = ("digest", "pack", "rule", "evaluated_on", "engine")
    return tuple((name, str(decision.receipt[name])) for name in wanted if name in decision.receipt)


def _name(library: Library, benefit: Benefit, key: int) -> tuple[str, str]:
    found = selectors.some_of(benefit.subject, [key]) if benefit.subject in NAMED else []
    if found:
        return found[0].name, found[0].number
    return f"{said(library.pack.entities[benefit.subject].label)} {key}", ""


def view(library: Library, benefit: Benefit, key: int, on: date) -> CaseView | None:
    """The case of one subject; None where no register holds it."""
    held = _held(library, benefit, key, on)
    if not held:
        return None
    given = _given(library, benefit, held, on)
    decision = decide_with(screener.rules(on), benefit, given, on, receipts.installation_key())
    names = rules.names(benefit)
    name, number = _name(library, benefit, key)
    return CaseView(
        benefit=benefit,
        name=name,
        number=number,
        outcome=decision.outcome,
        amount=figures.yuan(decision.amount_fen) if decision.amount_fen is not None else "",
        payable=decision.payable,
        conditions=tuple(
            ConditionRow(said(item.label), item.outcome, _why(item), item.clause) for item in decision.conditions
        ),
        facts=tuple(_facts(benefit, given, held)),
        missing=tuple(said(names.fact(name).label) for name in decision.missing),
        receipt=_receipt(decision),
    )
