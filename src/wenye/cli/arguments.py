"""A verb's arguments, read from the annotations of its function ``run``. Stands on argparse, which starts at once.

    def run(
        benefit: Annotated[str, Argument(help="待遇编号 · benefit id")],
        plan: Annotated[int | None, Option(help="计划 · plan", min=1, max=6)] = None,
        as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
    ) -> None: ...

Types are str, int, Path, date (2019-11-20), bool and lists. A parameter without a default is required; a boolean
is a switch, and one that is on by default can be turned off with ``--no-…``; a list takes any number of values.
``Exit(code)`` ends a verb, ``BadParameter(text)`` refuses its question.
"""

import argparse
import difflib
import inspect
import os
import re
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, Union, get_args, get_origin, get_type_hints

from wenye.cli.answers import wrapped


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter given by its place."""

    help: str = ""


class Option:
    """A parameter given by its name: ``--`` and the parameter's, unless ``names`` say otherwise.

    ``envvar`` names the environment variable that gives the default; ``min`` and ``max`` bound a number; ``metavar``
    stands for the value in the help.
    """

    __slots__ = ("envvar", "help", "max", "metavar", "min", "names")

    def __init__(
        self, *names: str, help: str = "", envvar: str = "", min: int | None = None, max: int | None = None,
        metavar: str = "",
    ) -> None:  # fmt: skip
        self.names, self.help, self.envvar, self.min, self.max = names, help, envvar, min, max
        self.metavar = metavar


class Exit(Exception):
    """Ends the verb with an exit code: 1 for a bad answer, 2 for a wrong question."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class BadParameter(Exception):
    """Refuses what was asked; the text says why and what to do, in Chinese and English."""


def call(run: Callable[..., Any], arguments: Sequence[str], *, prog: str, purpose: str) -> int:
    """Runs a verb with the arguments of the command line; the exit code."""
    parser = parser_of(run, prog, purpose)
    given = vars(parser.parse_intermixed_args(list(arguments)))
    try:
        run(**{name: value for name, value in given.items() if value != []})  # no values: the function's own default
    except Exit as end:
        return end.code
    except BadParameter as refused:
        parser.error(str(refused))
    return 0


def parser_of(run: Callable[..., Any], prog: str, purpose: str) -> argparse.ArgumentParser:
    """The parser that the annotations of ``run`` describe."""
    description = f"{purpose}\n\n{inspect.cleandoc(run.__doc__ or '')}"
    parser = _Parser(
        prog=prog, description=description, formatter_class=_Help, add_help=False, allow_abbrev=False
    )  # fmt: skip
    hints = get_type_hints(run, include_extras=True)
    places = parser.add_argument_group("参数 Arguments")
    named = parser.add_argument_group("选项 Options")
    for name, parameter in inspect.signature(run).parameters.items():
        kind, about = get_args(hints[name])[:2]
        if isinstance(about, Option):
            _add_option(named, name, kind, about, parameter.default)
        else:
            _add_argument(places, name, kind, about, parameter.default)
    named.add_argument("-h", "--help", action="help", help="显示本说明 · show this help")
    parser.usage = parser.format_usage().removeprefix(USAGE).strip()  # else argparse cuts off as much as "usage: "
    return parser


def _add_argument(group: argparse._ArgumentGroup, name: str, kind: Any, about: Argument, default: Any) -> None:
    plain, many = _plain(kind)
    optional = default is not inspect.Parameter.empty
    group.add_argument(
        name, metavar=name.upper(), help=about.help, type=_reader(plain),
        nargs="*" if many else "?" if optional else None, default=default if optional else None,
    )  # fmt: skip


def _add_option(group: argparse._ArgumentGroup, name: str, kind: Any, about: Option, default: Any) -> None:
    names = about.names or (f"--{name.replace('_', '-')}",)
    plain, many = _plain(kind)
    given = os.environ.get(about.envvar) if about.envvar else None
    shared: dict[str, Any] = {"dest": name, "help": about.help, "default": given or default}
    if plain is bool:
        action = argparse.BooleanOptionalAction if default is True else "store_true"
        group.add_argument(*names, action=action, **shared)
        return
    if default is inspect.Parameter.empty and not given:
        shared |= {"required": True, "default": None}
    metavar = about.metavar or {int: "N", Path: "PATH", date: "YYYY-MM-DD"}.get(plain, name.upper())
    group.add_argument(
        *names, type=_reader(plain, about), metavar=metavar, action="append" if many else "store", **shared
    )  # fmt: skip


def _plain(kind: Any) -> tuple[type, bool]:
    """The type of one value, and whether there may be many: ``list[str] | None`` is (str, True)."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is list:
        return get_args(kind)[0], True
    return kind, False


def _reader(plain: type, about: Option | None = None) -> Callable[[str], Any]:
    """Reads one value of a type, or says in both languages why it cannot be one."""
    if plain is date:
        return _day
    if plain is Path:
        return _path
    if plain is not int:
        return plain
    low = about.min if about else None
    high = about.max if about else None
    zh = f"{'' if low is None else f'，不小于 {low}'}{'' if high is None else f'，不大于 {high}'}"
    en = f"{'' if low is None else f', {low} or more'}{'' if high is None else f', {high} or less'}"

    def whole(text: str) -> int:
        number = int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None
        if number is None or (low is not None and number < low) or (high is not None and number > high):
            raise argparse.ArgumentTypeError(f"“{text}”不可用，请写整数{zh} / “{text}” is no use: a whole number{en}")
        return number

    return whole


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2019-11-20 / “{text}” is no date like 2019-11-20")


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("路径是空的，请写出文件或文件夹 / the path is empty; name a file or folder")
    return Path(text)


USAGE = "用法 Usage: "


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose lines fit the terminal, where a Chinese character takes two columns."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for given in text.splitlines() for line in wrapped(given, width))


SAID = (
    (r"the following arguments are required: (.+)", "缺少参数 {0}", "{0} must be given"),
    (r"unrecognized arguments: (.+)", "没有参数 {0}", "there is no argument {0}"),
    (r"argument (\S+): expected .+", "参数 {0} 后面缺少值", "{0} wants a value"),
    (r"argument (\S+): not allowed with argument (\S+)", "参数 {0} 和 {1} 不能同用", "{0} excludes {1}"),
    (r"argument (\S+): ignored explicit argument (.+)", "参数 {0} 不带值", "{0} takes no value"),
    (r"argument (\S+): (.+) / (.+)", "参数 {0}：{1}", "{0}: {2}"),
)
"""What argparse says, and how we say it."""


class _Parser(argparse.ArgumentParser):
    """Refuses with exit code 2, one sentence in Chinese and the same in English."""

    def error(self, message: str) -> NoReturn:
        heard = ((re.fullmatch(pattern, message), zh, en) for pattern, zh, en in SAID)
        for hit, zh, en in heard:
            if hit:
                near, english = self._nearest(message)
                self.exit(2, f"{zh.format(*hit.groups())}。{near}用 {self.prog} --help 查看用法。"
                             f" / {en.format(*hit.groups())}. {english}See {self.prog} --help.\n")  # fmt: skip
        self.exit(2, f"{message}\n")

    def _nearest(self, message: str) -> tuple[str, str]:
        wrong = re.match(r"unrecognized arguments: (--\S+)", message)
        names = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(wrong[1], names, n=1) if wrong else []
        return (f"是否想用 {near[0]}？", f"Did you mean {near[0]}? ") if near else ("", "")
