"""Small typed readers (forms) from nodes to values. Each logs what is wrong and raises ``Refused``.

A form is a function from a ``Spot`` to a value. ``Fields`` reads a record key by key, goes on after a fault,
and refuses keys that nobody asked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Natural, Type
from wenye.policy.faults import Log, Refused, nearest
from wenye.policy.model import Formula
from wenye.policy.nodes import Map, Node, Scalar, Seq
from wenye.policy.values import Unreadable, read_day, read_flag, read_number, read_value, read_whole

T = TypeVar("T")
Form = Callable[["Spot"], T]

LONGEST_FORMULA = 2000
MONEY_NAME = Text("金额", "an amount of money")
NUMBER_NAME = Text("数字", "a number")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PARAGRAPH = re.compile(r"\s*\n\s*")


class Spot:
    """A node under inspection: where it stands, the path that leads to it, and the log for its faults."""

    __slots__ = ("_key", "_parent", "head", "log", "node")

    def __init__(
        self, node: Node, log: Log, parent: "Spot | None" = None, key: str | int = "", head: Position | None = None
    ) -> None:
        self.node, self.log = node, log
        self.head = head or node.at
        self._parent, self._key = parent, key

    @property
    def path(self) -> str:
        """The way from the root of the file, as ``benefits.start-up-grant.amount.rows[2]``."""
        above = self._parent.path if self._parent else ""
        if isinstance(self._key, int):
            return f"{above}[{self._key}]"
        if not self._key:
            return above
        return f"{above}.{self._key}" if above else self._key

    @property
    def name(self) -> str:
        """The key under which the node stands."""
        return str(self._key)

    def under(self, key: Scalar, node: Node) -> "Spot":
        """The spot of the value of ``key``."""
        return Spot(node, self.log, self, key.text, key.at)

    @property
    def key_spot(self) -> "Spot":
        """The key itself, as a text to be read."""
        return Spot(Scalar(self.head.file, self.head.line, self.head.column, self.name), self.log, self)

    def item(self, index: int, node: Node) -> "Spot":
        """The spot of an item, counted from 1."""
        return Spot(node, self.log, self, index)

    def refuse(self, code: str, message: Text, hint: Text, at: Position | None = None) -> Refused:
        """Log a fault; the caller raises what this returns."""
        self.log.add(code, at or self.node.at, message, hint, self.path)
        return Refused()


class Fields:
    """The keys of a record, read one by one. After a fault the value is a stand-in, and ``done`` refuses the record."""

    def __init__(self, spot: Spot) -> None:
        if not isinstance(spot.node, Map):
            message = Text("这里需要“键: 值”的映射。", "A mapping of keys to values is needed here.")
            raise spot.refuse("schema.map", message, Text("请在下一行缩进写各个键。", "Write the keys indented below."))
        self.spot = spot
        self._entries = spot.node.entries
        self._asked: dict[str, None] = {}
        self._bad = False

    @property
    def at(self) -> Position:
        """Where the record begins: its key, or its first line."""
        return self.spot.head

    def has(self, key: str) -> bool:
        """Whether ``key`` is written."""
        return key in self._entries

    def need(self, key: str, form: Form[T]) -> T:
        """The value of ``key``, which must be there."""
        if key not in self._entries:
            self._asked[key] = None
            self._bad = True
            message = Text(f"缺少“{key}”。", f"{key} is missing.")
            self.spot.log.add(
                "schema.missing", self.at, message, Text(f"请补上“{key}:”。", f"Add {key}:."), self.spot.path
            )
            return cast(T, None)
        return cast(T, self.maybe(key, form))

    def maybe(self, key: str, form: Form[T]) -> T | None:
        """The value of ``key``, or None when it is not written."""
        self._asked[key] = None
        if key not in self._entries:
            return None
        try:
            return form(self.spot.under(*self._entries[key]))
        except Refused:
            self._bad = True
            return None

    def get(self, key: str, form: Form[T], default: T) -> T:
        """The value of ``key``, or ``default`` when it is not written."""
        return cast(T, self.maybe(key, form)) if key in self._entries else self._absent(key, default)

    def skip(self, *keys: str) -> None:
        """Let ``keys`` stand unread, because something else is wrong already."""
        self._asked.update(dict.fromkeys(keys))

    def fault(self, key: str, code: str, message: Text, hint: Text) -> None:
        """Log a fault of the record at ``key`` (or at its head when the key is absent)."""
        entry = self._entries.get(key)
        path = f"{self.spot.path}.{key}" if entry else self.spot.path
        self.spot.log.add(code, entry[1].at if entry else self.at, message, hint, path)
        self._bad = True

    def fault_at(self, at: Position, code: str, message: Text, hint: Text) -> None:
        """Log a fault of the record at a place inside of it."""
        self.spot.log.add(code, at, message, hint, self.spot.path)
        self._bad = True

    def done(self, value: T) -> T:
        """``value``, once every key was asked for and none was at fault; raises ``Refused`` otherwise."""
        for name, (key, _) in self._entries.items():
            if name not in self._asked:
                self._bad = True
                message = Text(f"不认识的键“{name}”。", f"Unknown key {name}.")
                self.spot.log.add("schema.unknown-key", key.at, message, nearest(name, self._asked), self.spot.path)
        if self._bad:
            raise Refused
        return value

    @property
    def sound(self) -> bool:
        """Whether no fault was found so far, so that values can be compared."""
        return not self._bad

    def _absent(self, key: str, default: T) -> T:
        self._asked[key] = None
        return default


def _text_of(spot: Spot) -> str:
    if not isinstance(spot.node, Scalar):
        message = Text("这里需要一个值，而不是列表或映射。", "A single value is needed here, not a list or a mapping.")
        hint = Text("含“: ”或括号的文字请加引号。", "Put quotes around text that holds a colon or brackets.")
        raise spot.refuse("schema.scalar", message, hint)
    if spot.node.empty:
        message = Text("这里没有值。", "There is no value here.")
        raise spot.refuse(
            "schema.empty", message, Text("请写上值，或删去这个键。", "Write a value, or delete the key.")
        )
    return spot.node.text


def text(spot: Spot) -> str:
    """Any text; line breaks become spaces."""
    return _PARAGRAPH.sub(" ", _text_of(spot).strip())


def label(spot: Spot) -> Text:
    """A bilingual text ``{zh: …, en: …}``."""
    fields = Fields(spot)
    return fields.done(Text(fields.need("zh", text), fields.need("en", text)))


def identifier(spot: Spot) -> str:
    """A name as rules use it: ``[a-z][a-z0-9_]*``."""
    return _matching(
        spot,
        _NAME,
        Text(
            "名称只用小写字母、数字和下划线，以字母开头。",
            "Names are lower case letters, digits and underscores, a letter first.",
        ),
    )


def fact_name(spot: Spot) -> str:
    """A fact's name, plain or behind a relation and a dot."""
    return _matching(spot, _PATH, Text("写事实的名称，或“关系.事实”。", "Write a fact's name, or relation.fact."))


