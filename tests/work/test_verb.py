"""``./wenye work`` as its user sees it."""

import json

import pytest

from tests.work import kinds
from wenye.cli import main
from wenye.work.models import Job
from wenye.work.services import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> None:
    kinds.register()


def test_what_waits_is_done_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    enqueue("test.minutely", "a")
    assert main(["work", "--once", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["key"], told["state"]) == ("test.minutely", "a", "done")
    assert main(["work", "--once"]) == 0
    assert "没有任务" in capsys.readouterr().out


def test_a_failure_is_told_and_can_be_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    job = enqueue("test.refused", "a")
    assert main(["work", "--once"]) == 1
    assert "账号不存在。" in capsys.readouterr().out
    assert main(["work", "--list"]) == 0
    assert "账号不存在。" in capsys.readouterr().out
    assert main(["work", "--retry", str(job.pk)]) == 0
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_only_a_failed_job_can_be_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["work", "--retry", "7"]) == 2
    assert "没有编号为 7 的未完成任务" in capsys.readouterr().err
