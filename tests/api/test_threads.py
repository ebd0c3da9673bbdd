"""The server answers in several threads: they share the compiled rules and never disturb each other."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from wenye.policy.model import Pack
from wenye.policy.rules import Rules

THREADS = 8


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns after every few steps."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("impatient")
def test_threads_that_compile_the_same_rules_at_once_get_the_same_rules(pack: Pack) -> None:
    benefits = list(pack.benefits.values())
    shared, start = Rules(pack), Barrier(THREADS)

    def compile_all(_: int) -> list[int]:
        start.wait()
        return [id(shared.program(benefit)) for benefit in benefits]

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(compile_all, range(THREADS)))
    assert found == [found[0]] * THREADS
