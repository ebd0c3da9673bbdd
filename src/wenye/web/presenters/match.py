"""The match as an analyst reads it: five figures, what they are made of, and the subjects behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from wenye.library import Library, rules
from wenye.policy.match_store import Kept
from wenye.policy.model import Benefit
from wenye.registry import selectors
from wenye.registry.selectors import Shown
from wenye.web import charts, figures, matches, ui
from wenye.web.language import capital, said, say

PAGE = 50
TOP = 10
NAMED = ("person", "firm")
OUTCOMES = {"yes": ("yes", "state.grants"), "no": ("no", "state.fails"), "unknown": ("unknown", "state.unknown")}
OUTCOME_WORDS = {"yes": "match.yes", "near": "match.near", "unknown": "match.unknown", "no": "match.count_no"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the analyst asked for, as the address says it; empty means all."""

    benefit: str = ""
    town: str = ""
    outcome: str = ""
    page: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.benefit or self.town or self.outcome)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the strip: what it counts, the figure, and what it rests on."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """The page: the overview of all benefits, or one ``benefit`` with its subjects, ``pages`` of them."""

    day: str
    stale: bool
    figures: tuple[Figure, ...]
    charts: tuple[charts.Chart, ...]
    filters: tuple[ui.Filter, ...]
    benefit: Benefit | None
    table: ui.Table
    pages: ui.Pages


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
    return Figure(say("match.subjects"), figures.number(whole), say("match.subjects_note", n=len(found.subjects)))


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
        say("match.times"),
    )


def _by_town(library: Library, found: Kept, rows: Sequence[Mapping[str, int | str]]) -> charts.Chart:
    """The entitled by town, most first; those without a town stand last, whatever their number."""
    ordered = sorted(rows, key=lambda row: (row["town"] not in library.pack.towns, -int(row["yes"])))
    data = [
        charts.Datum(_town(library, str(row["town"])), (int(row["yes"]),), (figures.number(int(row["yes"])),))
        for row in ordered
    ]
    best = data[0] if data and data[0].values[0] else None
    title = say("match.towns", town=best.label, n=best.said[0]) if best else say("match.top_none")
    return charts.bars(
        "towns",
        title,
        say("match.towns_note"),
        _source(library, found),
        say("match.town"),
        charts.Series(say("match.yes"), "bar"),
        data,
        say("match.times"),
    )


def _outcomes(label: str, values: tuple[int, int, int]) -> charts.Datum:
    return charts.Datum(label, values, tuple(figures.number(value) for value in values))


def _conditions(library: Library, found: Kept, benefit: Benefit, town: str) -> charts.Chart:
    tests = rules.program(benefit).tests
    counts = matches.conditions(found, benefit, town, [test.id for test in tests])
    data = [_outcomes(capital(test.label), values) for test, values in zip(tests, counts, strict=True)]
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


COLUMNS = ("match.count_subjects", "match.yes", "match.count_no", "match.unknown", "match.near", "match.sum_yuan")


def _overview(library: Library, rows: Sequence[Mapping[str, int | str]], town: str) -> ui.Table:
    """Every benefit with its counts and its sum."""
    heads = [ui.Head(say("match.benefit")), ui.Head(say("match.measure"), n=True),
             *(ui.Head(say(column), n=True) for column in COLUMNS)]  # fmt: skip
    ordered = sorted(rows, key=lambda row: library.pack.benefits[str(row["benefit"])].measure)
    return ui.Table(say("match.benefits"), heads, [_benefit_row(library, row, town) for row in ordered])


def _benefit_row(library: Library, row: Mapping[str, int | str], town: str) -> ui.Row:
    benefit = library.pack.benefits[str(row["benefit"])]
    counts = [figures.number(int(row[name])) for name in matches.COUNTS]
    paid = figures.yuan_column(int(row["sum_fen"])) if _paid(library, benefit.id) else say("match.no_sum")
    cells = [ui.Cell(value, n=True) for value in (str(benefit.measure), *counts, paid)]
    asked = {"benefit": benefit.id} | ({"town": town} if town else {})
    return ui.Row(benefit.id, said(benefit.label), f"?{urlencode(asked)}", cells)


def _subjects(library: Library, benefit: Benefit, hits: Sequence[matches.Hit]) -> ui.Table:
    """The subjects of one benefit."""
    named = (
        {item.id: item for item in selectors.some_of(benefit.subject, [hit.id for hit in hits])}
        if benefit.subject in NAMED
        else {}
    )
    plain, figured = (
        ("match.subject", "match.number", "match.town", "match.outcome"),
        ("match.amount_yuan", "match.missing"),
    )
    heads = [*(ui.Head(say(key)) for key in plain), *(ui.Head(say(key), n=True) for key in figured)]
    rows = [_subject_row(library, benefit, hit, named.get(hit.id)) for hit in hits]
    return ui.Table(say("match.list_of", label=benefit.label), heads, rows)


def _subject_row(library: Library, benefit: Benefit, hit: matches.Hit, named: Shown | None) -> ui.Row:
    style, word = OUTCOMES[hit.outcome]
    cells = [
        ui.Cell(named.number if named else ""),
        ui.Cell(_town(library, hit.town)),
        ui.Cell(state=ui.State(style, say(word))),
        ui.Cell(figures.yuan_column(hit.amount_fen) if hit.amount_fen is not None else "", n=True),
        ui.Cell(str(hit.missing) if hit.missing else "", n=True),
    ]
    name = named.name if named else f"{said(library.pack.entities[benefit.subject].label)} {hit.id}"
    return ui.Row(str(hit.id), name, reverse("web:analysis-case", args=[benefit.id, hit.id]), cells)


def _filters(
    library: Library, names: Sequence[str], wanted: Wanted, within: frozenset[str] | None
) -> tuple[ui.Filter, ...]:
    held = sorted((library.pack.benefits[name] for name in names), key=lambda item: item.measure)
    benefits = [ui.Choice(benefit.id, f"{benefit.measure} {said(benefit.label)}") for benefit in held]
    reached = [town for town in library.pack.towns.values() if within is None or town.id in within]
    towns = [ui.Choice(town.id, town.label) for town in reached]
    outcomes = [ui.Choice(name, say(key)) for name, key in OUTCOME_WORDS.items()]
    return (
        ui.Filter("benefit", say("match.benefit"), wanted.benefit, choices=benefits, wide=True),
        ui.Filter("town", say("match.town"), wanted.town, choices=towns),
        ui.Filter("outcome", say("match.outcome"), wanted.outcome, choices=outcomes),
    )


def view(library: Library, found: Kept, wanted: Wanted, towns: frozenset[str] | None = None) -> MatchView:
    """The page for what was asked; ``towns`` are those within the reader's reach, None for the whole district."""
    whole = matches.summary(found)
    if towns is not None:
        whole = whole.filter(whole["town"].is_in(list(towns)))
    names = whole["benefit"].unique(maintain_order=True).to_list()
    benefit = library.pack.benefits[wanted.benefit] if wanted.benefit in names else None
    in_town = whole.filter(whole["town"] == wanted.town) if wanted.town else whole
    rows = matches.totals(in_town, "benefit")
    shown = [row for row in rows if benefit is None or row["benefit"] == benefit.id]
    of_benefit = whole.filter(whole["benefit"] == benefit.id) if benefit else whole
    first = _conditions(library, found, benefit, wanted.town) if benefit else _top(library, found, rows)
    count = matches.count(found, benefit, wanted.town, wanted.outcome) if benefit else 0
    pages = ui.pages(count, wanted.page, PAGE)
    return MatchView(
        day=figures.day(found.on),
        stale=found.pack != library.pack.hash,
        figures=_strip(library, found, shown),
        charts=(first, _by_town(library, found, matches.totals(of_benefit.sort("town"), "town"))),
        filters=_filters(library, names, wanted, towns),
        benefit=benefit,
        table=_subjects(library, benefit, matches.hits(found, benefit, wanted.town, wanted.outcome, pages.start, PAGE))
        if benefit
        else _overview(library, rows, wanted.town),
        pages=pages,
    )
