"""A YAML text as nodes: mappings, sequences and scalars, each with its place; every scalar is text."""

from dataclasses import dataclass
from typing import Any

from wenye.feel.errors import Position


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``style`` is YAML's: empty for plain, else one of ``'``, ``"``, ``|``, ``>``.

    ``source`` is the text over its lines as it stands in the file, when it has several.
    """

    file: str
    line: int
    column: int
    text: str
    style: str = ""
    source: str = ""

    @property
    def at(self) -> Position:
        """Where it begins; line and column count from 1."""
        return Position(self.file, self.line, self.column)

    @property
    def empty(self) -> bool:
        """Whether nothing was written (``key:`` alone, ``~`` or ``null``)."""
        return not self.text.strip() or (not self.style and self.text in ("~", "null"))


@dataclass(frozen=True, slots=True)
class Seq:
    """A list of nodes."""

    file: str
    line: int
    column: int
    items: "tuple[Node, ...]"

    @property
    def at(self) -> Position:
        """Where it begins."""
        return Position(self.file, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Map:
    """Keys in the order of the text; each key is unique."""

    file: str
    line: int
    column: int
    entries: "dict[str, tuple[Scalar, Node]]"

    @property
    def at(self) -> Position:
        """Where it begins."""
        return Position(self.file, self.line, self.column)


Node = Scalar | Seq | Map


def pack_node(node: Node) -> list[Any]:
    """``node`` as plain JSON: line, column, and a text, a list, or an object whose values carry their key's place."""
    if isinstance(node, Scalar):
        tail = [node.style, node.source] if node.source else [node.style] if node.style else []
        return [node.line, node.column, node.text, *tail]
    if isinstance(node, Seq):
        return [node.line, node.column, [pack_node(item) for item in node.items]]
    entries = {name: [key.line, key.column, pack_node(value), key.style] for name, (key, value) in node.entries.items()}
    return [node.line, node.column, entries]


def unpack_node(file: str, packed: list[Any]) -> Node:
    """The node that ``pack_node`` was given."""
    line, column, body = packed[:3]
    if isinstance(body, str):
        return Scalar(file, line, column, body, *packed[3:])
    if isinstance(body, list):
        return Seq(file, line, column, tuple([unpack_node(file, item) for item in body]))
    entries = {
        name: (Scalar(file, key_line, key_column, name, style), unpack_node(file, value))
        for name, (key_line, key_column, value, style) in body.items()
    }
    return Map(file, line, column, entries)
