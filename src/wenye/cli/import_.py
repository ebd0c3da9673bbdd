"""``wenye import``: a department's roster into a register, and what goes with it: template, undo, resuming."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.answers import print_json, print_table
from wenye.cli.arguments import Argument, BadParameter, Exit, Option

if TYPE_CHECKING:
    from wenye.registry.imports.complete import Complete
    from wenye.registry.models import ImportJob


def run(
    register: Annotated[
        str, Argument(help="登记册，如 people 或 失业登记册；省略则列出全部 · register; lists all if left out")
    ] = "",
    file: Annotated[Path | None, Argument(help="名册文件 .xlsx .csv · roster file")] = None,
    dated: Annotated[str | None, Option(help="名册截至日期，默认今天 · the day the roster reflects")] = None,
    department: Annotated[str, Option(help="报送单位，默认登记册的主管单位 · department that sent it")] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="试运行，不写入 · try it, write nothing")] = False,
    complete: Annotated[
        bool, Option("--complete", help="完整名册：没有列入的不再在册 · a complete roster: whoever is not in it has left")
    ] = False,
    may_end: Annotated[
        int | None,
        Option(help="完整名册最多清退百分之几，缺省 10 · at most so many per cent may leave", min=0, max=100),
    ] = None,
    despite_faults: Annotated[
        bool,
        Option("--despite-faults", help="有读不出是谁的行也清退 · though some rows do not tell whom they are about"),
    ] = False,
    heading: Annotated[
        list[str] | None, Option(help="表头=栏目，可重复；记住供下次使用 · heading=column, remembered")
    ] = None,
    template: Annotated[
        Path | None, Option(help="把该登记册的模板写到此处 · write the register's template here")
    ] = None,
    undo: Annotated[int | None, Option(help="撤销这次导入（编号） · undo the import with this number")] = None,
    resume: Annotated[bool, Option("--resume", help="继续被中断的导入 · go on with interrupted imports")] = False,
    as_json: Annotated[bool, Option("--json", help="以 JSON 回答 · answer in JSON")] = False,
) -> None:
    """有问题的行写入文件，改好后原样再导入即可；同一文件重复导入不会改变任何内容。"""
    from wenye.cli.progress import bar
    from wenye.cli.ready import ready

    ready()
    from wenye.registry import services
    from wenye.registry.models import ImportJob

    if undo is not None:
        done = [services.undo_import(_import(undo))]
    elif resume:
        with _going_on(), bar("导入 bringing in") as tell:
            done = services.run_waiting(tell)
    elif template is not None and register:
        template.write_bytes(services.roster_template(register)[1])
        print(f"模板已写到 {template}", file=sys.stderr)
        return
    elif file is None:
        _list(as_json)
        return
    else:
        day, taught = _day(dated), _taught(heading or [])
        ends = _complete(complete, may_end, despite_faults)
        with _going_on(), bar("导入 bringing in") as tell:
            job = services.import_roster(
                file,
                register,
                dated=day,
                department=department,
                dry_run=dry_run,
                taught=taught,
                complete=ends,
                watch=tell,
            )
        done = [job]
    wanting = [_tell(job, as_json) for job in done]
    raise Exit(1 if any(wanting) or any(job.state == ImportJob.State.FAILED for job in done) else 0)


@contextmanager
def _going_on() -> Iterator[None]:
    """Says on Ctrl-C what becomes of an import that was begun."""
    try:
        yield
    except KeyboardInterrupt:
        print("\n已提交的行都在。./wenye import --resume 继续，--undo 编号 撤销；网站开着时后台会接着做。"
              " / Committed rows are kept. Go on with --resume, take it back with --undo NUMBER; a running site"
              " goes on by itself.", file=sys.stderr)  # fmt: skip
        raise


def _complete(complete: bool, may_end: int | None, despite_faults: bool) -> "Complete | None":
    from wenye.registry.imports.complete import MAY_END, Complete

    if not complete and (may_end is not None or despite_faults):
        raise BadParameter(
            "--may-end 和 --despite-faults 只用于完整名册，请同时加 --complete。 / They go with --complete only."
        )
    return Complete(MAY_END if may_end is None else may_end, despite_faults) if complete else None


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011
    except ValueError:
        raise BadParameter(f"“{text}”不是日期，请写成 2019-11-20。 / Write the date like 2019-11-20.") from None


def _import(number: int) -> "ImportJob":
    from wenye.registry.models import ImportJob

    found = ImportJob.objects.filter(pk=number).first()
    if found is None:
        raise BadParameter(f"没有编号为 {number} 的导入。 / There is no import {number}.")
    return found


def _taught(pairs: list[str]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise BadParameter(f"“{wrong[0]}”应写成 表头=栏目。 / Write heading=column.")
    return {pair.split("=", 1)[0]: pair.split("=", 1)[1] for pair in pairs}


def _tell(job: "ImportJob", as_json: bool) -> bool:
    """Says what became of an import; whether there is something to correct or to confirm."""
    from wenye.registry import services
    from wenye.registry.imports import faulty

    files = services.write_faulty_rows(job) if job.rejected and job.state != job.State.UNDONE else []
    if as_json:
        names = (
            "id",
            "register",
            "state",
            "failure",
            "dry_run",
            "read",
            "added",
            "changed",
            "same",
            "repeated",
            "rejected",
            "complete",
            "ended",
            "held_back",
        )
        answer = {name: getattr(job, name) for name in names} | {"state": str(job.state), "ignored": job.ignored}
        print_json(answer | {"faulty": [str(path) for path in files], "undo": job.undo_report})
        return bool(job.rejected or job.held_back)
    for line in _lines(job):
        print(line)
    for message in faulty.messages(job, 10) if files else ():
        print(f"  {message}")
    for path in files:
        print(f"问题行已写到 {path}，改好后可直接再导入。")
    return bool(files or job.held_back)


def _lines(job: "ImportJob") -> list[str]:
    if job.state == job.State.FAILED:
        return [f"导入 {job.pk} 没有完成：{job.failure}"]
    if job.state == job.State.UNDONE:
        told = job.undo_report
        return [
            f"导入 {job.pk} 已撤销：恢复 {told['restored']:,} 行，删除 {told['removed']:,} 行，"
            f"重新在册 {told['readmitted']:,} 行，被后来的导入改过而保留 {told['overtaken'] + told['kept']:,} 行，"
            f"涉及认定 {told['decisions']:,} 项。"
        ]
    counts = f"新增 {job.added:,}，更改 {job.changed:,}，无变化 {job.same:,}，文件内重复 {job.repeated:,}，问题行 {job.rejected:,}"
    head = "试运行（未写入）" if job.dry_run else f"导入 {job.pk} 完成"
    lines = [f"{head}：读取 {job.read:,} 行，{counts}；合计、签名等 {job.noted:,} 行略过。", *job.ignored]
    if job.held_back:
        lines.append(f"没有清退：{job.held_back}")
    elif job.complete:
        lines.append(f"完整名册：{'将有 ' if job.dry_run else ''}{job.ended:,} 行自 {job.dated} 起不再在册。")
    return lines


def _list(as_json: bool) -> None:
    from wenye.registry.catalogue import registers

    if as_json:
        print_json(
            [
                {
                    "register": item.id,
                    "label": {"zh": item.label.zh, "en": item.label.en},
                    "keeper": item.keeper,
                    "columns": {name: column.heading for name, column in item.columns.items()},
                }
                for item in registers().values()
            ]
        )
        return
    rows = [[item.id, item.label.zh, item.label.en, item.keeper] for item in registers().values()]
    print_table(rows, ["登记册", "名称", "Register", "主管单位"])
