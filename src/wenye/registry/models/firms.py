"""Firms and other organisations, their yearly figures, and the lists they stand on."""

from django.db import models

from wenye.accounts.sealed import Sealed
from wenye.registry.models.base import Record, firm_link, text


class Firm(Record):
    """An enterprise, individual business, cooperative, social organisation or public body, by its credit code."""

    name = models.CharField(max_length=100, db_index=True)
    uscc = models.CharField(max_length=18, unique=True)
    firm_kind = text(30)
    firm_size = text(10)
    status = text(20)
    registered_on = models.DateField(null=True)
    owner = models.ForeignKey("registry.Person", models.PROTECT, null=True, db_index=False, related_name="+")
    town = text(20)
    industry = text(40)
    phone = Sealed(null=True)
    bank_account = Sealed(null=True)
    capital = models.BigIntegerField(null=True)
    investment = models.BigIntegerField(null=True)
    jobs = models.PositiveIntegerField(null=True)
    staff = models.PositiveIntegerField(null=True)
    new_hires = models.PositiveIntegerField(null=True)
    hire_contract_months = models.PositiveIntegerField(null=True)
    labour_intensive = models.BooleanField(null=True)


class FirmYear(Record):
    """What the insurance office knows of a firm for one year: insured staff, premium due and paid, lay-offs."""

    firm = firm_link()
    year = models.PositiveIntegerField()
    insured_staff = models.PositiveIntegerField(null=True)
    staff_at_start = models.PositiveIntegerField(null=True)
    laid_off = models.PositiveIntegerField(null=True)
    premium_due = models.BigIntegerField(null=True)
    premium_paid = models.BigIntegerField(null=True)
    arrears = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "year"], name="firm_year_once")]


class AgencyLicence(Record):
    """A licence to run an employment agency."""

    firm = firm_link()
    number = models.CharField(max_length=40)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "number"], name="agency_licence_once")]


class WorkshopMonth(Record):
    """A recognised poverty-relief workshop in one month."""

    firm = firm_link()
    month = models.DateField()
    kind = text(20)
    recognised_on = models.DateField(null=True)
    poor_workers = models.PositiveIntegerField(null=True)
    on_job_training = models.BooleanField(null=True)
    months_granted = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "month"], name="workshop_month_once")]


class MonitoringPoint(Record):
    """A firm that reports its headcount for the monitoring of unemployment, in one year."""

    firm = firm_link()
    year = models.PositiveIntegerField()
    reporting = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "year"], name="monitoring_point_once")]


class Deregistration(Record):
    """The end of a firm in the register of market entities."""

    firm = firm_link()
    dissolved_on = models.DateField()
    kind = text(20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm"], name="deregistration_once")]


class InsuranceDue(Record):
    """The social insurance payable by a firm and its staff for six months, as the tax office assessed it."""

    firm = firm_link()
    year = models.PositiveIntegerField()
    six_months = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "year"], name="insurance_due_once")]


class StaffTraining(Record):
    """On-the-job training that a firm filed: what it costs, and what its own education budget covers."""

    firm = firm_link()
    began_on = models.DateField()
    trainees = models.PositiveIntegerField(null=True)
    cost = models.BigIntegerField(null=True)
    own_budget = models.BigIntegerField(null=True)
    standard = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "began_on"], name="staff_training_once")]


class TechnicalUpgrade(Record):
    """A project of technical upgrading that a firm carried out, and by how much its tax grew afterwards."""

    firm = firm_link()
    project = models.CharField(max_length=60)
    completed_on = models.DateField(null=True)
    tax_increment = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "project"], name="technical_upgrade_once")]


class ResearchYear(Record):
    """A firm's turnover and its spending on research in one year."""

    firm = firm_link()
    year = models.PositiveIntegerField()
    turnover = models.BigIntegerField(null=True)
    spending = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firm", "year"], name="research_year_once")]
