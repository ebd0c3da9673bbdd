"""``./wenye restore FILE``: a backup verified and put back."""

from pathlib import Path
from typing import Annotated

from wenye.cli.arguments import Argument, Option


def run(
    file: Annotated[Path, Argument(help="备份文件 · the backup")],
    into: Annotated[Path | None, Option(help="数据文件夹，默认 WENYE_DATA · data folder")] = None,
    overwrite: Annotated[
        bool, Option("--overwrite", help="替换已有内容，原有的移到一旁 · move what is there aside")
    ] = False,
    check: Annotated[bool, Option("--check", help="只核对备份，不恢复 · only verify it")] = False,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """先从头到尾核对，再恢复数据库、密钥和文件；已有内容时除非加 --overwrite 否则拒绝。请先停止网站。

    Verified whole before anything is touched. Refuses where something is, unless told. Stop the site first.
    """
    from wenye.backup import restore
    from wenye.cli.answers import print_json
    from wenye.cli.backup import tell
    from wenye.cli.paths import data
    from wenye.cli.progress import bar
    from wenye.cli.ready import database, migrations

    folder = (into or data()).absolute()
    setting = database(folder)
    with bar("核对 verifying") as watch:
        contents = restore.check(file, setting, migrations(), watch)
    if check:
        print_json(contents.as_json()) if as_json else tell(contents, f"{file} 完好，{contents.made_at}")
        return
    with bar("恢复 restoring") as watch:
        done = restore.restore(file, folder, setting, overwrite, watch)
    if as_json:
        print_json(done.as_json())
        return
    tell(contents, f"已恢复到 {folder}")
    for place in done.aside:
        print(f"  原有内容在 {place}")
    print("现在可以执行 ./wenye up。 / Now run ./wenye up.")
