"""Text to syntax tree: the grammar, and errors that say what to write instead."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NoReturn

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text

Entry = Literal["expr", "cell"]
Syntax = Tree[Token]

# FEEL or Python constructs that authors reach for, and what the subset has instead.
_OUTSIDE: tuple[tuple[str, Text, Text], ...] = (
    (
        r"\blambda\b|\bimport\b|\bdef\b|__|\bself\b|\bNone\b|\bTrue\b|\bFalse\b",
        Text("Python 代码", "Python code"),
        Text(
            "规则只用 FEEL 表达式书写，例如 jobs >= 3 and investment >= 50000。",
            "Write a FEEL expression, such as jobs >= 3 and investment >= 50000.",
        ),
    ),
    (
        r"==|&&|\|\||!(?!=)",
        Text("其他语言的运算符", "an operator of another language"),
        Text("相等用 =，并且用 and，或者用 or，否定用 not(…)。", "Use =, and, or, not(…)."),
    ),
    (
        r"\bnull\b",
        Text("null", "null"),
        Text("事实只有已知、未知两种；“不适用”请写成选项值 none。", "Declare the value none for 'does not apply'."),
    ),
    (
        r"\bfor\b|\bsome\b|\bevery\b|\bsatisfies\b|\breturn\b",
        Text("for / some / every 迭代", "for / some / every"),
        Text(
            "对多条记录的统计请在 facts.yaml 用 from: 定义汇总事实。", "Define an aggregate fact with from: in facts."
        ),
    ),
    (
        r"\bfunction\b|\binstance\s+of\b|\bexternal\b",
        Text("函数定义或类型判断", "function or instance of"),
        Text("请改写为条件或推导事实。", "Rewrite it as conditions or a derived fact."),
    ),
    (r"\*\*|\^", Text("乘方", "exponentiation"), Text("请写成连乘。", "Write a product.")),
    (r"\d[eE][+-]?\d", Text("科学计数法", "an exponent"), Text("请写成普通小数。", "Write a plain decimal number.")),
    (r"[{}]", Text("上下文 {…}", "a context {…}"), Text("规则里不用上下文；请用推导事实。", "Use a derived fact.")),
    (r"'", Text("单引号", "single quotes"), Text('选项值用双引号，如 "start_up"。', 'Use double quotes: "start_up".')),
    (
        r"[，。；：（）“”＝＞＜]",
        Text("全角标点", "full-width punctuation"),
        Text("请改用半角标点。", "Use ASCII punctuation."),
    ),
)


def parse(text: str, at: Position, entry: Entry = "expr") -> Syntax:
    """The syntax tree of ``text``, which begins at ``at``. Raises Faults with one fault."""
    try:
        tree: Syntax = _parser().parse(text, start=entry)
        if outside := _outside(text, at):  # null and the like would pass for names
            raise Faults([outside])
        return tree
    except UnexpectedInput as error:
        _refuse(text, at, error)
    except RecursionError:
        raise Faults(
            [
                _fault(
                    at,
                    Text("表达式嵌套过深。", "The expression is nested too deeply."),
                    Text("请拆成推导事实。", "Split it into derived facts."),
                )
            ]
        ) from None


def place(at: Position, line: int | None, column: int | None) -> Position:
    """The position of a spot ``line``:``column`` (from 1) inside a text that begins at ``at``."""
    if not line or not column:
        return at
    if line == 1:
        return Position(at.file, at.line, at.column + column - 1)
    return Position(at.file, at.line + line - 1, column)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["expr", "cell"], propagate_positions=True)


def _refuse(text: str, at: Position, error: UnexpectedInput) -> NoReturn:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    if column is not None and column < 1:
        line, column = 1, len(text) + 1
    raise Faults([_outside(text, at) or _unexpected(text, place(at, line, column), error)]) from None


def _outside(text: str, at: Position) -> Fault | None:
    bare = re.sub(r'"[^"\n]*"', lambda quoted: " " * len(quoted.group()), text)
    for pattern, what, hint in _OUTSIDE:
        if found := re.search(pattern, bare):
            where = place(
                at, 1 + bare.count("\n", 0, found.start()), found.start() - bare.rfind("\n", 0, found.start())
            )
            name = found.group()
            return _fault(
                where,
                Text(
                    f"“{name}”属于{what.zh}，不在规则语言之内。",
                    f"'{name}' is {what.en}, outside of the rule language.",
                ),
                hint,
            )
    return None


def _unexpected(text: str, where: Position, error: UnexpectedInput) -> Fault:
    hint = Text("请对照 docs/writing-a-policy.md 的语法表。", "See the syntax table in docs/writing-a-policy.md.")
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        seen = str(error.token)
        return _fault(where, Text(f"此处不应出现“{seen}”。", f"Unexpected '{seen}'."), hint)
    if isinstance(error, UnexpectedCharacters):
        start = error.pos_in_stream or 0
        seen = text[start : start + 1]
        return _fault(where, Text(f"无法识别“{seen}”。", f"Cannot read '{seen}'."), hint)
    assert isinstance(error, UnexpectedEOF | UnexpectedToken)
    return _fault(where, Text("表达式不完整。", "The expression ends too early."), hint)


def _fault(at: Position, message: Text, hint: Text) -> Fault:
    return Fault("feel.syntax", at, message, hint)
