"""How long 250,000 people take to come in, and how much memory: ``./wenye`` environment, SQLite, everything real.

    python bench/import_people.py [--people N] [--csv]

Writes the invented people's roster as a workbook (or as GB18030 text), brings it in in a process of its own, and then
brings the same file in again, which must change nothing. Prints seconds, rows a second and the process's peak memory.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS, LIMIT_MB = 60, 1024

BRING_IN = """
import json, resource, sys, time
import django
django.setup()
from datetime import date
from pathlib import Path
from wenye.registry.services import import_roster
begun, worked = time.perf_counter(), time.process_time()
job = import_roster(Path(sys.argv[1]), "people", dated=date(2019, 11, 20))
seconds, worked = time.perf_counter() - begun, time.process_time() - worked
names = ("state", "read", "added", "changed", "same", "repeated", "rejected")
told = {name: str(getattr(job, name)) for name in names}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**told, "seconds": round(seconds, 1), "cpu_seconds": round(worked, 1), "peak_mb": round(peak)}))
"""


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=250_000)
    parser.add_argument("--csv", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "WENYE_DATA": name, "WENYE_DEMO": "1", "PYTHONPATH": str(ROOT / "src"),
                       "DJANGO_SETTINGS_MODULE": "wenye.settings"}  # fmt: skip
        environment.pop("WENYE_DATABASE_URL", None)
        begun = time.perf_counter()
        run(
            environment, "-m", "wenye.cli", "demo", "--people", str(chosen.people), "--rosters", str(folder / "rosters")
        )
        print(f"rosters written in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        (roster,) = (folder / "rosters").glob("01-*.xlsx")
        path = as_csv(roster, folder / "people.csv") if chosen.csv else roster
        run(environment, "-m", "django", "migrate", "--skip-checks", "-v0")
        first = json.loads(run(environment, "-c", BRING_IN, str(path)))
        again = json.loads(run(environment, "-c", BRING_IN, str(path)))
    for title, told in (("first time", first), ("again", again)):
        print(
            f"{title}: {told['read']} rows in {told['seconds']} s ({told['cpu_seconds']} s of CPU), "
            f"{told['peak_mb']} MB, {told}"
        )
    unchanged = again["added"] == again["changed"] == "0"
    within = (
        max(first["seconds"], again["seconds"]) < LIMIT_SECONDS and max(first["peak_mb"], again["peak_mb"]) < LIMIT_MB
    )
    return 0 if unchanged and within else 1


def run(environment: dict[str, str], *arguments: str) -> str:
    """Runs this Python; its stdout."""
    done = subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def as_csv(roster: Path, path: Path) -> Path:
    """The same roster as text in the encoding of older office systems."""
    from wenye.registry.readers import sheets

    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        for sheet in sheets(roster):
            writer.writerows(cells for _, cells in sheet.rows)
    return path


if __name__ == "__main__":
    sys.exit(main())
