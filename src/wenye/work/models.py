"""Work that waits, runs or is over, and the steps of it that are done."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from wenye.feel.text import Text


class Job(models.Model):
    """One piece of work, known by its kind and key: asked for twice it is done once.

    While it runs, ``lease_by`` names the worker that holds it and ``lease_until`` says how long. Jobs of one
    ``lane`` never run at the same time. ``attempts`` counts how often it was begun since its last progress.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    lane = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=60, default="", blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    lease_by = models.CharField(max_length=120, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note_zh = models.TextField(default="", blank=True)
    note_en = models.TextField(default="", blank=True)
    result = models.JSONField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_once"),
            models.UniqueConstraint(
                fields=["lane"], condition=Q(state="running") & ~Q(lane=""), name="job_one_of_a_lane"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], condition=Q(state__in=("waiting", "running")), name="job_open")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def note(self) -> Text:
        """What there is to say of it: how far it is, why it waits, why it failed."""
        return Text(self.note_zh, self.note_en)

    @note.setter
    def note(self, text: Text) -> None:
        self.note_zh, self.note_en = text.zh, text.en


class Step(models.Model):
    """A step of a job that is done, written in the transaction of its effect."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps", db_index=False)
    key = models.CharField(max_length=120)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="step_once")]
