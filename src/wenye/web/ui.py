"""What the shared components of the pages take: one small frozen class for each. The list with the includes that
draw them, and one example of each, is docs/pages.md and the page ``/style/``.

Every label is a ``Text`` or a ready string; ``style`` is one of STYLES and always stands beside its word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wenye.feel.text import Text

Said = Text | str
STYLES = {
    "yes": "tick", "near": "half", "no": "cross", "run": "clock", "unknown": "ask",
    "alert-red": "warn", "alert-orange": "warn", "alert-yellow": "warn", "alert-blue": "warn",
}  # fmt: skip
"""Style of a state and the icon it is drawn with: met, paid · nearly, due soon · not met, overdue · under way ·
not known · the four levels of an alert."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page; ``count`` stands behind the label, ``here`` marks the page that is open."""

    label: Said
    url: str
    here: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading, as in the navigation of the staff pages."""

    label: Said
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class State:
    """A state: its style and the word that names it."""

    style: str
    word: Said


@dataclass(frozen=True, slots=True)
class Task:
    """A step that can be done in any order; without ``url`` it cannot be begun yet, and ``hint`` says why."""

    label: Said
    state: State
    url: str = ""
    hint: Said = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper that was handed in. ``key`` names it when it is taken away again; "" where it cannot be."""

    name: str
    size: str
    url: str = ""
    state: State | None = None
    note: Said = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A paper that is asked for: what it must look like, what was handed in, and what was wrong with the last try."""

    id: str
    label: Said
    requirements: Sequence[Said]
    sheets: Sequence[Sheet] = ()
    accept: str = "image/jpeg,image/png,application/pdf"
    many: bool = False
    mistake: Said = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a summary: what was asked, what was said, where it comes from, and the page to change it on."""

    label: Said
    value: Said = ""
    note: Said = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of a case: its value, where it comes from and when, and the paper that proves it."""

    label: Said
    value: Said
    source: Said = ""
    dated: Said = ""
    paper: Link | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of a case: how it came out, the clause it stands on, and the sentence with the fact that decided."""

    state: State
    label: Said
    clause: Said
    why: Said


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a timeline. ``place`` is ``done``, ``now`` or ``next``."""

    place: str
    label: Said
    when: Said = ""
    who: Said = ""
    note: Said = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a list; ``hint`` stands below it among large choices."""

    id: str
    label: Said
    hint: Said = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``kind`` is ``text``, ``password``, ``code``, ``day``, ``lines``, ``select`` or ``choices``.

    ``auto`` is what browsers may fill it with; ``mistake`` what was wrong with the last try.
    """

    id: str
    label: Said
    value: str = ""
    kind: str = "text"
    hint: Said = ""
    choices: Sequence[Choice] = ()
    auto: str = "off"
    mistake: Said = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of a query bar. ``kind`` is ``select``, ``text`` or ``day``; ``wide`` lets it take the room left."""

    name: str
    label: Said
    value: str = ""
    kind: str = "select"
    choices: Sequence[Choice] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; ``n`` sets figures to the right, ``url`` sorts, ``sorted`` is aria's word for how."""

    label: Said
    n: bool = False
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a figure or a word, or a state."""

    value: Said = ""
    n: bool = False
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: ``name`` is its head and leads to ``url``, if any; ``key`` names it in a batch; ``here`` is open."""

    key: str
    name: Said
    url: str
    cells: Sequence[Cell]
    here: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A dense table. ``caption`` names it; with ``pick`` rows can be chosen, for the batch bar below it."""

    caption: Said
    heads: Sequence[Head]
    rows: Sequence[Row]
    pick: bool = False
    foot: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a batch bar or a decision: the name and value that the form sends."""

    label: Said
    name: str
    value: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of the strip of control totals."""

    label: Said
    value: str
    note: Said = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the head of each page shows it. ``out`` is the address that signs out (POST)."""

    name: Said
    role: Said
    url: str
    out: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Page ``number`` of ``last`` in a list of ``count`` rows: rows ``start`` to ``end``, from 0, half open."""

    count: int
    number: int
    last: int
    size: int

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        return min(self.start + self.size, self.count)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def pages(count: int, asked: str, size: int = 50) -> Pages:
    """The page ``asked`` for, as it stands in the address, of ``count`` rows; what is no page is the nearest one."""
    last = max(1, -(-count // size))
    wanted = int(asked) if asked.isdecimal() and len(asked) < 10 else last if asked.isdecimal() else 1
    return Pages(count, min(max(wanted, 1), last), last, size)