def slug(spot: Spot) -> str:
    """An id of words joined by hyphens or underscores."""
    return _matching(
        spot, _SLUG, Text("编号只用小写字母、数字和连字符。", "Ids are lower case letters, digits and hyphens.")
    )


def _matching(spot: Spot, pattern: re.Pattern[str], hint: Text) -> str:
    value = _text_of(spot)
    if not pattern.fullmatch(value):
        raise spot.refuse("schema.name", Text(f"“{value}”不能用作名称。", f"{value} cannot be a name."), hint)
    return value


def _typed(read: Callable[[str], T]) -> Form[T]:
    def form(spot: Spot) -> T:
        try:
            return read(_text_of(spot))
        except Unreadable as error:
            raise spot.refuse("schema.value", error.message, error.hint) from None

    return form


day: Form[date] = _typed(read_day)
flag: Form[bool] = _typed(read_flag)
money: Form[Fraction] = _typed(lambda value: read_number(value, 2, MONEY_NAME))
figure: Form[Fraction] = _typed(lambda value: read_number(value, 6, NUMBER_NAME))


def whole(low: int = 0, high: int = 1_000_000_000) -> Form[int]:
    """A whole number from ``low`` to ``high``."""

    def form(spot: Spot) -> int:
        value = _typed(read_whole)(spot)
        if not low <= value <= high:
            message = Text(f"{value} 不在 {low} 至 {high} 之间。", f"{value} is not between {low} and {high}.")
            raise spot.refuse("schema.range", message, Text("请改成范围内的数。", "Write a number in that range."))
        return value

    return form


