"""The processes of a running site under one parent: one that dies is started again, and all end with the parent."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

GRACE = 15.0
"""Seconds that a child has to end when it is told to."""
LOOK = 0.2
"""Seconds between two looks at the children."""
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before a child that keeps dying is started again."""
STEADY = 60.0
"""A child that lived so many seconds begins with the shortest pause again."""
_PR_SET_PDEATHSIG = 1

Say = Callable[[str, str], None]


@dataclass(slots=True)
class Child:
    """One process, whatever number it has at the moment."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0.0
    deaths: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Starts it in a group of its own: Ctrl-C reaches the parent alone, which ends the children in order."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(self.command, process_group=0, preexec_fn=_bound_to(os.getpid()))

    def died(self) -> int | None:
        """The exit code of a child that has ended since it was started; what it left running is ended too."""
        code = self.process.poll() if self.process is not None else None
        if self.process is not None and code is not None:
            _kill(self.process.pid)
            self.process = None
        return code


class Family:
    """Children by name. ``keep`` looks after them until SIGTERM or SIGINT comes."""

    def __init__(self, commands: Mapping[str, Sequence[str]], say: Say) -> None:
        self.children = {name: Child(name, command) for name, command in commands.items()}
        self.told = False
        self._say = say
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.told = True

    def keep(self) -> None:
        """Starts the children that do not run, and again whichever dies, until told to stop."""
        for child in self.children.values():
            if child.process is None:
                child.start()
        while not self.told:
            for child in self.children.values():
                self._look_after(child)
            time.sleep(LOOK)

    def _look_after(self, child: Child) -> None:
        code = child.died()
        if code is not None:
            child.deaths = 0 if time.monotonic() - child.begun > STEADY else child.deaths
            pause = PAUSES[min(child.deaths, len(PAUSES) - 1)]
            child.deaths, child.due = child.deaths + 1, time.monotonic() + pause
            self._say(
                f"进程 {child.name} 意外结束（代码 {code}），{pause:.0f} 秒后重新启动",
                f"{child.name} ended (code {code}) and is started again in {pause:.0f} s",
            )
        elif child.process is None and time.monotonic() >= child.due:
            child.start()

    def end(self) -> None:
        """Tells all to end, and ends those that do not in time, with everything they started."""
        running = [child.process for child in self.children.values() if child.process is not None]
        for process in running:
            process.terminate()
        last = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say("有进程没有按时结束，强行停止", "a process did not end in time and is stopped")
            _kill(process.pid)
            process.wait()


def _kill(group: int) -> None:
    """Ends whatever is left of a child's process group."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _bound_to(parent: int) -> Callable[[], None]:
    """In the child: a parent that is killed takes its children with it. Linux only; elsewhere they are left."""

    def bind() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before it could be bound to
                os._exit(1)

    return bind
