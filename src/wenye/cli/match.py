"""``./wenye match [--date D] [--shares] [--out FILE.parquet] [--json]``."""

import os
import sys
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import BadParameter, Option

if TYPE_CHECKING:
    import polars as pl

    from wenye.policy.match import Match
    from wenye.policy.model import Pack


def run(
    date: Annotated[
        str | None, Option(metavar="YYYY-MM-DD", help="比对日期，缺省为业务日期 · day of the match")
    ] = None,
    out: Annotated[Path | None, Option(help="另存为一个 Parquet 文件 · also write one Parquet file")] = None,
    shares: Annotated[
        bool, Option("--shares", help="各项待遇的是、否、待定各占多少 · the shares of yes, no and unknown")
    ] = False,
    if_missing: Annotated[bool, Option("--if-missing", help="已有当前结果时不做 · nothing where it is current")] = False,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """把登记册里的全部对象与全部待遇逐条件比对，按待遇和镇汇总。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import data
    from wenye.cli.paths import pack as folder
    from wenye.cli.ready import ready
    from wenye.policy import match_store
    from wenye.policy.pack import load

    pack, on = load(folder()), _day(date)
    if out is not None and not out.absolute().parent.is_dir():
        raise BadParameter(
            f"--out：文件夹“{out.parent}”不存在，请先建立。 / --out: there is no folder {out.parent}; make it first."
        )
    found = match_store.kept(data() / "match")
    if if_missing and found is not None and (found.pack, found.on) == (pack.hash, on):
        _say("比对结果是当前的", "the match is current")
        return
    ready()
    done = _matched(pack, on)
    match_store.keep(done, pack.hash, data() / "match")
    if out is not None:
        rows = match_store.write_one(done, out)
        _say(f"已写出 {rows:,} 行：{out}", f"{rows:,} rows written")
    if as_json:
        print_json({"date": on.isoformat(), "pack": pack.hash,
                    "subjects": {entity: frame.height for entity, frame in done.decisions.items()},
                    "shares": [{"benefit": row["benefit"], **_shares(row)} for row in by_benefit(done.summary)],
                    "summary": done.summary.to_dicts()})
    elif shares:
        _show_shares(done, pack)
    else:
        _show(done, pack)


def _matched(pack: "Pack", on: Day) -> "Match":
    from wenye.cli.progress import bar
    from wenye.policy.match import match
    from wenye.registry import facts

    wanted = [entity for entity in facts.entities() if entity in pack.entities]
    with bar("比对 matching") as tell:
        tell(what="读取登记册 reading the registers")
        frames = facts.frames(wanted, on)
        places = {entity: place for place, entity in enumerate(wanted)}
        return match(pack, frames, on, lambda entity: tell(places[entity], len(wanted), pack.entities[entity].label.zh))


def _day(text: str | None) -> Day:
    from wenye.policy.values import Unreadable, read_day

    try:
        return read_day(text) if text is not None else _business_date()
    except Unreadable as error:
        raise BadParameter(f"--date：{error.message.zh}{error.hint.zh} / {error.message.en} {error.hint.en}") from None


def _business_date() -> Day:
    """The stated business date of this installation, else today."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.conf import settings

    return settings.WENYE_BUSINESS_DATE or datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def _show(done: "Match", pack: "Pack") -> None:
    from wenye.cli.answers import print_table

    head = ["条", "待遇 benefit", "对象", "可享受 yes", "不符合 no", "待定 unknown", "只差一项", "合计（元）"]
    print_table([_row(row, pack) for row in by_benefit(done.summary)], head)
    total = int(done.summary["sum_fen"].sum())
    print(f"{done.on}：{sum(frame.height for frame in done.decisions.values()):,} 个对象，测算合计 {_yuan(total)} 元")


def _show_shares(done: "Match", pack: "Pack") -> None:
    from wenye.cli.answers import print_table

    head = ["条", "待遇 benefit", "对象", "可享受 yes", "不符合 no", "待定 unknown"]
    rows = [[str(pack.benefits[str(row["benefit"])].measure), str(row["benefit"]), f"{row['subjects']:,}",
             *_shares(row).values()] for row in by_benefit(done.summary)]  # fmt: skip
    print_table(rows, head)


def _shares(row: dict[str, object]) -> dict[str, str]:
    """The shares of the outcomes in per cent."""
    whole = row["subjects"]
    assert isinstance(whole, int)
    return {name: _share(count, whole) for name in ("yes", "no", "unknown") if isinstance(count := row[name], int)}


def _share(count: int, whole: int) -> str:
    """Per cent to two decimals; some never look like none, nor most like all."""
    hundredths = (20_000 * count + whole) // (2 * whole) if whole else 0
    if count and not hundredths:
        return "<0.01%"
    if count < whole and hundredths == 10_000:
        return ">99.99%"
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def by_benefit(summary: "pl.DataFrame") -> list[dict[str, object]]:
    """The summary over all towns, in the order of the benefits."""
    import polars as pl

    return summary.group_by("benefit", maintain_order=True).agg(pl.all().exclude("town").sum()).to_dicts()


def _row(row: dict[str, object], pack: "Pack") -> list[str]:
    benefit = pack.benefits[str(row["benefit"])]
    counts = [f"{row[name]:,}" for name in ("subjects", "yes", "no", "unknown", "one_short")]
    fen = row["sum_fen"]
    assert isinstance(fen, int)
    return [str(benefit.measure), benefit.id, *counts, _yuan(fen) if benefit.amount is not None else ""]


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


def _say(zh: str, en: str) -> None:
    print(f"» {zh} · {en}", file=sys.stderr, flush=True)
