"""Two records of one person brought together, as an act that can be taken back."""

from django.db import models

from wenye.registry.models.people import Person


class PersonMerge(models.Model):
    """``drop`` was found to be the same person as ``keep``.

    ``moved`` holds, by table and column, the ids of the rows that were given to the kept record. ``aside`` holds the
    rows that stay with the dropped one because the kept one has their like: table, row, its twin, and how it stood.
    """

    keep = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drop = models.ForeignKey(Person, models.PROTECT, related_name="+")
    actor = models.CharField(max_length=60)
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    aside = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, default="")
    undone_reason = models.TextField(default="")
