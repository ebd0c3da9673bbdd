"""The trail is sealed by the scheduler's job, and what is over is forgotten."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from wenye.accounts import audit
from wenye.accounts.access import SYSTEM
from wenye.accounts.attempts import Kind, failed
from wenye.accounts.clock import now
from wenye.accounts.models import Attempt
from wenye.work.models import Job
from wenye.work.schedules import tick
from wenye.work.services import enqueue, run_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_done_is_sealed_at_the_next_minute() -> None:
    with transaction.atomic():
        audit.record(SYSTEM, "period.close", "period", "2019-11")
    tick()
    run_waiting()
    assert Job.objects.get(kind="accounts.seal").result == {"sealed": 1}
    report = audit.verify()
    assert (report.sealed, report.whole) == (1, True)


def test_attempts_and_sessions_that_are_over_are_forgotten() -> None:
    failed(Kind.LOGIN, "somebody")
    failed(Kind.LOGIN, "somebody else")
    Attempt.objects.filter(pk=Attempt.objects.earliest("pk").pk).update(last_at=now() - timedelta(hours=2))
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=now() - timedelta(days=1))
    Session.objects.create(session_key="y" * 32, session_data="", expire_date=now() + timedelta(days=1))
    job = enqueue("accounts.sweep", "2019-11-20", {})
    run_waiting()
    job.refresh_from_db()
    assert job.result == {"attempts": 1}
    assert [session.session_key[0] for session in Session.objects.all()] == ["y"]
