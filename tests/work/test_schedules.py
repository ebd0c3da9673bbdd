"""What the clock asks for: each minute without piling up, each working day once and in order."""

import signal
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, transaction

from tests.work import kinds
from wenye.accounts import clock
from wenye.accounts.access import SYSTEM
from wenye.accounts.audit import record, verify
from wenye.accounts.workdays import is_published, is_working_day, working_days
from wenye.work import worker
from wenye.work.models import Job
from wenye.work.schedules import tick
from wenye.work.services import run_waiting


@pytest.fixture(autouse=True)
def _kinds() -> None:
    kinds.register()


def keys(kind: str) -> list[str]:
    return list(Job.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True))


def at(monkeypatch: pytest.MonkeyPatch, day: date, minute: int = 0) -> None:
    moment = datetime(day.year, day.month, day.day, 9, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(clock, "today", lambda: day)
    monkeypatch.setattr(clock, "now", lambda: moment)
    tick()
    tick()


@pytest.mark.django_db
def test_each_minute_is_asked_for_once_and_not_while_the_last_one_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2019, 11, 20), 0)
    at(monkeypatch, date(2019, 11, 20), 1)
    assert keys("test.minutely") == ["2019-11-20T09:00"]
    run_waiting()
    at(monkeypatch, date(2019, 11, 20), 2)
    assert keys("test.minutely") == ["2019-11-20T09:00", "2019-11-20T09:02"]


@pytest.mark.django_db
def test_each_working_day_is_asked_for_once_in_order_and_days_that_were_missed_are_made_up_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, date(2019, 9, 27))
    at(monkeypatch, date(2019, 9, 27))
    at(monkeypatch, date(2019, 10, 9))
    assert keys("test.daily") == ["2019-09-27", "2019-09-29", "2019-09-30", "2019-10-08", "2019-10-09"]
    run_waiting()
    done = Job.objects.filter(kind="test.daily").order_by("finished_at")
    assert [job.result for job in done] == keys("test.daily")


@pytest.mark.django_db
def test_a_holiday_and_a_clock_put_back_ask_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2019, 10, 1))
    assert keys("test.daily") == []
    at(monkeypatch, date(2019, 10, 8))
    at(monkeypatch, date(2019, 9, 27))
    assert keys("test.daily") == ["2019-10-08"]


@pytest.mark.django_db(transaction=True)
def test_the_audit_trail_is_sealed_within_a_minute(settings: Any, tmp_path: Path) -> None:
    settings.WENYE_DATA = tmp_path
    with transaction.atomic():
        record(SYSTEM, "work.manage", "job", 1)
    tick()
    run_waiting()
    assert verify().whole
    assert Job.objects.get(kind="accounts.seal").result == {"sealed": 1}


def test_working_days_are_those_that_were_published() -> None:
    found = working_days(date(2019, 10, 1), date(2019, 10, 13))
    assert [day.day for day in found] == [8, 9, 10, 11, 12]
    assert is_working_day(date(2019, 9, 29))
    assert not is_working_day(date(2019, 9, 28))
    assert list(working_days(date(2019, 10, 9), date(2019, 10, 8))) == []


def test_beyond_the_published_years_weekdays_count() -> None:
    assert is_published(date(2019, 1, 1))
    assert not is_published(date(2099, 1, 1))
    assert [is_working_day(date(2099, 1, day)) for day in range(1, 5)] == [True, True, False, False]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told, tried = worker.Told(), []

    def work() -> None:
        tried.append(len(tried))
        if len(tried) < 3:
            raise OperationalError("database is locked")
        told._stop = True

    monkeypatch.setattr(worker, "PATIENCE", 0.01)
    worker._on_and_on(told, work, lambda: 0.0)
    assert tried == [0, 1, 2]


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The loops listen to signals; tests give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, heard in before.items():
        signal.signal(number, heard)
