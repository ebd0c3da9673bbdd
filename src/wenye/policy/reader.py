"""YAML read strictly: plain mappings, lists and texts with their places, and a fault for everything else.

Tags, anchors, aliases, merge keys, duplicate keys, several documents and tabs are refused, because each of them
makes a file mean something other than what its reader sees.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from wenye.feel.errors import Faults, Position
from wenye.feel.text import Text
from wenye.policy.faults import Log, Refused
from wenye.policy.files import fetch
from wenye.policy.nodes import Map, Node, Scalar, Seq
from wenye.policy.yaml_faults import syntax_fault

MOST_BYTES = 4_000_000
DEEPEST = 40
_TAB = re.compile("\t")


def read(path: Path, name: str | None = None) -> Node:
    """The content of the YAML file ``path``, called ``name`` in faults. Raises ``Faults`` with all of them."""
    log = Log()
    try:
        root = compose(fetch(path, name or str(path), log), name or str(path), log)
    except Refused:
        raise Faults(log.faults()) from None
    log.close()
    return root


def compose(data: bytes, name: str, log: Log) -> Node:
    """The nodes of a YAML text. Logs every fault; raises ``Refused`` when no tree could be made at all."""
    text = _decode(data, name, log)
    try:
        root = _Composer(text, name, log).document()
    except yaml.YAMLError as error:
        log.extend([syntax_fault(error, text, name)])
        raise Refused from None
    if root is None:
        message = Text("文件是空的。", "The file is empty.")
        hint = Text("请写入内容，或删除该文件。", "Write its content, or delete the file.")
        log.add("yaml.empty", Position(name, 1, 1), message, hint)
        raise Refused
    return root


def _decode(data: bytes, name: str, log: Log) -> str:
    if len(data) > MOST_BYTES:
        message = Text(f"文件超过 {MOST_BYTES:,} 字节。", f"The file is larger than {MOST_BYTES:,} bytes.")
        hint = Text("请拆成几个文件。", "Split it into several files.")
        log.add("file.size", Position(name, 1, 1), message, hint)
        raise Refused
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = Text("文件不是 UTF-8 编码。", "The file is not UTF-8.")
        hint = Text("请用编辑器另存为 UTF-8。", "Save it as UTF-8 in your editor.")
        log.add("file.encoding", Position(name, before.count(b"\n") + 1, column), message, hint)
        raise Refused from None
    for tab in _TAB.finditer(text):
        begin = text.rfind("\n", 0, tab.start()) + 1
        at = Position(name, text.count("\n", 0, begin) + 1, tab.start() - begin + 1)
        hint = Text("请改用空格。", "Use spaces instead.")
        log.add("yaml.tab", at, Text("这里有制表符（Tab）。", "There is a tab here."), hint)
    return text


class _Composer:
    """Builds nodes from libyaml's events (which carry no types), refusing what the format does not allow."""

    def __init__(self, text: str, name: str, log: Log) -> None:
        self._events = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._text = text
        self._name = name
        self._log = log
        self._depth = 0

    def document(self) -> Node | None:
        """The one document of the stream; None when there is none."""
        root: Node | None = None
        seen = 0
        while not isinstance(event := self._events.get_event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                self._head(event, seen)
            elif not isinstance(event, yaml.StreamStartEvent | yaml.DocumentEndEvent):
                node = self._node(event)
                root = root or node
        return root

    def _head(self, event: Any, seen: int) -> None:
        if seen > 1:
            message = Text("一个文件里只能有一个 YAML 文档。", "A file holds one YAML document.")
            hint = Text("请删去“---”及其后的内容，或另建文件。", "Remove the --- and what follows, or make another file.")
            self._fault("yaml.documents", event, message, hint)
        if event.version or event.tags:
            message = Text("不接受以 % 开头的 YAML 指令。", "YAML directives (%) are not accepted.")
            self._fault("yaml.directive", event, message, Text("请删去该行。", "Delete the line."))

    def _node(self, event: Any) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            self._no_anchor("yaml.alias", event)
            return Scalar(self._name, line, column, "")
        if event.anchor:
            self._no_anchor("yaml.anchor", event)
        if event.tag:
            message = Text(f"不接受 YAML 标签“{event.tag}”。", f"The YAML tag {event.tag} is not accepted.")
            self._fault("yaml.tag", event, message, Text("请删去标签，只写值。", "Delete the tag and write the value alone."))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._name, line, column, event.value, event.style or "", self._source(event))
        self._depth += 1
        if self._depth > DEEPEST:
            message = Text(f"嵌套超过 {DEEPEST} 层。", f"Nested more than {DEEPEST} levels deep.")
            self._fault("yaml.depth", event, message, Text("请检查括号是否配对。", "Check that brackets are paired."))
            raise Refused
        node = self._seq(line, column) if isinstance(event, yaml.SequenceStartEvent) else self._map(line, column)
        self._depth -= 1
        return node

    def _source(self, event: Any) -> str:
        """The lines of a scalar that has several, so that places inside of it can be told."""
        start, end = event.start_mark, event.end_mark
        if start.line == end.line or event.style == '"':
            return ""
        raw: str = self._text[start.index : end.index]
        if event.style in ("|", ">"):
            return raw.partition("\n")[2].rstrip()
        return raw[1:-1] if event.style == "'" else raw

    def _seq(self, line: int, column: int) -> Seq:
        items = []
        while not isinstance(event := self._events.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return Seq(self._name, line, column, tuple(items))

    def _map(self, line: int, column: int) -> Map:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self._events.get_event(), yaml.MappingEndEvent):
            key, value = self._node(event), self._node(self._events.get_event())
            if self._sound_key(key, entries) and isinstance(key, Scalar):
                entries[key.text] = key, value
        return Map(self._name, line, column, entries)

    def _sound_key(self, key: Node, entries: dict[str, tuple[Scalar, Node]]) -> bool:
        if not isinstance(key, Scalar):
            message = Text("键必须是一个词，不能是列表或映射。", "A key must be one word, not a list or a mapping.")
            hint = Text("含括号的文字请加引号。", "Put quotes around text that holds brackets.")
            self._log.add("yaml.key", key.at, message, hint)
        elif key.text == "<<" and not key.style:
            message = Text("不接受合并键“<<”。", "The merge key << is not accepted.")
            self._log.add("yaml.merge", key.at, message, Text("请把内容写全。", "Write the content out in full."))
        elif key.empty:
            message = Text("这里缺少键名。", "A key is missing here.")
            self._log.add("yaml.key", key.at, message, Text("请在冒号前写上键名。", "Write a key before the colon."))
        elif key.text in entries:
            first = entries[key.text][0].line
            message = Text(f"“{key.text}”重复，第 {first} 行已有。", f"{key.text} is given twice; first on line {first}.")
            hint = Text("请删去一个或改名。", "Delete one of them, or rename it.")
            self._log.add("yaml.duplicate", key.at, message, hint, key.text)
        else:
            return True
        return False

    def _no_anchor(self, code: str, event: Any) -> None:
        message = Text("不接受 YAML 锚点（&）和引用（*）。", "YAML anchors (&) and aliases (*) are not accepted.")
        hint = Text("请把内容写全；以 & 或 * 开头的文字请加引号。", "Write it out; put quotes around text that begins with & or *.")
        self._fault(code, event, message, hint)

    def _fault(self, code: str, event: Any, message: Text, hint: Text) -> None:
        at = Position(self._name, event.start_mark.line + 1, event.start_mark.column + 1)
        self._log.add(code, at, message, hint)
