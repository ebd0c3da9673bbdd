"""A population: all conditions, outcomes and amounts of the seven benefits for each row.

Each run is a process of its own: it makes the population in the engine's own form (not timed), warms up on a few
rows, decides all of them (timed) and tells its peak memory, input and answers included. Runs of the two engines
alternate, so that a machine that slows down slows both.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench import population, seven
from bench.figures import Figure, Options, Progress
from bench.memory import peak_mb
from wenye.cli.paths import ROOT

WARM_UP = 20_000
PIECE = 1_000_000
TARGETS = {1_000_000: 3.0, 10_000_000: 4.0}
MEMORY = 1.5
"""Wenye may take so many times the memory of OpenFisca."""


def figures(options: Options, progress: Progress) -> list[Figure]:
    sizes = [200_000] if options.quick else list(TARGETS)
    return [figure for rows in sizes for figure in _compared(rows, 3 if options.quick else 5, progress)]


def _compared(rows: int, repeats: int, progress: Progress) -> list[Figure]:
    runs: dict[str, list[dict[str, float]]] = {engine: [] for engine in ENGINES}
    for repeat in range(repeats):
        for engine, found in runs.items():
            progress(f"{rows:,} × 7 · {engine} · {repeat + 1}/{repeats}")
            found.append(_in_a_process(engine, rows))
    time = {engine: median(run["seconds"] for run in found) * 1e3 for engine, found in runs.items()}
    peak = {engine: median(run["peak_mb"] for run in found) for engine, found in runs.items()}
    zh, en = f"{rows:,} 行 × 7 项，全部条件、金额", f"{rows:,} rows × 7, all conditions, amounts"
    return [
        Figure(f"population-{rows}", zh, en, "ms", time["wenye"], "OpenFisca-Core", time["openfisca"],
               least_ratio=TARGETS.get(rows)),
        Figure(f"population-{rows}-tuned", zh, en, "ms", time["wenye"], "OpenFisca-Core, 查表、分段 tuned",
               time["openfisca-tuned"]),
        Figure(f"population-{rows}-memory", f"{rows:,} 行：内存峰值，含输入", f"{rows:,} rows: peak memory, input included",
               "MB", peak["wenye"], "OpenFisca-Core", peak["openfisca"],
               least_ratio=1 / MEMORY if rows in TARGETS else None),
    ]  # fmt: skip


def _in_a_process(engine: str, rows: int) -> dict[str, float]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-m", "bench.many_cases", engine, str(rows)]
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def timed_wenye(rows: int) -> float:
    from wenye.policy.batch import Batches

    batches, decider = population.record_batches(rows), Batches(seven.rules(), seven.benefits())
    list(decider.decide_batches([batches[0][:WARM_UP]]))
    begun = time.perf_counter()
    answers = list(decider.decide_batches(batches))
    taken = time.perf_counter() - begun
    assert sum(len(answer) for answer in answers) == rows
    return taken


def timed_openfisca(rows: int) -> float:
    """One simulation of the whole population, as OpenFisca is used."""
    return _timed_openfisca(rows, rows)


def timed_openfisca_tuned(rows: int) -> float:
    """With look-up tables for months, and a million rows at a time, as Wenye does it."""
    from bench.openfisca_formulas import LookUps, reckon_by

    reckon_by(LookUps())
    return _timed_openfisca(rows, PIECE)


def _timed_openfisca(rows: int, size: int) -> float:
    from bench import in_openfisca

    inputs = in_openfisca.arrays(rows)
    in_openfisca.calculate(in_openfisca.simulation(_slice(inputs, 0, WARM_UP)))
    ready = [in_openfisca.simulation(_slice(inputs, first, size)) for first in range(0, rows, size)]
    begun = time.perf_counter()
    answers = [in_openfisca.calculate(simulation) for simulation in ready]
    taken = time.perf_counter() - begun
    assert all(sum(len(part[name]) for part in answers) == rows for name in seven.outputs())
    return taken


def _slice(inputs: dict[str, Any], first: int, count: int) -> dict[str, Any]:
    return {name: values[first : first + count] for name, values in inputs.items()}


ENGINES: dict[str, Callable[[int], float]] = {
    "wenye": timed_wenye,
    "openfisca": timed_openfisca,
    "openfisca-tuned": timed_openfisca_tuned,
}

if __name__ == "__main__":
    seconds = ENGINES[sys.argv[1]](int(sys.argv[2]))
    json.dump({"seconds": seconds, "peak_mb": peak_mb()}, sys.stdout)
