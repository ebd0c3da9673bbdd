"""What the home page counts and offers, all of it read from the pack."""

from dataclasses import dataclass
from datetime import date, timedelta

from wenye.library import Library
from wenye.policy.model import Benefit
from wenye.web import figures
from wenye.web.language import said, say
from wenye.web.ui import Choice

GROUP = "person_groups"
"""The yes/no facts by which people name themselves: 登记失业人员, 退役军人 and so on."""
BEFORE, AHEAD = timedelta(days=365), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan and its real counts."""

    id: str
    numeral: str
    label: str
    measures: int
    benefits: int
    targets: int


@dataclass(frozen=True, slots=True)
class News:
    """A benefit that begins or ends about now."""

    benefit: Benefit
    when: str
    day: date
    ends: bool


def plans(library: Library) -> list[PlanCard]:
    """The plans in order, each with its counts."""
    return [_plan(library, number) for number in library.pack.plans]


def _plan(library: Library, number: int) -> PlanCard:
    measures = [measure for measure in library.measures if measure.plan == number]
    parts = [part for measure in measures for part in measure.parts]
    return PlanCard(
        str(number),
        figures.chinese_digit(number),
        said(library.plan(number)),
        len(measures),
        sum(len(measure.benefits) for measure in measures),
        sum(part.kind == "target" for part in parts),
    )


def news(library: Library, on: date) -> list[News]:
    """Benefits that end within 60 days of ``on``, soonest first, then those that began within the year before."""
    ending, begun = [], []
    for benefit in library.pack.benefits.values():
        valid = benefit.valid
        if valid and valid.end and on <= valid.end <= on + AHEAD:
            ending.append(News(benefit, say("home.news_ends", date=figures.day(valid.end)), valid.end, True))
        elif valid and valid.start and on - BEFORE <= valid.start <= on and valid.end and valid.end > on:
            begun.append(News(benefit, say("home.news_begins", date=figures.day(valid.start)), valid.start, False))
    return [
        *sorted(ending, key=lambda item: item.day),
        *sorted(begun, key=lambda item: item.day, reverse=True),
    ][:6]


def identities(library: Library) -> list[Choice]:
    """Who the reader may be: anyone, one of the named groups, or an organisation."""
    groups = [fact for fact in library.pack.facts.values() if fact.entity == "person" and fact.group == GROUP]
    named = [Choice(fact.id, said(fact.label)) for fact in groups]
    return [Choice("person", say("check.person_short")), *named, Choice("firm", say("check.firm_short"))]


def wishes(library: Library) -> list[Choice]:
    """What the reader may want: the purposes that some benefit serves."""
    served = {benefit.purpose for benefit in library.pack.benefits.values()}
    return [
        Choice(purpose.id, said(purpose.label)) for purpose in library.pack.purposes.values() if purpose.id in served
    ]
