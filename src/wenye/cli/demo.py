"""``wenye demo``: the invented district written as rosters and brought in."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.answers import print_json
from wenye.cli.arguments import Option

if TYPE_CHECKING:
    from wenye.registry.models import ImportJob


def run(
    people: Annotated[int, Option(min=100, max=2_000_000, help="人数 · people")] = 20_000,
    seed: Annotated[int, Option(help="种子：同一种子生成同样的名册 · the same seed gives the same rosters")] = 20191120,
    rosters: Annotated[
        Path | None,
        Option(help="名册文件夹，只生成不导入 · folder for the rosters, which are then not brought in"),
    ] = None,
    if_missing: Annotated[
        bool, Option("--if-missing", help="已有登记对象时不做 · nothing where people are registered")
    ] = False,
    as_json: Annotated[bool, Option("--json", help="以 JSON 回答 · answer in JSON")] = False,
) -> None:
    """全部内容都是虚构的，每个文件都注明。 · Everything is invented, and every file says so."""
    from wenye.cli.ready import ready

    ready()
    from django.conf import settings

    from wenye.registry import services

    if if_missing and rosters is None and _complete():
        say("演示区已经在库里", "the demo district is there already")
        return
    today = settings.WENYE_BUSINESS_DATE or date(2019, 11, 20)
    folder = rosters or Path(settings.WENYE_DATA) / "rosters"
    result = services.make_demo(folder, people=people, seed=seed, today=today, bring_in=rosters is None, say=_told)
    if as_json:
        print_json(
            {"folder": str(folder), "rows": dict(result.written), "imports": [_summary(job) for job in result.imports]}
        )
    elif rosters is not None:
        print(f"已写出 {sum(result.written.values()):,} 行，{len(result.written)} 个名册：{folder}")


def _complete() -> bool:
    """Whether every register was brought in; a demo that was interrupted is finished by the next call."""
    from wenye.registry import selectors
    from wenye.registry.catalogue import registers

    return set(registers()) <= set(selectors.roster_dates())


def say(zh: str, en: str) -> None:
    print(f"» {zh} · {en}", file=sys.stderr, flush=True)


def _told(job: "ImportJob") -> None:
    from wenye.registry.catalogue import register

    label = register(job.register).label
    say(
        f"{label.zh}：{job.read:,} 行，新增 {job.added:,}，问题行 {job.rejected:,}",
        f"{label.en}: {job.read:,} rows, {job.added:,} new, {job.rejected:,} faulty",
    )


def _summary(job: "ImportJob") -> dict[str, object]:
    names = ("register", "state", "read", "added", "changed", "same", "repeated", "rejected", "noted")
    return {name: str(value) if name == "state" else value for name in names for value in (getattr(job, name),)}
