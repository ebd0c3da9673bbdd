"""The invented district that the measurements of registers work on: made once a run, by command, on SQLite."""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Options, Progress
from wenye.cli.paths import ROOT

PEOPLE, FEW = 250_000, 3_000


def people(options: Options) -> int:
    """How many people live in it."""
    return FEW if options.quick else PEOPLE


@lru_cache(maxsize=1)
def _made(count: int) -> "TemporaryDirectory[str]":
    folder = TemporaryDirectory(prefix="wenye-bench-")  # goes when the process ends
    run(environment(Path(folder.name)), "-m", "wenye.cli", "demo", "--people", str(count), "--json")
    return folder


def data(options: Options, progress: Progress) -> Path:
    """The district's data folder."""
    progress(f"演示区 making the district · {people(options):,}")
    return Path(_made(people(options)).name)


def environment(folder: Path) -> dict[str, str]:
    """What a program needs to work on SQLite in ``folder``."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    outside = {name: value for name, value in os.environ.items() if name != "WENYE_DATABASE_URL"}
    return {**outside, "WENYE_DATA": str(folder), "WENYE_DEMO": "1", "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": "wenye.settings"}  # fmt: skip


def run(surroundings: Mapping[str, str], *arguments: str) -> str:
    """Runs this Python; its stdout. What it complains of is shown."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=dict(surroundings), check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return done.stdout
