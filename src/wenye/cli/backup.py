"""``./wenye backup FILE``: everything of this installation in one file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, Option

if TYPE_CHECKING:
    from wenye.backup.manifest import Manifest


def run(
    file: Annotated[Path, Argument(help="备份文件，须是新文件 · the backup, a new file")],
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """数据库（同一时刻）、密钥和文件，连同目录写成一个文件；网站可以继续运行。密钥也在其中，请妥善保管。

    The database as of one moment, the keys and the files. The site may go on. Guard it: the keys are in it.
    """
    from wenye.backup.make import make
    from wenye.cli.answers import print_json
    from wenye.cli.paths import data
    from wenye.cli.progress import bar
    from wenye.cli.ready import database

    with bar("备份 backing up") as watch:
        contents = make(file, data(), database(data()), watch)
    if as_json:
        print_json(contents.as_json())
    else:
        tell(contents, f"备份已写到 {file}（{size(file.stat().st_size)}）")


def tell(contents: "Manifest", head: str) -> None:
    """Says what a backup holds."""
    rows, fen = contents.held.rows, {name: sum_ for name, sum_ in contents.held.fen.items() if sum_}
    print(f"{head}：{contents.database}，{len(rows)} 个表 {sum(rows.values()):,} 行，{len(contents.parts) - 1} 个文件。")
    for name, total in fen.items():
        print(f"  {name} 合计 {total // 100:,}.{total % 100:02d} 元")
    if contents.held.audit_root:
        print(f"  审计链 audit root {contents.held.audit_root}")


def size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e6:,.1f} MB"
