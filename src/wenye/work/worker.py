"""The loops of the worker and of the scheduler: on and on, until they are told to stop."""

import signal
import sys
import time
from types import FrameType

from django.db import close_old_connections

from wenye.work.schedules import tick
from wenye.work.services import run_waiting

NAP = 1.0
"""Seconds after which an idle worker looks for work again, and either loop hears that it is to stop."""
MINUTE = 60.0


class Told:
    """Whether the process was told to stop, by SIGTERM or SIGINT. A second signal ends it at once."""

    def __init__(self) -> None:
        self._stop = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._stop:
            sys.exit(128 + number)
        self._stop = True

    def stop(self) -> bool:
        return self._stop

    def sleep(self, seconds: float) -> None:
        """Sleeps, but not on after it was told to stop. (An Event's lock could be held when the signal comes.)"""
        end = time.monotonic() + seconds
        while not self._stop and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, NAP))


def worker() -> None:
    """Does what is due, as soon as it is due. Told to stop, it ends behind the running job's current step."""
    told = Told()
    while not told.stop():
        close_old_connections()
        run_waiting(told.stop)
        told.sleep(NAP)


def scheduler() -> None:
    """Asks for what is due at the beginning of each minute."""
    told = Told()
    while not told.stop():
        close_old_connections()
        tick()
        told.sleep(MINUTE - time.time() % MINUTE)
