"""``wenye keys``: the keys that seal personal numbers: list them, change to a new one, drop one nothing needs."""

import sys
from typing import TYPE_CHECKING, Annotated

from wenye.cli.answers import print_json, print_table
from wenye.cli.arguments import Argument, BadParameter, Exit, Option

if TYPE_CHECKING:
    from wenye.accounts.keys import KeyUse

ACTS = ("list", "rotate", "drop")


def run(
    act: Annotated[str, Argument(help="list 列出，rotate 轮换，drop 删除 · list, rotate or drop")] = "list",
    key: Annotated[str, Argument(help="drop：要删除的密钥，如 k001 · the key to drop")] = "",
    as_json: Annotated[bool, Option("--json", help="以 JSON 回答 · answer in JSON")] = False,
) -> None:
    """轮换生成新密钥并分批重新加密；中途停下，后台任务或再执行一次即可继续。旧密钥留到 drop。轮换前后各备份一次。

    Rotating makes a new key and seals everything anew in chunks; interrupted, a worker or the next call goes on. The
    old key stays until it is dropped. Back up before and after: without its key file a database cannot be read.
    """
    from wenye.cli.ready import ready

    if act not in ACTS:
        raise BadParameter(f"“{act}”应是 list、rotate 或 drop。 / Say list, rotate or drop.")
    if (act == "drop") != bool(key):
        raise BadParameter(
            "只有 drop 需要写明密钥，如 ./wenye keys drop k001。 / Name a key with drop, and only there."
        )
    ready()
    broken = _rotate() if act == "rotate" else _drop(key) if act == "drop" else ()
    _show(as_json, broken)
    raise Exit(1 if broken else 0)


def _rotate() -> tuple[str, ...]:
    """A new key, or the unfinished change to the current one; the rows that do not open."""
    from django.db import transaction

    from wenye.accounts import keys
    from wenye.cli.progress import bar
    from wenye.work import resealing
    from wenye.work.services import hold, run_held

    _say(
        "请保证 keys/ 文件夹有备份：密钥丢失，加密的号码就再也读不出来",
        "keep a backup of keys/: without it sealed numbers are lost",
    )
    name, fresh = keys.begin_rotation()
    if fresh:
        _say(f"新密钥 {name} 已启用，开始重新加密", f"{name} is the current key now; sealing anew")
    else:
        _say(f"上次换成 {name} 的轮换没有做完，现在继续", f"the change to {name} was not finished; going on")
    with transaction.atomic():
        job = hold(resealing.ask(name))
    with bar("重新加密 sealing anew") as tell:
        run_held(job, tell)
    result = job.result or {}
    _say(f"已重新加密 {result['rows']:,} 行", f"{result['rows']:,} rows sealed anew")
    for place in result["broken"][:20]:
        _say(f"{place} 解不开，请从备份恢复该行", f"{place} does not open; restore the row from a backup")
    return tuple(result["broken"])


def _drop(name: str) -> tuple[str, ...]:
    from wenye.accounts import keys

    keys.drop(name)
    _say(
        f"{name} 已删除；更早的数据库备份要用当时的 keys/ 才能读",
        f"{name} was dropped; older backups need the keys/ kept with them",
    )
    return ()


def _say(zh: str, en: str) -> None:
    print(f"» {zh} · {en}", file=sys.stderr, flush=True)


def _show(as_json: bool, broken: tuple[str, ...]) -> None:
    from wenye.accounts.keys import listed

    found = listed()
    if as_json:
        print_json({"keys": [_told(item) for item in found], "broken": list(broken)})
        return
    print_table([_row(item) for item in found], ["密钥 key", "状态 state", "加密的值 values", "停用于 retired"])


def _told(item: "KeyUse") -> dict[str, object]:
    return {
        "id": item.id,
        "current": item.current,
        "held": item.held,
        "retired": item.retired.isoformat() if item.retired else None,
        "values": item.rows,
        "columns": {use.column: use.rows for use in item.uses},
    }


def _row(item: "KeyUse") -> list[str]:
    state = "正在使用 current" if item.current else "可删除 unused" if not item.rows else "还要用 needed"
    state = state if item.held else "缺失，请放回密钥文件 missing"
    from django.utils.timezone import localtime

    retired = f"{localtime(item.retired):%Y-%m-%d %H:%M}" if item.retired else ""
    return [item.id, state, f"{item.rows:,}", retired]
