"""The audit trail: what was done, and the seals that chain it. Both tables are append-only."""

from django.db import models


class AuditEntry(models.Model):
    """One act, written in its own transaction. Plain values alone: the trail outlives the people it names.

    ``id`` holds the time of the act, so that it is part of what ``mac`` covers; ``behalf`` is ``entity:id``.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    business_date = models.DateField()
    actor = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    behalf = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64, blank=True)
    area = models.CharField(max_length=20, blank=True)
    details = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    mac = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key"], name="audit_object"),
            models.Index(fields=["actor"], name="audit_actor"),
            models.Index(fields=["act"], name="audit_act"),
        ]


class AuditSeal(models.Model):
    """A link of the chain: the place of an entry, and what binds it to everything before."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    chain = models.BinaryField()
    sealed_at = models.DateTimeField()
