"""People, households, and the groups that registers put people in."""

from django.db import models

from wenye.accounts.sealed import Sealed
from wenye.registry.models.base import Record, firm_link, person_link, text


class Household(Record):
    """A household by its number in the towns' labour register."""

    number = models.CharField(max_length=30, unique=True)
    town = text(20)
    village = text(40)
    low_income = models.BooleanField(null=True)
    poor_disabled = models.BooleanField(null=True)
    extreme_hardship = models.BooleanField(null=True)
    hardship_grade = text(10)


class Person(Record):
    """A person, known by a resident identity number; other registers point here.

    A second record of the same person points to the one that counts (``merged_into``) and is kept for its number.
    """

    name = models.CharField(max_length=60)
    id_no = Sealed()
    id_no_index = models.BinaryField(unique=True)
    phone = Sealed(null=True)
    phone_index = models.BinaryField(null=True, db_index=True)
    bank_account = Sealed(null=True)
    sex = models.CharField(max_length=6)
    birth_date = models.DateField()
    town = text(20)
    village = text(40)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="members")
    head_relation = text(20)
    household_registration = text(10)
    in_district = models.BooleanField(null=True)
    residence = text(10)
    resident_since = models.DateField(null=True)
    education = text(20)
    labour_state = text(20)
    migrant_returner = text(20)
    returned_on = models.DateField(null=True)
    start_up_form = text(20)
    wants_to_start = models.BooleanField(null=True)
    wants_training = models.BooleanField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")


class PovertyEntry(Record):
    """A person on the poverty register 建档立卡; the register is complete: who is not on it is not poor in its sense."""

    person = person_link()
    household_number = text(30)
    registered_on = models.DateField()
    lifted_on = models.DateField(null=True)
    cause = text(40)
    special_hardship = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="poverty_once")]


class UnemploymentRegistration(Record):
    """One registration as unemployed, open until it is cancelled."""

    person = person_link()
    registered_on = models.DateField()
    cancelled_on = models.DateField(null=True)
    cancel_reason = text(20)
    reason = text(20)
    at_residence = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "registered_on"], name="unemployment_once")]


class UnemploymentBenefit(Record):
    """One grant of unemployment benefit: how many months, how many drawn, and from when."""

    person = person_link()
    granted_on = models.DateField()
    months_granted = models.PositiveIntegerField(null=True)
    months_drawn = models.PositiveIntegerField(null=True)
    monthly = models.BigIntegerField(null=True)
    stopped_on = models.DateField(null=True)
    medical_month = models.DateField(null=True)
    medical_premium = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "granted_on"], name="benefit_once")]


class HardToPlace(Record):
    """A person recognised as hard to place, until the recognition ends."""

    person = person_link()
    recognised_on = models.DateField()
    kind = text(20)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "recognised_on"], name="hard_to_place_once")]


class ZeroEmploymentFamily(Record):
    """A member of a family recognised as one in which nobody has work."""

    person = person_link()
    recognised_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "recognised_on"], name="zero_employment_once")]


class Graduate(Record):
    """A college student or graduate in the real-name register."""

    person = person_link()
    school = text(60)
    degree = text(20)
    entered_on = models.DateField(null=True)
    graduated_on = models.DateField(null=True)
    placed_on = models.DateField(null=True)
    hardship = text(20)
    lives_on_campus = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="graduate_once")]


class Veteran(Record):
    """A person discharged from the armed forces."""

    person = person_link()
    discharged_on = models.DateField(null=True)
    kind = text(20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="veteran_once")]


class Disability(Record):
    """A holder of a disability certificate."""

    person = person_link()
    kind = text(20)
    level = models.PositiveIntegerField(null=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="disability_once")]


class Death(Record):
    """A death as civil affairs recorded it."""

    person = person_link()
    died_on = models.DateField()
    recorded_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="death_once")]


class RuralWork(Record):
    """Where a rural worker works, as the village collector last noted it."""

    person = person_link()
    noted_on = models.DateField(null=True)
    workplace = text(20)
    trade = text(40)
    near_home_nonfarm = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="rural_work_once")]


class CapacityCutWorker(Record):
    """A worker of a firm that cut surplus capacity, or who lost the job by it."""

    person = person_link()
    firm = firm_link(null=True)
    listed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="capacity_cut_once")]


class OnlineSeller(Record):
    """Somebody who runs a shop on an online platform."""

    person = person_link()
    shop = text(60)
    platform = text(40)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="online_seller_once")]
