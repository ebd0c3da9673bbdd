"""The command line: ``./wenye VERB``. One module for each verb, imported when it is asked for.

A verb is a function ``run`` annotated as ``wenye.cli.arguments`` says; heavy imports stand inside of it, so that
``--help`` and ``decide`` start at once. A new verb is one line in ``VERBS``.
Answers go to stdout, everything else to stderr.

Exit codes: 0 the answer was given, 1 it is a bad one (a check that failed), 2 the question was wrong, 130 interrupted.
"""

import contextlib
import difflib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Verb(NamedTuple):
    """Where a verb is found (``module:function``) and what it is for, in Chinese and English."""

    place: str
    zh: str
    en: str

    def load(self) -> Callable[..., Any]:
        module, function = self.place.split(":")
        found: Callable[..., Any] = getattr(importlib.import_module(module), function)
        return found


VERBS = {
    "up": Verb("wenye.cli.up:run", "装好数据并打开网站", "prepare the data and serve the site"),
    "measures": Verb("wenye.cli.measures:run", "列出一百项措施", "list the hundred measures"),
    "facts": Verb("wenye.cli.facts:run", "列出规则使用的事实", "list the facts that rules read"),
    "decide": Verb("wenye.cli.decide:run", "认定一例并说明理由", "decide one case, with reasons"),
    "say": Verb("wenye.cli.say:run", "把待遇说成话", "say a benefit in words"),
    "match": Verb("wenye.cli.match:run", "把全部登记对象与全部待遇比对", "match the register with all benefits"),
    "review": Verb("wenye.cli.review:run", "审查规则：缺口、重叠、断崖", "review the rules: gaps, overlaps, cliffs"),
    "check": Verb("wenye.cli.check:run", "检查政策包，列出全部错误", "check a pack, list all its faults"),
    "source": Verb("wenye.cli.source:run", "与公布的文件逐项核对", "compare the pack with the published document"),
    "mutate": Verb("wenye.cli.mutate:run", "改坏规则，看示例能否发现", "break rules: do the examples notice?"),
    "bench": Verb("wenye.cli.bench:run", "测速并与同类引擎比较", "measure speed beside other engines"),
    "demo": Verb("wenye.cli.demo:run", "生成并导入虚构的演示区", "make and import the invented demo district"),
    "import": Verb("wenye.cli.import_:run", "把部门名册导入登记册", "bring a department's roster into a register"),
    "keys": Verb("wenye.cli.keys:run", "加密密钥：列出、轮换、删除", "the sealing keys: list, rotate, drop"),
    "work": Verb("wenye.cli.work:run", "做后台任务，查看和重试", "do the background jobs, list and retry them"),
    "backup": Verb("wenye.cli.backup:run", "把本机全部数据备份成一个文件", "back everything up into one file"),
    "restore": Verb("wenye.cli.restore:run", "核对并恢复备份", "verify a backup and put it back"),
    "account": Verb("wenye.cli.account:run", "首位管理员与演示账户", "the first administrators, demo accounts"),
    "access": Verb("wenye.cli.access:run", "谁能进哪里：权限总表", "who is let in where: the table of access"),
    "audit": Verb("wenye.cli.audit:run", "核验审计记录", "verify the audit trail"),
    "manage": Verb("wenye.cli.manage:run", "Django 管理命令", "Django's management commands"),
}
PLAIN = ("manage",)
"""Verbs that take their arguments as they are."""


def main(arguments: Sequence[str]) -> int:
    """Runs one verb; the exit code."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    try:
        code = answer(name, rest)
        sys.stdout.flush()  # what cannot be written is noticed here and not when Python ends
    except BrokenPipeError:  # the reader of our answer (head, less) has seen enough
        _swallow()
        return 0
    except ModuleNotFoundError as error:
        return mended(error, arguments)
    except Exception as error:
        from wenye.cli.trouble import told

        said = told(error)
        if said is None:
            raise
        if isinstance(error, OSError):
            _swallow()
        return complain(said)
    return code


def answer(name: str, rest: list[str]) -> int:
    """What is asked: the help, the version, or a verb."""
    if name in ("--help", "-h", "help"):
        print(overview())
        return 0
    if name == "--version":
        from wenye import __version__

        print(f"wenye {__version__}")
        return 0
    return call(name, rest) if name in VERBS else complain(unknown(name))


def call(name: str, arguments: list[str]) -> int:
    """Loads the verb and hands it the arguments, read by its annotations."""
    run = VERBS[name].load()
    if name in PLAIN:
        return int(run(arguments) or 0)
    from wenye.cli import arguments as reader

    purpose = f"{VERBS[name].zh} · {VERBS[name].en}"
    try:
        return reader.call(run, arguments, prog=f"./wenye {name}", purpose=purpose)
    except SystemExit as end:  # the help was shown, or the question refused
        return end.code if isinstance(end.code, int) else 1


def overview() -> str:
    """What ``./wenye --help`` prints."""
    lines = ["用法 Usage: ./wenye VERB …      ./wenye VERB --help", ""]
    lines += [f"  {name:<10} {verb.zh} · {verb.en}" for name, verb in VERBS.items()]
    lines += [f"  {'test':<10} 运行全部测试（quick 为快速） · run the tests (quick: the short ones)"]
    return "\n".join(lines)


def unknown(name: str) -> str:
    near = difflib.get_close_matches(name, [*VERBS, "test"], n=1)
    hint = f"是否想用 {near[0]}？ / Did you mean {near[0]}? " if near else ""
    return f"没有命令 {name}。{hint}用 ./wenye --help 查看全部命令。 / There is no verb {name}; see ./wenye --help."


def mended(error: ModuleNotFoundError, arguments: Sequence[str]) -> int:
    """A package that should be there is not: the script looks at the environment, mends it and asks again, once."""
    from wenye.cli.paths import SCRIPT

    if (error.name or "").startswith("wenye") or os.environ.get("WENYE_CHECK") or not SCRIPT.exists():
        raise error
    os.execve(SCRIPT, [str(SCRIPT), *arguments], {**os.environ, "WENYE_CHECK": "1"})  # noqa: S606


def complain(message: str) -> int:
    """Says on stderr why the question is refused; the exit code."""
    print(message, file=sys.stderr)
    return 2


def _swallow() -> None:
    """What still waits to be written to stdout has nowhere to go: Python must not complain of it at its end."""
    with contextlib.suppress(OSError, ValueError):  # a stand-in for stdout, as in tests, has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
