"""The guide to a benefit, in the order of a Chinese service guide: facts, conditions, amount, papers, steps."""

from collections.abc import Iterator
from dataclasses import dataclass

from wenye.library import Library, rules
from wenye.policy.model import Benefit, Evidence, Measure
from wenye.policy.rules import validity as valid_period
from wenye.policy.screen import Who
from wenye.web.language import joined, said, say
from wenye.web.presenters import benefit as benefits
from wenye.web.presenters.measure import FactRow


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring, and what it proves."""

    label: str
    proves: str


@dataclass(frozen=True, slots=True)
class GuideView:
    """Everything the guide shows."""

    benefit: benefits.BenefitView
    measure: Measure
    facts: tuple[FactRow, ...]
    papers: tuple[Paper, ...]
    steps: tuple[str, ...]
    unit: str
    services: tuple[str, ...]
    assumptions: tuple[benefits.PointView, ...]
    open: tuple[benefits.PointView, ...]
    interpretations: tuple[str, ...]
    screened_as: Who | None


def _papers(benefit: Benefit) -> Iterator[Paper]:
    names = rules.names(benefit).facts
    for evidence in benefit.evidence:
        yield Paper(said(evidence.label), _proved(evidence, names))


def _proved(evidence: Evidence, names: object) -> str:
    known = [names[name].label for name in evidence.proves if name in names]  # type: ignore[index,operator]
    return say("guide.proves", facts=joined(known)) if known else ""


def _for_whom(library: Library, benefit: Benefit) -> Iterator[FactRow]:
    """What one claim is for and who gets the money, where that is not the same."""
    subject = library.pack.entities[benefit.subject]
    payee = subject.relations.get(benefit.payee or "", benefit.payee)
    if payee != benefit.subject:
        yield FactRow(say("guide.claimed_for"), said(subject.label))
    if payee is not None:
        head = say("guide.lent_to" if benefit.kind == "loan" else "guide.paid_to")
        yield FactRow(head, said(library.pack.entities[payee].label))


def fact_box(library: Library, benefit: Benefit) -> Iterator[FactRow]:
    """Who gives it to whom, on which clause, until when, out of which money."""
    measure = library.pack.measures[benefit.measure]
    yield FactRow(say("guide.kind"), say(f"kind.{benefit.kind}"))
    yield from _for_whom(library, benefit)
    yield FactRow(say("guide.unit"), joined([library.unit(unit) for unit in measure.lead]))
    yield FactRow(say("guide.clause"), say("guide.clause_value", n=benefit.clause))
    period = valid_period(library.pack, benefit)
    yield FactRow(say("measure.valid"), benefits.validity(period), benefits.validity_note(library, period))
    yield FactRow(say("guide.time_limit"), said(benefit.time_limit) if benefit.time_limit else say("guide.silent"))
    if benefit.fund and benefit.fund in library.pack.funds:
        note = say("measure.fund_assumed").strip() if benefit.fund_assumed else ""
        yield FactRow(say("measure.fund"), said(library.pack.funds[benefit.fund].label), note)


def view(library: Library, benefit: Benefit) -> GuideView:
    """What the guide to ``benefit`` shows."""
    measure = library.pack.measures[benefit.measure]
    return GuideView(
        benefit=benefits.view(library, benefit),
        measure=measure,
        facts=tuple(fact_box(library, benefit)),
        papers=tuple(_papers(benefit)),
        steps=tuple(said(step) for step in benefit.steps),
        unit=joined([library.unit(unit) for unit in measure.lead]),
        services=tuple(
            say(
                "guide.service",
                what=count.what,
                n=count.count,
                per=say(f"per.{count.per}") if count.per else "",
            )
            for count in benefit.counts
        ),
        assumptions=tuple(benefits.assumptions(library, benefit)),
        open=tuple(benefits.open_points(library, benefit)),
        interpretations=tuple(said(item.text) for item in benefit.interpretations),
        screened_as=benefits.screened_as(library, benefit),
    )
