"""The match of a whole district: from SQLite to decisions on disk, all benefits, all subjects.

Each run is a process of its own; the figure is the median of three, memory that of the largest process.
"""

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

from bench import district
from bench.figures import Figure, Options, Progress
from bench.memory import peak_mb
from wenye.cli.paths import ROOT

ON = date(2019, 11, 20)
SECONDS, MEGABYTES = 10.0, 2048.0
RUNS, QUICK_RUNS = 3, 1


def figures(options: Options, progress: Progress) -> list[Figure]:
    surroundings = district.environment(district.data(options, progress))
    found = []
    runs = QUICK_RUNS if options.quick else RUNS
    for number in range(runs):
        progress(f"全区比对 the match · {number + 1}/{runs}")
        found.append(json.loads(district.run(surroundings, "-m", "bench.match_district")))
    told = f"{found[0]['people']:,} 人、{found[0]['firms']:,} 个单位，{found[0]['decisions']:,} 项认定"
    english = f"{found[0]['people']:,} people, {found[0]['firms']:,} firms, {found[0]['decisions']:,} decisions"
    seconds, memory = (None, None) if options.quick else (SECONDS, MEGABYTES)

    def of(name: str) -> float:
        return float(median(run[name] for run in found))

    return [
        Figure("match", f"全区比对：{told}", f"the match: {english}", "s", of("total"), most=seconds),
        Figure("match-read", "其中读取登记册", "of it reading the registers", "s", of("read")),
        Figure("match-decide", "其中认定", "of it deciding", "s", of("decide")),
        Figure("match-memory", "全区比对：内存峰值", "the match: peak memory", "MB", max(run["peak_mb"] for run in found),
               most=memory),
    ]  # fmt: skip


def once() -> dict[str, float]:
    """One match in this process: seconds for reading, deciding and keeping, and what was decided."""
    import django

    django.setup()
    from wenye.policy import match_store
    from wenye.policy.match import match
    from wenye.policy.pack import load
    from wenye.registry import facts

    pack = load(ROOT / "packs" / "junshan")
    start = time.perf_counter()
    frames = facts.frames([entity for entity in facts.entities() if entity in pack.entities], ON)
    read = time.perf_counter()
    done = match(pack, frames, ON)
    decided = time.perf_counter()
    match_store.keep(done, pack.hash, Path(os.environ["WENYE_DATA"]) / "match")
    kept = time.perf_counter()
    return {"people": frames["person"].height, "firms": frames["firm"].height,
            "decisions": int(done.summary.select("subjects").sum().item()), "peak_mb": peak_mb(),
            "read": read - start, "decide": decided - read, "total": kept - start}  # fmt: skip


if __name__ == "__main__":
    json.dump(once(), sys.stdout)
