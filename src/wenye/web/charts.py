"""Bar charts drawn on the server as SVG: widths in per cent, heights in em, so that one drawing fits a phone,
a wide screen and the large-text version. Each chart carries its figures a second time, as a table.

No library: see docs/decisions/0012-charts-without-a-library.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wenye.web.language import say

ROW = 34
"""Height of a row in tenths of an em: a line of text, a bar, a gap."""
SPACE = 780
"""Where the longest plain bar ends, in tenths of a per cent: its figure stands behind it."""


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
    """A drawn bar: lengths as SVG writes them."""

    x: str
    width: str
    style: str


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
class Chart:
    """A chart ready to be drawn. ``title`` says the finding; ``note`` the unit; ``source`` whence and when."""

    id: str
    title: str
    note: str
    source: str
    head: str
    series: tuple[Series, ...]
    data: tuple[Datum, ...]
    rows: tuple[Row, ...]
    height: str

    @property
    def described(self) -> str:
        """The chart in one sentence for those who do not see it."""
        return say("site.semicolon").join(f"{datum.label} {' '.join(datum.said)}" for datum in self.data)


def _tenths(value: int, unit: str) -> str:
    return f"{value // 10}.{value % 10}{unit}"


def _lines(position: int) -> tuple[str, str, str]:
    top = position * ROW
    return _tenths(top + 11, "em"), _tenths(top + 16, "em"), _tenths(top + 25, "em")


def _plain_row(position: int, datum: Datum, most: int, style: str) -> Row:
    width = datum.values[0] * SPACE // most if most else 0
    label_y, bar_y, figure_y = _lines(position)
    segment = Segment("0", _tenths(max(width, 3 if datum.values[0] else 0), "%"), style)
    return Row(datum.label, label_y, bar_y, datum.said[0], _tenths(width + 12, "%"), figure_y, (segment,))


def bars(
    id: str, title: str, note: str, source: str, head: str, series: Series, data: Sequence[Datum]
) -> Chart:
    """One bar for each datum, from a common zero."""
    most = max((datum.values[0] for datum in data), default=0)
    rows = tuple(_plain_row(position, datum, most, series.style) for position, datum in enumerate(data))
    return Chart(id, title, note, source, head, (series,), tuple(data), rows, _tenths(len(rows) * ROW, "em"))


def _shares(values: Sequence[int], series: Sequence[Series]) -> tuple[Segment, ...]:
    whole, start, drawn = sum(values), 0, []
    for position, one in enumerate(series, 1):
        end = sum(values[:position]) * 1000 // whole if whole else 0
        if end > start:
            drawn.append(Segment(_tenths(start, "%"), _tenths(end - start, "%"), one.style))
        start = end
    return tuple(drawn)


def _share_row(position: int, datum: Datum, series: Sequence[Series]) -> Row:
    label_y, bar_y, figure_y = _lines(position)
    return Row(datum.label, label_y, bar_y, "", "0", figure_y, _shares(datum.values, series))


def shares(
    id: str, title: str, note: str, source: str, head: str, series: Sequence[Series], data: Sequence[Datum]
) -> Chart:
    """One full bar for each datum, divided among the series."""
    rows = tuple(_share_row(position, datum, series) for position, datum in enumerate(data))
    return Chart(
        id, title, note, source, head, tuple(series), tuple(data), rows, _tenths(len(rows) * ROW, "em")
    )
