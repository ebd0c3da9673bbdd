"""A decision asked for on the command line: a whole process, from ``./wenye decide`` to its answer in JSON."""

import json
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.figures import Figure, Options, Progress
from wenye.cli.paths import SCRIPT

PROMISED = 500.0
"""Milliseconds."""

FACTS = {"firm_kind": "start_up", "operating_normally": True, "registered_on": "2018-05-01", "applied_on": "2019-11-20",
         "jobs": 3, "investment": 50000}  # fmt: skip


def figures(options: Options, progress: Progress) -> list[Figure]:
    progress("./wenye decide")
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        facts.write_text(json.dumps(FACTS), encoding="utf-8")
        command = [str(SCRIPT), "decide", "start-up-grant", "--facts", str(facts), "--date", "2019-11-20", "--json"]
        taken = [_taken(command) for _ in range(4 if options.quick else 16)]
    return [Figure("decide", "./wenye decide，从启动到答复", "./wenye decide, from start to answer", "ms", median(taken[1:]),
                   most=PROMISED)]  # fmt: skip


def _taken(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1e3
