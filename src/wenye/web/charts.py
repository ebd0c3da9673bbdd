"""Bar charts drawn on the server as SVG: widths in per cent, heights in em, so that one drawing fits a phone,
a wide screen and the large-text version. Each chart carries its figures a second time, as a table.

No library: see docs/decisions/0012-charts-without-a-library.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wenye.web.figures import number
from wenye.web.language import say

ROW = 34
"""Height of a row in tenths of an em: a line of text, a bar, a gap."""
AXIS = 18
"""Height of the axis below the rows."""
SPACE = 780
"""Where the axis of a bar chart ends, in tenths of a per cent: the figure of the longest bar stands behind it."""
WIDE = 140
"""A part from this width on, in tenths of a per cent, holds its figure on a phone."""
MOST_TICKS = 4


@dataclass(frozen=True, slots=True)
class Datum:
    """One row of figures: ``values`` one for each series, ``said`` the same as people read them."""

    label: str
    values: tuple[int, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A series: what it is called and the style class of its bars."""

    label: str
    style: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A drawn bar: lengths as SVG writes them; ``figure`` stands in it, at ``middle``, where it is wide enough."""

    x: str
    width: str
    style: str
    figure: str = ""
    middle: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn row: its words above, its bars below, a figure at the end of the bar."""

    label: str
    label_y: str
    bar_y: str
    figure: str
    figure_x: str
    figure_y: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis: ``anchor`` is SVG's word for how its label stands to it."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn. ``title`` says the finding; ``note`` what is counted; ``source`` whence and when."""

    id: str
    title: str
    note: str
    source: str
    head: str
    series: tuple[Series, ...]
    data: tuple[Datum, ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]

    @property
    def described(self) -> str:
        """The chart in one sentence for those who do not see it."""
        return say("site.semicolon").join(f"{datum.label} {' '.join(datum.said)}" for datum in self.data)

    @property
    def floor(self) -> str:
        """Where the rows end and the axis begins."""
        return _tenths(len(self.rows) * ROW, "em")

    @property
    def ticks_y(self) -> str:
        """The line on which the labels of the axis stand."""
        return _tenths(len(self.rows) * ROW + 12, "em")

    @property
    def height(self) -> str:
        """The height of the whole drawing."""
        return _tenths(len(self.rows) * ROW + AXIS, "em")


def _tenths(value: int, unit: str) -> str:
    return f"{value // 10}.{value % 10}{unit}"


def _lines(position: int) -> tuple[str, str, str]:
    top = position * ROW
    return _tenths(top + 11, "em"), _tenths(top + 16, "em"), _tenths(top + 25, "em")


def step(most: int) -> int:
    """The distance of the ticks up to ``most``: 1, 2 or 5 times a power of ten, at most four of them."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if times * power * MOST_TICKS >= most:
                return times * power
        power *= 10


def _ticks(most: int, unit: str) -> tuple[int, tuple[Tick, ...]]:
    """The value at which the axis ends, and its ticks; the last one carries the unit."""
    apart = step(most)
    count = max(1, -(-most // apart))
    ticks = [
        Tick(
            _tenths(SPACE * place // count, "%"),
            f"{number(apart * place)} {unit}".strip() if place == count else number(apart * place),
            "middle" if place else "start",
        )
        for place in range(count + 1)
    ]
    return apart * count, tuple(ticks)


def _plain_row(position: int, datum: Datum, top: int, style: str) -> Row:
    width = datum.values[0] * SPACE // top
    label_y, bar_y, figure_y = _lines(position)
    segment = Segment("0", _tenths(max(width, 3 if datum.values[0] else 0), "%"), style)
    return Row(datum.label, label_y, bar_y, datum.said[0], _tenths(width + 12, "%"), figure_y, (segment,))


def bars(
    id: str, title: str, note: str, source: str, head: str, series: Series, data: Sequence[Datum], unit: str = ""
) -> Chart:
    """One bar for each datum, from a common zero, on an axis in ``unit``."""
    top, ticks = _ticks(max((datum.values[0] for datum in data), default=0), unit)
    rows = tuple(_plain_row(position, datum, top, series.style) for position, datum in enumerate(data))
    return Chart(id, title, note, source, head, (series,), tuple(data), rows, ticks if rows else ())


def _shares(datum: Datum, series: Sequence[Series]) -> tuple[Segment, ...]:
    whole, start, drawn = sum(datum.values), 0, []
    for position, one in enumerate(series, 1):
        end = sum(datum.values[:position]) * 1000 // whole if whole else 0
        if end > start:
            figure = datum.said[position - 1] if end - start >= WIDE else ""
            middle = _tenths((start + end) // 2, "%")
            drawn.append(Segment(_tenths(start, "%"), _tenths(end - start, "%"), one.style, figure, middle))
        start = end
    return tuple(drawn)


def _share_row(position: int, datum: Datum, series: Sequence[Series]) -> Row:
    label_y, bar_y, figure_y = _lines(position)
    return Row(datum.label, label_y, bar_y, "", "0", figure_y, _shares(datum, series))


HALVES = (Tick("0.0%", "0", "start"), Tick("50.0%", "50%", "middle"), Tick("100.0%", "100%", "end"))


def shares(
    id: str, title: str, note: str, source: str, head: str, series: Sequence[Series], data: Sequence[Datum]
) -> Chart:
    """One full bar for each datum, divided among the series, on an axis in per cent."""
    rows = tuple(_share_row(position, datum, series) for position, datum in enumerate(data))
    return Chart(id, title, note, source, head, tuple(series), tuple(data), rows, HALVES if rows else ())
