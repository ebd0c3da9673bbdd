"""The parent of a running site: restarts what dies, ends with all its children, and never leaves one behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.own_database import Environment
from wenye.cli.up import open_port

PARENT = """
import sys
from wenye.cli import processes
processes.PAUSES, processes.LOOK, processes.GRACE = (0.05,), 0.02, 1.0
child = [sys.executable, "-c", sys.argv[1]]
family = processes.Family({"one": child, "two": child}, lambda zh, en: print(zh, flush=True))
try:
    family.keep()
finally:
    family.end()
"""
SLEEPS = "import time; time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
Started = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def started() -> Iterator[Started]:
    parents: list[subprocess.Popen[str]] = []

    def start(child: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PARENT, child]
        parents.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return parents[-1]

    yield start
    for parent in parents:
        if parent.poll() is None:
            parent.terminate()
        parent.communicate()


def children(parent: int) -> list[int]:
    """The living children of a process, in the order of their names on the command line."""
    try:
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [int(child) for child in listed if lives(int(child))]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def both(parent: "subprocess.Popen[str]") -> list[int]:
    wait_for(lambda: len(children(parent.pid)) == 2)
    return children(parent.pid)


def test_a_child_that_is_killed_is_started_again_and_the_other_left_alone(started: Started) -> None:
    parent = started(SLEEPS)
    first, second = both(parent)
    os.kill(first, signal.SIGKILL)
    assert parent.stdout is not None
    assert "意外结束（代码 -9）" in parent.stdout.readline()
    wait_for(lambda: len(set(children(parent.pid)) - {first}) == 2)
    assert second in children(parent.pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them(started: Started, number: signal.Signals) -> None:
    parent = started(SLEEPS)
    born = both(parent)
    parent.send_signal(number)
    assert parent.wait(60) == 0
    assert not any(map(lives, born))


def test_a_child_that_does_not_listen_is_ended_all_the_same(started: Started) -> None:
    parent = started(STUBBORN)
    born = both(parent)
    time.sleep(0.5)
    parent.terminate()
    assert parent.wait(60) == 0
    assert not any(map(lives, born))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_parent_that_is_killed_takes_its_children_with_it(started: Started) -> None:
    parent = started(SLEEPS)
    born = both(parent)
    parent.kill()
    wait_for(lambda: not any(map(lives, born)))


@pytest.mark.slow
def test_the_site_its_worker_and_its_scheduler_run_under_one_parent(own_database: Environment) -> None:
    port = open_port("127.0.0.1", 18100)
    command = [sys.executable, "-m", "wenye.cli", "up", "--no-demo", "--port", str(port)]
    with subprocess.Popen(command, env=dict(own_database), stderr=subprocess.PIPE, text=True) as parent:
        wait_for(lambda: len(children(parent.pid)) == 3)
        site, worker, _ = children(parent.pid)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            assert page.status == 200
        for victim in (worker, site):
            os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len(set(children(parent.pid)) - {worker, site}) == 3)
        wait_for(lambda: _answers(port))
        born = children(parent.pid)
        parent.send_signal(signal.SIGINT)
        said = parent.communicate(timeout=60)[1]
    assert parent.returncode == 0, said
    assert not any(map(lives, born))
    assert not _answers(port)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            return bool(page.status == 200)
    except OSError:
        return False
