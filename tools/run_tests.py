"""All the stages of ``./wenye test``, one after another, with a summary.

./wenye test            every stage
./wenye test quick      what takes little: no browser, no second database, nothing marked slow
./wenye test ARGUMENTS  pytest alone, with these arguments

WENYE_JOBS says how many tests run at a time (two, if there are two processors).

A stage that fails does not stop the others; the exit code is 0 only if all of them passed.
"""

import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JOBS = os.environ.get("WENYE_JOBS") or str(min(os.cpu_count() or 1, 2))
"""Two tests at a time where there are two processors; more would want more memory than a small machine has."""
PYTEST = ["-m", "pytest", "-q", *(["-n", JOBS, "--dist", "worksteal"] if JOBS not in ("0", "1") else [])]
MEMORY = 12 * 1024**3
"""Bytes of address space for a stage; none for the browser's, since Chromium reserves far more than it uses."""

IMPORT_CONTRACT = "from importlinter.cli import lint_imports_command as check; check()"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: a headline in both languages and what to run; ``quick`` if the quick run has it."""

    zh: str
    en: str
    run: Callable[[], bool]
    quick: bool = True


def python(*arguments: str, bounded: bool = True, **environment: str) -> bool:
    """Runs this environment's Python in the project's folder; True if it says all is well.

    ``bounded``: a test that fills the memory fails alone, instead of taking the machine with it.
    """
    command = [sys.executable, *arguments]
    limit = (lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))) if bounded else None
    surroundings = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, preexec_fn=limit, check=False)
    return done.returncode == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a throw-away PostgreSQL."""
    folder = tempfile.mkdtemp(prefix="wenye-pg-")
    port = free_port()
    script = str(ROOT / "tools" / "pg.sh")
    try:
        subprocess.run([script, "start", folder, str(port)], check=True)
        yield f"postgresql://wenye@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([script, "stop", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def second_database() -> bool:
    with postgresql() as address:
        return python(*PYTEST, "-m", "database and not browser", WENYE_DATABASE_URL=address)


def stages() -> list[Stage]:
    return [
        Stage("代码规范", "style", lambda: python("-m", "ruff", "check", "--no-cache", "src", "tests", "tools", "bench")),
        Stage("依赖方向", "imports", lambda: python("-c", IMPORT_CONTRACT)),
        Stage("类型", "types", lambda: python("-m", "mypy", "--no-error-summary")),
        Stage("测试", "tests", lambda: python(*PYTEST, "-m", "not browser and not slow")),
        Stage("长测试", "long tests", lambda: python(*PYTEST, "-m", "slow and not browser"), quick=False),
        Stage("PostgreSQL 上的测试", "tests on PostgreSQL", second_database, quick=False),
        Stage("浏览器", "browser", lambda: python(*PYTEST[:3], "-m", "browser", bounded=False), quick=False),
    ]


def carried_out(stage: Stage, place: str) -> tuple[bool, float]:
    print(f"\n━━ {place} {stage.zh} · {stage.en}", flush=True)
    began = time.monotonic()
    try:
        passed = stage.run()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"✗ {error}", flush=True)
        passed = False
    return passed, time.monotonic() - began


def main(arguments: list[str]) -> int:
    if arguments and arguments != ["quick"]:
        return 0 if python(*PYTEST, *arguments) else 1
    chosen = [stage for stage in stages() if stage.quick or not arguments]
    began = time.monotonic()
    results = [carried_out(stage, f"[{number}/{len(chosen)}]") for number, stage in enumerate(chosen, 1)]
    print()
    for stage, (passed, seconds) in zip(chosen, results, strict=True):
        print(f"{'✓' if passed else '✗'} {seconds:6.1f} s  {stage.zh} · {stage.en}")
    good = all(passed for passed, _ in results)
    verdict = "全部通过 · all passed" if good else "有未通过的阶段 · some stages failed"
    print(f"{'✓' if good else '✗'} {time.monotonic() - began:6.1f} s  {verdict}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
