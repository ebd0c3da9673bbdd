"""``./wenye check [PACK] [--json]``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, BadParameter, Exit, Option

if TYPE_CHECKING:
    from wenye.feel.errors import Fault
    from wenye.policy.model import Pack


def run(
    pack: Annotated[Path | None, Argument(help="政策包的文件夹，缺省为正在使用的 · folder of a pack")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """检查一个政策包：全部错误一次列出（文件、行、列、路径、怎么改），示例逐个算过；没有错误就说它有什么。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import pack as used
    from wenye.feel.errors import Faults
    from wenye.policy.examples import wrong
    from wenye.policy.pack import load

    folder = pack if pack is not None else used()
    _there(folder)
    found: Pack | None = None
    faults: tuple[Fault, ...]
    try:
        found = load(folder, recheck=True)
        faults = tuple(wrong(found))
    except Faults as error:
        faults = error.faults
    if as_json:
        print_json(_json(found, faults))
    else:
        _show(found, faults)
    raise Exit(1 if faults else 0)


def _there(folder: Path) -> None:
    """A folder that is not there is a wrong question, and not a pack with faults."""
    from wenye.policy.faults import nearest

    if folder.is_dir():
        return
    near = ""
    if folder.parent.is_dir() and not folder.exists():
        hint = nearest(folder.name, [entry.name for entry in folder.parent.iterdir() if (entry / "pack.yaml").exists()])
        near = f"{hint.zh} / {hint.en}"
    raise BadParameter(f"没有政策包文件夹 {folder}。{near} / There is no folder {folder}.")


def _show(pack: "Pack | None", faults: "tuple[Fault, ...]") -> None:
    for fault in faults:
        print(f"{fault.at}  {fault.code}  {fault.path}".rstrip())
        print(f"    {fault.message.zh}{fault.hint.zh}")
        print(f"    {fault.message.en} {fault.hint.en}")
    if faults:
        print(f"共 {len(faults)} 处错误。 / {len(faults)} faults.")
    if pack is None:
        return
    if not faults:
        print("没有错误，示例全部相符。 / No faults; every example comes out.")
    print(f"{pack.id}：{pack.title.zh} / {pack.title.en}")
    held = holds(pack)
    print("  " + "，".join(f"{zh} {held[key]}" for key, zh, _ in COUNTED))
    print("  " + ", ".join(f"{held[key]} {en}" for key, _, en in COUNTED))
    print(f"  {pack.hash}")


COUNTED = (
    ("measures", "措施", "measures"),
    ("benefits", "待遇", "benefits"),
    ("examples", "示例", "examples"),
    ("facts", "事实", "facts"),
    ("parameters", "参数", "parameters"),
    ("assumed_parameters", "其中有假定值的", "of them with assumed values"),
    ("awaiting", "等待上级规定的待遇", "benefits awaiting rules"),
    ("open", "待定问题", "open questions"),
)
"""What a pack is said to hold, in this order."""


def holds(pack: "Pack") -> dict[str, int]:
    """How much of everything a pack holds."""
    from wenye.policy.listing import open_questions

    benefits = pack.benefits.values()
    return {
        "measures": len(pack.measures),
        "benefits": len(pack.benefits),
        "examples": sum(len(benefit.examples) for benefit in benefits),
        "facts": len(pack.facts),
        "parameters": len(pack.parameters),
        "assumed_parameters": sum(parameter.assumed for parameter in pack.parameters.values()),
        "awaiting": sum(benefit.awaiting is not None for benefit in benefits),
        "open": sum(len(list(open_questions(measure, pack))) for measure in pack.measures.values()),
    }


def _json(pack: "Pack | None", faults: "tuple[Fault, ...]") -> dict[str, object]:
    from wenye.policy.listing import both

    return {
        "pack": pack.id if pack else None,
        "hash": pack.hash if pack else None,
        "holds": holds(pack) if pack else None,
        "faults": [
            {
                "code": fault.code,
                "file": fault.at.file,
                "line": fault.at.line,
                "column": fault.at.column,
                "path": fault.path,
                "message": both(fault.message),
                "hint": both(fault.hint),
            }
            for fault in faults
        ],
    }
