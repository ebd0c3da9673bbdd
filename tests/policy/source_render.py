"""Renders a pack into the published layout, as text and as Word, with the misprints of the real document.

The pack holds no official sentence: a rendered measure is its own title and summary without their figures, then
its references and figures, written as the document writes them.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from wenye.policy.source_difference import Claimed, PackSide
from wenye.policy.source_figures import figures, references

HEADS = ("实施计划", "具体目标任务和政策实施措施", "牵头责任单位", "相关责任单位")
NOTES = "备注：1.牵头单位负责协调落实；\n2.各镇（街道）、场同为相关单位。"
TITLE = "某区稳定就业措施"
ORDINALS = "一二三四五六七八九十"


@dataclass
class Line:
    """One row as it will be printed; ``related`` is None where the cell is left blank."""

    measure: int
    number: str
    words: str
    lead: list[str]
    related: list[str] | None
    plan: str = ""
    stray: str = ""

    @property
    def text(self) -> str:
        return f"{self.number}{self.words}"


@dataclass
class Faults:
    """The misprints to print: those of the real document unless told otherwise."""

    unnumbered: tuple[int, ...] = (28,)
    no_stop: tuple[int, ...] = (68,)
    joined: tuple[int, ...] = (8, 34)
    half_stop: tuple[int, ...] = (66,)
    stray: dict[int, str] = field(default_factory=lambda: {80: "区委"})


PAGES = (1, 13, 25, 34, 42, 53, 62, 73, 86, 96)
CLEAN = Faults((), (), (), (), {})


def publish(side: PackSide, pages: tuple[int, ...] = PAGES, faults: Faults | None = None) -> list[list[Line]]:
    """The pages of the published table; each begins with a heading row."""
    faults = faults or Faults()
    printed: list[list[Line]] = []
    above: Claimed | None = None
    for number, measure in sorted(side.measures.items()):
        fresh = number in pages or not printed
        if fresh:
            printed.append([])
        printed[-1].append(_line(measure, None if fresh else above, fresh, side, faults))
        above = measure
    return printed


def lines(pages: list[list[Line]]) -> Iterator[Line]:
    return (line for page in pages for line in page)


def line_of(pages: list[list[Line]], measure: int) -> Line:
    return next(line for line in lines(pages) if line.measure == measure)


def page_of(pages: list[list[Line]], measure: int) -> list[Line]:
    return next(page for page in pages if any(line.measure == measure for line in page))


def _line(measure: Claimed, above: Claimed | None, fresh: bool, side: PackSide, faults: Faults) -> Line:
    number = measure.number
    begins = fresh or above is None or above.plan != measure.plan
    blank = above is not None and above.related == measure.related
    return Line(
        measure=number,
        number="" if number in faults.unnumbered else f"{number}" if number in faults.no_stop else f"{number}.",
        words=sentence(measure, half_stop=number in faults.half_stop),
        lead=list(measure.lead),
        related=None if blank else cell(measure.related, joined=number in faults.joined),
        plan=f"{ORDINALS[measure.plan - 1]}、{side.plans[measure.plan]}" if begins else "",
        stray=faults.stray.get(number, ""),
    )


def cell(names: tuple[str, ...], joined: bool) -> list[str]:
    """The lines of a unit cell; ``joined`` runs the banks' name into the next one."""
    if not joined:
        return list(names)
    place = names.index("驻区相关银行")
    return [*names[:place], names[place] + names[place + 1], *names[place + 2 :]]


def sentence(measure: Claimed, half_stop: bool = False) -> str:
    """The words of a measure: nothing in them is a figure but those that it lists."""
    listed = "，".join(_listed(measure))
    if half_stop:
        listed = listed.replace("2000元，3000元", "2000元.3000元")
    cited = "、".join(f"（{reference}）" for reference in measure.references)
    return "，".join(part for part in (wordless(measure.words), cited, listed) if part)


def _listed(measure: Claimed) -> list[str]:
    """The figures as the document writes them, and the misprints; one with a figure in it holds that figure's place."""
    parts = [written(figure) for figure in measure.figures]
    for slip, _ in measure.misprints:
        held = [figure.normal for figure in figures(slip)]
        if held:
            parts[measure.figures.index(held[0])] = slip
        else:
            parts.append(slip)
    return parts


def wordless(words: str) -> str:
    """``words`` without references and figures."""
    text = re.sub(r"[\n\t.]", "", words)
    while found := [*references(text), *figures(text)]:
        spans = sorted(((item.start, item.end) for item in found), reverse=True)
        for start, end in spans:
            text = f"{text[:start]}某{text[end:]}"
    return text


def written(figure: str) -> str:
    """A figure as the document prints it: 5万元, 3至9人, 五级."""
    found = re.fullmatch(r"(\d+)(?:-(\d+))?(\D.*)?", figure)
    if not found:
        return figure
    low, high, unit = found[1], found[2], found[3] or ""
    if high:
        return f"{low}至{high}{unit}"
    if unit.startswith("元") and int(low) >= 10_000 and int(low) % 1000 == 0:
        return f"{int(low) / 10_000:g}万{unit}"
    if unit in ("级", "档") and int(low) <= 9:
        return f"{ORDINALS[int(low) - 1]}{unit}"
    return figure


def as_text(pages: list[list[Line]], notes: str = NOTES) -> bytes:
    """The text file: a tab opens each cell, a blank line ends each row."""
    parts = [f"附件\n{TITLE}\n"]
    for page in pages:
        parts.append("".join(f"\t{head}\n" for head in HEADS) + "\n")
        for line in page:
            related = "\n".join(line.related or [""])
            lead = "\n".join(line.lead)
            parts.append(f"\t{line.plan or line.stray}\n\t{line.text}\n\t{lead}\n\t{related}\n\n")
        parts.append("\n")
    return ("".join(parts) + notes + "\n ").encode()


def as_docx(pages: list[list[Line]], merged: bool = True) -> bytes:
    """The Word file: one table, its heading row printed again on each page, blank cells merged with those above."""
    document = docx.Document()
    document.add_paragraph("附件")
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=4)
    for page in pages:
        _heading(table.add_row())
        for place, line in enumerate(page):
            row = table.add_row()
            for index, part in enumerate((line.plan or line.stray, line.text)):
                row.cells[index].text = part
            _paragraphs(row.cells[2], line.lead)
            _paragraphs(row.cells[3], line.related or [])
            if merged:
                follows = place + 1 < len(page) and page[place + 1].related is None
                _merge(row.cells[3], line.related is None, follows)
                _merge(row.cells[0], not (line.plan or line.stray), bool(line.plan))
    for note in NOTES.split("\n"):
        document.add_paragraph(note)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _heading(row: object) -> None:
    for place, head in enumerate(HEADS):
        row.cells[place].text = head
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _paragraphs(place: object, texts: list[str]) -> None:
    """One paragraph for each text, its letters in several runs as Word writes them."""
    for index, text in enumerate(texts):
        paragraph = place.paragraphs[0] if index == 0 else place.add_paragraph()
        half = len(text) // 2
        paragraph.add_run(text[:half])
        paragraph.add_run(text[half:])


def _merge(place: object, continues: bool, begins: bool) -> None:
    if not continues and not begins:
        return
    mark = OxmlElement("w:vMerge")
    if not continues:
        mark.set(qn("w:val"), "restart")
    place._tc.get_or_add_tcPr().append(mark)
