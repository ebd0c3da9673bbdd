"""A part of a measure that is not an executable rule, said as a short list of headed facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wenye.library import Library
from wenye.policy.model import Part
from wenye.web import figures
from wenye.web.language import joined, said, say
from wenye.web.presenters.values import money, with_unit

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part as shown: its kind in words, its name, an optional sentence, and headed facts."""

    id: str
    kind: str
    label: str
    text: str
    rows: tuple[Row, ...]


def period(per: str | None) -> str:
    """``year`` as 每年; nothing where no period is named."""
    return say(f"per.{per}") if per else ""


def _bounds(part: Part) -> Iterator[Row]:
    if part.metric and part.at_least is part.at_most is part.count is None:
        yield say("part.metric"), said(part.metric)
        if part.per:
            yield say("part.per"), period(part.per)
    for key, value in (("at_least", part.at_least), ("at_most", part.at_most), ("count", part.count)):
        if value is not None:
            amount = say(f"part.{key}_value", value=with_unit(value, part.unit), per=period(part.per)).strip()
            yield (said(part.metric) if part.metric else say(f"part.{key}")), amount
    if part.amount is not None:
        yield say("part.amount"), f"{money(part.amount)} {period(part.per)}".strip()


def _on(day: str) -> str:
    """A day of the month (``17``), or of the year (``01-31``)."""
    month, dash, last = day.partition("-")
    return say("part.on_date", month=int(month), day=int(last)) if dash else say("part.on_day", day=day)


def _times(part: Part) -> Iterator[Row]:
    if part.every:
        yield (
            say("part.every"),
            say(f"every.{part.every}") + (_on(part.on) if part.on else ""),
        )
    if part.start:
        yield say("part.from"), figures.day(part.start)
    if part.until:
        yield say("part.until"), figures.day(part.until)


def _contest(part: Part) -> Iterator[Row]:
    for place in part.places:
        count = say("part.places", n=place.count) if place.count else ""
        prize = say("part.prize", amount=money(place.prize)) if place.prize else ""
        yield said(place.of), joined([text for text in (count, prize) if text]) or say("part.no_figure")
    if part.places and part.per:
        yield say("part.per"), period(part.per)
    if part.nominate_to:
        yield say("part.nominate_to"), say(f"level.{part.nominate_to}")


def _counts(part: Part) -> Iterator[Row]:
    for count in part.counts:
        yield said(count.what), say("part.times", n=count.count, per=period(count.per or part.per)).strip()
    for limit in part.limits:
        yield said(limit.label), with_unit(limit.value, limit.unit)


def _money(library: Library, part: Part) -> Iterator[Row]:
    if part.fund:
        fund = library.pack.funds.get(part.fund)
        yield say("part.fund"), said(fund.label) if fund else part.fund
    if part.floor is not None:
        yield say("part.floor"), money(part.floor) + (say(f"floor.{part.rule}") if part.rule else "")


def _ledger(library: Library, part: Part) -> Iterator[Row]:
    if part.of:
        yield say("part.of"), said(part.of)
    if part.fields:
        yield say("part.fields"), joined(part.fields)
    if part.keeper:
        yield say("part.keeper"), said(library.unit(part.keeper))
    if part.purpose:
        yield say("part.purpose"), said(part.purpose)
    if part.consent:
        yield say("part.consent"), say("part.consent_yes")
    if part.audit:
        yield say("part.audit"), say("part.audit_yes")


def _proof(library: Library, part: Part) -> Iterator[Row]:
    if part.by:
        yield say("part.by"), joined([library.unit(unit) for unit in part.by])
    if part.evidence:
        yield say("part.evidence"), joined(part.evidence)


def view(library: Library, part: Part) -> PartView:
    """What the page shows of ``part``."""
    readers: tuple[Callable[[Part], Iterator[Row]], ...] = (_bounds, _times, _contest, _counts)
    rows = [row for read in readers for row in read(part)]
    for read in (_money, _ledger, _proof):
        rows += read(library, part)
    return PartView(part.id, part.kind, said(part.label), said(part.text) if part.text else "", tuple(rows))
