"""The match of a whole district: from SQLite to decisions on disk, all benefits, all subjects.

``python bench/match_district.py [RUNS]`` measures the installation in WENYE_DATA (make one of 250,000 people and
20,000 firms with ``./wenye demo --people 250000``). Each run is a process of its own; seconds and peak memory are
those of the whole process.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ON = date(2019, 11, 20)


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
    decisions = int(done.summary.select("subjects").sum().item())
    return {"people": frames["person"].height, "firms": frames["firm"].height, "decisions": decisions,
            "read": read - start, "decide": decided - read, "keep": kept - decided, "total": kept - start}


def measure(runs: int) -> dict[str, float]:
    """Medians over ``runs`` processes, and the peak memory of the largest in MB."""
    results = []
    for _ in range(runs):
        said = subprocess.run([sys.executable, __file__, "--once"], check=True, capture_output=True, text=True).stdout
        results.append(json.loads(said))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {name: statistics.median(result[name] for result in results) for name in results[0]} | {"peak_mb": peak}


def main() -> None:
    """Prints the medians."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    os.environ.setdefault("WENYE_DATA", str(ROOT / ".wenye"))
    if "--once" in sys.argv:
        print(json.dumps(once()))
        return
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    print(f"{found['people']:,.0f} 人、{found['firms']:,.0f} 个单位，{found['decisions']:,.0f} 项认定："
          f"读取 {found['read']:.1f} 秒，认定 {found['decide']:.1f} 秒，保存 {found['keep']:.1f} 秒，"
          f"合计 {found['total']:.1f} 秒，峰值内存 {found['peak_mb']:,.0f} MB")


if __name__ == "__main__":
    main()
