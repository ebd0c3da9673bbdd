"""The pack of Junshan accounts for every figure of the published document, and the document is found in it whole."""

import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.policy.source_render import CLEAN, ORDINALS, Line, as_docx, as_text, line_of, lines, page_of, publish
from wenye.cli import paths
from wenye.policy.model import (
    AmountTable,
    Benefit,
    Condition,
    Count,
    Formula,
    Limit,
    Measure,
    Pack,
    Part,
    Place,
    TableRow,
)
from wenye.policy.pack import load
from wenye.policy.source_compare import compare
from wenye.policy.source_difference import Difference, PackSide
from wenye.policy.source_docx import read_docx
from wenye.policy.source_figures import figures, normal, references
from wenye.policy.source_pack import pack_side
from wenye.policy.source_read import read_source
from wenye.policy.source_text import read_text

REAL = Path(os.environ.get("WENYE_SOURCE") or paths.ROOT.parent / "shared" / "source" / "junshan-measures.txt")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(paths.ROOT / "packs" / "junshan")


@pytest.fixture(scope="module")
def side(pack: Pack) -> PackSide:
    return pack_side(pack)


@pytest.fixture(scope="module")
def baseline(side: PackSide) -> tuple[Difference, ...]:
    """The faults of the document, as the pack and the renderer know them."""
    found = compare(read_text(as_text(publish(side)), "表.txt"), side)
    assert found.agrees
    return found.differences


def besides(data: bytes, side: PackSide, baseline: tuple[Difference, ...]) -> list[Difference]:
    return [found for found in compare(read_text(data, "表.txt"), side).differences if found not in baseline]


def test_the_pack_holds_a_hundred_measures_in_six_plans(side: PackSide) -> None:
    assert sorted(side.measures) == list(range(1, 101))
    assert sorted({measure.plan for measure in side.measures.values()}) == [1, 2, 3, 4, 5, 6]


def test_the_rendered_document_shows_its_misprints_in_text_and_in_word(
    side: PackSide, baseline: tuple[Difference, ...]
) -> None:
    assert {8, 17, 28, 34, 55, 66, 68, 80} <= {difference.measure for difference in baseline}
    for merged in (True, False):
        assert compare(read_docx(as_docx(publish(side), merged), "表.docx"), side).differences == baseline


def test_every_listed_figure_is_in_normal_form(side: PackSide) -> None:
    for measure in side.measures.values():
        for figure in measure.figures:
            assert (figure, [found.normal for found in figures(figure)]) == (normal(figure), [figure])
        for reference in measure.references:
            assert [found.normal for found in references(reference)] == [reference]


def test_every_listed_figure_acts_and_every_number_of_a_rule_is_listed(side: PackSide) -> None:
    for measure in side.measures.values():
        assert (measure.number, measure.untraced, measure.unfounded) == (measure.number, (), ())


def test_no_excuse_is_idle(pack: Pack) -> None:
    """A figure stands under ``figures_elsewhere`` only while the comparison would miss it."""
    for measure in pack.measures.values():
        for excuse in measure.figures_elsewhere:
            others = tuple(item for item in measure.figures_elsewhere if item is not excuse)
            claimed = _claimed(pack, replace(measure, figures_elsewhere=others))
            assert claimed.untraced or claimed.unfounded, (measure.number, excuse.figure)


@pytest.mark.slow
def test_each_figure_of_the_document_changed_by_the_smallest_step_is_found(
    side: PackSide, baseline: tuple[Difference, ...]
) -> None:
    for number, measure in side.measures.items():
        for place, figure in enumerate(measure.figures):
            changed = _stepped(figure)
            listed = (*measure.figures[:place], changed, *measure.figures[place + 1 :])
            if any(figure in [found.normal for found in figures(slip)] for slip, _ in measure.misprints):
                continue
            altered = replace(side, measures={**side.measures, number: replace(measure, figures=listed)})
            (found,) = besides(as_text(publish(altered)), side, baseline)
            assert found == Difference(number, "figure", changed, figure, "pack")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 101))
def test_each_measure_left_out_is_missing_and_nothing_else_is_told(
    side: PackSide, baseline: tuple[Difference, ...], number: int
) -> None:
    pages = publish(side)
    page_of(pages, number).remove(line_of(pages, number))
    (found,) = besides(as_text(pages), side, baseline)
    assert (found.measure, found.kind, found.published) == (number, "missing", None)


@pytest.mark.slow
def test_each_lead_unit_renamed_is_found(side: PackSide, baseline: tuple[Difference, ...]) -> None:
    for number, measure in side.measures.items():
        pages = publish(side)
        line_of(pages, number).lead = ["区某局"]
        (found,) = besides(as_text(pages), side, baseline)
        assert found == Difference(number, "unit", "牵头：区某局", f"牵头：{measure.lead[0]}", "pack")


@pytest.mark.slow
def test_each_related_unit_left_out_is_found(side: PackSide, baseline: tuple[Difference, ...]) -> None:
    cells = [line.measure for line in lines(publish(side)) if line.related and len(line.related) > 1]
    for number in cells:
        for place, name in enumerate(side.measures[number].related):
            pages = publish(side, faults=CLEAN)
            related = line_of(pages, number).related or []
            if related.count(name) == 1:
                related.pop(place)
                found = [found for found in besides(as_text(pages), side, baseline) if found.kind == "unit"]
                assert found == [Difference(number, "unit", None, f"相关：{name}", "pack")]