def value_of(kind: Type) -> Form[Natural]:
    """A value of a fact's or parameter's type."""
    return _typed(lambda written: read_value(kind, written))


def one_of(*names: str) -> Form[str]:
    """One of a closed list of words."""

    def form(spot: Spot) -> str:
        value = _text_of(spot)
        if value not in names:
            raise spot.refuse(
                "schema.choice", Text(f"这里不能写“{value}”。", f"{value} is not possible here."), nearest(value, names)
            )
        return value

    return form


def list_of(form: Form[T]) -> Form[tuple[T, ...]]:
    """A list; every item is read even after one is refused."""

    def read(spot: Spot) -> tuple[T, ...]:
        if not isinstance(spot.node, Seq):
            message = Text("这里需要一个列表。", "A list is needed here.")
            raise spot.refuse(
                "schema.list", message, Text("请写成 [甲, 乙]，或每行一个“- ”。", "Write [a, b], or one - item a line.")
            )
        items = _attempt((spot.item(index, node) for index, node in enumerate(spot.node.items, 1)), form)
        return tuple(items)

    return read


def map_of(form: Form[T], key: Form[str] = identifier) -> Form[dict[str, T]]:
    """A mapping from names to values, in the order of the text."""

    def read(spot: Spot) -> dict[str, T]:
        if not isinstance(spot.node, Map):
            message = Text("这里需要“名称: 内容”的映射。", "A mapping of names to contents is needed here.")
            raise spot.refuse(
                "schema.map", message, Text("请在下一行缩进写各个名称。", "Write the names indented below.")
            )
        return dict(_attempt(entry_spots(spot, spot.node), lambda below: (key(below.key_spot), form(below))))

    return read


def entry_spots(spot: Spot, node: Map) -> Iterator[Spot]:
    """The spots of a mapping's values."""
    return (spot.under(name, value) for name, value in node.entries.values())


def _attempt(spots: Iterable[Spot], form: Form[T]) -> list[T]:
    made, bad = [], False
    for spot in spots:
        try:
            made.append(form(spot))
        except Refused:
            bad = True
    if bad:
        raise Refused
    return made


def formula(spot: Spot) -> Formula:
    """A FEEL expression; ``at`` is where its first character stands. Its line breaks are kept, so that faults are."""
    written = _text_of(spot)
    if len(written) > LONGEST_FORMULA:
        message = Text(
            f"表达式超过 {LONGEST_FORMULA} 个字符。", f"The expression is longer than {LONGEST_FORMULA} characters."
        )
        raise spot.refuse(
            "rule.length", message, Text("请拆成几个条件或推导事实。", "Split it into conditions or derived facts.")
        )
    node = cast(Scalar, spot.node)
    return Formula(node.source or written, begin_of(node))


def begin_of(node: Scalar) -> Position:
    """Where the content of a scalar begins: behind a quotation mark, or below the ``>`` of a block."""
    if node.style in ("'", '"'):
        return Position(node.file, node.line, node.column + 1)
    if node.style in ("|", ">"):
        return Position(node.file, node.line + 1, 1)
    return node.at
