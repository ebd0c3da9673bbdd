"""``./wenye source FILE``: the published document against the pack.

Exit codes: 0 nothing differs but by the document's own faults, 1 the pack differs, 2 the file cannot be read.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, Exit, Option

if TYPE_CHECKING:
    from wenye.policy.source_compare import Comparison
    from wenye.policy.source_difference import Difference
    from wenye.policy.source_table import Document

KINDS = {"missing": "缺条", "extra": "多条", "figure": "数字", "unit": "单位", "text-fault": "文字"}
CULPRITS = {"document": "公布文本", "pack": "政策包"}
_HEADS = ("条", "类别", "公布文本", "政策包", "问题在")


def run(
    file: Annotated[Path, Argument(help="公布的措施表，.txt（UTF-8）或 .docx · the published table")],
    as_json: Annotated[bool, Option("--json", help="输出 JSON · print JSON")] = False,
    no_attach: Annotated[bool, Option("--no-attach", help="不保存原文 · do not keep the official text")] = False,
    pack: Annotated[Path | None, Option(help="政策包所在文件夹 · the folder of the pack")] = None,
) -> None:
    """读出公布文件中的每一条，核对编号、单位和每个数字，并把原文附到本机，供页面对照显示。

    Reads every measure of the published file, compares numbers, units and figures, and attaches the official text.
    """
    from wenye.cli import paths
    from wenye.policy.pack import load
    from wenye.policy.source_compare import compare
    from wenye.policy.source_pack import pack_side
    from wenye.policy.source_read import read_source

    document = read_source(file)
    side = pack_side(load(pack or paths.pack()))
    found = compare(document, side)
    if as_json:
        print(_json(found))
    else:
        _report(document, found)
    if not no_attach:
        _attach(side.name, document, found, file)
    raise Exit(0 if found.agrees else 1)


def _json(found: "Comparison") -> str:
    return json.dumps([difference.as_json() for difference in found.differences], ensure_ascii=False, indent=2)


def _attach(pack: str, document: "Document", found: "Comparison", file: Path) -> None:
    """Keep the official text; a folder that cannot be written is an error of its own."""
    from wenye.policy.source_store import attach

    try:
        place = attach(pack, found.texts, document.title, file)
    except OSError as error:
        print(
            f"原文没有保存（{error.strerror}：{error.filename}）。"
            "请检查数据文件夹 WENYE_DATA 是否可写，或加 --no-attach。 / The official text was not kept: "
            "make WENYE_DATA writable, or add --no-attach.",
            file=sys.stderr,
        )
        raise Exit(2) from None
    print(f"已附上 {len(found.texts)} 条原文：{place}", file=sys.stderr)


def _report(document: "Document", found: "Comparison") -> None:
    """The differences as an aligned table, with their number below."""
    from wenye.cli.answers import print_table

    print(f"{document.name}：《{document.title}》，读出 {len(document.rows)} 条，表头 {document.headings} 处。")
    if not found.differences:
        print("与政策包完全一致。")
        return
    print()
    print_table([_cells(difference) for difference in found.differences], _HEADS)
    print(f"\n{_summary(found)}")


def _cells(difference: "Difference") -> tuple[str, ...]:
    return (
        str(difference.measure or "—"),
        KINDS[difference.kind],
        difference.published or "—",
        difference.pack or "—",
        CULPRITS[difference.fault_of],
    )


def _summary(found: "Comparison") -> str:
    faults = Counter(difference.fault_of for difference in found.differences)
    said = [f"共 {len(found.differences)} 处差异：公布文本自身 {faults['document']} 处，政策包 {faults['pack']} 处。"]
    if not found.agrees:
        said.append("以公布文本为准：请按上表更正政策包，再运行一次。")
    return "".join(said)