def test_each_number_of_a_rule_or_part_changed_to_one_that_the_document_lacks_is_found(pack: Pack) -> None:
    """0 and 1 are free, and so are the places of rounding; everything else in a rule is a figure of the document."""
    tried = 0
    for measure in pack.measures.values():
        for altered in _mutants(measure):
            claimed = _claimed(pack, altered)
            assert claimed.untraced or claimed.unfounded, measure.number
            tried += 1
    assert tried > 120


def test_a_changed_rule_is_one_difference(pack: Pack, side: PackSide, baseline: tuple[Difference, ...]) -> None:
    measure = pack.measures[21]
    altered = next(mutant for mutant in _mutants(measure) if "500007" in repr(mutant.benefits))
    changed = replace(side, measures={**side.measures, 21: _claimed(pack, altered)})
    assert besides(as_text(publish(side)), changed, baseline) == [
        Difference(21, "figure", "50000元", "规则：500007", "pack")
    ]


@pytest.mark.skipif(not REAL.is_file(), reason="the published document is not at hand; name it with WENYE_SOURCE")
def test_the_real_document_differs_by_its_own_faults_alone(side: PackSide, baseline: tuple[Difference, ...]) -> None:
    document = read_source(REAL)
    found = compare(document, side)
    assert (len(document.rows), document.headings, sorted(found.texts)) == (100, 10, list(range(1, 101)))
    assert found.differences == baseline


@pytest.mark.skipif(not REAL.is_file(), reason="the published document is not at hand; name it with WENYE_SOURCE")
def test_the_real_document_in_word_differs_by_the_same_faults(side: PackSide, baseline: tuple[Difference, ...]) -> None:
    rows = read_source(REAL).rows
    page = [
        Line(
            measure=row.index,
            number="",
            words=row.whole,
            lead=list(row.lead.lines),
            related=list(row.related.lines) if row.related.row == row.index else None,
            plan=f"{ORDINALS[row.plan - 1]}、{row.plan_title}",
            stray="",
        )
        for row in rows
    ]
    page[79].plan = "区委"
    assert compare(read_docx(as_docx([page]), "表.docx"), side).differences == baseline


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="the published document is not at hand; name it with WENYE_SOURCE")
def test_each_digit_of_the_real_document_changed_is_found(side: PackSide, baseline: tuple[Difference, ...]) -> None:
    text = REAL.read_text(encoding="utf-8")
    table = range(text.index("1."), text.rindex("备注"))
    for found in re.finditer(r"\d", text):
        if found.start() in table:
            changed = f"{text[: found.start()]}{(int(found[0]) + 1) % 10}{text[found.end() :]}"
            told = besides(changed.encode(), side, baseline)
            assert len({difference.measure for difference in told}) == 1, text[found.start() - 9 : found.end() + 9]


def _claimed(pack: Pack, measure: Measure) -> object:
    return pack_side(replace(pack, measures={measure.number: measure})).measures[measure.number]


def _stepped(figure: str) -> str:
    """``figure`` with its last number one step up."""
    return re.sub(r"(\d+)(\D*)$", lambda found: f"{int(found[1]) + 1}{found[2]}", figure)


_LITERAL = re.compile(r'(?<=@"P)\d+|(?<![\w"-])(?<!\w\.)\d+(?:\.\d+)?(?![\w"-])')
_PLACES = re.compile(r",\s*$")


def _mutants(measure: Measure) -> Iterator[Measure]:
    """The measure with another number in one of its parts or formulas, for each of them (0 and 1 are free)."""
    for altered in _altered(measure.parts):
        yield replace(measure, parts=altered)
    for name, benefit in measure.benefits.items():
        for altered in _altered(benefit):
            yield replace(measure, benefits={**measure.benefits, name: altered})


def _altered(item: object) -> Iterator[object]:
    if isinstance(item, Formula):
        for found in _LITERAL.finditer(item.text):
            before, after = item.text[: found.start()], item.text[found.end() :]
            places = "round " in before and _PLACES.search(before) and after.startswith(")")
            if not places and (found[0] not in ("0", "1") or before.endswith('@"P')):
                yield replace(item, text=f"{before}{found[0]}7{after}")
    elif isinstance(item, int | Fraction) and not isinstance(item, bool):
        yield item * 10 + 7
    elif isinstance(item, tuple):
        for place, below in enumerate(item):
            yield from ((*item[:place], altered, *item[place + 1 :]) for altered in _altered(below))
    elif isinstance(item, AmountTable | TableRow | Benefit | Condition | Part | Place | Count | Limit):
        yield from _altered_record(item)


def _altered_record(item: object) -> Iterator[object]:
    assert is_dataclass(item)
    for entry in fields(item):
        value = getattr(item, entry.name)
        if entry.name == "conditions":
            for name, condition in value.items():
                yield from (replace(item, conditions={**value, name: altered}) for altered in _altered(condition))
        elif entry.name not in ("examples", "measure"):
            yield from (replace(item, **{entry.name: altered}) for altered in _altered(value))
