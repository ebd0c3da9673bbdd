"""The published document against the pack: numbers, plans, units and figures, an entry for each difference."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wenye.feel.text import Text
from wenye.policy.source_align import changes, reordered
from wenye.policy.source_difference import Claimed, Difference, PackSide
from wenye.policy.source_errors import SourceUnreadable
from wenye.policy.source_figures import figures, normal, references
from wenye.policy.source_number import assign
from wenye.policy.source_table import Document, Row
from wenye.policy.source_text import broken_off
from wenye.policy.source_units import Matched, UnitReader, unit_differences, unit_faults

_ORDINALS = "〇一二三四五六七八九十"
_HALF_STOP = re.compile(r"\d*万?[\u4e00-\u9fff]\.\d+万?[\u4e00-\u9fff]?")  # a half-width stop where 、 belongs


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference, in order, and the published text of each measure by number."""

    differences: tuple[Difference, ...]
    texts: Mapping[int, str]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs but by the document's own faults."""
        return all(difference.fault_of == "document" for difference in self.differences)


def compare(document: Document, side: PackSide) -> Comparison:
    """Compare; raises SourceUnreadable for a text file that breaks off before its last measures."""
    known = {number: measure.words for number, measure in side.measures.items()}
    matched = [Matched(row, number) for row, number in zip(document.rows, assign(document.rows, known), strict=True)]
    last = max((item.number for item in matched if item.number is not None), default=0)
    if not document.whole and last < max(side.measures, default=0):
        raise broken_off(document.name, document.rows[-1].place)
    found = sorted(_all(matched, side), key=lambda difference: difference.order)
    _refuse_foreign(document, found, side)
    texts = {item.number: _text(item) for item in matched if item.number is not None}
    return Comparison(tuple(found), dict(sorted(texts.items())))


def _refuse_foreign(document: Document, found: Sequence[Difference], side: PackSide) -> None:
    """Refuse a table most of whose measures are others: it belongs to another pack, or is a part of the document."""
    wrong = {difference.measure for difference in found if difference.fault_of == "pack"} & set(side.measures)
    if 2 * len(wrong) > len(side.measures):
        raise SourceUnreadable(
            "foreign",
            document.name,
            Text(
                f"政策包的 {len(side.measures)} 条措施中有 {len(wrong)} 条缺失或不同，这不像与它对应的公布文件。",
                f"{len(wrong)} of the pack's {len(side.measures)} measures are missing or differ: another document.",
            ),
            Text(
                "请给出本政策包对应的完整措施表，或用 --pack 换政策包。",
                "Give the whole table of this pack, or another --pack.",
            ),
        )


def _all(matched: Sequence[Matched], side: PackSide) -> Iterator[Difference]:
    reader = UnitReader(side.units)
    yield from _number_differences(matched, side)
    yield from _plan_differences(matched, side)
    yield from unit_faults(matched, reader)
    yield from unit_differences(matched, side, reader)
    for item in matched:
        if item.number is not None:
            yield from _text_faults(item, side.measures[item.number])
            yield from _figure_differences(item, side.measures[item.number])


def _text(item: Matched) -> str:
    """The text of a row: what looks like a number without a stop may be its first figure (12个…)."""
    row = item.row
    if row.stop or row.printed is None or row.printed == item.number:
        return row.text
    first = figures(row.whole)[0]
    return row.whole if first.start == 0 and first.unit else row.text


def _number_differences(matched: Sequence[Matched], side: PackSide) -> Iterator[Difference]:
    present = {item.number for item in matched}
    for number, measure in side.measures.items():
        if number not in present:
            yield Difference(number, "missing", None, f"{number}. {measure.title}", "pack")
    highest = 0
    for item in matched:
        if item.number is None:
            yield _surplus(item.row, matched)
            continue
        yield from _number_faults(item, item.number)
        if item.number < highest:
            yield Difference(
                item.number,
                "text-fault",
                f"{highest}、{item.number}",
                f"{item.number}、{highest}",
                "document",
            )
        highest = max(highest, item.number)


def _surplus(row: Row, matched: Sequence[Matched]) -> Difference:
    """A row too many: the document's fault if it only repeats another, else a measure that the pack lacks."""
    repeats = any(item.number is not None and item.row.text == row.text for item in matched)
    said = f"{row.place} {row.whole[:24]}"
    return Difference(row.printed or 0, "extra", said, None, "document" if repeats else "pack")


def _number_faults(item: Matched, number: int) -> Iterator[Difference]:
    row = item.row
    printed = row.printed if _text(item) == row.text else None
    stop = "." if row.stop else ""
    if (printed is None and not row.counted) or (printed is not None and (printed != number or not row.stop)):
        said = "（无序号）" if printed is None else f"{printed}{stop}"
        yield Difference(number, "text-fault", said, f"{number}.", "document")


def _plan_differences(matched: Sequence[Matched], side: PackSide) -> Iterator[Difference]:
    """Plans are compared where they begin; a heading that went with a missing measure is not told twice."""
    last, above, titled = (0, 0), 0, ""
    for item in matched:
        if item.number is None:
            continue
        row, plan = item.row, side.measures[item.number].plan
        if row.plan != plan and (row.plan, plan) != last and item.number <= above + 1:
            yield Difference(item.number, "figure", _plan(row.plan), _plan(plan), "pack")
        elif row.plan == plan and row.plan_title not in (titled, side.plans.get(plan)):
            yield Difference(item.number, "text-fault", row.plan_title, side.plans.get(plan), "pack")
        last, above, titled = (row.plan, plan), item.number, row.plan_title


def _plan(number: int) -> str:
    return f"计划{_ORDINALS[number]}" if 0 < number < len(_ORDINALS) else "（无计划）"


def _text_faults(item: Matched, measure: Claimed) -> Iterator[Difference]:
    row, text = item.row, _text(item)
    if row.stray:
        yield Difference(measure.number, "text-fault", row.stray, None, "document")
    for found in _HALF_STOP.finditer(text):
        yield Difference(measure.number, "text-fault", found[0], found[0].replace(".", "、"), "document")
    for printed, meant in measure.misprints:
        if printed in text:
            yield Difference(measure.number, "text-fault", printed, meant, "document")


def _figure_differences(item: Matched, measure: Claimed) -> Iterator[Difference]:
    """Figures listed otherwise; and, of those that agree, what the rules lack or hold instead."""
    found = figures(_text(item))
    published = [figure.normal for figure in found]
    cited = [reference.normal for reference in references(_text(item))]
    for old, new in _changes(cited, measure.references) + _changes(published, measure.figures):
        yield Difference(measure.number, "figure", old, new, "pack")
    idle = [figure for figure in measure.untraced if figure in published]
    loose = [number.written for number in measure.unfounded if not number.said_by(found)]
    for figure, number in zip_longest(idle, loose):
        yield Difference(measure.number, "figure", figure, f"规则：{number or '没有这个数'}", "pack")


def _changes(published: Sequence[str], pack: Sequence[str]) -> list[tuple[str | None, str | None]]:
    listed = [normal(figure) for figure in pack]
    if reordered(published, listed):
        return [("、".join(published), "、".join(listed))]
    return changes(published, listed)
