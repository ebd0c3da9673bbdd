"""Processes that are cheap to start, to be killed: one has loaded everything and forks off a child on demand.

    with Nursery("tests.work.killed:work", environment) as nursery:
        child = nursery.spawn()      the function runs in a process of its own
        nursery.kill(child)          -9
        nursery.end(child)           or: waits for its end; its exit code
"""

import importlib
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]


class Nursery:
    """Runs ``place`` (``module:function``, with Django set up) in children of a process with ``environment``."""

    def __init__(self, place: str, environment: Mapping[str, str]) -> None:
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", place],
            env={**environment, "PYTHONPATH": paths}, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._mother.stdin is not None
        self._mother.stdin.close()
        self._mother.wait()
        assert self._mother.stdout is not None
        self._mother.stdout.close()

    def spawn(self) -> int:
        """Starts a child; its process id."""
        return self._ask("spawn")

    def kill(self, child: int) -> bool:
        """Kills a child at once; whether it was still running."""
        os.kill(child, signal.SIGKILL)
        return self.end(child) == -signal.SIGKILL

    def end(self, child: int) -> int:
        """Waits for a child's end; its exit code, negative if a signal ended it."""
        return self._ask(f"end {child}")

    def _ask(self, what: str) -> int:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(f"{what}\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())


def main(place: str) -> None:
    """The mother: answers one line for each line that she is told. Her children stay hers until they are asked for."""
    import django

    django.setup()
    module, function = place.split(":")
    work = getattr(importlib.import_module(module), function)
    for line in sys.stdin:
        asked, _, child = line.strip().partition(" ")
        if asked == "end":
            print(os.waitstatus_to_exitcode(os.waitpid(int(child), 0)[1]), flush=True)
            continue
        born = os.fork()
        if not born:
            _live(work)
        print(born, flush=True)


def _live(work: "object") -> None:
    """A child's life. It leaves without tidying up what belongs to its mother."""
    assert callable(work)
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
