"""What every register row has: a name of its own, where it came from, and sealed columns where it is personal."""

from django.db import models

from wenye.accounts.sealed import SealedRow


def job_link(related_name: str) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """The import that wrote a row. Without an index: it is read for whole imports only, which scan anyway."""
    return models.ForeignKey(
        "registry.ImportJob", models.PROTECT, null=True, db_index=False, db_constraint=False, related_name=related_name
    )


def text(length: int = 60) -> "models.CharField[str | None, str | None]":
    """A text that may be unknown: unknown is NULL and never an empty text."""
    return models.CharField(max_length=length, null=True)


class Record(SealedRow):
    """A row of a register.

    ``digest`` is the keyed fingerprint of the roster row it was last written from (None for a row that only
    another register mentions); ``source_row`` is that row's number in its file. ``left_on`` is the day as of which
    a complete roster (``left_job``) no longer held the row.
    """

    digest = models.BinaryField(null=True)
    first_job = job_link("+")
    last_job = job_link("+")
    source_row = models.PositiveIntegerField(null=True)
    left_on = models.DateField(null=True)
    left_job = job_link("+")

    class Meta:
        abstract = True


def person_link(null: bool = False) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """The person a row tells of. Natural keys begin with the person, so their index serves this column too."""
    return models.ForeignKey("registry.Person", models.PROTECT, null=null, db_index=False, related_name="+")


def firm_link(null: bool = False, index: bool = False) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """The firm a row tells of."""
    return models.ForeignKey("registry.Firm", models.PROTECT, null=null, db_index=index, related_name="+")
