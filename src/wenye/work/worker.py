"""The loops of the worker and of the scheduler: on and on, until they are told to stop."""

import logging
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from django.db import OperationalError, close_old_connections, connection

from wenye.work.schedules import tick
from wenye.work.services import run_waiting

log = logging.getLogger("wenye.work")
NAP = 1.0
"""Seconds after which an idle worker looks for work again, and either loop hears that it is to stop."""
MINUTE = 60.0
PATIENCE = 5.0
"""Seconds until a database that could not be used is tried again."""


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
    _on_and_on(told, lambda: run_waiting(told.stop), lambda: NAP)


def scheduler() -> None:
    """Asks for what is due at the beginning of each minute."""
    _on_and_on(Told(), tick, lambda: MINUTE - time.time() % MINUTE)


def _on_and_on(told: Told, work: Callable[[], object], pause: Callable[[], float]) -> None:
    """Works and pauses until told to stop. A database that is locked or away is waited for."""
    while not told.stop():
        close_old_connections()
        try:
            work()
            told.sleep(pause())
        except OperationalError as error:
            log.warning("%s", error)
            connection.close()
            told.sleep(PATIENCE)
