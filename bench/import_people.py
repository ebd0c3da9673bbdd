"""The people's roster of a whole district brought in on SQLite as any roster is, and then once more.

A workbook with all its dirt, read, checked, sealed and written in a process of its own. The second time nothing may
change. Seconds are those of the import, memory that of the whole process.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import district
from bench.figures import Figure, Options, Progress
from bench.memory import peak_mb

SECONDS, MEGABYTES = 60.0, 1024.0


def figures(options: Options, progress: Progress) -> list[Figure]:
    (roster,) = (district.data(options, progress) / "rosters").glob("01-*.xlsx")
    with TemporaryDirectory(prefix="wenye-bench-") as folder:
        surroundings = district.environment(Path(folder))
        district.run(surroundings, "-m", "django", "migrate", "--skip-checks", "-v0")
        progress("导入名册 bringing the roster in")
        first = json.loads(district.run(surroundings, "-m", "bench.import_people", str(roster)))
        progress("再导入一次 bringing it in again")
        again = json.loads(district.run(surroundings, "-m", "bench.import_people", str(roster)))
    assert again["added"] == again["changed"] == 0, again
    seconds, memory = (None, None) if options.quick else (SECONDS, MEGABYTES)
    rows = f"{first['read']:,}"
    return [
        Figure("import", f"导入 {rows} 行劳动力名册", f"a roster of {rows} people brought in", "s", first["seconds"],
               most=seconds),
        Figure("import-again", "同一名册再导入", "the same roster again", "s", again["seconds"], most=seconds),
        Figure("import-memory", "导入：内存峰值", "bringing in: peak memory", "MB", max(first["peak_mb"], again["peak_mb"]),
               most=memory),
    ]  # fmt: skip


def bring_in(roster: Path) -> dict[str, float]:
    """Brings a roster in, in this process."""
    import django

    django.setup()
    from wenye.registry.services import import_roster

    begun = time.perf_counter()
    job = import_roster(roster, "people", dated=date(2019, 11, 20))
    seconds = time.perf_counter() - begun
    assert job.state == "done", job.failure
    return {"seconds": seconds, "peak_mb": peak_mb(), "read": job.read, "added": job.added, "changed": job.changed}


if __name__ == "__main__":
    json.dump(bring_in(Path(sys.argv[1])), sys.stdout)
