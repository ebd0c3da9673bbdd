"""The engines agree: a fast wrong answer is none. Every difference is counted, and each has its cause.

Columns and one case are compared on every condition, outcome and amount, zen-engine with one case likewise.
OpenFisca must differ where a fact that matters is unknown (it decides on defaults, and grants) and where float32
has no such fen; a difference of any other kind is an error of one side.
"""

from typing import Any

import pyarrow as pa

from bench import population, seven
from bench.figures import Figure, Options, Progress
from wenye.policy.batch import Batches

ROWS = 100_000
OUTCOMES = {"yes": True, "no": False, "unknown": None}


def figures(options: Options, progress: Progress) -> list[Figure]:
    rows = ROWS // 10 if options.quick else ROWS
    progress(f"核对 agreement · {rows:,}")
    decided = _by_columns(rows)
    cases = population.cases(rows)
    zen_rows = rows // 10
    openfisca = _openfisca_differences(rows, decided)
    return [
        _count("differences-case", "逐列与逐例不一致的单元", "cells where columns and one case differ", rows,
               sum(_differs(decided, row, _by_case(case)) for row, case in enumerate(cases)), most=0),
        _count("differences-zen", "与 zen-engine 不一致的单元", "cells where zen-engine differs", zen_rows,
               sum(_differs(decided, row, found) for row, found in enumerate(_by_zen(cases[:zen_rows]))), most=0),
        _count("differences-openfisca", "与 OpenFisca 不一致且无法解释的单元", "cells where OpenFisca differs without a cause",
               rows, openfisca["other"], most=0),
        _count("openfisca-granted", "待定而 OpenFisca 给予的认定", "undecided cases that OpenFisca grants",
               rows, openfisca["granted"]),
        _count("openfisca-decided", "待定而 OpenFisca 判定的单元", "unknown cells that OpenFisca decides",
               rows, openfisca["unknown"]),
        _count("openfisca-fen", "OpenFisca 差若干分的金额", "amounts that OpenFisca gets wrong by fen",
               rows, openfisca["fen"]),
    ]  # fmt: skip


def _count(id: str, zh: str, en: str, rows: int, count: int, most: float | None = None) -> Figure:
    return Figure(id, f"{rows:,} 行：{zh}", f"{rows:,} rows: {en}", "", count, most=most)


def _by_columns(rows: int) -> dict[str, list[Any]]:
    decider = Batches(seven.rules(), seven.benefits())
    return dict(pa.Table.from_batches(decider.decide_batches(population.record_batches(rows))).to_pydict())


def _by_case(case: dict[str, int | bool]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for benefit in seven.benefits():
        outcome, amount, tests, _ = seven.rules().decider(benefit)(case)
        found |= {f"{benefit.id}.{name}": value for name, value, _ in tests}
        found |= {f"{benefit.id}.outcome": OUTCOMES[outcome], f"{benefit.id}.amount_fen": amount}
    return found


def _by_zen(cases: list[dict[str, int | bool]]) -> list[dict[str, Any]]:
    from bench import in_zen

    engine, names = in_zen.engine(), seven.outputs()
    answers = [engine.evaluate(in_zen.KEY, in_zen.context(case))["result"] for case in cases]
    return [{name: answer.get(in_zen.name_of(name)) for name in names} for answer in answers]


def _differs(decided: dict[str, list[Any]], row: int, found: dict[str, Any]) -> int:
    return sum(values[row] != found[name] for name, values in decided.items())


def _openfisca_differences(rows: int, decided: dict[str, list[Any]]) -> dict[str, int]:
    """How many cells differ, by cause; an amount of 0 stands for none, as OpenFisca has it."""
    from bench import in_openfisca

    theirs = in_openfisca.calculate(in_openfisca.simulation(in_openfisca.arrays(rows)))
    found = {"unknown": 0, "granted": 0, "fen": 0, "other": 0}
    for name, values in decided.items():
        paid, outcomes = name.endswith(".amount_fen"), decided[f"{name.rpartition('.')[0]}.outcome"]
        for mine, outcome, other in zip(values, outcomes, theirs[name].tolist(), strict=True):
            if paid:
                off = round(other * 100) - (mine or 0)
                found["fen"] += outcome is True and 0 < abs(off) < 100
                found["other"] += (outcome is False and off != 0) or (outcome is True and abs(off) >= 100)
            elif mine is None:
                found["unknown"] += 1
                found["granted"] += name.endswith(".outcome") and other
            else:
                found["other"] += mine != other
    return found
