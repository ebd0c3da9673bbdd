"""How rosters came in: the import, its rejected rows, what it overwrote, learnt headings, and decisions it touches."""

from uuid import uuid4

from django.db import models

from wenye.accounts.sealed import Sealed, SealedRow, SealedValues


class ImportJob(models.Model):
    """One import of one file into one register.

    Done by the background job whose key is ``uid``. Chunks are committed together with ``done_rows``: an import that
    was killed goes on behind the last committed row.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        UNDONE = "undone", "已撤销"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    register = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    department = models.CharField(max_length=40)
    dated = models.DateField(help_text="截至日期：名册反映的是哪一天的情况")
    dry_run = models.BooleanField(default=False)
    headings = models.JSONField(default=dict, help_text="本次指定的表头 → 栏目")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    failure = models.TextField(default="")
    actor = models.CharField(max_length=60, default="")
    keep_file = models.BooleanField(default=True)
    complete = models.BooleanField(default=False, help_text="完整名册：名册里没有的不再在册")
    may_end = models.PositiveIntegerField(default=0, help_text="最多允许百分之几不再在册")
    despite_faults = models.BooleanField(default=False, help_text="有读不出是谁的问题行时也照样清退")
    total_rows = models.PositiveIntegerField(null=True)
    done_rows = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    noted = models.PositiveIntegerField(default=0, help_text="合计、签名等不是记录的行")
    untold = models.PositiveIntegerField(default=0, help_text="完整名册里读不出是谁的问题行")
    ended = models.PositiveIntegerField(default=0, help_text="不再在册的行")
    held_back = models.TextField(default="", help_text="为什么没有清退")
    layouts = models.JSONField(default=list, help_text="识别出的表头，续传时沿用")
    ignored = models.JSONField(default=list, help_text="没有对应栏目的表头、没有表头的工作表")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]


class ImportReject(SealedRow):
    """A row that could not be taken: its cells as they were (sealed) and what is wrong with it."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rejects")
    sheet = models.CharField(max_length=60, default="")
    row = models.PositiveIntegerField()
    cells = Sealed()
    problems = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "sheet", "row"], name="reject_once")]


class ImportSeen(models.Model):
    """A row that a complete roster holds although the import left it as it is; kept while the import runs."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="seen")
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "row_id"], name="seen_once")]


class ImportChange(models.Model):
    """What a row held before an import changed it, as stored (sealed values stay sealed)."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = SealedValues()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "table", "row_id"], name="change_once")]


class HeadingName(models.Model):
    """A heading of a department's file that stands for a column of a register, learnt once and used again."""

    department = models.CharField(max_length=40)
    register = models.CharField(max_length=40)
    heading = models.CharField(max_length=100)
    column = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "register", "heading"], name="heading_name_once")]


class StandingDecision(models.Model):
    """A decision that stands on facts of one subject: an import, its undo or a merge that touches the subject marks it.

    ``reference`` is the decider's own name for the decision (a receipt number, a match run and row).
    """

    reference = models.CharField(max_length=100, unique=True)
    entity = models.CharField(max_length=30)
    subject = models.BigIntegerField()
    benefit = models.CharField(max_length=60)
    decided_at = models.DateTimeField(auto_now_add=True)
    touched_by = models.ForeignKey(ImportJob, models.SET_NULL, null=True, related_name="+")
    touched_merge = models.ForeignKey("registry.PersonMerge", models.SET_NULL, null=True, related_name="+")
    touched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["entity", "subject"], name="standing_subject")]
