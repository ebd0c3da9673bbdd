"""What users may do: roles granted to them, and mandates to act for a person or firm."""

from django.db import models
from django.db.models import F, Q

from wenye.accounts.models.users import User


class Grant(models.Model):
    """A role granted to a user, from one business day to another.

    ``area`` is a town of the pack, empty for the whole district; ``unit`` a unit of the pack, empty for none.
    A grave role is not in force before a second person has confirmed it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    area = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")), name="nobody_grants_to_himself"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(granted_by=None)
                | ~(Q(confirmed_by=F("user")) | Q(confirmed_by=F("granted_by"))),
                name="grant_confirmed_by_a_third",
            ),
        ]  # fmt: skip


class Mandate(models.Model):
    """A user acts for a person or firm of the registers.

    Kind ``firm``: a firm's user; one who ``manages`` names others. Kind ``consent``: an officer serves somebody who
    consented: to what, and how it was shown.
    """

    class Kind(models.TextChoices):
        FIRM = "firm"
        CONSENT = "consent"

    class Shown(models.TextChoices):
        SIGNED = "signed"
        SPOKEN = "spoken"
        PHONE = "phone"
        LETTER = "letter"

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    entity = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    label = models.CharField(max_length=100)
    area = models.CharField(max_length=20, blank=True)
    manages = models.BooleanField(default=False)
    consented = models.CharField(max_length=300, blank=True)
    shown = models.CharField(max_length=10, choices=Shown.choices, blank=True)
    paper = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["entity", "subject"], name="mandate_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="mandate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind="firm") | (~Q(consented="") & ~Q(shown="") & Q(valid_until__isnull=False)),
                name="consent_says_to_what_how_and_until_when",
            ),
        ]
