"""The match as an analyst reads it: five figures, what they are made of, and the subjects behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wenye.library import Library, rules
from wenye.policy.match_store import Kept
from wenye.policy.model import Benefit
from wenye.registry import selectors
from wenye.web import charts, figures, matches
from wenye.web.language import said, say
from wenye.web.presenters.home import Choice

PAGE = 50
TOP = 10
NAMED = ("person", "firm")
OUTCOME_WORDS = {"yes": "match.yes", "near": "match.near", "unknown": "match.unknown", "no": "match.count_no"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the analyst asked for; empty means all."""

    benefit: str
    town: str
    outcome: str
    page: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the strip: what it counts, the figure, and what it rests on."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit in the overview."""

    benefit: Benefit
    label: str
    counts: tuple[int, ...]
    sum: str


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A subject in the list of one benefit."""

    key: int
    name: str
    number: str
    town: str
    outcome: str
    amount: str
    missing: int


@dataclass(frozen=True, slots=True)
class MatchView:
    """The page."""

    day: str
    stale: bool
    figures: tuple[Figure, ...]
    charts: tuple[charts.Chart, ...]
    benefits: tuple[BenefitRow, ...]
    subjects: tuple[SubjectRow, ...]
    entity: str
    benefit: Benefit | None
    found: int
    page: int
    pages: int
    benefit_choices: tuple[Choice, ...]
    town_choices: tuple[Choice, ...]
    outcome_choices: tuple[Choice, ...]

    @property
    def before(self) -> int:
        """The page before this one."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The page after this one."""
        return self.page + 1


def _town(library: Library, town: str) -> str:
    named = library.pack.towns.get(town)
    return said(named.label) if named else say("match.no_town")


def _paid(library: Library, name: object) -> bool:
    """Whether the sum of a benefit is money paid out; the limit of a loan is not."""
    benefit = library.pack.benefits[str(name)]
    return benefit.amount is not None and benefit.amount_is != "limit"


def _strip(library: Library, found: Kept, rows: Sequence[Mapping[str, int | str]]) -> tuple[Figure, ...]:
    total = {name: sum(int(row[name]) for row in rows) for name in matches.COUNTS}
    paid = sum(int(row["sum_fen"]) for row in rows if _paid(library, row["benefit"]))
    return (
        _compared(library, found, rows),
        Figure(say("match.yes"), figures.number(total["yes"]), say("match.yes_note", n=len(rows))),
        Figure(say("match.sum"), figures.ten_thousands(paid), say("match.sum_note")),
        Figure(say("match.near"), figures.number(total["one_short"]), say("match.near_note")),
        Figure(say("match.unknown"), figures.number(total["unknown"]), say("match.unknown_note")),
    )


def _compared(library: Library, found: Kept, rows: Sequence[Mapping[str, int | str]]) -> Figure:
    if len(rows) == 1:
        entity = library.pack.entities[library.pack.benefits[str(rows[0]["benefit"])].subject]
        return Figure(say("match.subjects"), figures.number(int(rows[0]["subjects"])), said(entity.label))
    whole = sum(found.subjects.values())
    return Figure(
        say("match.subjects"), figures.number(whole), say("match.subjects_note", n=len(found.subjects))
    )


def _source(library: Library, found: Kept) -> str:
    return say("match.source", date=figures.day(found.on), hash=found.pack[:12])


def _top(library: Library, found: Kept, rows: Sequence[Mapping[str, int | str]]) -> charts.Chart:
    most = sorted((row for row in rows if int(row["yes"])), key=lambda row: -int(row["yes"]))[:TOP]
    data = [
        charts.Datum(
            said(library.pack.benefits[str(row["benefit"])].label),
            (int(row["yes"]),),
            (figures.number(int(row["yes"])),),
        )
        for row in most
    ]
    title = say("match.top", label=data[0].label, n=data[0].said[0]) if data else say("match.top_none")
    return charts.bars(
        "top",
        title,
        say("match.top_note", n=len(data)),
        _source(library, found),
        say("match.benefit"),
        charts.Series(say("match.yes"), "bar"),
        data,
    )


def _by_town(library: Library, found: Kept, rows: Sequence[Mapping[str, int | str]]) -> charts.Chart:
    series = [charts.Series(say(f"state.{name}"), f"bar-{name}") for name in ("grants", "unknown", "refuses")]
    styled = [
        charts.Series(one.label, style)
        for one, style in zip(series, ("bar-yes", "bar-unknown", "bar-no"), strict=True)
    ]
    data = [
        _outcomes(_town(library, str(row["town"])), (int(row["yes"]), int(row["unknown"]), int(row["no"])))
        for row in rows
    ]
    best = max(rows, key=lambda row: int(row["yes"]), default=None)
    title = (
        say("match.towns", town=_town(library, str(best["town"])), n=figures.number(int(best["yes"])))
        if best
        else say("match.top_none")
    )
    return charts.shares(
        "towns", title, say("match.towns_note"), _source(library, found), say("match.town"), styled, data
    )


