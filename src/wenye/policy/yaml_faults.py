"""What libyaml complains about, said so that the author of a pack knows what to do."""

import re

import yaml

from wenye.feel.errors import Fault, Position
from wenye.feel.text import Text

_INDENT = Text(
    "请检查缩进：同一层的键要对齐，用空格。", "Check the indentation: keys of one level stand in one column."
)
_QUOTE = Text("请给整段文字加上引号。", "Put quotes around the whole text.")
_PAIR = Text("请检查括号是否配对、各项之间是否有半角逗号。", "Check that brackets are paired and items have commas.")
_WIDE = Text(
    "这一行用了全角标点，请改成半角的“:”“,”和引号。", "The line has full-width punctuation; use : , and plain quotes."
)

_KNOWN: tuple[tuple[str, Text, Text], ...] = (
    ("mapping values are not allowed", Text("这里的冒号放错了位置。", "A colon is not allowed here."),
     Text("含冒号加空格的文字请加引号；否则请检查上一行的缩进。", "Quote text that holds a colon and a space, or check the indentation above.")),
    ("found character that cannot start", Text("一个值不能以这个字符开头。", "A value cannot begin with this character."), _QUOTE),
    ("could not find expected ':'", Text("键后缺少冒号。", "A key lacks its colon."),
     Text("请写成“键: 值”，冒号后有一个空格。", "Write key: value, with a space after the colon.")),
    ("did not find expected ',' or", Text("括号没有配对，或缺少逗号。", "A bracket is not closed, or a comma is missing."), _PAIR),
    ("found unexpected end of stream", Text("引号没有配对。", "A quotation mark is not closed."),
     Text("请补上结尾的引号。", "Add the closing quotation mark.")),
    ("found unexpected document indicator", Text("引号没有配对。", "A quotation mark is not closed."),
     Text("请补上结尾的引号。", "Add the closing quotation mark.")),
    ("did not find expected key", Text("缩进与同层的键不一致，或引号后有多余的文字。",
                                       "Indentation differs from its neighbours, or text follows a quotation."),
     _INDENT),
    ("did not find expected '-' indicator", Text("列表项的缩进不一致。", "A list item is indented unlike the others."), _INDENT),
    ("did not find expected node content", Text("这里缺少一个值。", "A value is missing here."), _PAIR),
    ("found a tab character", Text("缩进里有制表符（Tab）。", "The indentation holds a tab."),
     Text("请改用空格。", "Use spaces instead.")),
    ("block sequence entries are not allowed", Text("这里不能写列表项“-”。", "A list item (-) is not allowed here."), _INDENT),
    ("found undefined alias", Text("不接受 YAML 引用（*）。", "YAML aliases (*) are not accepted."), _QUOTE),
    ("unknown escape character", Text("双引号里有不认识的转义“\\”。", "An unknown escape (\\) stands in double quotes."),
     Text("请改用单引号。", "Use single quotes.")),
)  # fmt: skip
_FULL_WIDTH = re.compile("[：，｛｝［］]")


def syntax_fault(error: yaml.YAMLError, text: str, name: str) -> Fault:
    """The fault for an error that libyaml raised over ``text``."""
    at = _position(error, text, name)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    for needle, message, hint in _KNOWN:
        if needle in problem:
            return Fault("yaml.syntax", at, message, _wide(at, text) or hint)
    if isinstance(error, yaml.reader.ReaderError):
        message = Text("文件里有不可见的控制字符。", "The file holds a control character.")
        return Fault(
            "yaml.syntax", at, message, Text("请删去它，或重新输入这一行。", "Delete it, or type the line again.")
        )
    message = Text(f"YAML 语法有误（{problem}）。", f"YAML syntax error ({problem}).")
    return Fault("yaml.syntax", at, message, _wide(at, text) or _INDENT)


def _position(error: yaml.YAMLError, text: str, name: str) -> Position:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return Position(name, mark.line + 1, mark.column + 1)
    offset = getattr(error, "position", None)
    if not isinstance(offset, int):
        return Position(name, 1, 1)
    before = text[:offset]
    return Position(name, before.count("\n") + 1, offset - before.rfind("\n"))


def _wide(at: Position, text: str) -> Text | None:
    """A hint when the line at fault, or the one before, holds full-width punctuation outside of quotes."""
    lines = text.split("\n")[max(at.line - 2, 0) : at.line]
    bare = (re.sub("'[^']*'|\"[^\"]*\"", "", line) for line in lines)
    return _WIDE if any(_FULL_WIDTH.search(line) for line in bare) else None
