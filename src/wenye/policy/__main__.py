"""``python -m wenye.policy FOLDER``: check a pack and print all its faults. Exit 0, 1 (faults) or 2 (usage)."""

import sys
import time
from pathlib import Path

from wenye.feel.errors import Fault, Faults
from wenye.policy.pack import load


def main(arguments: list[str]) -> int:
    """Check the pack in the one folder named; stdout gets the faults, stderr the summary."""
    if len(arguments) != 1:
        print("用法 / usage: python -m wenye.policy packs/junshan", file=sys.stderr)
        return 2
    start = time.perf_counter()
    try:
        pack = load(Path(arguments[0]), recheck=True)
    except Faults as error:
        print(table(error.faults))
        print(f"共 {len(error.faults)} 处错误 / {len(error.faults)} faults", file=sys.stderr)
        return 1
    examples = sum(len(benefit.examples) for benefit in pack.benefits.values())
    print(
        f"没有错误 / no faults: {len(pack.measures)} measures, {len(pack.benefits)} benefits, {examples} examples, "
        f"{len(pack.facts)} facts, {len(pack.parameters)} parameters, {time.perf_counter() - start:.2f} s"
    )
    print(f"{pack.id} {pack.hash}")
    return 0


def table(faults: tuple[Fault, ...]) -> str:
    """Faults as aligned lines: place, code, path, and what is wrong with what to do."""
    places = [str(fault.at) for fault in faults]
    left, middle = max(map(len, places)), max(len(fault.code) for fault in faults)
    return "\n".join(
        f"{place:<{left}}  {fault.code:<{middle}}  {fault.path}\n{'':<{left}}  {fault.message.zh}{fault.hint.zh}"
        for place, fault in zip(places, faults, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
