"""Who gives services: banks, training bodies, schools and public bodies, and the towns' service offices."""

from django.db import models

from wenye.registry.models.base import Record, firm_link, text


class Institution(Record):
    """An organisation that the policy pays for its services."""

    firm = firm_link()
    kind = text(30)
    scarce_skills = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm"], name="institution_once")]


class InstitutionYear(Record):
    """What an institution did in one year: start-up loans newly issued, free services given."""

    firm = firm_link()
    year = models.PositiveIntegerField()
    new_loans = models.BigIntegerField(null=True)
    free_services = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "year"], name="institution_year_once")]


class PublicityEvent(Record):
    """A publicity event of an institution and what it cost."""

    firm = firm_link()
    held_on = models.DateField()
    topic = models.CharField(max_length=60)
    cost = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "held_on", "topic"], name="publicity_event_once")]


class ServiceOffice(Record):
    """A grass-roots service office with its latest yearly rating."""

    name = models.CharField(max_length=60, unique=True)
    town = text(20)
    rating_year = models.PositiveIntegerField(null=True)
    tier = text(10)
    standardised = models.BooleanField(null=True)
    full_time_staff = models.BooleanField(null=True)
    digital_records = models.BooleanField(null=True)
    smart_service = models.BooleanField(null=True)
