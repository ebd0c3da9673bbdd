"""Workers killed with -9 at random moments, and workers that race: each effect happens once, and nothing is left."""

import os
import random
import signal
import time
from itertools import pairwise

import pytest

from tests.nursery import Nursery
from tests.own_database import Environment, rows
from tests.work import kinds

EFFECTS = sorted((f"job-{job}", place) for job in range(kinds.JOBS) for place in range(kinds.STEPS))
SPANS = "SELECT MIN(began), MAX(ended), job FROM paid GROUP BY job"


def effects(surroundings: Environment) -> list[tuple[str, int]]:
    return sorted((job, place) for job, place in rows(surroundings, "SELECT job, place FROM paid"))


def ends(surroundings: Environment) -> set[tuple[str, str]]:
    return set(rows(surroundings, "SELECT state, lease_by FROM work_job"))


@pytest.mark.slow
def test_kill_9_at_any_moment_loses_no_effect_and_doubles_none(own_database: Environment) -> None:
    rows(own_database, kinds.TABLE)
    kills, moment = 0, random.Random(20191120)
    with Nursery("tests.work.kinds:work", own_database) as nursery:
        while kills < 30:
            child = nursery.spawn()
            time.sleep(moment.random() * 0.12)
            if not nursery.kill(child):  # all is done: begin anew
                assert effects(own_database) == EFFECTS
                for table in ("paid", "work_step", "work_job"):
                    rows(own_database, f"DELETE FROM {table}")
                continue
            kills += 1
        assert nursery.end(nursery.spawn()) == 0
    assert effects(own_database) == EFFECTS
    assert ends(own_database) == {("done", "")}


def test_workers_that_race_share_the_work_and_keep_to_the_lanes(own_database: Environment) -> None:
    rows(own_database, kinds.TABLE)
    with Nursery("tests.work.kinds:work", own_database) as nursery:
        children = [nursery.spawn() for _ in range(4)]
        assert [nursery.end(child) for child in children] == [0] * 4
    assert effects(own_database) == EFFECTS
    assert ends(own_database) == {("done", "")}
    for lane in range(2):
        jobs = [f"job-{number}" for number in range(kinds.JOBS) if number % 2 == lane]
        spans = [span for span in sorted(rows(own_database, SPANS)) if span[2] in jobs]
        assert [job for _, _, job in spans] == jobs
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_worker_told_to_stop_ends_behind_its_step(own_database: Environment) -> None:
    rows(own_database, kinds.TABLE)
    with Nursery("tests.work.kinds:loop", own_database) as nursery:
        child = nursery.spawn()
        while not effects(own_database):
            time.sleep(0.002)
        os.kill(child, signal.SIGTERM)
        assert nursery.end(child) == 0
    done = effects(own_database)
    assert done == EFFECTS[: len(done)]
    assert {state for state, _ in ends(own_database)} <= {"waiting", "done"}