def _outcomes(label: str, values: tuple[int, int, int]) -> charts.Datum:
    return charts.Datum(label, values, tuple(figures.number(value) for value in values))


def _conditions(library: Library, found: Kept, benefit: Benefit, town: str) -> charts.Chart:
    tests = rules.program(benefit).tests
    counts = matches.conditions(found, benefit, town, [test.id for test in tests])
    data = [_outcomes(said(test.label), values) for test, values in zip(tests, counts, strict=True)]
    hardest = max(data, key=lambda datum: datum.values[2], default=None)
    title = say("match.hardest", label=hardest.label, n=hardest.said[2]) if hardest else say("match.top_none")
    series = [
        charts.Series(say(f"state.{word}"), f"bar-{style}")
        for word, style in (("holds", "yes"), ("missing", "unknown"), ("fails", "no"))
    ]
    return charts.shares(
        "conditions",
        title,
        say("match.conditions_note"),
        _source(library, found),
        say("match.condition"),
        series,
        data,
    )


def _benefit_row(library: Library, row: Mapping[str, int | str]) -> BenefitRow:
    benefit = library.pack.benefits[str(row["benefit"])]
    counts = tuple(int(row[name]) for name in matches.COUNTS)
    amount = figures.yuan_digits(int(row["sum_fen"])) if _paid(library, benefit.id) else ""
    return BenefitRow(benefit, said(benefit.label), counts, amount)


def _subjects(library: Library, benefit: Benefit, hits: Sequence[matches.Hit]) -> tuple[SubjectRow, ...]:
    named = (
        {item.id: item for item in selectors.some_of(benefit.subject, [hit.id for hit in hits])}
        if benefit.subject in NAMED
        else {}
    )
    entity = said(library.pack.entities[benefit.subject].label)
    return tuple(
        SubjectRow(
            hit.id,
            named[hit.id].name if hit.id in named else f"{entity} {hit.id}",
            named[hit.id].number if hit.id in named else "",
            _town(library, hit.town),
            hit.outcome,
            figures.yuan_digits(hit.amount_fen) if hit.amount_fen is not None else "",
            hit.missing,
        )
        for hit in hits
    )


def _choices(library: Library, names: Sequence[str]) -> tuple[Choice, ...]:
    held = [library.pack.benefits[name] for name in names]
    return tuple(
        Choice(benefit.id, f"{benefit.measure} {said(benefit.label)}")
        for benefit in sorted(held, key=lambda item: item.measure)
    )


def view(library: Library, found: Kept, wanted: Wanted) -> MatchView:
    """The page for what was asked."""
    whole = matches.summary(found)
    names = whole["benefit"].unique(maintain_order=True).to_list()
    benefit = library.pack.benefits[wanted.benefit] if wanted.benefit in names else None
    in_town = whole.filter(whole["town"] == wanted.town) if wanted.town else whole
    rows = matches.totals(in_town, "benefit")
    shown = [row for row in rows if benefit is None or row["benefit"] == benefit.id]
    of_benefit = whole.filter(whole["benefit"] == benefit.id) if benefit else whole
    first = _conditions(library, found, benefit, wanted.town) if benefit else _top(library, found, rows)
    count = matches.count(found, benefit, wanted.town, wanted.outcome) if benefit else 0
    pages = max(1, -(-count // PAGE))
    here = min(max(1, wanted.page), pages)
    hits = (
        matches.hits(found, benefit, wanted.town, wanted.outcome, (here - 1) * PAGE, PAGE) if benefit else []
    )
    return MatchView(
        day=figures.day(found.on),
        stale=found.pack != library.pack.hash,
        figures=_strip(library, found, shown),
        charts=(first, _by_town(library, found, matches.totals(of_benefit.sort("town"), "town"))),
        benefits=()
        if benefit
        else tuple(
            _benefit_row(library, row)
            for row in sorted(rows, key=lambda row: library.pack.benefits[str(row["benefit"])].measure)
        ),
        subjects=_subjects(library, benefit, hits) if benefit else (),
        entity=said(library.pack.entities[benefit.subject].label) if benefit else "",
        benefit=benefit,
        found=count,
        page=here,
        pages=pages,
        benefit_choices=_choices(library, names),
        town_choices=tuple(Choice(town.id, said(town.label)) for town in library.pack.towns.values()),
        outcome_choices=tuple(Choice(name, say(key)) for name, key in OUTCOME_WORDS.items()),
    )
